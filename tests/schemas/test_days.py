"""Instants and Beijing days."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.days import EARLIEST, LATEST, beijing_day, format_instant, parse_day, parse_instant


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2025-06-08T16:20:00+08:00", "2025-06-08T08:20:00.000Z"),
        ("2025-06-08t08:20:00z", "2025-06-08T08:20:00.000Z"),
        ("2025-06-08T08:20:00.123999Z", "2025-06-08T08:20:00.123Z"),
        ("2025-06-08T08:20:00.5-00:30", "2025-06-08T08:50:00.500Z"),
        ("1954-01-01T00:00:00+08:00", "1953-12-31T16:00:00.000Z"),
        ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"),
        ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
    ],
)
def test_an_instant_is_written_in_utc_with_milliseconds(text: str, utc: str) -> None:
    assert format_instant(parse_instant(text)) == utc


@pytest.mark.parametrize(
    "text",
    [
        "2025-06-08T16:20:00",
        "2025-06-08 16:20:00+08:00",
        "2025-06-08T16:20+08:00",
        "2025-06-08T24:00:00Z",
        "2025-06-08T16:20:60Z",
        "2025-02-29T00:00:00Z",
        "2025-06-08T16:20:00+0800",
        "2025-06-08T16:20:00+24:00",
        "0001-01-01T00:00:00+08:00",
        "9999-12-31T23:59:59-08:00",
        "２０２５-06-08T16:20:00Z",
        "2025-06-08T16:20:00Z\n",
        "",
    ],
)
def test_what_is_no_rfc_3339_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_instant(text)


def test_milliseconds_beyond_what_can_be_written_are_refused() -> None:
    for milliseconds in (EARLIEST - 1, LATEST + 1):
        with pytest.raises(ValueError, match="9999"):
            format_instant(milliseconds)


@given(st.integers(EARLIEST, LATEST))
def test_every_instant_is_read_back(milliseconds: int) -> None:
    assert parse_instant(format_instant(milliseconds)) == milliseconds


def test_a_beijing_day_begins_at_sixteen_hours_utc() -> None:
    midnight = parse_instant("2025-06-08T00:00:00+08:00")
    assert [beijing_day(midnight + shift) for shift in (-1, 0)] == [date(2025, 6, 7), date(2025, 6, 8)]
    assert datetime.fromtimestamp(midnight / 1000, UTC).hour == 16


def test_summer_time_of_the_years_1986_to_1991_moves_no_day() -> None:
    assert beijing_day(parse_instant("1988-07-01T16:30:00Z")) == date(1988, 7, 2)
    assert beijing_day(parse_instant("1988-07-01T15:30:00Z")) == date(1988, 7, 1)


def test_a_day_is_written_in_one_way() -> None:
    assert parse_day("2024-02-29") == date(2024, 2, 29)
    for text in ("20240229", "2024-2-29", "2023-02-29", "2024-02-29T00:00:00Z", "2024-W09-4"):
        with pytest.raises(ValueError, match=r"."):
            parse_day(text)
