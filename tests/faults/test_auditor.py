"""The auditor sees what it is there to see: every violation is planted, and named by the check that must see it; a naive worker is caught."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pytest

from hub.supervisor.marks import supervisor
from tests.conftest import eventually
from tests.faults import replay
from tests.faults.auditor import audit
from tests.faults.poison import INBOXES, poison, write
from tests.faults.storm import Storm, begun
from tests.running import RunningHub, hub_in


@dataclass(frozen=True)
class Plant:
    """A violation: the table it is done to (put back afterwards), how, and the checks that see it."""

    table: str
    how: str
    seen: frozenset[str]


TWICE = (
    "UPDATE view_{live}.rolled AS t SET n1 = t.n1 * 2 FROM view_{live}.place AS p, view_{live}.facet AS f "
    "WHERE t.place = p.place AND p.region = '42' AND t.facet = f.facet AND f.family = 'activity'"
)
PLACE = "(family, part, off)"
HELD = "SELECT family, part, off FROM core.event WHERE id = 'held-3' ORDER BY off LIMIT 1"
PLANTS: Mapping[str, Plant] = {
    "a record of the ledger is missing from the index": Plant(
        "core.event", "DELETE FROM core.event WHERE id = 'held-3'", frozenset({"acknowledged", "positions", "index", "feeds"})
    ),
    "a record stands twice in the index": Plant(
        "core.event_plain",
        "INSERT INTO core.event_plain SELECT (jsonb_populate_record(e, jsonb_build_object('off', e.off + 1000000))).* "
        "FROM core.event_plain AS e WHERE id = (SELECT min(id) FROM core.event_plain WHERE id LIKE 'held-%')",
        frozenset({"positions", "index"}),
    ),
    "what a record says was changed": Plant(
        "core.event", "UPDATE core.event SET data = data || '{{\"kind\": \"visit\"}}' WHERE id = 'held-3'", frozenset({"index"})
    ),
    "a contribution stands twice in the cube": Plant(
        "view_{live}.rolled",
        TWICE,
        frozenset({"views", "figures"}),
    ),
    "a position is ahead": Plant(
        "core.position", "UPDATE core.position SET off = off + 1 WHERE family = 1 AND part = 0", frozenset({"positions", "folded"})
    ),
    "a position is behind": Plant("core.position", "UPDATE core.position SET off = off - 1 WHERE family = 3", frozenset({"positions"})),
    "a view stands elsewhere than the index": Plant(
        "core.view_position", "UPDATE core.view_position SET off = off - 1 WHERE family = 0", frozenset({"folded"})
    ),
    "a quarantined record is missing": Plant("core.quarantine", "DELETE FROM core.quarantine WHERE off = 0", frozenset({"positions", "quarantine"})),
    "why a record is quarantined was changed": Plant(
        "core.quarantine", "UPDATE core.quarantine SET code = 'NOT_YOU' WHERE off = 0", frozenset({"quarantine"})
    ),
    "a derived row was changed": Plant(
        "view_{live}.suggestion", "UPDATE view_{live}.suggestion SET origin = '420625' WHERE suggestion LIKE '%/s-3'", frozenset({"views"})
    ),
    "a derived row is missing": Plant("view_{live}.activity", "DELETE FROM view_{live}.activity WHERE activity LIKE '%/a-3'", frozenset({"views"})),
    "an event is missing from the feeds": Plant("core.feed", f"DELETE FROM core.feed WHERE {PLACE} = ({HELD})", frozenset({"feeds"})),
    "a position of the feeds is behind": Plant(
        "core.feed_position", "UPDATE core.feed_position SET off = off - 1 WHERE family = 0", frozenset({"feeds"})
    ),
    "a duplicate is delivered": Plant(
        "core.feed",
        "INSERT INTO core.feed SELECT e.family, e.part, e.off, f.place, FALSE FROM core.feed AS f INNER JOIN core.event AS e USING (family, part) "
        "WHERE (f.family, f.part, f.off) = ({HELD}) AND e.id = 'held-3' AND e.off > f.off".replace("{HELD}", HELD),
        frozenset({"feeds"}),
    ),
    "an event is delivered late that was delivered already": Plant(
        "core.feed_late",
        f"INSERT INTO core.feed_late SELECT '00', 0, family, part, off FROM core.feed WHERE {PLACE} = ({HELD})",
        frozenset({"feeds"}),
    ),
    "the only telling is marked as a second one": Plant(
        "core.feed", f"UPDATE core.feed SET equivocation = TRUE WHERE {PLACE} = ({HELD})", frozenset({"feeds"})
    ),
}


@contextmanager
def unattended(hub: RunningHub, *also: int) -> Iterator[None]:
    """Nobody mends anything meanwhile: who supervises stands still, and so do others."""
    watcher = supervisor(hub.settings.folder)
    assert watcher is not None
    still = (watcher[0], *also)
    for pid in still:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in reversed(still):
            os.kill(pid, signal.SIGCONT)


@pytest.fixture(scope="module")
def clean(storm: Storm) -> Iterator[str]:
    """A hub in which all is well, with a duplicate and something in quarantine, whose projection stands still; what a clean replay of it gives."""
    storm.advance(6)
    storm.publish([event for event in storm.acknowledged if event["id"] == "held-3"][:1])
    write(storm.hub, INBOXES[:1], poison(7)[:1])
    eventually(lambda: storm.hub.sql("SELECT count(*) FROM core.quarantine WHERE off = 0") == [(1,)])
    storm.judge()
    with unattended(storm.hub, *(mark[0] for name in ("projection-0", "feeds") if (mark := storm.mark(name)))):
        yield replay.replayed(storm.hub)
    storm.judge()


def _run(hub: RunningHub, statement: str) -> int:
    """Carries out a statement on the hub's database as its owner; how many rows it touched."""
    ((live,),) = hub.sql("SELECT version FROM core.view_version WHERE live")
    connection = psycopg2.connect(hub.settings.dsn())
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement.format(live=live))
            return int(cursor.rowcount)
    finally:
        connection.close()


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_violation_is_named(storm: Storm, clean: str, name: str) -> None:
    # given a hub in which all is well, when somebody meddles with its tables
    plant = PLANTS[name]
    _run(storm.hub, f"CREATE TABLE core.kept AS TABLE {plant.table}")
    try:
        assert _run(storm.hub, plant.how) > 0
        # then exactly the checks that must see it do
        assert {one.check for one in audit(storm.hub, storm.acknowledged, storm.figures(), clean)} == plant.seen
    finally:
        _run(storm.hub, f"TRUNCATE {plant.table}; INSERT INTO {plant.table} TABLE core.kept; DROP TABLE core.kept")


