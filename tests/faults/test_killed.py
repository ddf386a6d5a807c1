"""Workers, broker and database are killed while five systems publish: nothing is lost, nothing counts twice."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

import pytest
from kafka.admin import KafkaAdminClient
from kafka.errors import CoordinatorLoadInProgressError, KafkaError

from hub.broker import GATE_GROUP
from hub.embedded import parts
from projections.inflow import GROUP
from tests.conftest import eventually
from tests.faults import replay
from tests.faults.poison import INBOXES, LEDGERS, poison, write
from tests.faults.storm import Storm

GROUPS = (GATE_GROUP, GROUP)
WORKERS = ("gate-0", "projection-0", "feeds", "http")
SEED = int(os.environ.get("FAULT_SEED", "20260301"))
KILLS = int(os.environ.get("FAULT_KILLS", "100"))
ROUND = 10
"""Kills between two audits."""


def test_workers_killed_at_random(storm: Storm) -> None:
    # given systems that publish, when workers are killed at random meanwhile
    storm.rage(60, lambda: storm.kill_at_random(WORKERS, 6, SEED))
    # then all is as if nothing had happened
    storm.judge()


def test_the_broker_is_killed(storm: Storm) -> None:
    # given systems that publish, when the broker is killed meanwhile
    storm.rage(60, lambda: storm.kill("kafka"))
    # then all is as if nothing had happened
    storm.judge()


def test_the_database_is_killed(storm: Storm) -> None:
    # given systems that publish, when the database is killed meanwhile
    storm.rage(60, lambda: storm.kill("postgres"))
    # then all is as if nothing had happened
    storm.judge()


def test_everything_is_sent_once_more(storm: Storm) -> None:
    # given a hub with everything folded
    storm.hub.settle()
    before = replay.fingerprints(storm.hub.settings.dsn())
    records = storm.hub.sql("SELECT count(*) FROM core.event")
    # when every publisher sends all it has ever sent once more, in reverse
    storm.publish(storm.acknowledged[::-1])
    storm.judge()
    # then the ledger is longer, and no view has changed
    assert storm.hub.sql("SELECT count(*) FROM core.event") > records
    assert {name: one.content for name, one in replay.fingerprints(storm.hub.settings.dsn()).items()} == {
        name: one.content for name, one in before.items()
    }


def test_poison_stops_nobody(storm: Storm) -> None:
    # given systems that publish
    storm.hub.settle()
    refused, unreadable = _kept_apart(storm)
    # when records that are no events are written beside theirs, into every inbox partition and, past the gate, onto the ledger
    poisons = poison(SEED)
    storm.rage(40, lambda: write(storm.hub, INBOXES, poisons))
    write(storm.hub, LEDGERS, poisons)
    storm.advance(5)
    # then each is kept apart, and all else is as if nothing had happened
    eventually(lambda: _kept_apart(storm) == (refused + len(poisons) * len(INBOXES), unreadable + len(poisons) * len(LEDGERS)), 60)
    storm.judge()


def _kept_apart(storm: Storm) -> tuple[int, int]:
    ((refused, unreadable),) = storm.hub.sql("SELECT (SELECT count(*) FROM core.quarantine_item), (SELECT count(*) FROM core.unreadable)")
    return refused, unreadable


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
@pytest.mark.timeout(3600)
def test_everything_killed_at_random_for_long(storm: Storm) -> None:
    # given systems that publish, when workers, broker and database are killed at random, `FAULT_KILLS` times
    everything = (*WORKERS, *WORKERS, "kafka", "postgres")
    for number in range(-(-KILLS // ROUND)):
        seed, times = SEED + number, min(ROUND, KILLS - number * ROUND)
        sys.stderr.write(f"FAULT_SEED={seed} FAULT_KILLS={times}\n")
        storm.rage(10 * times, lambda seed=seed, times=times: storm.kill_at_random(everything, times, seed))  # type: ignore[misc]
        # then after every round all is as if nothing had happened
        storm.judge(180)
        sys.stderr.write(f"{storm.told()}\n")
    assert storm.kills.total() >= KILLS
