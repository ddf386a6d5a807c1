"""What the hub ships is well formed, and each calendar is the one that an independent package has of that year."""

import json
from datetime import date, timedelta

import chinese_calendar
import pytest

from hub.shipped import Event, calendars, events
from hub.shipped.__main__ import main
from schemas import codec, content

pytestmark = pytest.mark.quick


def test_every_fact_is_a_valid_event_of_its_own() -> None:
    assert len({event["id"] for event in events()}) == len(events())
    for event in events():
        assert content.digest(codec.decode(codec.encode(event))) == content.digest(event)


def test_every_year_from_2004_to_2026_has_a_calendar() -> None:
    assert [event["data"]["year"] for event in calendars()] == list(range(2004, 2027))


@pytest.mark.parametrize("event", calendars(), ids=lambda event: event["subject"])
def test_a_calendar_says_which_days_are_worked(event: Event) -> None:
    # given a year's arrangement
    year = event["data"]["year"]
    off, on = ({date.fromisoformat(day) for day in event["data"][name]} for name in ("holidays", "workdays"))
    assert {day.year for day in off | on} == {year}
    assert off.isdisjoint(on)
    assert all(day.weekday() >= 5 for day in on)
    # when every day of it is looked at, then it is worked where the package says so
    days = [date(year, 1, 1) + timedelta(days=number) for number in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]
    ours = [day for day in days if day in on or (day.weekday() < 5 and day not in off)]
    assert ours == [day for day in days if chinese_calendar.is_workday(day)]


def test_they_are_printed_one_a_line_to_be_published(capsys: pytest.CaptureFixture[str]) -> None:
    main()
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == list(events())
