"""Rules of single texts, each written once for one value in Python and as a pattern for a whole column.

A field of a schema names its rule: `"format"` is one of FORMATS, or `"words"` lists the only values allowed.
The patterns are understood alike by `re` and by the regular expressions of polars.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from schemas import days, ids
from schemas.errors import Problem, shown
from schemas.limits import IDENTIFIER_BYTES, LABEL_BYTES

IDENTIFIER_FORBIDDEN: Final = "[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
"""Controls, blanks and marks without width: an identifier that holds one looks like another identifier."""

LABEL_FORBIDDEN: Final = "[\x00-\x1f\x7f-\x9f\u2028-\u202e]"
TEXT_FORBIDDEN: Final = "\x00"
"""PostgreSQL cannot store it."""

REPLACEMENT: Final = "\ufffd"

_IDENTIFIER: Final = re.compile(IDENTIFIER_FORBIDDEN)
_LABEL: Final = re.compile(LABEL_FORBIDDEN)
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


def check_text(attributes: Mapping[str, Any], value: str, pointer: str) -> Problem | None:
    """What is wrong with a text under a field's `format` or `words`, if anything."""
    problem = _characters(value, pointer)
    if problem is not None:
        return problem
    words = attributes.get("words")
    if words is not None:
        return None if value in words else Problem("FIELD_VALUE", pointer, " ".join(words), shown(value))
    return FORMATS[attributes["format"]](value, pointer)


def _characters(value: str, pointer: str) -> Problem | None:
    try:
        value.encode()
    except UnicodeEncodeError:
        return Problem("TEXT_NOT_UTF8", pointer, "UTF-8", shown(value))
    if REPLACEMENT in value:
        return Problem("TEXT_REPLACEMENT_CHARACTER", pointer, "", shown(value))
    if TEXT_FORBIDDEN in value:
        return Problem("TEXT_CONTROL_CHARACTER", pointer, "", shown(value))
    return None


def _identifier(value: str, pointer: str) -> Problem | None:
    problem = _short(value, pointer, IDENTIFIER_BYTES, _IDENTIFIER)
    if problem is None and ids.damaged(value):
        return Problem("ID_DAMAGED", pointer, "", shown(value))
    return problem


def _label(value: str, pointer: str) -> Problem | None:
    return _short(value, pointer, LABEL_BYTES, _LABEL)


def _short(value: str, pointer: str, most: int, forbidden: re.Pattern[str]) -> Problem | None:
    if not value:
        return Problem("FIELD_EMPTY", pointer)
    if len(value.encode()) > most:
        return Problem("TEXT_TOO_LONG", pointer, f"≤ {most} B", f"{len(value.encode())} B")
    if forbidden.search(value):
        return Problem("TEXT_CONTROL_CHARACTER", pointer, "", shown(value))
    return None


def _text(_value: str, _pointer: str) -> Problem | None:
    return None


def _date(value: str, pointer: str) -> Problem | None:
    return _parsed(days.parse_day, value, pointer, "2025-06-08")


def _instant(value: str, pointer: str) -> Problem | None:
    return _parsed(days.parse_instant, value, pointer, "2025-06-08T16:20:00+08:00")


def _moment(value: str, pointer: str) -> Problem | None:
    parse = days.parse_day if len(value) == len("2025-06-08") else days.parse_instant
    return _parsed(parse, value, pointer, "2025-06-08 / 2025-06-08T16:20:00+08:00")


def _parsed(parse: Callable[[str], object], value: str, pointer: str, example: str) -> Problem | None:
    try:
        parse(value)
    except ValueError:
        return Problem("FIELD_FORMAT", pointer, example, shown(value))
    return None


def _sha256(value: str, pointer: str) -> Problem | None:
    return None if _SHA256.fullmatch(value) else Problem("FIELD_FORMAT", pointer, "[0-9a-f]{64}", shown(value))


# `json` and `sealed` are no rules of one text: `form` judges them.
FORMATS: Final[Mapping[str, Callable[[str, str], Problem | None]]] = {
    "id": _identifier,
    "label": _label,
    "text": _text,
    "date": _date,
    "instant": _instant,
    "moment": _moment,
    "sha256": _sha256,
}


def pointer_to(parent: str, member: object) -> str:
    """The JSON pointer (RFC 6901) of a member of what `parent` points to."""
    return f"{parent}/{str(member).replace('~', '~0').replace('/', '~1')}"


def compact(value: object) -> str:
    """Short JSON for messages."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
