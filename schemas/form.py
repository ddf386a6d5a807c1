"""Between the CloudEvents form of an event and its Avro datum: the walk along a schema that checks every member.

What is asked of each member is put together once a type: a door asks it of every event that it takes.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any, Final

import rfc8785

from schemas import days, strictjson
from schemas.errors import Problem, Refused, shown
from schemas.limits import ITEMS, JSON_DEPTH
from schemas.personal import SEALED
from schemas.registry import INTERNAL, EventType, by_name, default
from schemas.sealed import is_sealed
from schemas.text import Place, pointer, text_check

SPECVERSION: Final = "1.0"
SAFE_INTEGER: Final = 2**53 - 1
"""Whole numbers that every JSON reader, and RFC 8785, keep exactly."""

Check = Callable[[object, Place | None], Any]
"""A value at a place as the schema wants it. Raises Refused."""

BOUNDS: Final = {"int": 2**31 - 1, "long": SAFE_INTEGER}


def type_of(event: Mapping[str, Any]) -> EventType:
    """The type an event names. Raises Refused: FIELD_MISSING, FIELD_TYPE, TYPE_UNKNOWN, TYPE_VERSION_UNKNOWN."""
    name = event.get("type")
    if name is None:
        raise Refused(Problem("FIELD_MISSING", "/type"))
    if not isinstance(name, str):
        raise Refused(Problem("FIELD_TYPE", "/type", "string", shown(name)))
    kind = by_name(name)
    if kind is not None and kind.family != INTERNAL:
        return kind
    base, _, version = name.rpartition(".v")
    versions = [one for one in default().names if one.rpartition(".v")[0] == base]
    if versions and version.isdecimal():
        raise Refused(Problem("TYPE_VERSION_UNKNOWN", "/type", " ".join(versions), shown(name)))
    raise Refused(Problem("TYPE_UNKNOWN", "/type", "", shown(name)))


def to_datum(event: Mapping[str, Any]) -> tuple[EventType, dict[str, Any]]:
    """The type of an event and its datum as the schema wants it, every member checked. Raises Refused."""
    kind = type_of(event)
    version = event.get("specversion", SPECVERSION)
    if version != SPECVERSION:
        raise Refused(Problem("SPECVERSION", "/specversion", SPECVERSION, shown(version)))
    return kind, datum_of(kind, event)


def datum_of(kind: EventType, event: Mapping[str, Any]) -> dict[str, Any]:
    """The datum of an event of this type, every member checked. Raises Refused."""
    members = dict(event)
    members.pop("specversion", None)
    members.pop("type", None)
    checked: dict[str, Any] = _event(kind)(members, None)
    return checked


def amended(kind: EventType, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What a correction of an event of this type changes: `time` in UTC milliseconds, members of `data` as the schema wants them.

    Null takes an optional member away. Raises Refused where a member is none of the type's, or has not its form.
    """
    members = {field["name"]: field for field in _data(kind)["fields"]}
    changed: dict[str, Any] = {}
    for name, value in fields.items():
        if name == "time":
            changed[name] = days.format_instant(_instant(value, (None, name)))
        elif name in members:
            changed[name] = None if value is None and "default" in members[name] else _amended(members[name], value)
        else:
            raise Refused(Problem("FIELD_UNKNOWN", pointer((None, name)), " ".join(sorted(members))))
    return changed


def check_json(text: str) -> None:
    """Whether a text of the rule `json` is what that rule allows. Raises Refused."""
    place: Place = (None, "fields")
    _json(_parsed(text, place), place)


def _data(kind: EventType) -> Mapping[str, Any]:
    (data,) = [field["type"] for field in kind.schema["fields"] if field["name"] == "data"]
    found: Mapping[str, Any] = data
    return found


def _amended(field: Mapping[str, Any], value: object) -> Any:
    checked = _record({"fields": [field]})({field["name"]: value}, (None, "data"))
    return _plain(_given(field["type"]), checked[field["name"]], (None, field["name"]), field)


def to_event(kind: EventType, datum: Mapping[str, Any]) -> dict[str, Any]:
    """The CloudEvents form of a datum: `time` in UTC milliseconds, members that are null or default left out."""
    body = _plain(kind.schema, datum, None)
    return {"specversion": SPECVERSION, "type": kind.name, **body}


@cache
def _event(kind: EventType) -> Check:
    return _record(kind.schema)


def _record(schema: Mapping[str, Any]) -> Check:
    members = [(one["name"], _value(one, _given(one["type"])), "default" in one, one.get("default"), one["title"]) for one in schema["fields"]]
    known = {one["name"] for one in schema["fields"]}

    def check(value: object, place: Place | None) -> dict[str, Any]:
        if not isinstance(value, dict | Mapping):
            raise Refused(Problem("FIELD_TYPE", pointer(place), "object", shown(value)))
        if not value.keys() <= known:
            name = next(name for name in value if name not in known)
            raise Refused(Problem("FIELD_UNKNOWN", pointer((place, name)), " ".join(sorted(known))))
        checked = {}
        get = value.get
        for name, check_one, optional, instead, title in members:
            found = get(name)
            if found is not None:
                checked[name] = check_one(found, (place, name))
            elif optional:
                checked[name] = [] if instead == [] else instead
            else:
                raise Refused(Problem("FIELD_MISSING", pointer((place, name)), title))
        return checked

    return check


def _given(schema: Any) -> Any:
    """The type of a member that is present: the branch of an optional one that is not null."""
    return schema[1] if isinstance(schema, list) else schema