def test_a_receipt_for_nothing_and_a_figure_that_is_off_are_named(storm: Storm, clean: str) -> None:
    # given a hub in which all is well, when a publisher holds a receipt of what never came, and a figure is not the one counted by hand
    never = {**storm.acknowledged[-1], "id": "never"}
    counted = {**storm.figures(), ("activities.held", "42"): storm.step + 1}
    found = audit(storm.hub, [*storm.acknowledged, never], counted, clean)
    # then both are named, the first by the feeds too, and nothing else is
    assert [one.check for one in found] == ["acknowledged", "figures", "feeds"]
    assert "never" in found[0].detail
    assert audit(storm.hub, storm.acknowledged, storm.figures(), clean) == []


def test_events_of_one_object_that_overtook_one_another_are_named(storm: Storm, clean: str) -> None:
    # given a hub in which all is well, when publishers have sent the events of each object in the opposite order
    found = audit(storm.hub, storm.acknowledged[::-1], storm.figures(), clean)
    # then that is named, and nothing else
    assert {one.check for one in found} == {"order"}


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storm]:
    """A hub of its own, as it will not be whole afterwards."""
    hub = hub_in(Path(tmp_path_factory.mktemp("apart")))
    try:
        yield begun(hub.up())
    finally:
        hub.down()


@pytest.mark.parametrize(
    ("module", "seen"), [("tests.projections.child", set()), ("tests.faults.naive", {"acknowledged", "positions", "index"})], ids=["ours", "naive"]
)
def test_a_worker_that_commits_its_offset_first_is_caught_and_ours_is_not(apart: Storm, module: str, seen: set[str]) -> None:
    # given a worker in place of the hub's own, under its name, that is killed while it writes its third batch
    projection = eventually(lambda: apart.mark("projection-0"))
    assert projection is not None
    with unattended(apart.hub):
        with suppress(ProcessLookupError):
            os.kill(projection[0], signal.SIGKILL)
        with _worker(apart.hub, module, "append.before_commit:3") as killed:
            eventually(lambda: apart.advance(1) or killed.poll() is not None, 60)  # type: ignore[func-returns-value]
            assert killed.returncode == -signal.SIGKILL
        # when it comes back and goes on, until every partition has been written to again
        with _worker(apart.hub, module):
            apart.advance(60)
            found = {one.check for one in apart.findings()}
    # then the auditor finds nothing of ours, and names what the naive one has lost
    assert found >= seen
    assert bool(found) == bool(seen)


@contextmanager
def _worker(hub: RunningHub, module: str, fault: str = "") -> Iterator[subprocess.Popen[bytes]]:
    told = {"client": hub.settings.client(), "dsn": hub.settings.dsn(), "marks": str(hub.settings.folder.run), "name": "projection-0"}
    with (hub.settings.folder.logs / "instead.log").open("ab") as log:
        command = [sys.executable, "-m", module, json.dumps(told)]
        worker = subprocess.Popen(command, env={**os.environ, "FAULT": fault}, stdout=log, stderr=log)
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait()
