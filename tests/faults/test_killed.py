"""Workers, broker and database are killed while five systems publish: nothing is lost, nothing counts twice."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from kafka.admin import KafkaAdminClient
from kafka.errors import CoordinatorLoadInProgressError, KafkaError

from hub.broker import GATE_GROUP
from hub.embedded import parts
from projections.inflow import GROUP
from tests.conftest import eventually
from tests.faults import replay
from tests.faults.poison import INBOXES, LEDGERS, poison, write
from tests.faults.report import Row
from tests.faults.storm import PATIENCE, Storm

GROUPS = (GATE_GROUP, GROUP)
WORKERS = ("gate-0", "projection-0", "feeds", "http")
SEED = int(os.environ.get("FAULT_SEED", "20260301"))
KILLS = int(os.environ.get("FAULT_KILLS", "100"))
ROUND = 25
"""Kills between two audits, all drawn from one seed."""
EVERYTHING = (*WORKERS * 8, "kafka", "postgres")
PACE = 0.05
"""Seconds between two steps of a long run, so that what is audited each time does not outgrow the killing."""

BOUND_KIB = 500 * 1024


@pytest.mark.row("1", "工作进程随时被杀")
def test_workers_killed_at_random(storm: Storm, row: Row) -> None:
    # given systems that publish, when workers are killed at random meanwhile
    row.seed = SEED
    storm.rage(60, lambda: storm.kill_at_random(WORKERS, 6, SEED))
    # then all is as if nothing had happened
    storm.judge()


@pytest.mark.row("5", "Kafka 被杀")
def test_the_broker_is_killed(storm: Storm) -> None:
    # given systems that publish, when the broker is killed meanwhile
    storm.rage(60, lambda: storm.kill("kafka"))
    # then all is as if nothing had happened
    storm.judge()


def _end_the_database(storm: Storm) -> None:
    """Its postmaster is killed, and told to stop as `pg_ctl stop -m immediate` tells it."""
    for how in (signal.SIGKILL, signal.SIGQUIT):
        storm.kill("postgres", how)
        step = storm.step
        eventually(lambda step=step: storm.step > step + 5, PATIENCE)  # type: ignore[misc]


@pytest.mark.row("9", "PostgreSQL 被杀，又被 -m immediate 停下")
def test_the_database_is_killed_and_stopped_at_once(storm: Storm) -> None:
    # given systems that publish, when the database is killed, and stopped without writing anything out, meanwhile
    storm.rage(60, lambda: _end_the_database(storm))
    # then all is as if nothing had happened
    storm.judge()


@pytest.mark.row("25", "全部重发一遍，次序颠倒")
def test_everything_is_sent_once_more(storm: Storm, row: Row) -> None:
    # given a hub with everything folded
    storm.hub.settle()
    before = replay.fingerprints(storm.hub.settings.dsn())
    records, identities, duplicates = _copies(storm)
    # when every publisher sends all it has ever sent once more, in reverse
    again = storm.acknowledged[::-1]
    storm.publish(again)
    storm.judge()
    # then the ledger is longer by as much, each record more is found to be a duplicate, and no view has changed
    assert _copies(storm) == (records + len(again), identities, duplicates + len(again))
    row.more = f"重发 {len(again)}，认出 {len(again)}"
    assert {name: one.content for name, one in replay.fingerprints(storm.hub.settings.dsn()).items()} == {
        name: one.content for name, one in before.items()
    }


def _copies(storm: Storm) -> tuple[int, ...]:
    """Records, identities, and records that say nothing new."""
    counts = "count(*), count(DISTINCT (source, id)), count(*) FILTER (WHERE status = 'duplicate')"
    return tuple(storm.hub.sql(f"SELECT {counts} FROM core.event")[0])


@pytest.mark.row("27", "坏记录")
def test_poison_stops_nobody(storm: Storm, row: Row) -> None:
    # given systems that publish
    storm.hub.settle()
    refused, unreadable = _kept_apart(storm)
    # when records that are no events are written beside theirs, into every inbox partition and, past the gate, onto the ledger
    poisons, good, begun = poison(SEED), len(storm.acknowledged), time.monotonic()
    storm.rage(40, lambda: write(storm.hub, INBOXES, poisons))
    rate = (len(storm.acknowledged) - good) / (time.monotonic() - begun)
    write(storm.hub, LEDGERS, poisons)
    storm.advance(5)
    # then each is kept apart, and all else is as if nothing had happened
    eventually(lambda: _kept_apart(storm) == (refused + len(poisons) * len(INBOXES), unreadable + len(poisons) * len(LEDGERS)), 60)
    storm.judge()
    # and whoever has read them has stayed within its memory
    most = {name: _most_memory(storm, name) for name in ("gate-0", "projection-0", "feeds")}
    assert max(most.values()) < BOUND_KIB, most
    said = "、".join(f"{name} {kib // 1024}" for name, kib in most.items())
    row.more = f"其间每秒 {rate:.0f} 个事件；内存最多（MiB）{said}"


def _most_memory(storm: Storm, name: str) -> int:
    """The most memory (KiB) that a worker has held since it began."""
    mark = eventually(lambda: storm.mark(name))
    assert mark is not None
    status = dict(line.split(":", 1) for line in Path(f"/proc/{mark[0]}/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0])


def _kept_apart(storm: Storm) -> tuple[int, int]:
    ((refused, unreadable),) = storm.hub.sql("SELECT (SELECT count(*) FROM core.quarantine_item), (SELECT count(*) FROM core.unreadable)")
    return refused, unreadable


@pytest.mark.row("29", "消费组位移被删")
def test_the_offsets_of_all_groups_are_deleted(storm: Storm) -> None:
    # given a hub that is down, its parts alone running
    storm.hub.settle()
    storm.hub.down()
    running = parts.start(storm.hub.settings.folder.root)
    # when the offsets of its groups are deleted, as soon as the broker thinks the members gone, and it comes up again
    admin = KafkaAdminClient(**running.client())
    for group in GROUPS:
        eventually(lambda group=group: _deleted(admin, group))  # type: ignore[misc]
    admin.close()
    storm.hub.up()
    storm.advance(10)
    # then the projection goes on from its own positions, and the gate's second copies change nothing
    storm.judge()


def _deleted(admin: KafkaAdminClient, group: str) -> bool:
    """Whether a group is gone, with all it knew. A broker that still counts a member, or reads its groups after a start, refuses."""
    with suppress(KafkaError):
        admin.delete_groups([group])
    with suppress(CoordinatorLoadInProgressError):
        return group not in {one["group_id"] for one in admin.list_groups()}
    return False


@pytest.mark.faults
@pytest.mark.timeout(4 * 3600)
@pytest.mark.row("1 5 9", "随机被杀，很久")
def test_everything_killed_at_random_for_long(storm: Storm, row: Row) -> None:
    # given systems that publish, when workers, broker and database are killed at random, `FAULT_KILLS` times
    row.seed = SEED
    for number in range(-(-KILLS // ROUND)):
        seed, times = SEED + number, min(ROUND, KILLS - number * ROUND)
        sys.stderr.write(f"FAULT_SEED={seed} FAULT_KILLS={times}\n")
        storm.rage(times, lambda seed=seed, times=times: storm.kill_at_random(EVERYTHING, times, seed), PACE)  # type: ignore[misc]
        # then after every round all is as if nothing had happened
        storm.judge(180)
        sys.stderr.write(f"{storm.told()}\n")
    assert row.kills.total() >= KILLS
