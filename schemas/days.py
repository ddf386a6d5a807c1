"""Instants and Beijing days. An instant is a count of milliseconds since 1970 in UTC; a day is a `datetime.date`."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final

BEIJING: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Every day of the hub is a day at UTC+8, also in the years of summer time: the law names no other."""

EARLIEST: Final = -62135596800000
LATEST: Final = 253402300799999
"""The milliseconds that RFC 3339 can write: the years 0001 to 9999."""

FIRST_CONGRESS: Final = date(1954, 1, 1)
"""Of the days before it nothing is taken: there was no congress (contract.md, the gate's check of times)."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
DAY_MS: Final = 86_400_000
BEIJING_MS: Final = 8 * 3_600_000
_RFC3339: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,9}))?([Zz]|[+-][0-9]{2}:[0-9]{2})")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@lru_cache(1024)
def parse_instant(text: str) -> int:
    """Milliseconds of an RFC 3339 instant with an offset; finer digits are cut off. Raises ValueError."""
    match = _RFC3339.fullmatch(text)
    if match is None:
        raise ValueError("not an RFC 3339 instant with an offset")
    day, clock, fraction, offset = match.groups()
    zone = "+00:00" if offset in "Zz" else offset
    moment = datetime.fromisoformat(f"{day}T{clock}.{(fraction or '')[:3]:0<3}000{zone}")
    milliseconds = (moment - _EPOCH) // _MILLISECOND
    if not EARLIEST <= milliseconds <= LATEST:
        raise ValueError("outside the years 0001 to 9999")
    return milliseconds


def format_instant(milliseconds: int) -> str:
    """RFC 3339 text in UTC with three decimals. Raises ValueError outside the years 0001 to 9999."""
    if not EARLIEST <= milliseconds <= LATEST:
        raise ValueError("outside the years 0001 to 9999")
    moment = _EPOCH + milliseconds * _MILLISECOND
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z".rjust(24, "0")


@lru_cache(1024)
def parse_day(text: str) -> date:
    """The day written as YYYY-MM-DD. Raises ValueError."""
    if _DATE.fullmatch(text) is None:
        raise ValueError("not a day written YYYY-MM-DD")
    return date.fromisoformat(text)


def beijing_day(milliseconds: int) -> date:
    """The Beijing day in which an instant lies. Raises OverflowError beyond year 9999."""
    return (_EPOCH + milliseconds * _MILLISECOND).astimezone(BEIJING).date()


def day_end(day: date) -> int:
    """The last millisecond of a Beijing day."""
    return (day.toordinal() + 1 - _EPOCH.toordinal()) * DAY_MS - BEIJING_MS - 1


def is_moment(text: str) -> bool:
    """Whether the text is a day or an RFC 3339 instant."""
    try:
        parse_day(text) if len(text) == len("2025-01-01") else parse_instant(text)
    except ValueError:
        return False
    return True
