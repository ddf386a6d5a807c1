"""Departments that merge: recorded figures stay with whom a matter was assigned to, restated ones lie with who stands for it on that day."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from projections.statistics import Question, ask
from tests.projections.play import Event, Playing, content, fact, playing
from tests.views import office
from tests.views.office import COUNTY, TOWN, assigned, registered, suggestion

TODAY = date(2025, 12, 31)
SOLE, PARTED = ("A", "B"), "D"
ONE, TWO, BOTH, SPLIT, AFTER = (suggestion(number) for number in range(1, 6))
Figures = dict[tuple[str | None, str | None], int | None]


def department(code: str, since: str = "2020-01-01") -> Event:
    return fact("department.registered", code, {"dept": code, "name": f"{code}局", "region": COUNTY, "valid_from": since})


def merged(code: str, day: str, *successors: str, **envelope: str) -> Event:
    return fact(
        "department.merged", code, {"dept": code, "successors": list(successors), "valid_from": day}, time=f"{day}T09:00:00+08:00", **envelope
    )


def history() -> Sequence[Event]:
    """A and B become C in July, D becomes E and F; suggestions are assigned before and after."""
    lives = (
        (ONE, "2025-06-01", ("A",), ()),
        (TWO, "2025-06-01", ("B",), ()),
        (BOTH, "2025-06-02", (), ("A", "B")),
        (SPLIT, "2025-06-02", ("D",), ()),
    )
    return [
        *(department(code) for code in "ABDF"),
        *(department(code, "2025-07-01") for code in "CE"),
        *(merged(code, "2025-07-01", "C") for code in SOLE),
        merged(PARTED, "2025-07-01", "E", "F"),
        *(registered(one, day) for one, day, *_ in (*lives, (AFTER, "2025-08-01"))),
        *(assigned(one, day, *mains, separate=separate) for one, day, mains, separate in lives),
        assigned(AFTER, "2025-08-01", "C"),
    ]


def figures(hub: Playing, regions: str = "recorded", region: str = COUNTY, **where: str) -> Figures:
    rows = ask(hub.connection, Question(("suggestions.by_department",), region, regions=regions, where=where), TODAY).rows
    return {(row.by["department"], row.by["role"]): row.n for row in rows if row.n}


def tell(hub: Playing, *events: Event) -> None:
    hub.tell(*events)
    hub.fold()


RECORDED: Figures = {("A", "main"): 1, ("A", "separate"): 1, ("B", "main"): 1, ("B", "separate"): 1, ("C", "main"): 1, ("D", "main"): 1}
RESTATED: Figures = {("C", "main"): 3, ("C", "separate"): 1, ("D", "main"): 1}


@pytest.fixture
def told(hub: Playing) -> Playing:
    tell(hub, *history())
    return hub


def test_recorded_it_stays_and_restated_it_goes_on(told: Playing) -> None:
    # given what was assigned to two departments that became one, one matter to both of them
    # when recorded figures are asked, then each has what was assigned to it; the names are known of those that are gone too
    assert figures(told) == figures(told, region=TOWN) == RECORDED
    labels = ask(told.connection, Question(("suggestions.by_department",), COUNTY), TODAY).labels
    assert labels == {**{code: f"{code}局" for code in "ABCD"}, COUNTY: COUNTY}
    # when they are restated after the merger, then all lies with the one, the matter of both once; what several go on from stays
    assert figures(told, "2025") == figures(told, "2025", TOWN) == RESTATED
    assert figures(told, "2025", department="C") == {key: n for key, n in RESTATED.items() if key[0] == "C"}
    assert figures(told, "2025", department="A") == {}
    # when on a day before, then it is as it was
    assert figures(told, "2025-06-30") == RECORDED
    # and rows say what is known of each, until it was merged
    rows = told.rows("SELECT department, nullif(valid_to, 'infinity')::text AS until FROM {view}.department ORDER BY department")
    assert [(row["department"], row["until"]) for row in rows] == [
        *((one, "2025-07-01") for one in "AB"),
        ("C", None),
        ("D", "2025-07-01"),
        ("E", None),
        ("F", None),
    ]


def test_one_goes_on_from_another_over_several_days(told: Playing) -> None:
    # given that the one gets another code in October, and is assigned more in November
    tell(
        told,
        department("G", "2025-10-01"),
        merged("C", "2025-10-01", "G"),
        registered(suggestion(6), "2025-11-01"),
        assigned(suggestion(6), "2025-11-01", "G"),
    )
    # then on a day between it has its old code, afterwards the new one, and always what was assigned under either
    assert figures(told, "2025-09-30") == {**RESTATED, ("C", "main"): 4}
    assert figures(told, "2025") == {("G", "main"): 4, ("G", "separate"): 1, ("D", "main"): 1}
    assert figures(told) == {**RECORDED, ("G", "main"): 1}
    # when it is said to go on in the first, then that makes a circle: the last that was said does not hold, and is told
    tell(told, merged("G", "2025-12-01", "A", id="circle"))
    assert figures(told, "2025") == {("G", "main"): 4, ("G", "separate"): 1, ("D", "main"): 1}
    doubts = "SELECT kind, object, code FROM {view}.doubt()"
    assert told.rows(doubts) == [{"kind": "department", "object": "G", "code": "DEPARTMENTS_IN_CIRCLE"}]
    # when it is retracted, then nothing is left of it
    retracted = {**merged("G", "2025-12-01", "A"), "id": "r", "type": "cn.npc.reference.retracted.v1"}
    tell(told, {**retracted, "data": {"corrects": {"source": retracted["source"], "id": "circle"}}})
    assert told.rows(doubts) == []


def test_who_is_not_registered_stands_for_nobody(told: Playing) -> None:
    # given a department that goes on in one that nobody registered
    tell(told, merged("F", "2025-09-01", "X"), registered(suggestion(7), "2025-08-01"), assigned(suggestion(7), "2025-08-01", "F"))
    assert figures(told, "2025") == {**RESTATED, ("F", "main"): 1}
    assert [row["code"] for row in told.rows("SELECT code FROM {view}.doubt()")] == ["DEPARTMENT_UNKNOWN"]
    assert told.rows("SELECT department, anomalies FROM {view}.merger WHERE anomalies <> '{}'") == [
        {"department": "F", "anomalies": ["DEPARTMENT_UNKNOWN"]}
    ]
    # when it is registered, then it does
    tell(told, department("X", "2025-09-01"))
    assert figures(told, "2025") == {**RESTATED, ("X", "main"): 1}
    assert told.rows("SELECT code FROM {view}.doubt()") == []
    # when a change renames it, then it has that name from its day on
    tell(told, fact("department.changed", "X", {"dept": "X", "name": "新局", "valid_from": "2025-10-01"}))
    names = told.rows("SELECT name, valid_from::text FROM {view}.department WHERE department = 'X' ORDER BY valid_from")
    assert [tuple(row.values()) for row in names] == [("X局", "2025-09-01"), ("新局", "2025-10-01")]


def test_any_order_gives_the_same_rows(new_database: Callable[[], str]) -> None:
    # given the same history with a circle, told forwards and backwards, a few at a time
    found = []
    events = [*history(), merged("C", "2025-10-01", "A")]
    for order in (events, events[::-1]):
        with playing(new_database()) as hub:
            tell(hub, *office.reference())
            for first in range(0, len(order), 3):
                tell(hub, *order[first : first + 3])
            found.append(content(hub))
            assert figures(hub, "2025") == RESTATED
    assert found[0] == found[1]
