"""The SQL on the page of statistics gives what the engine answers, of what the demo never tells of; tests/demo/test_hub_counts.py has the rest."""

from datetime import date

from hub.shipped import calendars
from tests.projections.play import Playing
from tests.statistics.formulas import IN_THE_OFFICE, differing
from tests.views.office import COUNTY, TOWN, assigned, graded, registered, replied, suggestion, told
from tests.views.test_deadline import RULES


def test_deadlines_and_grades_are_what_their_formulas_say(hub: Playing) -> None:
    # given suggestions answered in time, late, not at all, one whose due day no calendar knows, one repeated; grades of attitude and of a promise
    hub.tell(*(one for one in calendars() if one["data"]["year"] in (2024, 2025, 2026)), *RULES)
    soon, late, open_, unknown = (suggestion(number) for number in (1, 2, 3, 4))
    for one, day in ((soon, "2025-07-01"), (late, "2025-07-01"), (open_, "2025-07-01"), (unknown, "2026-11-10")):
        hub.tell(registered(one, day), assigned(one, day, "A"))
    hub.tell(
        replied(soon, "2025-07-20", "A"),
        graded(soon, "2025-07-25", "satisfied"),
        told("reply_evaluated", soon, "2025-07-25", axis="attitude", grade="basically"),
    )
    hub.tell(told("submitted", suggestion(5), "2025-07-01", kind="own", recurs=soon))
    hub.tell(replied(late, "2025-10-20", "A"), graded(late, "2025-10-25", "dissatisfied"))
    hub.tell(told("promise_made", soon, "2025-07-21", promise="pr1"), told("promise_evaluated", soon, "2025-08-01", promise="pr1", grade="satisfied"))
    hub.fold()
    counted: set[str] = set()
    # when both are asked of town and county on several days, then they never differ, and each has something to count on one of them
    for day in ("2025-07-31", "2025-10-09", "2025-10-15", "2025-12-31", "2026-12-31"):
        for region in (TOWN, COUNTY):
            wrong, there = differing(hub.connection, region, date.fromisoformat(day))
            assert wrong == {}, (day, region)
            counted |= there
    assert counted >= IN_THE_OFFICE
