"""One datum read, guarded and checked in a single pass, by a reader that is made once for each type.

For batches too small for columns, whose cost is the number of types, not of records. It doubts, never refuses: what it
does not read `codec` judges, and finds the reason. A reader may doubt a good datum, never pass a bad one.
"""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any, Final

from schemas import days, guard
from schemas.codec import HEADER
from schemas.errors import Refused
from schemas.form import BOUNDS, check_json
from schemas.limits import ITEMS
from schemas.registry import EventType
from schemas.sealed import is_sealed
from schemas.text import REPLACEMENT, TEXT_FORBIDDEN, check_text

Read = Callable[[bytes, int], tuple[Any, int]]
"""The value that begins at a position, and the position after it. A text that claims more than there is ends behind the record."""

REMEMBERED: Final = 1 << 14
"""Texts of each rule that are known to be good: sources, units, regions and levels are in every record."""


class _Doubt(Exception):
    """For `codec` to judge."""


def datum(kind: EventType, record: bytes) -> dict[str, Any] | None:
    """The datum of a framed record of this type, absent members left out, `time` in ms; null when it is doubted."""
    try:
        value, end = _reader(kind)(record, HEADER.size)
    except (_Doubt, IndexError, UnicodeDecodeError, Refused):
        return None
    return value if end == len(record) else None


@cache
def _reader(kind: EventType) -> Read:
    return _record(kind.schema)


def _record(schema: Mapping[str, Any]) -> Read:
    members = [(field["name"], *_member(field, field["type"])) for field in schema["fields"]]

    def read(octets: bytes, at: int) -> tuple[Any, int]:
        found = {}
        for name, absent, given, value in members:
            branch = octets[at]
            if branch == absent:
                at += 1
                continue
            if given is not None:
                if branch != given:
                    raise _Doubt
                at += 1
            found[name], at = value(octets, at)
        return found, at

    return read


def _member(field: Mapping[str, Any], schema: Any) -> tuple[int | None, int | None, Read]:
    """The octet that says that an optional member is absent, the one that says it is given, and how it is read."""
    if isinstance(schema, list):
        absent, given, inner = (0, 2, schema[1]) if schema[0] == "null" else (2, 0, schema[0])
        return absent, given, _value(field, inner)
    return None, None, _value(field, schema)


def _value(field: Mapping[str, Any], schema: Any) -> Read:
    kind = schema if isinstance(schema, str) else schema["type"]
    if kind == "record":
        return _record(schema)
    if kind == "array":
        return _array(_value(field, schema["items"]))
    if kind == "string":
        return _string(field)
    if kind == "boolean":
        return _boolean
    if isinstance(schema, str):
        return _number(field.get("min", -BOUNDS[kind]), BOUNDS[kind])
    return _number(days.EARLIEST, days.LATEST)


def _array(item: Read) -> Read:
    """An array in at most one counted block, as nearly every writer makes it."""

    def read(octets: bytes, at: int) -> tuple[Any, int]:
        count, at = guard.varint(octets, at, None)
        if count == 0:
            return [], at
        if not 0 < count <= ITEMS:
            raise _Doubt
        items = []
        for _ in range(count):
            one, at = item(octets, at)
            items.append(one)
        if octets[at] != 0:
            raise _Doubt
        return items, at + 1

    return read


def _string(field: Mapping[str, Any]) -> Read:
    known = _texts(field)

    def read(octets: bytes, at: int) -> tuple[Any, int]:
        size = octets[at]
        if size < 0x80 and not size & 1:
            size, at = size >> 1, at + 1
        else:
            size, at = guard.varint(octets, at, None)
            if size < 0:
                raise _Doubt
        end = at + size
        return known(octets[at:end]), end

    return read


def _texts(field: Mapping[str, Any]) -> Callable[[bytes], str]:
    """From the octets of a good text to the text."""
    others: dict[str | None, Callable[[bytes], str]] = {"text": _prose, "json": _free_json, "sealed": _sealed}
    known = others.get(field.get("format"))
    if known is not None:
        return known
    return _of_words(tuple(field["words"])) if "words" in field else _of_format(field["format"])


def _sealed(octets: bytes) -> str:
    value = str(octets, "utf-8")
    if not is_sealed(value):
        raise _Doubt
    return value


def _prose(octets: bytes) -> str:
    value = str(octets, "utf-8")
    if TEXT_FORBIDDEN in value or REPLACEMENT in value:
        raise _Doubt
    return value


def _free_json(octets: bytes) -> str:
    value = str(octets, "utf-8")
    check_json(value)
    return value


@cache
def _of_words(words: tuple[str, ...]) -> Callable[[bytes], str]:
    texts = {word.encode(): word for word in words}

    def known(octets: bytes) -> str:
        word = texts.get(octets)
        if word is None:
            raise _Doubt
        return word

    return known


@cache
def _of_format(name: str) -> Callable[[bytes], str]:
    rule = {"format": name}

    @lru_cache(maxsize=REMEMBERED)
    def known(octets: bytes) -> str:
        value = str(octets, "utf-8")
        if check_text(rule, value) is not None:
            raise _Doubt
        return value

    return known


def _number(least: int, most: int) -> Read:
    def read(octets: bytes, at: int) -> tuple[Any, int]:
        number, at = guard.varint(octets, at, None)
        if not least <= number <= most:
            raise _Doubt
        return number, at

    return read


def _boolean(octets: bytes, at: int) -> tuple[Any, int]:
    if octets[at] > 1:
        raise _Doubt
    return octets[at] == 1, at + 1
