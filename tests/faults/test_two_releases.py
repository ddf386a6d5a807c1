"""Row 28: the vocabulary changes under a hub at work, and systems of the older and of the newer one publish side by side."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from kafka import KafkaProducer

from schemas import codec, form, registry
from schemas.topics import SOURCE_HEADER, inbox
from tests.conftest import eventually
from tests.faults.auditor import delivered
from tests.faults.release import HELD, MEMBER, NUMBER, Release
from tests.faults.storm import Storm, begun
from tests.faults.stream import Event, facts, held
from tests.laws.places import TOWNS
from tests.running import hub_in

SEED = 28
EACH = 60
EARLY = 6
"""So many are told in the words of the newer vocabulary while every gate is of the older one."""
STANDING = "SELECT code, kind, count(*) FROM core.quarantine_item GROUP BY code, kind ORDER BY code, kind"
WRITERS, READERS = ("gate-0", "gate-1"), ("projection-0", "feeds", "projection-1", "http")
"""In the worst order: whoever writes to the ledger changes to the newer vocabulary before whoever reads it."""


class Rolling(NamedTuple):
    """A hub with two workers of each kind, and the next release of the vocabulary."""

    storm: Storm
    release: Release


@pytest.fixture
def rolling(tmp_path: Path) -> Iterator[Rolling]:
    release = Release(tmp_path / "release", pytest.MonkeyPatch())
    hub = hub_in(tmp_path / "hub", gate_workers=2, projection_workers=2)
    try:
        yield Rolling(begun(hub.up()), release)
    finally:
        hub.down()
        release.remove()


def _told(number: int) -> Event:
    """An activity of a town; every other one says what the weather was."""
    event = held(TOWNS[number % 3], f"{('older', 'newer')[number % 2]}-{number}", number)
    return {**event, "data": {**event["data"], MEMBER: f"晴 {number}"}} if number % 2 else event


def _frame(event: Event) -> bytes:
    """As the newer vocabulary writes what has a newer member, and as the older one writes what has none."""
    _, datum = form.to_datum(event)
    known = registry.default()
    return codec.frame(known.ids[NUMBER] if MEMBER in event["data"] else next(one for one in known.ids.values() if one.name == HELD), datum)


def _avro_or_json(event: Event) -> bytes:
    """Every other one as JSON, whose `weather` the older vocabulary takes for a mistake."""
    return _frame(event) if int(event["id"].rpartition("-")[2]) % 4 == 1 else json.dumps(event).encode()


def _publish(storm: Storm, events: Sequence[Event], octets: Callable[[Event], bytes] = _frame) -> None:
    """As a door writes it."""
    producer = KafkaProducer(**storm.hub.settings.client(), acks="all")
    sent = [
        producer.send(inbox("town", "activity"), octets(one), one["subject"].encode(), headers=[(SOURCE_HEADER, one["source"].encode())])
        for one in events
    ]
    assert all(future.get(30) for future in sent)
    producer.close()
    storm.acknowledged += events
    storm.beside(events)


@pytest.mark.row("28", "新旧两版词汇")
def test_two_vocabularies_side_by_side(rolling: Rolling) -> None:
    # given a hub of two workers of each kind that systems publish to
    storm, release = rolling
    storm.advance(10)
    # both gates and both projections are at work: who is still starting would take the words of the next release
    storm.hub.settle()
    events = [_told(number) for number in range(2 * EACH)]
    Random(SEED).shuffle(events)
    # when a newer vocabulary is installed, and a system that has it publishes before the gate has
    release.install()
    early = [_told(2 * EACH + number) for number in range(1, 2 * EARLY, 2)]
    _publish(storm, early, _avro_or_json)
    # then the gate refuses what it says, and keeps it
    refused = [("FIELD_UNKNOWN", "refused", EARLY // 2), ("SCHEMA_UNKNOWN", "refused", EARLY // 2)]
    eventually(lambda: storm.hub.sql(STANDING) == refused, 90)
    # when the gate changes to it, and systems of both vocabularies publish in any order
    storm.rage(10, lambda: storm.kill_each(WRITERS))
    _publish(storm, events[:EACH])
    # and the others change to it one after the other once they have met what they cannot read, and systems publish on
    eventually(lambda: storm.hub.sql("SELECT count(*) FROM core.unreadable") > [(0,)])
    storm.rage(10, lambda: storm.kill_each(READERS))
    # and workers are killed
    storm.rage(10, lambda: storm.kill_each(("gate-0", "projection-1")))
    _publish(storm, events[EACH:])
    storm.rage(5, lambda: storm.kill_each(("gate-1", "projection-0")))
    # and a fact is told, with which the feeds bring what came behind
    storm.publish([{**facts()[0], "id": "next"}])
    # then nothing is lost or double, in the feeds neither, the views are those of a clean replay, and figures those counted by hand
    storm.judge()
    # and what was refused for want of it was let in by itself, nothing else was kept apart
    assert {(kind, number) for _, kind, number in storm.hub.sql(STANDING)} == {("released", EARLY // 2)}
    assert storm.hub.sql("SELECT count(*) FROM core.unreadable") == [(0,)]
    # and both versions stand on the ledger, and no member that one system said is lost
    versions = "SELECT DISTINCT ('x' || encode(substr(raw, 2, 4), 'hex'))::bit(32)::int FROM core.event WHERE type = %(type)s"
    assert {number for (number,) in storm.hub.sql(versions, {"type": HELD})} > {NUMBER}
    kept = dict(storm.hub.sql("SELECT id, data ->> %(member)s FROM core.event WHERE id LIKE 'newer-%%'", {"member": MEMBER}))
    assert kept == {event["id"]: event["data"][MEMBER] for event in [*early, *events] if MEMBER in event["data"]}
    # nor from the feeds
    fed = {one["id"]: one["data"].get(MEMBER) for one in delivered(storm.hub, "42")}
    assert {name: fed.get(name) for name in kept} == kept
