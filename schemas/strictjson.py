"""Strict JSON: one reading for everyone. What two parsers could read differently is refused, with its place."""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final, NoReturn

from schemas.errors import Problem, Refused, shown
from schemas.limits import BODY_BYTES, EVENT_JSON_BYTES, JSON_DEPTH, NUMBER_DIGITS
from schemas.personal import named
from schemas.text import Place, pointer

_BOM: Final = b"\xef\xbb\xbf"
_BLANK: Final = re.compile(r"[ \t\n\r]*")
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\]]|[^\s{}\[\],:"]++', re.DOTALL)
_WANTED: Final = {
    "Expecting value": '{ [ " 0-9 - true false null',
    "Expecting property name": '"…":',
    "Expecting ':'": ":",
    "Expecting ','": ", ] }",
    "Expecting '['": "[",
    "Illegal trailing comma": "] }",
    "Unterminated string": '"…"',
    "Invalid control character": r"\n \t \u0000",
    "Invalid": r"\" \\ \/ \b \f \n \r \t \u0000",
    "Extra data": "EOF",
}
"""What may stand at a place, in signs for readers of either language, by how the decoder's message begins; the first that fits."""
SHORT: Final = 4096
_TAIL: Final = 64
"""A text cut in the middle of a word, a number or an escape is said to be wrong at most so far before its end."""


def parse_json(body: bytes, most: int = EVENT_JSON_BYTES) -> Any:
    """The value of a JSON text of at most `most` bytes.

    Raises Refused: RECORD_TOO_LARGE, TEXT_NOT_UTF8, BODY_UNREADABLE, JSON_TOO_DEEP, JSON_DUPLICATE_MEMBER, JSON_NUMBER.
    Takes time linear in the size, whatever the text holds.
    """
    if len(body) > most:
        raise Refused(Problem("RECORD_TOO_LARGE", "", f"≤ {most} B", f"{len(body)} B"))
    text = text_of(body.removeprefix(_BOM))
    try:
        value = _DECODER.decode(text)
        check_depth(value)
    except json.JSONDecodeError as error:
        raise _unreadable(error.msg, text, error.pos) from None
    except RecursionError:
        raise _located(Problem("JSON_TOO_DEEP", "", f"≤ {JSON_DEPTH}"), text, 0) from None
    except Refused as refused:
        raise _located(refused.problem, text, 0) from None
    return value


def parse_items(body: bytes, most_items: int, most: int = BODY_BYTES, most_item: int = EVENT_JSON_BYTES) -> list[Any]:
    """The items of a JSON array of at most `most` bytes, decoded one by one: never more than `most_item` characters at once.

    Raises Refused as `parse_json`, with the item as field; BODY_TOO_LARGE, TOO_MANY_EVENTS.
    """
    if len(body) > most:
        raise Refused(Problem("BODY_TOO_LARGE", "", f"≤ {most} B", f"{len(body)} B"))
    text = text_of(body.removeprefix(_BOM))
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
    found = _short(text[at : at + SHORT])
    if found is not None:
        return found[0], at + found[1]
    piece = text[at : at + most + 1]
    place = f"/{number}"
    try:
        value, length = _DECODER.raw_decode(piece)
        check_depth(value)
    except json.JSONDecodeError as error:
        cut = at + len(piece) < len(text) and (error.pos > len(piece) - _TAIL or error.msg.startswith("Unterminated"))
        raise _larger(place, most) if cut else _unreadable(error.msg, text, at + error.pos, place) from None
    except RecursionError:
        raise _located(Problem("JSON_TOO_DEEP", place, f"≤ {JSON_DEPTH}"), text, at) from None
    except Refused as refused:
        raise _located(replace(refused.problem, field=place + refused.problem.field), text, at) from None
    if length > most:
        raise _larger(place, most)
    return value, at + length


def _short(piece: str) -> tuple[Any, int] | None:
    """An item and its length if it lies in a piece and nothing is wrong with it, as nearly all: what follows is then not copied for each."""
    try:
        value, length = _DECODER.raw_decode(piece)
    except (json.JSONDecodeError, RecursionError, Refused):
        return None
    # A number may go on where the piece ends. Each level of nesting begins with a sign of its own.
    return (value, length) if length < len(piece) and piece.count("{", 0, length) + piece.count("[", 0, length) <= JSON_DEPTH else None


def _larger(place: str, most: int) -> Refused:
    return Refused(Problem("RECORD_TOO_LARGE", place, f"≤ {most} B", f"> {most} B"))


def _unreadable(message: str, text: str, at: int, place: str = "") -> Refused:
    wanted = next((signs for begins, signs in _WANTED.items() if message.startswith(begins)), "JSON")
    return Refused(Problem("BODY_UNREADABLE", place, wanted, _told(text, at, shown(text[at : at + 20]))))


def _line_and_column(text: str, at: int) -> str:
    """`line:column` of a position, both from 1."""
    return f"{text.count(chr(10), 0, at) + 1}:{at - text.rfind(chr(10), 0, at)}"


def _located(problem: Problem, text: str, at: int) -> Refused:
    """The refusal of a value that begins at `at`, with line and column of what is wrong in front of what was got."""
    return Refused(replace(problem, got=_told(text, _culprit(text, at, problem.code), problem.got)))


def _told(text: str, at: int, got: str) -> str:
    """Line and column, and what was got there; only the place when the text names personal data, which is never shown."""
    return f"{_line_and_column(text, at)} {'' if named(text.encode()) else got}".strip()


def _culprit(text: str, at: int, code: str) -> int:
    """Where the first token stands for which the decoder, which does not say where it is, gave this code; it has read at least so far."""
    names: list[set[str]] = []
    for token in _TOKEN.finditer(text, at):
        word = token[0]
        if word in "{[":
            names.append(set())
            if code == "JSON_TOO_DEEP" and len(names) > JSON_DEPTH + 1:
                return token.start()
        elif word in "}]":
            names.pop()
        elif word[0] != '"':
            if code == "JSON_NUMBER" and _no_number(word):
                return token.start()
        elif code == "JSON_DUPLICATE_MEMBER" and text.startswith(":", _after(text, token.end())):
            name = json.loads(word)
            if name in names[-1]:
                return token.start()
            names[-1].add(name)
    return at


def _no_number(word: str) -> bool:
    try:
        _DECODER.decode(word)
    except Refused:
        return True
    return False


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


def text_of(body: bytes) -> str:
    """The text of octets. Raises Refused TEXT_NOT_UTF8 with the line, and the column in octets."""
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        around = body[max(0, error.start - 10) : error.start + 10]
        line, column = body.count(b"\n", 0, error.start) + 1, error.start - body.rfind(b"\n", 0, error.start)
        raise Refused(Problem("TEXT_NOT_UTF8", "", "UTF-8", f"{line}:{column} {'' if named(body) else shown(around)}".strip())) from None


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
