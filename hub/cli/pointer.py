"""`POINTER=VALUE` on a command line: one member of an event set to another value. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemas.errors import Refused, UsageError
from schemas.strictjson import parse_json


def put(event: Mapping[str, Any], word: str) -> dict[str, Any]:
    """The event with the member at a JSON pointer set. VALUE is JSON, or else a text; empty takes the member away.

    Raises UsageError when the pointer leads nowhere.
    """
    place, equals, text = word.partition("=")
    parts = [part.replace("~1", "/").replace("~0", "~") for part in place.split("/")[1:]]
    if not equals or not parts or not place.startswith("/"):
        raise UsageError(f"POINTER=VALUE: {word}")
    changed = _put(dict(event), parts, text, place)
    if not isinstance(changed, dict):
        raise UsageError(place)
    return changed


def _value(before: Any, text: str) -> Any:
    """What takes the place of `before`. A text stays one even if it looks like a number: 420624101 is a code."""
    if not text:
        return None
    if isinstance(before, str):
        return text
    try:
        return parse_json(text.encode())
    except Refused:
        return text


def _put(holder: Any, parts: list[str], text: str, place: str) -> Any:
    head, *rest = parts
    if isinstance(holder, dict):
        inner = _put(holder.get(head, {}), rest, text, place) if rest else _value(holder.get(head), text)
        return {**{name: one for name, one in holder.items() if name != head}, **({} if inner is None else {head: inner})}
    if isinstance(holder, list) and head.isdecimal() and int(head) < len(holder):
        inner = _put(holder[int(head)], rest, text, place) if rest else _value(holder[int(head)], text)
        return [inner if at == int(head) else one for at, one in enumerate(holder)]
    raise UsageError(place)
