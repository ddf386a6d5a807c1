"""Law 2 and law 4 on the real database: any order, any copies, any batches, partitions, workers and crashes give the same content."""

from collections.abc import Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2 import extensions

from projections import building, database, sql, verify, versions
from projections.building import Hand
from projections.statistics import Answer, Listing, Question, ask, catalogue, list_cell
from projections.versions import Version
from tests.laws.histories import History, histories
from tests.projections.anew import Anew, anew
from tests.projections.hands import PLACES, Crash, work
from tests.projections.play import Playing, content

TODAY = date(2025, 12, 31)
REFUSED_AFTER = frozenset({"region", "unit", "source", "department", "class_scheme", "rule", "calendar", "object", "reference"})
"""The first words of types of facts on which a figure known at a day may not rest when they came later."""
EXAMPLES = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture
def hubs(database: str) -> Iterator[Anew]:
    with anew(database) as made:
        yield made


@EXAMPLES
@given(
    history=histories(),
    seed=st.integers(0, 2**32 - 1),
    workers=st.integers(1, 3),
    crashes=st.lists(st.tuples(st.sampled_from(PLACES), st.integers(1, 3)), min_size=1, max_size=4),
)
def test_any_order_workers_and_crashes_give_the_same_content(hubs: Anew, history: History, seed: int, workers: int, crashes: list[Crash]) -> None:
    events = [*history.foundations, *history.events]
    # Given a history told in order, in one batch
    hub = hubs.empty()
    hub.tell(*events)
    hub.fold()
    expected = content(hub)
    # When another hub hears it in any order, with copies, in any batches, by so many workers, who die at any places
    hub = hubs.empty()
    living = work(hubs, events, Random(seed), workers, crashes)
    # Then all of these have died, and its views hold the same
    assert living == []
    assert content(hub) == expected
    # And made anew they are the same to the recorded day
    assert made_anew(hubs.dsn) == []


def made_anew(dsn: str) -> Sequence[str]:
    """Views that differ when all are made anew, in one transaction that is rolled back; `rebuild.prove` does it beside work that goes on."""
    with closing(database.connect(dsn)) as connection, connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        live = versions.live(cursor)
        assert live is not None
        whole = Hand(lambda: nullcontext(cursor), lambda: nullcontext(cursor), lambda _: nullcontext(cursor))
        new = building.build([whole], live, lambda _: None)
        apart = [table for table in ("misfit", "unsound") if _rows(cursor, live, table) != _rows(cursor, new, table)]
        return [*verify.differing(verify.fingerprints(cursor, live), verify.fingerprints(cursor, new)), *apart]


def _rows(cursor: extensions.cursor, version: Version, table: str) -> list[tuple[object, ...]]:
    """What is kept beside the views."""
    cursor.execute(sql.within("SELECT t::text FROM {view}.{table} AS t ORDER BY 1", version.schema, table=table))
    return cursor.fetchall()


@EXAMPLES
@given(history=histories(), random=st.randoms(use_true_random=False))
def test_what_was_known_on_a_day_is_what_a_replay_up_to_it_gives(hubs: Anew, history: History, random: Random) -> None:
    # What rests on later facts about regions, rules, calendars or schemes is refused (decision 0017): here all of these come first
    facts = [one for one in history.events if one["type"].split(".")[2] in REFUSED_AFTER]
    events = [one for one in history.events if one not in facts]
    random.shuffle(events)
    cut, later = len(events) // 2, random.choice(("2025-03-20", "2025-04-02"))
    day = random.choice(("2025-03-10", "2025-03-31")) if later > "2025-04" else "2025-03-10"
    questions = [question(history, random) for _ in range(4)]
    # Given a hub that had heard one half by a day within a month, or its last
    hub = hubs.empty()
    hub.tell(*history.foundations, *facts, *events[: cut // 2], recorded="2025-02-20T12:00:00+08:00")
    hub.tell(*events[cut // 2 : cut], recorded=f"{day}T12:00:00+08:00")
    hub.fold()
    then = cells(hub, day), answers(hub, questions)
    # When it hears the other half later
    hub.tell(*events[cut:], recorded=f"{later}T12:00:00+08:00")
    hub.fold()
    # Then every figure known at that day, and all that stands beside it and behind it, is that of then
    assert (cells(hub, day), answers(hub, [replace(one, known_at=day) for one in questions])) == then


def question(history: History, random: Random) -> Question:
    """Every statistic that can be divided so, of a region in a period, or of its cohort."""
    by = random.choice(((), (), ("region",), ("level",), ("month",), ("kind",), ("category",), ("region", "month"), ("department", "role")))
    names = tuple(one.name for one in catalogue().values() if set(by) <= set(one.dimensions))
    first, last = random.choice(
        ((None, None), (None, date(2025, 2, 11)), (date(2025, 1, 15), date(2025, 3, 3)), (date(2025, 2, 1), date(2025, 2, 28)))
    )
    cohort = first is not None and random.random() < 0.5
    if cohort:
        names = tuple(name for name in names if catalogue()[name].answered == "cube")
    return Question(names, random.choice(("00", *(place.code for place in history.places))), by, first, last, cohort=cohort)


def answers(hub: Playing, questions: Sequence[Question]) -> list[Answer | Listing]:
    """What is answered, but for the moment asked about; and what is listed behind figures that are not divided."""
    found: list[Answer | Listing] = []
    for one in questions:
        found.append(replace(ask(hub.connection, one, TODAY), known_at=None))
        if not one.by:
            listed = [name for name in one.names[::5] if catalogue()[name].answered != "charged"]
            found += [list_cell(hub.connection, replace(one, names=(name,)), TODAY) for name in listed]
        hub.connection.rollback()
    return found


def cells(hub: Playing, day: str) -> list[dict[str, Any]]:
    """The figures known at a day: the cube summed over all recorded days up to it."""
    dimensions = "measure, region, parent, own, level, kind, category, department, role, grade, day"
    return hub.rows(
        f"SELECT {dimensions}, sum(n)::int AS n FROM {{view}}.cube WHERE rday <= %s GROUP BY {dimensions} HAVING sum(n) <> 0 ORDER BY {dimensions}",
        day,
    )
