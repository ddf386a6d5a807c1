"""No event is left out and none comes twice, however writers, the judge and followers overlap."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2 import extensions

from hub.feeds import runner
from hub.feeds.cursor import PARTITIONS, Cursor, decode, encode
from hub.feeds.runner import MANY, TURN_SECONDS, run
from hub.feeds.stage import Stage
from projections import database as memory
from projections import rebuild
from projections.append import append
from projections.records import Slice
from schemas import codec
from tests.conftest import eventually
from tests.feeds.following import COUNTY, LINE, TOWN, Follower, following, suggestion, world

OFFSETS = st.integers(0, 2**62)


@pytest.mark.quick
@given(st.binary(min_size=4, max_size=4), st.lists(OFFSETS, min_size=len(PARTITIONS), max_size=len(PARTITIONS)))
def test_a_cursor_comes_back_from_its_text(ledger: bytes, offsets: list[int]) -> None:
    cursor = Cursor(ledger, tuple(offsets))
    assert decode(encode(cursor)) == cursor


@pytest.mark.quick
@given(st.text(max_size=200))
def test_no_other_text_is_a_cursor(text: str) -> None:
    try:
        found = decode(text)
    except ValueError:
        return
    assert encode(found) == text


def writer(dsn: str, part: int, batches: list[list[str]], start: threading.Barrier) -> None:
    """Appends batches to one partition as a worker of its own does, at its own pace."""
    connection = memory.connect(dsn)
    first, pace = 0, random.Random(part)
    start.wait()
    for ids in batches:
        records = [codec.encode(suggestion(one, COUNTY, TOWN)) for one in ids]
        append(connection, [Slice(2, part, first, [1_760_000_000_000 + pace.randrange(1000) for _ in records], records)])
        first += len(records)
    connection.close()


def test_a_follower_sees_every_event_once_while_writers_commit_out_of_order(database: str) -> None:
    # given four workers that append to partitions of their own, and a judge
    batches = {part: [[f"{part}-{number}-{one}" for one in range(1 + number % 7)] for number in range(60)] for part in range(4)}
    expected = Counter(one for several in batches.values() for ids in several for one in ids)
    stopping, start = threading.Event(), threading.Barrier(len(batches) + 1)
    with following(database) as follower, ThreadPoolExecutor(8) as pool:
        follower.played.tell(*world())
        judge = pool.submit(run, database, stopping)
        eventually(lambda: follower.feed(TOWN))
        writers = [pool.submit(writer, database, part, several, start) for part, several in batches.items()]
        # when a follower reads on by its last cursor all the while
        seen: list[str] = []
        cursor = decode(follower.feed(TOWN)[-1]["cursor"])
        start.wait()

        def read_on() -> bool:
            nonlocal cursor
            for one in follower.read(TOWN, cursor, limit=13):
                seen.append(one["id"])
                cursor = decode(one["cursor"])
            return len(seen) >= expected.total()

        eventually(read_on, 60)
        stopping.set()
        for future in (*writers, judge):
            future.result()
        # then it has seen each event once
        assert Counter(seen) == expected
        assert not follower.read(TOWN, cursor)


def test_views_go_first_where_they_have_much_to_fold_but_not_for_ever(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written = "SELECT max(xmin::text::bigint)::int AS by FROM core.{}_position"
    stopping = threading.Event()
    with following(database) as follower, ThreadPoolExecutor(1) as pool:
        # given views that have more to fold than the judge takes at a look, and a judge that would wait for an hour
        played = follower.played
        played.tell(*world())
        played.fold()
        played.tell(*[suggestion(f"e{number}", COUNTY, TOWN) for number in range(MANY + 1)])
        monkeypatch.setattr(runner, "PASS_SECONDS", 3600.0)
        judge = pool.submit(run, database, stopping)
        waits = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query = 'EXECUTE feed_waited_for'"
        eventually(lambda: played.rows(waits))
        # when they are folded
        played.fold()
        # then it judges after them
        eventually(lambda: len(follower.feed(TOWN, 10_000)) > MANY)
        (folded,), (judged,) = played.rows(written.format("view")), played.rows(written.format("feed"))
        assert judged["by"] > folded["by"]
        # and where they are not, after the time it waits at most
        monkeypatch.setattr(runner, "PASS_SECONDS", 0.5)
        played.tell(*[suggestion(f"f{number}", COUNTY, TOWN) for number in range(MANY + 1)])
        eventually(lambda: len(follower.feed(TOWN, 10_000)) > 2 * MANY + 1)
        stopping.set()
        judge.result()


FOLLOWED = (TOWN, COUNTY, "42")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("tell"), st.lists(st.sampled_from(LINE), min_size=1, max_size=6)),
        st.tuples(st.just("fact"), st.integers(0, 40)),
        st.tuples(st.just("judge"), st.integers(1, 9)),
        st.tuples(st.just("read"), st.integers(1, 9)),
    ),
    min_size=5,
    max_size=24,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_reading_while_facts_and_events_come_is_reading_at_the_end(database: str, steps: list[tuple[str, object]]) -> None:
    # given a world whose facts come in any order between the events, and a follower of each region
    with following(database) as follower:
        clean(follower)
        facts, told, seen, at = world(), 0, {code: [] for code in FOLLOWED}, {code: Cursor() for code in FOLLOWED}  # type: ignore[var-annotated]
        for action, how in steps:
            if action == "fact" and facts:
                follower.played.tell(facts.pop(int(str(how)) % len(facts)), recorded=moment(told))
            if action == "tell" and isinstance(how, list):
                events = [suggestion(f"e{told}-{number}", by, how[0], "delegated", to_unit=f"{how[-1]}-u") for number, by in enumerate(how)]
                follower.played.tell(*events, recorded=moment(told))
            if action == "judge":
                follower.judge(int(str(how)))
            if action == "read":
                for code in FOLLOWED:
                    read_on(follower, code, int(str(how)), seen, at)
            told += 1
        follower.played.tell(*facts, recorded=moment(told))
        follower.judge()
        # then everybody has seen what whoever begins now sees, once; each in all
        for code in FOLLOWED:
            while read_on(follower, code, 60, seen, at):
                pass
            assert Counter(seen[code]) == Counter(one["id"] for one in follower.feed(code)), code
            assert max(Counter(seen[code]).values(), default=0) <= 1


def moment(number: int) -> str:
    return f"2025-12-{1 + number // 24:02d}T{number % 24:02d}:00:00+08:00"


def read_on(follower: Follower, code: str, limit: int, seen: dict[str, list[str]], at: dict[str, Cursor]) -> bool:
    found = follower.read(code, at[code], limit)
    if found:
        seen[code] += [one["id"] for one in found]
        at[code] = decode(found[-1]["cursor"])
    return bool(found)


def clean(follower: Follower) -> None:
    """The same database for every example, emptied."""
    with follower.played.connection, follower.played.connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE core.event, core.position, core.feed, core.feed_place, core.feed_late, core.feed_line, core.feed_position RESTART IDENTITY"
        )


def anew(dsn: str) -> int:
    return sum(rebuild.rebuild(dsn, lambda _: None).positions.values())


def test_a_cursor_is_read_on_from_after_the_views_were_made_anew(database: str) -> None:
    with following(database) as follower:
        # given a follower who has read all that its feed holds, and keeps the last cursor
        follower.played.tell(*world(), *(suggestion(f"e{number}", COUNTY, TOWN) for number in range(3)))
        follower.played.fold()
        follower.judge()
        kept = follower.feed(COUNTY)[-1]["cursor"]
        assert follower.read(COUNTY, decode(kept)) == []
        for number, switch in enumerate((anew, rebuild.switch_back)):
            # when the views are made anew and switched, and then switched back, and one more event comes after each
            live = follower.played.rows("SELECT version FROM core.view_version WHERE live")
            switch(database)
            assert follower.played.rows("SELECT version FROM core.view_version WHERE live") != live
            follower.played.tell(suggestion(f"after-{number}", COUNTY, TOWN))
            follower.played.fold()
            follower.judge()
            # then from the old cursor on exactly that one is there
            (one,) = follower.read(COUNTY, decode(kept))
            assert one["id"] == f"after-{number}"
            kept = one["cursor"]


def test_what_streams_in_is_judged_in_turns(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # given a running judge with nothing to do, and the steps that it takes: how many records, and when
    stopping, steps, begun = threading.Event(), [], []
    step = Stage.step

    def counted(stage: Stage, connection: extensions.connection, most: int = 20_000) -> int:
        begun.append(time.monotonic())
        steps.append(step(stage, connection, most))
        return steps[-1]

    monkeypatch.setattr(Stage, "step", counted)
    with following(database) as follower, ThreadPoolExecutor(1) as pool:
        follower.played.tell(*world())
        judge = pool.submit(run, database, stopping)
        eventually(lambda: follower.feed(TOWN))
        steps.clear()
        begun.clear()
        # when events come one by one until three steps were taken
        told = 0
        while len(steps) < 3:
            follower.played.tell(suggestion(f"e{told}", COUNTY, TOWN))
            told += 1
        eventually(lambda: sum(steps) == told)
        stopping.set()
        judge.result()
        # then no step is empty, each leaves time for the next to take several, and each event is there once
        assert 0 not in steps
        assert all(later - earlier >= TURN_SECONDS for earlier, later in pairwise(begun))
        assert {Counter(follower.ids(TOWN))[f"e{number}"] for number in range(told)} == {1}
