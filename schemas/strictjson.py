"""Strict JSON: one reading for everyone. What two parsers could read differently is refused, with its place."""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final, NoReturn

from schemas.errors import Problem, Refused, shown
from schemas.limits import BODY_BYTES, EVENT_JSON_BYTES, JSON_DEPTH, NUMBER_DIGITS
from schemas.text import Place, pointer

_BOM: Final = b"\xef\xbb\xbf"
_BLANK: Final = re.compile(r"[ \t\n\r]*")
_TAIL: Final = 64
"""A text cut in the middle of a word, a number or an escape is said to be wrong at most so far before its end."""


def parse_json(body: bytes, most: int = EVENT_JSON_BYTES) -> Any:
    """The value of a JSON text of at most `most` bytes.

    Raises Refused: RECORD_TOO_LARGE, TEXT_NOT_UTF8, BODY_UNREADABLE, JSON_TOO_DEEP, JSON_DUPLICATE_MEMBER, JSON_NUMBER.
    Takes time linear in the size, whatever the text holds.
    """
    if len(body) > most:
        raise Refused(Problem("RECORD_TOO_LARGE", "", f"≤ {most} B", f"{len(body)} B"))
    text = _decoded(body.removeprefix(_BOM))
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        place = f"{error.lineno}:{error.colno}"
        raise Refused(Problem("BODY_UNREADABLE", "", error.msg, f"{place} {shown(text[error.pos : error.pos + 20])}")) from None
    except RecursionError:
        raise Refused(Problem("JSON_TOO_DEEP", "", f"≤ {JSON_DEPTH}")) from None
    check_depth(value)
    return value


def parse_items(body: bytes, most_items: int, most: int = BODY_BYTES, most_item: int = EVENT_JSON_BYTES) -> list[Any]:
    """The items of a JSON array of at most `most` bytes, decoded one by one: never more than `most_item` characters at once.

    Raises Refused as `parse_json`, with the item as field; BODY_TOO_LARGE, TOO_MANY_EVENTS.
    """
    if len(body) > most:
        raise Refused(Problem("BODY_TOO_LARGE", "", f"≤ {most} B", f"{len(body)} B"))
    text = _decoded(body.removeprefix(_BOM))
    at = _after(text, 0)
    if text[at : at + 1] != "[":
        raise _unreadable("Expecting '['", text, at)
    at = _after(text, at + 1)
    items: list[Any] = []
    while text[at : at + 1] != "]" or items:
        if len(items) == most_items:
            raise Refused(Problem("TOO_MANY_EVENTS", "", f"≤ {most_items}"))
        value, at = _item(text, at, len(items), most_item)
        items.append(value)
        at = _after(text, at)
        if text[at : at + 1] == "]":
            break
        if text[at : at + 1] != ",":
            raise _unreadable("Expecting ',' delimiter", text, at)
        at = _after(text, at + 1)
    if _after(text, at + 1) != len(text):
        raise _unreadable("Extra data", text, _after(text, at + 1))
    return items


def _item(text: str, at: int, number: int, most: int) -> tuple[Any, int]:
    """One item that begins at `at`, and the position after it."""
    piece = text[at : at + most + 1]
    place = f"/{number}"
    try:
        value, length = _DECODER.raw_decode(piece)
        check_depth(value)
    except json.JSONDecodeError as error:
        cut = at + len(piece) < len(text) and (error.pos > len(piece) - _TAIL or error.msg.startswith("Unterminated"))
        raise _larger(place, most) if cut else _unreadable(error.msg, text, at + error.pos, place) from None
    except RecursionError:
        raise Refused(Problem("JSON_TOO_DEEP", place, f"≤ {JSON_DEPTH}")) from None
    except Refused as refused:
        raise Refused(replace(refused.problem, field=place + refused.problem.field)) from None
    if length > most:
        raise _larger(place, most)
    return value, at + length


def _larger(place: str, most: int) -> Refused:
    return Refused(Problem("RECORD_TOO_LARGE", place, f"≤ {most} B", f"> {most} B"))


def _unreadable(message: str, text: str, at: int, place: str = "") -> Refused:
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return Refused(Problem("BODY_UNREADABLE", place, message, f"{line}:{column} {shown(text[at : at + 20])}"))


def _after(text: str, at: int) -> int:
    """The position of the next character that is no white space of JSON."""
    match = _BLANK.match(text, at)
    return at if match is None else match.end()


def check_depth(value: object) -> None:
    """Raises Refused JSON_TOO_DEEP with the place of the first array or object nested too deeply."""
    level: list[tuple[Place | None, object]] = [(None, value)]
    for _ in range(JSON_DEPTH + 1):
        level = [member for place, one in level for member in _members(place, one)]
        if not level:
            return
    raise Refused(Problem("JSON_TOO_DEEP", pointer(level[0][0]), f"≤ {JSON_DEPTH}"))


def _members(place: Place | None, value: object) -> Iterator[tuple[Place | None, object]]:
    if isinstance(value, dict):
        return (((place, name), one) for name, one in value.items() if isinstance(one, dict | list))
    if isinstance(value, list):
        return (((place, at), one) for at, one in enumerate(value) if isinstance(one, dict | list))
    return iter(())


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        around = body[max(0, error.start - 10) : error.start + 10]
        raise Refused(Problem("TEXT_NOT_UTF8", "", "UTF-8", f"[{error.start}] {shown(around)}")) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        seen: set[str] = set()
        again = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise Refused(Problem("JSON_DUPLICATE_MEMBER", "", "", shown(again)))
    return members


def _integer(digits: str) -> int:
    if len(digits.removeprefix("-")) > NUMBER_DIGITS:
        raise Refused(Problem("JSON_NUMBER", "", f"≤ {NUMBER_DIGITS} digits", shown(digits)))
    return int(digits)


def _decimal(digits: str) -> float:
    number = float(digits) if len(digits) <= 2 * NUMBER_DIGITS else math.inf
    if not math.isfinite(number):
        raise Refused(Problem("JSON_NUMBER", "", "", shown(digits)))
    return number


def _constant(word: str) -> NoReturn:
    raise Refused(Problem("JSON_NUMBER", "", "", word))


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_object, parse_int=_integer, parse_float=_decimal, parse_constant=_constant)
