"""Strict JSON: one reading for everyone. What two parsers could read differently is refused, with its place."""

import json
import math
from collections.abc import Iterator
from typing import Any, Final, NoReturn

from schemas.errors import Problem, Refused, shown
from schemas.limits import EVENT_JSON_BYTES, JSON_DEPTH, NUMBER_DIGITS
from schemas.text import Place, pointer

_BOM: Final = b"\xef\xbb\xbf"


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
