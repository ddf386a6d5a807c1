"""Event types as JSON schemas (draft 7) of their CloudEvents form. Pure.

They say what form a value has. What JSON schemas cannot say, the hub says when it is asked: bytes instead of characters,
damaged ids, and that no member may stand beside those of the envelope (`schemas/form.py`).
"""

from collections.abc import Mapping
from typing import Any, Final

from schemas.form import BOUNDS, SPECVERSION
from schemas.limits import IDENTIFIER_BYTES, ITEMS, LABEL_BYTES
from schemas.registry import EventType, all_types
from schemas.sealed import PATTERN

Schema = dict[str, Any]

_DAY: Final = "[1-8][0-9]{3}-[0-9]{2}-[0-9]{2}"
_FORMATS: Final[Mapping[str, Schema]] = {
    "id": {"type": "string", "minLength": 1, "maxLength": IDENTIFIER_BYTES},
    "label": {"type": "string", "minLength": 1, "maxLength": LABEL_BYTES},
    "text": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "moment": {"type": "string", "pattern": f"^{_DAY}([Tt].+)?$"},
    "instant": {"type": "string", "format": "date-time"},
    "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "json": {"type": "object", "minProperties": 1},
    "sealed": {"type": "string", "pattern": f"^{PATTERN}$"},
}


def envelope() -> Schema:
    """What every event holds besides `type` and `data`."""
    fields = [field for field in all_types()[0].schema["fields"] if field["name"] != "data"]
    held = _object(fields)
    return {
        "type": "object",
        "properties": {"specversion": {"const": SPECVERSION}, **held["properties"]},
        "required": ["specversion", *held["required"]],
    }


def payload(kind: EventType, envelope_at: str) -> Schema:
    """An event of this type; `envelope_at` is where the schema of the envelope stands."""
    (data,) = [field for field in kind.schema["fields"] if field["name"] == "data"]
    own = {"type": "object", "properties": {"type": {"const": kind.name}, "data": _object(data["type"]["fields"])}, "required": ["type", "data"]}
    return {"title": kind.title, "description": kind.schema["doc"], "allOf": [{"$ref": envelope_at}, own]}


def _object(fields: list[Mapping[str, Any]]) -> Schema:
    required = [field["name"] for field in fields if "default" not in field]
    members = {field["name"]: _member(field) for field in fields}
    return {"type": "object", "properties": members, **({"required": required} if required else {}), "additionalProperties": False}


def _member(field: Mapping[str, Any]) -> Schema:
    """A member; an optional one may be null, which means the same as leaving it out."""
    given = field["type"][1] if isinstance(field["type"], list) else field["type"]
    schema = {"title": field["title"], "description": _told(field), **_value(field, given)}
    if "default" not in field:
        return schema
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return {**schema, "type": [*kinds, "null"], **({"enum": [*schema["enum"], None]} if "enum" in schema else {})}


def _told(field: Mapping[str, Any]) -> str:
    """What a member means, and each of its words."""
    words = "、".join(f"{word} {label}" for word, label in field.get("words", {}).items())
    return f"{field['doc']}：{words}" if words else str(field["doc"])


def _value(field: Mapping[str, Any], schema: Any) -> Schema:
    if schema == "string":
        return _string(field)
    if schema == "boolean":
        return {"type": "boolean"}
    if isinstance(schema, str):
        return {"type": "integer", "minimum": field.get("min", -BOUNDS[schema]), "maximum": BOUNDS[schema]}
    if schema["type"] == "record":
        return _object(schema["fields"])
    if schema["type"] == "array":
        return {"type": "array", "maxItems": ITEMS, "items": _value(field, schema["items"])}
    return dict(_FORMATS["instant"])


def _string(field: Mapping[str, Any]) -> Schema:
    if "words" in field:
        return {"type": "string", "enum": list(field["words"])}
    schema = dict(_FORMATS[field["format"]])
    return {**schema, "type": ["string", "integer"]} if field.get("integer") else schema
