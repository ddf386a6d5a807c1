"""Law 2 and law 4 on the real database: any order, any copies, any batches, partitions, workers and crashes give the same content."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projections import rebuild
from tests.laws.histories import histories
from tests.laws.places import HUB, foundations
from tests.projections.hands import PLACES, Crash, work
from tests.projections.play import Playing, content, playing

EXAMPLES = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def emptied(hub: Playing) -> Playing:
    """The same database as if nothing had ever been told."""
    with hub.connection, hub.connection.cursor() as cursor:
        cursor.execute("SELECT version FROM core.view_version")
        for (version,) in cursor.fetchall():
            cursor.execute(f"DROP SCHEMA view_{version} CASCADE")
        cursor.execute("TRUNCATE core.event, core.position, core.view_version, core.view_position, core.notice, core.unreadable, core.reread CASCADE")
    hub.heads.clear()
    return hub


@contextmanager
def hub_of(database: str) -> Iterator[Playing]:
    with playing(database) as hub:
        yield emptied(hub)


@EXAMPLES
@given(
    history=histories(),
    seed=st.integers(0, 2**32 - 1),
    workers=st.integers(1, 3),
    crashes=st.lists(st.tuples(st.sampled_from(PLACES), st.integers(1, 3)), min_size=1, max_size=4),
)
def test_any_order_workers_and_crashes_give_the_same_content(
    database: str, history: list[dict[str, Any]], seed: int, workers: int, crashes: list[Crash]
) -> None:
    events = [*foundations(), *history]
    # Given a history told in order, in one batch
    with hub_of(database) as hub:
        hub.tell(*events)
        hub.fold()
        expected = content(hub)
    # When another hub hears it in any order, with copies, in any batches, by so many workers, who die at any places
    with hub_of(database) as hub:
        work(database, events, Random(seed), workers, crashes)
        # Then its views hold the same
        assert content(hub) == expected
        # And made anew they are the same to the recorded day
        comparison = rebuild.prove(database, lambda _: None)
        assert comparison.differing == []


@EXAMPLES
@given(history=histories(), random=st.randoms(use_true_random=False))
def test_what_was_known_on_a_day_is_what_a_replay_up_to_it_gives(database: str, history: list[dict[str, Any]], random: Random) -> None:
    # Reference facts hold as known now on every recorded day (decision 0005), so they are told first
    facts = [event for event in history if event["source"] == HUB]
    events = [event for event in history if event["source"] != HUB]
    random.shuffle(events)
    cut = len(events) // 2
    # Given a hub that had heard one half by the tenth
    with hub_of(database) as hub:
        hub.tell(*foundations(), *facts, recorded="2025-03-01T12:00:00+08:00")
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
