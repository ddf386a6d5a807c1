"""The yearly appraisal of departments: what each was assigned, answered, on time or not, and how it was graded."""

from collections.abc import Mapping
from datetime import date

import pytest

from hub.shipped import calendars
from projections.statistics import Question, ask, list_cell
from schemas.errors import NotFound
from tests.api.readers import reader, signed_in
from tests.projections.play import Event, Playing, fact
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


def appraised(hub: Playing, last: date = TODAY, region: str = COUNTY, regions: str = "recorded", **where: str) -> Mapping[str, tuple[int, ...]]:
    """Of each department assigned, replied, due, on time, late, overdue of 2025; what nobody reported is none here."""
    return counted(hub, Question(COUNTS, region, first=date(2025, 1, 1), last=last, where=where, regions=regions))


def counted(hub: Playing, question: Question) -> Mapping[str, tuple[int, ...]]:
    """The same of any question."""
    rows = ask(hub.connection, question, TODAY).rows
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        if row.by["department"] is not None:
            found.setdefault(row.by["department"], {})[row.measure] = row.n or 0
    return {name: tuple(figures.get(one, 0) for one in COUNTS) for name, figures in found.items()}


@pytest.mark.parametrize("step", [1, -1])
def test_a_department_is_appraised_by_what_it_did_itself(hub: Playing, step: int) -> None:
    # given a rule of three months, and what was assigned to three departments, told in either order
    given(hub)
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
    # and of a cohort it is what became of what entered in its period
    year_before = Question(COUNTS, COUNTY, first=date(2024, 1, 1), last=date(2024, 12, 31), as_of=TODAY, cohort=True)
    assert counted(hub, year_before) == {"A": (1, 1, 1, 1, 0, 0)}
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


def test_what_is_behind_an_appraisal_is_opened_by_whoever_may_read_it(hub: Playing) -> None:
    given(hub, *EVENTS)
    overdue = Question(("departments.overdue",), COUNTY, where={"department": "B"})
    graded_well = Question(GRADES[1:], COUNTY, where={"grade": "satisfied", "role": "main"})
    of_old = Question(("departments.on_time",), COUNTY, first=date(2024, 1, 1), last=date(2024, 12, 31), as_of=TODAY, cohort=True)
    dsn, readers = hub.connection.dsn, [reader(hub, f"r{region}", region) for region in (TOWN, COUNTY, "4207")]
    with signed_in(dsn, readers[0]) as town, signed_in(dsn, readers[1]) as county, signed_in(dsn, readers[2]) as elsewhere:
        for own in (town, county):
            listed = [list_cell(own, question, TODAY) for question in (overdue, graded_well, of_old)]
            assert [[(item.key, item.n) for item in one.items] for one in listed] == [
                [(f"{BOTH} B separate", 1)], [(f"{PLAIN} A main", 1)], [(f"{OLD} A main", 1)],
            ]  # fmt: skip
            own.rollback()
        # Figures are for everybody, records are not.
        assert ask(elsewhere, overdue, TODAY).rows[0].n == 1
        with pytest.raises(NotFound):
            list_cell(elsewhere, overdue, TODAY)


def test_departments_that_became_one_are_appraised_as_one_under_that_day(hub: Playing) -> None:
    # given that both departments became one in July, and an earlier year in which it was none
    department = {one: fact("department.registered", one, {"dept": one, "name": one, "region": COUNTY, "valid_from": "2020-01-01"}) for one in "ABCM"}
    merged = [fact("department.merged", one, {"dept": one, "successors": ["M"], "valid_from": "2025-07-01"}) for one in "AB"]
    given(hub, *department.values(), *merged, *EVENTS)
    recorded = appraised(hub)
    # when the year is asked under its last day; then what they had together is late for one that did nothing, and the worst of two grades counts
    assert appraised(hub, regions="2025") == {"M": (3, 3, 4, 3, 0, 1), "C": (1, 0, 0, 0, 0, 0)}
    assert appraised(hub, regions="2025", department="M") == {"M": (3, 3, 4, 3, 0, 1)}
    assert appraised(hub, regions="2025", department="A") == {}
    rows = ask(hub.connection, Question(GRADES, COUNTY, first=date(2025, 1, 1), last=TODAY, regions="2025"), TODAY).rows
    assert {(row.measure, row.by["department"], row.by["grade"]): (row.n, row.of) for row in rows if row.n} == {
        (GRADES[0], "M", "satisfied"): (1, 3), (GRADES[0], "M", "basically"): (1, 3), (GRADES[0], "M", "dissatisfied"): (1, 3),
        (GRADES[1], "M", "satisfied"): (2, 3), (GRADES[1], "M", "basically"): (1, 3),
    }  # fmt: skip
    # and under a day before, or as it was recorded, each is by itself
    assert appraised(hub, regions="2024") == recorded == appraised(hub)
    assert set(recorded) == {"A", "B", "C"}


def test_an_answer_is_as_old_as_it_is_whatever_came_between(hub: Playing) -> None:
    # given an answer in time, after which the suggestion was taken back and submitted anew
    given(hub, registered(PLAIN, "2025-02-01"), assigned(PLAIN, "2025-02-10", "A"), replied(PLAIN, "2025-03-01", "A"))
    hub.tell(told("withdrawn", PLAIN, "2025-03-10"), told("submitted", PLAIN, "2025-08-01", kind="own"))
    hub.fold()
    # then it was in time, for the department as for the suggestion
    assert appraised(hub)["A"] == (1, 1, 1, 1, 0, 0)
    names = ("suggestions.due", "suggestions.on_time", "suggestions.late")
    assert [row.n for row in ask(hub.connection, Question(names, COUNTY), TODAY).rows] == [1, 1, 0]


def test_where_somebody_leads_a_grade_by_another_is_none_of_a_department(hub: Playing) -> None:
    given(
        hub, told("submitted", PLAIN, "2025-02-01", kind="co_signed", lead="mL", signers=["mS"]), assigned(PLAIN, "2025-02-10", "A"),
        replied(PLAIN, "2025-03-01", "A"), graded(PLAIN, "2025-03-10", "dissatisfied", rater="mS"),
        graded(PLAIN, "2025-03-12", "basically", rater="mL"),
    )  # fmt: skip
    rows = ask(hub.connection, Question(GRADES, COUNTY), TODAY).rows
    assert {(row.measure, row.by["grade"]): (row.n, row.of) for row in rows if row.n} == {(name, "basically"): (1, 1) for name in GRADES}


def given(hub: Playing, *events: Event) -> None:
    """A rule of three months, and what was told."""
    rule = {"jurisdiction": "00", "step": "reply", "amount": 3, "period": "m", "valid_from": "2010-01-01"}
    hub.tell(*(one for one in calendars() if one["data"]["year"] in (2024, 2025, 2026)), fact("rule.set", "00-reply", rule), *events)
    hub.fold()
