"""The yearly appraisal of departments: what each was assigned, answered, on time or not, and how it was graded."""

from collections.abc import Mapping
from datetime import date

import pytest

from hub.shipped import calendars
from projections.statistics import Question, ask, list_cell
from schemas.errors import UsageError
from tests.projections.play import Playing, fact
from tests.views.both_ways import whole_and_stored
from tests.views.office import COUNTY, TOWN, assigned, graded, registered, replied, suggestion, told

TODAY = date(2025, 12, 31)
PLAIN, BOTH, PASSED, OLD = (suggestion(number) for number in range(1, 5))
COUNTS = tuple(f"departments.{name}" for name in ("assigned", "replied", "due", "on_time", "late", "overdue"))
GRADES = ("departments.satisfaction_first", "departments.satisfaction_final")
EVENTS = (
    # Answered in time and well; a co-handler helps.
    registered(PLAIN, "2025-02-01"), assigned(PLAIN, "2025-02-10", "A", co=["C"]), replied(PLAIN, "2025-03-01", "A", id="answer"),
    graded(PLAIN, "2025-03-10", "satisfied"),
    # Two answer separately: one late, was graded badly and then better, the other never.
    registered(BOTH, "2025-02-01"), assigned(BOTH, "2025-02-10", separate=["A", "B"]), replied(BOTH, "2025-05-20", "A"),
    graded(BOTH, "2025-05-25", "dissatisfied", dept="A"), graded(BOTH, "2025-06-25", "satisfied", dept="A"),
    # One refuses, and another takes it.
    registered(PASSED, "2025-03-01"), assigned(PASSED, "2025-03-03", "A"), told("refused", PASSED, "2025-03-05", dept="A"),
    told("reassigned", PASSED, "2025-03-10", replaces=["A"], departments=[{"dept": "B", "role": "main"}]), replied(PASSED, "2025-04-01", "B"),
    graded(PASSED, "2025-04-10", "basically"),
    # Assigned the year before, due and answered in this one.
    registered(OLD, "2024-10-20"), assigned(OLD, "2024-11-01", "A"), replied(OLD, "2025-01-15", "A"),
)  # fmt: skip


def appraised(hub: Playing, last: date = TODAY, region: str = COUNTY, **where: str) -> Mapping[str, tuple[int, ...]]:
    """Of each department assigned, replied, due, on time, late, overdue of 2025; what nobody reported is none here."""
    rows = ask(hub.connection, Question(COUNTS, region, first=date(2025, 1, 1), last=last, where=where), TODAY).rows
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        if row.by["department"] is not None:
            found.setdefault(row.by["department"], {})[row.measure] = row.n or 0
    return {name: tuple(figures.get(one, 0) for one in COUNTS) for name, figures in found.items()}


@pytest.mark.parametrize("step", [1, -1])
def test_a_department_is_appraised_by_what_it_did_itself(hub: Playing, step: int) -> None:
    # given a rule of three months, and what was assigned to three departments, told in either order
    rule = {"jurisdiction": "00", "step": "reply", "amount": 3, "period": "m", "valid_from": "2010-01-01"}
    hub.tell(*(one for one in calendars() if one["data"]["year"] in (2024, 2025, 2026)), fact("rule.set", "00-reply", rule))
    for first in range(0, len(EVENTS), 9):
        hub.tell(*EVENTS[::step][first : first + 9])
        hub.fold()
    # when the year is asked for, then each has what it was assigned and did, whatever the others did
    whole = {"A": (2, 3, 3, 2, 1, 0), "B": (2, 1, 2, 1, 0, 1), "C": (1, 0, 0, 0, 0, 0)}
    assert appraised(hub) == appraised(hub, region=TOWN) == whole
    assert appraised(hub, department="B") == {"B": whole["B"]}
    # and by the middle of May the first was overdue with what it answered on the 20th
    assert appraised(hub, date(2025, 5, 15))["A"] == (2, 2, 3, 2, 0, 1)
    # and grades are of each by itself: of two departments each has its own, one that names nobody is of whoever had it
    rows = ask(hub.connection, Question(GRADES, COUNTY, first=date(2025, 1, 1), last=TODAY), TODAY).rows
    assert {(row.measure, row.by["department"], row.by["grade"]): (row.n, row.of) for row in rows if row.n} == {
        (GRADES[0], "A", "satisfied"): (1, 2), (GRADES[0], "A", "dissatisfied"): (1, 2), (GRADES[0], "B", "basically"): (1, 1),
        (GRADES[1], "A", "satisfied"): (2, 2), (GRADES[1], "B", "basically"): (1, 1),
    }  # fmt: skip
    (row,) = ask(hub.connection, Question(("departments.on_time",), COUNTY, first=date(2025, 1, 1), where={"department": "A"}), TODAY).rows
    assert (row.n, row.of) == (2, 3)
    # and what is behind it cannot be listed yet, and says so
    with pytest.raises(UsageError) as caught:
        list_cell(hub.connection, Question(("departments.overdue",), COUNTY, where={"department": "B"}), TODAY)
    assert (caught.value.problem.code, caught.value.problem.field) == ("NOT_YET", "/names")
    # and the clocks are those of the whole derivation
    stored, derived = whole_and_stored(hub, "deadline", "suggestion")
    assert stored == derived
    # when an answer is retracted, then it was none
    retracted = {
        **EVENTS[2],
        "id": "r",
        "type": "cn.npc.suggestion.retracted.v1",
        "data": {"corrects": {"source": EVENTS[2]["source"], "id": "answer"}},
    }
    hub.tell(retracted)
    hub.fold()
    assert appraised(hub)["A"] == (2, 2, 3, 1, 1, 1)
