"""Which members an event of a type has, and of which form, as its published schema says (contract 1: `schemas/*.avsc` are the source)."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

SCHEMAS = Path(__file__).parents[2] / "schemas"


@cache
def members(kind: str) -> Mapping[str, Any]:
    """The members of `data` of a type by name, as its schema has them now."""
    text = (SCHEMAS / f"cn.npc.{kind}.v1.avsc").read_text("utf-8")
    (data,) = (one["type"] for one in json.loads(text)["fields"] if one["name"] == "data")
    return {one["name"]: one for one in data["fields"]}


def fits(kind: str, fields: Mapping[str, Any]) -> bool:
    """Whether a correction gives members that events of the type have, each in its form; null takes away what may be absent."""
    known = members(kind)
    return all(name == "time" or (name in known and _given(known[name], value)) for name, value in fields.items())


def _given(member: Mapping[str, Any], value: Any) -> bool:
    return "default" in member if value is None else _formed(member, member["type"], value)


def _formed(member: Mapping[str, Any], schema: Any, value: Any) -> bool:
    if isinstance(schema, list):
        return value is None or _formed(member, schema[1], value)
    if isinstance(schema, str):
        return _plain(member, schema, value)
    if schema["type"] == "array":
        return isinstance(value, list) and all(_formed(member, schema["items"], one) for one in value)
    known = {one["name"]: one for one in schema["fields"]}
    return isinstance(value, dict) and set(value) <= set(known) and all(_given(one, value.get(name)) for name, one in known.items())


def _plain(member: Mapping[str, Any], schema: str, value: Any) -> bool:
    if schema == "boolean":
        return isinstance(value, bool)
    if schema in ("int", "long"):
        return isinstance(value, int) and not isinstance(value, bool) and value >= member.get("min", value)
    return isinstance(value, str) and value in member.get("words", (value,)) and (member.get("format") != "date" or _day(value))


def _day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