def _value(field: Mapping[str, Any], schema: Any) -> Check:
    if schema == "string":
        return _string(field)
    if schema == "boolean":
        return _boolean
    if isinstance(schema, str):
        return partial(_number, field, schema)
    if schema["type"] == "record":
        return _record(schema)
    if schema["type"] == "array":
        return _array(_value(field, schema["items"]))
    return _instant


def _string(field: Mapping[str, Any]) -> Check:
    if field.get("format") == "json":
        return _json
    if field.get("format") == "sealed":
        return _sealed
    integer, check_one = bool(field.get("integer")), text_check(field)

    def check(value: object, place: Place | None) -> str:
        if integer and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            raise Refused(Problem("FIELD_TYPE", pointer(place), "string", shown(value)))
        problem = check_one(value)
        if problem is not None:
            raise Refused(replace(problem, field=pointer(place)))
        return value

    return check


_text: Final = _string({"format": "text"})


def _sealed(value: object, place: Place | None) -> str:
    if not isinstance(value, str) or not is_sealed(value):
        raise _unsealed(place)
    return value


def _unsealed(place: Place | None) -> Refused:
    """The value is neither shown nor kept."""
    return Refused(Problem("NOT_YET_SEALED", pointer(place)))


def _boolean(value: object, place: Place | None) -> bool:
    if not isinstance(value, bool):
        raise Refused(Problem("FIELD_TYPE", pointer(place), "true / false", shown(value)))
    return value


def _number(field: Mapping[str, Any], schema: str, value: object, place: Place | None) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refused(Problem("FIELD_TYPE", pointer(place), "integer", shown(value)))
    least, most = field.get("min", -BOUNDS[schema]), BOUNDS[schema]
    if not least <= value <= most:
        raise Refused(Problem("FIELD_RANGE", pointer(place), f"{least} … {most}", shown(value)))
    return value


def _array(check_one: Check) -> Check:
    def check(value: object, place: Place | None) -> list[Any]:
        if not isinstance(value, list | tuple):
            raise Refused(Problem("FIELD_TYPE", pointer(place), "array", shown(value)))
        if len(value) > ITEMS:
            raise Refused(Problem("TOO_MANY_ITEMS", pointer(place), f"≤ {ITEMS}", str(len(value))))
        return [check_one(one, (place, at)) for at, one in enumerate(value)]

    return check


def _instant(value: object, place: Place | None) -> int:
    if not isinstance(value, str):
        raise Refused(Problem("FIELD_TYPE", pointer(place), "string", shown(value)))
    try:
        return days.parse_instant(value)
    except ValueError:
        raise Refused(Problem("FIELD_FORMAT", pointer(place), "2025-06-08T16:20:00+08:00", shown(value))) from None


def _json(value: object, place: Place | None) -> str:
    """The RFC 8785 text of the `fields` of a correction."""
    if not isinstance(value, Mapping):
        raise Refused(Problem("FIELD_TYPE", pointer(place), "object", shown(value)))
    if not value:
        raise Refused(Problem("FIELD_EMPTY", pointer(place)))
    _free_json(dict(value), place, 1)
    if "time" in value:
        _instant(value["time"], (place, "time"))
    return rfc8785.dumps(dict(value)).decode()


def _free_json(value: Any, place: Place | None, depth: int) -> None:
    """Checks texts and numbers of a value whose members no schema names."""
    if depth > JSON_DEPTH:
        raise Refused(Problem("JSON_TOO_DEEP", pointer(place), f"≤ {JSON_DEPTH}"))
    if isinstance(value, Mapping):
        for name, one in value.items():
            if name == SEALED and one is not None:
                raise _unsealed((place, name))
            _free_json(name, place, depth)
            _free_json(one, (place, name), depth + 1)
    elif isinstance(value, list | tuple):
        for at, one in enumerate(value):
            _free_json(one, (place, at), depth + 1)
    elif isinstance(value, str):
        _text(value, place)
    elif isinstance(value, int) and not isinstance(value, bool):
        _number({}, "long", value, place)
    elif isinstance(value, float):
        if not abs(value) < float("inf"):
            raise Refused(Problem("JSON_NUMBER", pointer(place), "", shown(value)))
    elif value is not None and not isinstance(value, bool):
        raise Refused(Problem("FIELD_TYPE", pointer(place), "JSON", shown(value)))


def _plain(schema: Any, value: Any, place: Place | None, field: Mapping[str, Any] | None = None) -> Any:
    if field is not None and field.get("format") == "json":
        return _parsed(value, place)
    if not isinstance(schema, Mapping):
        return value
    if schema["type"] == "record":
        return _plain_record(schema, value, place)
    if schema["type"] == "array":
        return [_plain(schema["items"], one, (place, at)) for at, one in enumerate(value)]
    try:
        return days.format_instant(value)
    except ValueError:
        raise Refused(Problem("FIELD_RANGE", pointer(place), "0001 … 9999", shown(value))) from None


def _plain_record(schema: Mapping[str, Any], value: Mapping[str, Any], place: Place | None) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for field in schema["fields"]:
        member = value.get(field["name"])
        if member is None or ("default" in field and member == field["default"]):
            continue
        plain[field["name"]] = _plain(_given(field["type"]), member, (place, field["name"]), field)
    return plain


def _parsed(text: str, place: Place | None) -> Any:
    try:
        return strictjson.parse_json(text.encode())
    except Refused as refused:
        raise Refused(Problem(refused.problem.code, pointer(place), "RFC 8785", refused.problem.got)) from None
