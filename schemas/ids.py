"""Identifiers: time-ordered random ones, those of spreadsheet rows, and the marks of a damaged one."""

import hashlib
import json
import re
import secrets
import time
import uuid
from datetime import date
from typing import Final

_SCIENTIFIC: Final = re.compile(r"(?:^|[/:_-])[0-9](?:\.[0-9]+)?[eE]\+[0-9]{1,3}$")
_CITIZEN: Final = re.compile(r"(?:^|[/:_-])([1-9][0-9]{5})((?:19|20)[0-9]{6})([0-9]0{3})$")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def uuid7(milliseconds: int | None = None) -> str:
    """A UUID version 7 (RFC 9562): 48 bits of Unix milliseconds (default: now), then 74 random bits."""
    stamp = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    random = secrets.randbits(74)
    number = (stamp & (1 << 48) - 1) << 80 | 0x7 << 76 | (random >> 62) << 64 | 0b10 << 62 | random & (1 << 62) - 1
    return str(uuid.UUID(int=number))


def row_id(source: str, template: str, key: str) -> str:
    """The id of a file's row: the same for the same source, template and key, in every hub (a UUID version 8)."""
    digest = hashlib.sha256(json.dumps([source, template, key]).encode()).digest()
    number = int.from_bytes(digest[:16], "big")
    number = number & ~(0xF << 76) | 0x8 << 76
    number = number & ~(0x3 << 62) | 0b10 << 62
    return str(uuid.UUID(int=number))


def damaged(text: str) -> bool:
    """Whether a spreadsheet has certainly spoilt this identifier.

    Spreadsheets keep 15 digits of a number: longer ones end up as 4.20624E+17, or with zeros for the last three digits.
    The zeros prove damage only where a number carries its own check: an 18-digit citizen number (GB 11643).
    """
    # Few have what every damaged one has: to look for that first takes a fifth of the time.
    if "+" in text and _SCIENTIFIC.search(text):
        return True
    match = _CITIZEN.search(text) if "000" in text else None
    return match is not None and _is_day(match[2]) and not _check_digit_fits("".join(match.groups()))


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _check_digit_fits(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17]
