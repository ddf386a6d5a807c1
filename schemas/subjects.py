"""The reading half of the schema-registry protocol, as a pure function of path and body.

A subject is the full name of a record (the clients' RecordNameStrategy), because one type goes to several topics.
Schemas are released with the code: looking one up works, registering a new one is refused.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import fastavro.schema

from schemas.registry import EventType, Registry, default

CONTENT_TYPE: Final = "application/vnd.schemaregistry.v1+json"

LOOKED_UP_BYTES: Final = 256 * 1024

_DIGITS: Final = 10


@dataclass(frozen=True)
class Answer:
    """HTTP status and JSON value of an answer."""

    status: int
    value: Any


_NO_SUBJECT: Final = Answer(404, {"error_code": 40401, "message": "Subject not found"})
_NO_VERSION: Final = Answer(404, {"error_code": 40402, "message": "Version not found"})
_NO_SCHEMA: Final = Answer(404, {"error_code": 40403, "message": "Schema not found"})
_NO_PATH: Final = Answer(404, {"error_code": 404, "message": "HTTP 404 Not Found"})
_UNREADABLE: Final = Answer(422, {"error_code": 42201, "message": "Invalid schema"})
_FIXED: Final = Answer(409, {"error_code": 409, "message": "Schemas are released with the hub and cannot be registered"})


def answer(path: str, body: bytes | None = None, known: Registry | None = None) -> Answer:
    """The answer to GET (no body) or POST (a body) of a path without its query, e.g. `/subjects`."""
    kinds = known or default()
    parts = [part for part in path.split("/") if part]
    if body is not None:
        return _looked_up(parts, body, kinds)
    match parts:
        case ["subjects"]:
            return Answer(200, sorted(kinds.names))
        case ["subjects", name, "versions", *rest]:
            return _versions(name, rest, kinds)
        case ["schemas", "types"]:
            return Answer(200, ["AVRO"])
        case ["schemas", "ids", number, *rest]:
            return _by_id(number, rest, kinds)
        case ["config", *_]:
            return Answer(200, {"compatibilityLevel": "FULL_TRANSITIVE"})
    return _NO_PATH


def _versions(name: str, rest: Sequence[str], kinds: Registry) -> Answer:
    """`/subjects/{name}/versions` and what lies below."""
    released = {kind.version: kind for kind in kinds.ids.values() if kind.name == name}
    if not released:
        return _NO_SUBJECT
    if not rest:
        return Answer(200, sorted(released))
    kind = released.get(max(released) if rest[0] in ("latest", "-1") else _number(rest[0]))
    if kind is None:
        return _NO_VERSION
    return Answer(200, _described(kind)) if rest[1:] == [] else Answer(200, kind.schema) if rest[1:] == ["schema"] else _NO_PATH


def _by_id(number: str, rest: Sequence[str], kinds: Registry) -> Answer:
    """`/schemas/ids/{number}` and what lies below."""
    kind = kinds.ids.get(_number(number))
    if kind is None:
        return _NO_SCHEMA
    match rest:
        case []:
            return Answer(200, {"schema": _text(kind)})
        case ["schema"]:
            return Answer(200, kind.schema)
        case ["subjects"]:
            return Answer(200, [kind.name])
        case ["versions"]:
            return Answer(200, [{"subject": kind.name, "version": kind.version}])
    return _NO_PATH


def _looked_up(parts: Sequence[str], body: bytes, kinds: Registry) -> Answer:
    """POST of a schema under a subject: found if it is a released one."""
    match parts:
        case ["subjects", name] | ["subjects", name, "versions"]:
            released = [kind for kind in kinds.ids.values() if kind.name == name]
        case _:
            return _NO_PATH
    if not released:
        return _NO_SUBJECT if len(parts) == 2 else _FIXED
    try:
        wanted = _canonical(json.loads(json.loads(body)["schema"]))
    except (ValueError, KeyError, TypeError, RecursionError, fastavro.schema.SchemaParseException):
        return _UNREADABLE
    for kind in released:
        if _canonical(kind.schema) == wanted:
            return Answer(200, _described(kind))
    return _NO_SCHEMA if len(parts) == 2 else _FIXED


def _number(text: str) -> int:
    """The number written so, or one that no schema and no version has."""
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else 0


def _canonical(schema: Mapping[str, Any]) -> str:
    """Avro's parsing canonical form: what matters to a reader."""
    return str(fastavro.schema.to_parsing_canonical_form(fastavro.parse_schema(dict(schema), named_schemas={})))


def _described(kind: EventType) -> dict[str, Any]:
    return {"subject": kind.name, "version": kind.version, "id": kind.schema_id, "schema": _text(kind)}


def _text(kind: EventType) -> str:
    return json.dumps(kind.schema, ensure_ascii=False, separators=(",", ":"))
