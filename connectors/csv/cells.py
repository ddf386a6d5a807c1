"""Between cells and values. People write dates, words and numbers in several ways; each has one meaning here. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

from connectors.csv.columns import BETWEEN, Column
from schemas import strictjson
from schemas.errors import Problem, Refused, shown

_SEPARATORS: Final = re.compile(r"[;；]")
_DAY: Final = re.compile(
    r"(?P<year>[12][0-9]{3})[-/.年](?P<month>[0-9]{1,2})[-/.月](?P<day>[0-9]{1,2})日?"
    r"(?:[T ]*(?P<hour>[0-9]{1,2})[:时](?P<minute>[0-9]{1,2})分?(?::?(?P<second>[0-9]{1,2}(?:\.[0-9]{1,9})?)秒?)?"
    r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?)?",
)
_INTEGER: Final = re.compile(r"-?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.0+)?")
_SHORTENED: Final = re.compile(r"[0-9](?:\.[0-9]+)?E\+[0-9]{1,3}")
_TRUE: Final = {"是": True, "true": True, "1": True, "否": False, "false": False, "0": False}
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def plain(cell: str) -> str:
    """What a cell says: without surrounding blanks, and without the quote that `safe` puts before a formula."""
    text = cell.strip(" \u3000\u00a0")
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA) else text


def values(column: Column, cell: str) -> list[Any]:
    """The values in a cell, null where one is empty. Raises Refused FIELD_FORMAT, FIELD_TYPE, FIELD_VALUE with what was expected."""
    texts = _SEPARATORS.split(cell) if column.many else [cell]
    return [value(column, plain(text)) if plain(text) else None for text in texts]


def value(column: Column, text: str) -> Any:
    """The value that a text stands for under the rule of its column; what the codec will check is left to it."""
    words = column.field.get("words")
    if words is not None:
        return _word(words, text)
    if column.kind == "boolean":
        return _boolean(text)
    if column.kind in ("int", "long"):
        return _integer(text)
    if isinstance(column.kind, dict):
        return _instant(text)
    match column.field.get("format"):
        case "instant":
            return _instant(text)
        case "date":
            return day_text(text)
        case "moment":
            return _instant(text) if ":" in text or "时" in text else day_text(text)
        case "id":
            return _code(text)
        case "json":
            return strictjson.parse_json(text.encode())
    return text


def shown_value(column: Column, value: Any) -> str:
    """A value as the template's example shows it."""
    words = column.field.get("words")
    if words is not None:
        return str(words.get(value, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def joined(texts: list[str]) -> str:
    """The items of a list as one cell."""
    return BETWEEN.join(texts)


def _word(words: dict[str, str], text: str) -> str:
    if text in words:
        return text
    found = [word for word, label in words.items() if label == text]
    if not found:
        raise Refused(Problem("FIELD_VALUE", "", " ".join(f"{label}({word})" for word, label in words.items()), shown(text)))
    return found[0]


def _boolean(text: str) -> bool:
    found = _TRUE.get(text.lower())
    if found is None:
        raise Refused(Problem("FIELD_VALUE", "", "是 / 否", shown(text)))
    return found


def _integer(text: str) -> int:
    narrow = _narrow(text)
    if _INTEGER.fullmatch(narrow) is None:
        raise Refused(Problem("FIELD_TYPE", "", "1234", shown(text)))
    return int(narrow.replace(",", "").partition(".")[0])


def _code(text: str) -> str:
    """An id or a code. Digits of full width, or kept as a text by a quote, are those digits; a long number that a spreadsheet shortened has lost
    some of them."""
    narrow = _narrow(text)
    if _SHORTENED.fullmatch(narrow):
        raise Refused(Problem("ID_DAMAGED", "", "420624101", shown(text)))
    return narrow if narrow.isascii() and narrow.isdigit() else text


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().removeprefix("'")


def _instant(text: str) -> str:
    match = _matched(text, "2025-06-08 16:20")
    day = f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"
    second = match["second"] or "00"
    clock = f"{int(match['hour'] or 0):02}:{int(match['minute'] or 0):02}:{second if len(second.partition('.')[0]) == 2 else '0' + second}"
    return f"{day}T{clock}{match['zone'] or '+08:00'}"


def day_text(text: str) -> str:
    """The day that a text stands for, as YYYY-MM-DD. Raises Refused FIELD_FORMAT."""
    match = _matched(text, "2025-06-08")
    if match["hour"] is not None and (int(match["hour"]), int(match["minute"]), float(match["second"] or 0)) != (0, 0, 0.0):
        raise Refused(Problem("FIELD_FORMAT", "", "2025-06-08", shown(text)))
    return f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"


def _matched(text: str, example: str) -> re.Match[str]:
    match = _DAY.fullmatch(_narrow(text))
    if match is None:
        raise Refused(Problem("FIELD_FORMAT", "", example, shown(text)))
    return match
