"""Rules of single texts, each written once for one value in Python and as a pattern for many of them at once (`marks`).

A field of a schema names its rule: `"format"` is one of FORMATS, or `"words"` lists the only values allowed.
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
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

REMEMBERED: Final = 4096
REMEMBERED_CHARACTERS: Final = 32
"""Of each rule so many texts are remembered, none of them longer."""

_IDENTIFIER: Final = re.compile(IDENTIFIER_FORBIDDEN)
_SOUND: Final = re.compile(f"[!-*,-~]{{1,{IDENTIFIER_BYTES // 4}}}")
"""Identifiers of which nothing can be wrong, unless zeros make them look damaged: nearly all."""

_LABEL: Final = re.compile(LABEL_FORBIDDEN)
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


def check_text(attributes: Mapping[str, Any], value: str) -> Problem | None:
    """What is wrong with a text under a field's `format` or `words`, if anything; its place is for the caller to add."""
    return text_check(attributes)(value)


def text_check(attributes: Mapping[str, Any]) -> Callable[[str], Problem | None]:
    """What `check_text` asks under a field, for texts of which there are many."""
    words = attributes.get("words")
    if words is None:
        return _rule(attributes["format"])
    return lambda value: None if value in words else _characters(value) or Problem("FIELD_VALUE", "", " ".join(words), shown(value))


@cache
def _rule(name: str) -> Callable[[str], Problem | None]:
    rule = FORMATS[name]

    def check(value: str) -> Problem | None:
        return _characters(value) or rule(value)

    # Sources, units, regions, days stand in one record after the other. What is long is not remembered: anybody may send it.
    remembered = lru_cache(REMEMBERED)(check)
    return lambda value: remembered(value) if len(value) <= REMEMBERED_CHARACTERS else check(value)


def _characters(value: str) -> Problem | None:
    if value.isascii() and TEXT_FORBIDDEN not in value:
        return None
    try:
        value.encode()
    except UnicodeEncodeError:
        return Problem("TEXT_NOT_UTF8", "", "UTF-8", shown(value))
    if REPLACEMENT in value:
        return Problem("TEXT_REPLACEMENT_CHARACTER", "", "", shown(value))
    if TEXT_FORBIDDEN in value:
        return Problem("TEXT_CONTROL_CHARACTER", "", "", shown(value))
    return None


def _identifier(value: str) -> Problem | None:
    if "000" not in value and _SOUND.fullmatch(value):
        return None
    problem = _short(value, IDENTIFIER_BYTES, _IDENTIFIER)
    if problem is None and ids.damaged(value):
        return Problem("ID_DAMAGED", "", "", shown(value))
    return problem


def _label(value: str) -> Problem | None:
    return _short(value, LABEL_BYTES, _LABEL)


def _short(value: str, most: int, forbidden: re.Pattern[str]) -> Problem | None:
    if not value:
        return Problem("FIELD_EMPTY")
    # A character is four octets at the most.
    if 4 * len(value) > most and len(value.encode()) > most:
        return Problem("TEXT_TOO_LONG", "", f"≤ {most} B", f"{len(value.encode())} B")
    if forbidden.search(value):
        return Problem("TEXT_CONTROL_CHARACTER", "", "", shown(value))
    return None


def _text(_value: str) -> Problem | None:
    return None


def _date(value: str) -> Problem | None:
    return _parsed(days.parse_day, value, "2025-06-08")


def _instant(value: str) -> Problem | None:
    return _parsed(days.parse_instant, value, "2025-06-08T16:20:00+08:00")


def _moment(value: str) -> Problem | None:
    parse = days.parse_day if len(value) == len("2025-06-08") else days.parse_instant
    return _parsed(parse, value, "2025-06-08 / 2025-06-08T16:20:00+08:00")


def _parsed(parse: Callable[[str], object], value: str, example: str) -> Problem | None:
    try:
        parse(value)
    except ValueError:
        return Problem("FIELD_FORMAT", "", example, shown(value))
    return None


def _sha256(value: str) -> Problem | None:
    return None if _SHA256.fullmatch(value) else Problem("FIELD_FORMAT", "", "[0-9a-f]{64}", shown(value))


# `json` and `sealed` are no rules of one text: `form` judges them.
FORMATS: Final[Mapping[str, Callable[[str], Problem | None]]] = {
    "id": _identifier,
    "label": _label,
    "text": _text,
    "date": _date,
    "instant": _instant,
    "moment": _moment,
    "sha256": _sha256,
}


Place = tuple["Place | None", object]
"""Where a member stands: the place of what holds it, and its name or index. A JSON pointer is made only to be shown."""


def pointer(place: Place | None) -> str:
    """The JSON pointer (RFC 6901) of a place; of the whole record it is empty. Foreign names are cut and escaped."""
    if place is None:
        return ""
    holder, member = place
    return f"{pointer(holder)}/{shown(str(member)).replace('~', '~0').replace('/', '~1')}"


def compact(value: object) -> str:
    """Short JSON for messages."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
