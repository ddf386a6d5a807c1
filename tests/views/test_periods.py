"""Periods end as the law has it, worked by hand, and as a plain counter has it that walks from day to day."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.shipped import calendars, rules
from tests.projections.anew import Anew
from tests.projections.play import Playing, fact

DAY = timedelta(days=1)
FIRST, LAST = 2004, 2026


@pytest.fixture
def hub(hubs: Anew) -> Iterator[Playing]:
    with hubs.playing() as hub:
        hub.tell(*calendars())
        hub.fold()
        yield hub


def ends(hub: Playing, *periods: tuple[str, int, str]) -> list[str | None]:
    """The last days of periods (first day, amount, m, d or wd)."""
    asked = """
        SELECT {view}.last_day(p.since, p.amount, p.period)::text AS day
        FROM unnest(%s::date[], %s::integer[], %s::text[]) WITH ORDINALITY AS p (since, amount, period, place)
        ORDER BY p.place
    """
    return [row["day"] for row in hub.rows(asked, *map(list, zip(*periods, strict=True)))]


def test_periods_end_as_worked_by_hand(hub: Playing) -> None:
    worked = {
        # Case 10: months end on the same day, or on the last of a shorter month; a holiday puts the end off, a worked Sunday does not.
        ("2025-01-31", 3, "m"): "2025-04-30",
        ("2025-07-01", 3, "m"): "2025-10-09",
        ("2025-07-01", 6, "m"): "2026-01-04",
        ("2025-01-20", 20, "wd"): "2025-02-21",
        ("2025-09-25", 10, "wd"): "2025-10-15",
        # The traps of working days: a week of five would end on 17 February and on 18 October.
        ("2024-09-20", 20, "wd"): "2024-10-23",
        # A leap year, a weekend, a Saturday that is worked, the year's end.
        ("2023-11-30", 3, "m"): "2024-02-29",
        ("2024-11-30", 3, "m"): "2025-02-28",
        ("2025-03-10", 5, "d"): "2025-03-17",
        ("2025-09-26", 2, "d"): "2025-09-28",
        ("2025-12-31", 1, "wd"): "2026-01-04",
        # Beyond the last calendar nothing is known, nor before the first; nor can so long a period be meant.
        ("2026-10-08", 3, "m"): None,
        ("2026-09-30", 3, "m"): "2026-12-30",
        ("2026-12-31", 1, "wd"): None,
        ("2026-12-31", 1, "d"): None,
        ("2003-12-01", 10, "wd"): None,
        ("2025-01-01", 2_000_000_000, "m"): None,
        ("2025-01-01", 2_000_000_000, "wd"): None,
    }  # fmt: skip
    assert dict(zip(worked, ends(hub, *worked), strict=True)) == worked


def test_a_year_between_whose_calendar_is_missing_leaves_the_end_unknown(hub: Playing) -> None:
    # given the calendar of 2028, and none of 2027; when a period goes beyond the end of 2026; then nobody knows its end
    assert ends(hub, ("2026-12-20", 20, "wd"), ("2027-12-30", 1, "m")) == [None, None]
    hub.tell(fact("calendar.set", "2028", {"year": 2028, "holidays": ["2028-01-01"], "workdays": []}))
    hub.fold()
    assert ends(hub, ("2026-12-20", 20, "wd"), ("2027-12-30", 1, "m")) == [None, "2028-01-31"]
    # when that of 2027 is told too; then it is known
    hub.tell(fact("calendar.set", "2027", {"year": 2027, "holidays": ["2027-01-01"], "workdays": []}))
    hub.fold()
    assert ends(hub, ("2026-12-20", 20, "wd")) == ["2027-01-18"]


def test_of_two_calendars_of_a_year_the_smaller_holds(hub: Playing) -> None:
    # given another calendar of 2025, said to have happened later; when it comes; then the first still holds, until it is retracted
    hub.tell(fact("calendar.set", "2025", {"year": 2025, "holidays": ["2025-04-30"], "workdays": []}, id="other", time="2025-02-01T00:00:00+08:00"))
    hub.fold()
    assert ends(hub, ("2025-01-31", 3, "m")) == ["2025-04-30"]
    corrects = {"source": "//00/hub", "id": "calendar-2025"}
    hub.tell(fact("reference.retracted", "2025", {"corrects": corrects, "reason": "x"}, id="gone", time="2025-03-01T00:00:00+08:00"))
    hub.fold()
    assert ends(hub, ("2025-01-31", 3, "m")) == ["2025-05-01"]
    assert [row["n"] for row in hub.rows("SELECT count(*)::int AS n FROM {view}.calendar WHERE year = 2025")] == [1]
    assert [row["n"] for row in hub.rows("SELECT count(*)::int AS n FROM {view}.workday WHERE year = 2025")] == [260]


OFF = {date.fromisoformat(day) for one in calendars() for day in one["data"]["holidays"]}
ON = {date.fromisoformat(day) for one in calendars() for day in one["data"]["workdays"]}


def worked(day: date) -> bool | None:
    """Whether a day is worked; None beyond the calendars."""
    if not FIRST <= day.year <= LAST:
        return None
    return day in ON or (day.weekday() < 5 and day not in OFF)


@cache
def counted(since: date, amount: int, period: str) -> date | None:
    """The last day of a period, walking from day to day."""
    day, left = since, amount
    if period == "wd":
        while left:
            day += DAY
            if worked(day) is None:
                return None
            left -= bool(worked(day))
        return day
    if period == "d":
        day += amount * DAY
    else:
        months = since.year * 12 + since.month - 1 + amount
        day = date(months // 12, months % 12 + 1, 1)
        while day.day < since.day and (day + DAY).month == day.month:
            day += DAY
    while worked(day) is False:
        day += DAY
    return day if worked(day) else None


LONGEST = {"wd": 40, "d": 400, "m": 30}
LENGTHS = st.one_of([st.tuples(st.integers(1, most), st.just(period)) for period, most in LONGEST.items()])
PERIODS = st.tuples(st.dates(date(FIRST, 1, 1), date(LAST, 12, 31)), LENGTHS)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(PERIODS, min_size=1, max_size=40))
def test_periods_end_where_a_plain_counter_ends(hub: Playing, drawn: list[tuple[date, tuple[int, str]]]) -> None:
    found = ends(hub, *((str(since), *length) for since, length in drawn))
    expected = [counted(since, *length) for since, length in drawn]
    assert found == [None if day is None else str(day) for day in expected]


def test_a_rule_holds_from_its_day_at_its_level_and_below_its_jurisdiction(hub: Playing) -> None:
    # given the rules that are shipped
    hub.tell(*rules())
    hub.fold()
    asked = "SELECT r.amount || ' ' || r.period AS said FROM {view}.rule_on(%s, %s, %s, %s) AS r"

    def rule(step: str, chain: str, level: str, day: str) -> str | None:
        return next((row["said"] for row in hub.rows(asked, step, chain.split(), level, day)), None)

    # then a township of Chongqing has its own, its county that of Chongqing, any other that of the nation
    assert rule("reply", "500101100 500101 50 00", "town", "2025-01-01") == "2 m"
    assert rule("reply_extended", "500101100 500101 50 00", "town", "2025-01-01") == "4 m"
    assert rule("reply", "500101 50 00", "county", "2025-01-01") == "3 m"
    assert rule("rehandle", "500101 50 00", "county", "2025-01-01") == "2 m"
    assert rule("rehandle", "420624 4206 42 00", "county", "2025-01-01") is None
    assert rule("reply", "420624 4206 42 00", "county", "2025-01-01") == "3 m"
    # and before the day on which it came into force none
    assert rule("rehandle", "500101 50 00", "county", "2017-12-31") is None
    # when a county sets one, then it holds there from that day on
    said = {"jurisdiction": "420624", "step": "reply", "amount": 45, "period": "wd", "valid_from": "2025-06-01", "valid_through": "2025-12-31"}
    hub.tell(fact("rule.set", "x", said))
    hub.fold()
    days = ("2025-05-31", "2025-06-01", "2025-12-31", "2026-01-01")
    assert [rule("reply", "420624 4206 42 00", "county", day) for day in days] == ["3 m", "45 wd", "45 wd", "3 m"]
    # of two that contradict each other the smaller holds
    hub.tell(fact("rule.set", "y", {**said, "amount": 10}, time="2001-01-01T00:00:00+08:00"))
    hub.fold()
    assert rule("reply", "420624 4206 42 00", "county", "2025-06-01") == "45 wd"
    assert len(hub.rows("SELECT FROM {view}.rule WHERE jurisdiction = '420624'")) == 2
