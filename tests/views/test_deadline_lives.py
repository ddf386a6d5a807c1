"""Deadlines of random lives, held against a plain account that goes from day to day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.shipped import calendars
from tests.projections.play import Event, Playing
from tests.views.both_ways import whole_and_stored
from tests.views.office import registered, suggestion, told
from tests.views.test_deadline import RULES
from tests.views.test_periods import DAY, counted

START, END = date(2025, 1, 6), date(2027, 6, 30)
NUMBERS = count(1)


@pytest.fixture
def ruled(hub: Playing) -> Playing:
    hub.tell(*calendars(), *RULES)
    return hub


DEPARTMENTS = st.lists(
    st.fixed_dictionaries({"dept": st.sampled_from("ABC"), "role": st.sampled_from(("main", "separate", "co"))}),
    min_size=1, max_size=3, unique_by=lambda one: one["dept"],
)  # fmt: skip
REPLACED = st.lists(st.sampled_from("ABC"), min_size=1, unique=True)
CONSENT = {"consent_by": st.just("x"), "dept": st.sampled_from("ABC")}
STEPS = st.one_of(
    st.tuples(st.just("assigned"), st.fixed_dictionaries({"departments": DEPARTMENTS})),
    st.tuples(st.just("reassigned"), st.fixed_dictionaries({"departments": DEPARTMENTS, "replaces": REPLACED})),
    st.tuples(st.just("replied"), st.fixed_dictionaries({"dept": st.sampled_from("ABC")})),
    st.tuples(st.just("replied"), st.fixed_dictionaries({"dept": st.sampled_from("ABC")})),
    st.tuples(st.just("extended"), st.fixed_dictionaries({"until": st.just("2025-12-31")}, optional=CONSENT)),
    st.tuples(st.just("rehandle_ordered"), st.just({})),
    st.tuples(st.just("withdrawn"), st.just({})),
    st.tuples(st.just("submitted"), st.just({"kind": "own"})),
)  # fmt: skip
Step = tuple[str, dict[str, Any]]
LIVES = st.lists(st.tuples(st.integers(0, 640), STEPS), max_size=9)


@dataclass
class Account:
    """What is so at the end of a day, by what has happened so far."""

    roles: dict[str, str] = field(default_factory=dict)
    began: dict[str, date] = field(default_factory=dict)
    extended: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    later: bool = False
    open: bool = True

    def hear(self, day: date, step: str, data: dict[str, Any]) -> None:
        """One more step."""
        match step:
            case "assigned" | "reassigned":
                for gone in data.get("replaces", ()):
                    self.roles.pop(gone, None)
                for one in data["departments"]:
                    self.roles[one["dept"]] = one["role"]
                    if one["role"] != "co":
                        self.began[one["dept"]] = day
                        self.extended.discard(one["dept"])
            case "replied":
                self.answered.add(data["dept"])
            case "extended" if "consent_by" in data and not self.later:
                self.extended |= {data["dept"]} if "dept" in data else set(self.began)
            case "rehandle_ordered":
                self.began = dict.fromkeys((*self.began, *self.roles), day)
                self.answered, self.extended, self.later = set(), set(), True
            case "withdrawn":
                self.open = False
            case "submitted":
                self.open = True

    def required(self) -> list[str]:
        """Departments that must answer."""
        return [dept for dept, role in self.roles.items() if role != "co"]

    def due(self) -> list[date | None]:
        """The due day of each, None where no calendar says it."""
        return [counted(self.began[dept], 2 if self.later else 6 if dept in self.extended else 3, "m") for dept in self.required()]


def account(told_: Sequence[tuple[date, Step]]) -> list[tuple[date, bool, bool, bool, bool, bool]]:
    """The days on which anything holds: due, on time, late, overdue, unknown."""
    found, now, since, heard = [], Account(), None, 0
    day = START
    while day <= END:
        while heard < len(told_) and told_[heard][0] <= day:
            now.hear(told_[heard][0], *told_[heard][1])
            heard += 1
        depts, dues = now.required(), now.due()
        complete = bool(depts) and set(depts) <= now.answered
        since = (since or day) if complete else None
        flags = (*_flags(day, since, [one for one in dues if one]), False) if None not in dues else (False, False, False, False, True)
        if now.open and any(flags):
            found.append((day, *flags))
        day += DAY
    return found


def _flags(day: date, since: date | None, dues: list[date]) -> tuple[bool, bool, bool, bool]:
    """Due, on time, late, overdue on a day, of what is answered since another and was due on these."""
    if not dues or max(dues) > day:
        return False, False, False, False
    last = max(dues)
    return True, since is not None and since <= last, since is not None and since > last, since is None and last < day


def stored(hub: Playing, names: Sequence[str]) -> dict[str, list[tuple[Any, ...]]]:
    """The same of the rows."""
    asked = """
        SELECT d.suggestion, g.day::date AS day, d.due @> g.day::date AS due, d.on_time @> g.day::date AS on_time, d.late @> g.day::date AS late,
            d.overdue @> g.day::date AS overdue, d.unknown @> g.day::date AS unknown
        FROM {view}.deadline AS d
        CROSS JOIN generate_series(%s::timestamp, %s::timestamp, interval '1 day') AS g (day)
        WHERE d.suggestion = ANY (%s) AND (d.due + d.unknown) @> g.day::date
        ORDER BY d.suggestion, g.day
    """
    found: dict[str, list[tuple[Any, ...]]] = {}
    for row in hub.rows(asked, START, END, list(names)):
        name, *flags = row.values()
        found.setdefault(name, []).append(tuple(flags))
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(LIVES, min_size=1, max_size=10))
def test_deadlines_are_those_of_a_plain_account(ruled: Playing, drawn: list[list[tuple[int, Step]]]) -> None:
    lives: dict[str, list[tuple[date, Step]]] = {}
    events: list[Event] = []
    for life in drawn:
        name = suggestion(next(NUMBERS))
        lives[name] = [(START + timedelta(days=day), step) for day, step in sorted(life, key=lambda one: one[0])]
        events.append(registered(name, str(START)))
        events += [
            told(step, name, f"{day}T{10 + minute // 60:02}:{minute % 60:02}", **data) for minute, (day, (step, data)) in enumerate(lives[name])
        ]
    # when they are told backwards; then each day of each life is as the account has it
    ruled.tell(*reversed(events))
    ruled.fold()
    found = stored(ruled, list(lives))
    assert {name: found.get(name, []) for name in lives} == {name: account(life) for name, life in lives.items()}
    # and those assigned once, which are derived in a quicker way, have the rows that the whole derivation gives
    whole, rows = whole_and_stored(ruled, "deadline", "suggestion")
    assert whole == rows
    # and what is due is on time, late, overdue, or due that day and open
    assert all(due >= (on_time + late + overdue) for rows in found.values() for _, due, on_time, late, overdue, _ in rows)
