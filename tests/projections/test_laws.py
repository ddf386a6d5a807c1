"""Law 2 and law 4 on the real database: any order, any copies, any batches, partitions, workers and crashes give the same content."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projections import bulk, database, verify, versions
from tests.laws.histories import History, histories
from tests.laws.places import HUB
from tests.projections.anew import Anew, anew
from tests.projections.hands import PLACES, Crash, work
from tests.projections.play import Playing, content

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
        new = bulk.build(cursor, live, lambda _: None)
        return verify.differing(verify.fingerprints(cursor, live), verify.fingerprints(cursor, new))


@EXAMPLES
@given(history=histories(), random=st.randoms(use_true_random=False))
def test_what_was_known_on_a_day_is_what_a_replay_up_to_it_gives(hubs: Anew, history: History, random: Random) -> None:
    # Reference facts hold as known now on every recorded day (decision 0005), so they are told first
    facts = [event for event in history.events if event["source"] == HUB]
    events = [event for event in history.events if event["source"] != HUB]
    random.shuffle(events)
    cut = len(events) // 2
    # Given a hub that had heard one half by the tenth
    hub = hubs.empty()
    hub.tell(*history.foundations, *facts, recorded="2025-03-01T12:00:00+08:00")
    hub.tell(*events[:cut], recorded="2025-03-10T12:00:00+08:00")
    hub.fold()
    then = cells(hub)
    # When it hears the other half on the twentieth
    hub.tell(*events[cut:], recorded="2025-03-20T12:00:00+08:00")
    hub.fold()
    # Then the figures known at the tenth are those of then
    assert cells(hub) == then


def cells(hub: Playing) -> list[dict[str, Any]]:
    """The figures known at the tenth of March: the cube summed over all recorded days up to it."""
    dimensions = "measure, region, parent, own, level, kind, category, department, role, grade, day"
    return hub.rows(
        f"SELECT {dimensions}, sum(n)::int AS n FROM {{view}}.cube WHERE rday <= '2025-03-10'"
        f" GROUP BY {dimensions} HAVING sum(n) <> 0 ORDER BY {dimensions}"
    )
