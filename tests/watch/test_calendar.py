"""When another calendar is wanted: by October of the last year that is known, and only where there are rules."""

from datetime import date

import pytest

from hub.watch.calendar import calendar

pytestmark = pytest.mark.quick
YEARS = range(2004, 2027)


@pytest.mark.parametrize(
    ("years", "day", "until", "short"),
    [
        (YEARS, date(2026, 9, 30), 2026, False),
        (YEARS, date(2026, 10, 1), 2026, True),
        (YEARS, date(2027, 1, 1), None, True),
        ((*YEARS, 2027), date(2026, 12, 31), 2027, False),
        # A year that is missing between is where it ends.
        ((*YEARS, 2028), date(2026, 12, 31), 2026, True),
        ((), date(2026, 1, 1), None, True),
    ],
)
def test_another_calendar_is_wanted_late_in_its_last_year(years: tuple[int, ...], day: date, until: int | None, short: bool) -> None:
    known = calendar(True, years, day)
    assert (known.until, known.short(day)) == (until, short)
    assert not calendar(False, years, day).short(day)
