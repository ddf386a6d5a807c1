"""What restoring is made of: what is looked at before anything is written, a partition filled as it was, an index and views out of an archive."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from kafka import KafkaConsumer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

from hub.embedded.parts import Parts
from hub.restore import broker, inboxes, index
from hub.restore.plan import Beyond, Dropped, Stand, check, differing
from hub.restore.records import dressed
from projections import database, fold, rebuild
from projections.append import append
from projections.archive.growing import entries_of
from projections.archive.keeper import Differs
from projections.archive.logs import LOGS, Log
from projections.archive.reading import open_log
from projections.ledger import ARCHIVED
from projections.records import Slice
from schemas import codec, quarantine
from schemas.quarantine import Quarantined
from tests.archive.made import KEY, Archive
from tests.faults.replay import fingerprints
from tests.faults.stream import facts, stream

REFERENCE, SUGGESTION, KEPT = (next(one for one in LOGS if one.name == name) for name in ("ledger.reference/0", "ledger.suggestion/1", "quarantine"))
MOVED: Final = "inbox.county.suggestion"


@dataclass(frozen=True)
class Other(Log):
    """A partition of a topic of this test's own, as if it were one of the ledger."""

    @property
    def family(self) -> int:
        return KEPT.family if self.name == KEPT.name else SUGGESTION.family


def item(offset: int, kind: Any = "waiting") -> bytes:
    missing = ("unit:420624-cwh",) if kind == "waiting" else ("schema:2999",)
    return quarantine.encode(Quarantined(kind, MOVED, 1, offset, 1_750_000_000_000, source="//4206/x", missing=missing, value=bytes(70_000)))


def said() -> dict[str, list[bytes]]:
    """Records of a small federation, and quarantine's: of the latter one that lies aside in the archive."""
    events: dict[str, list[bytes]] = {REFERENCE.name: [], SUGGESTION.name: [], KEPT.name: [item(6), item(2, "refused")]}
    for event in (*facts(), *(one for one in stream(0, 8) if "suggestion" in one["type"])):
        name = SUGGESTION.name if event["type"].startswith("cn.npc.suggestion.") else REFERENCE.name
        events[name].append(codec.encode(event))
    # A copy, and what nothing can read.
    events[SUGGESTION.name] += [events[SUGGESTION.name][0], b"\x00\x00\x00\xff\xff of a newer release"]
    return events


def stamps(count: int) -> list[int]:
    """Recorded times, of which one goes back."""
    return [1_750_000_000_000 + 60_000 * number - (90_000 if number == 5 else 0) for number in range(count)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = Archive()
    for name, values in said().items():
        entries, beside = entries_of(stamps(len(values)), values)
        archive.add(name, entries)
        archive.files |= {f"{name}/{path}": octets for path, octets in beside.items()}
    return archive.head().lay(Path(tmp_path_factory.mktemp("archive")))


@pytest.mark.quick
def test_what_may_not_be_mended_is_said_before_anything_is_written() -> None:
    whole = Stand(SUGGESTION, archived=10, first=0, end=10, indexed=9)
    check([whole, Stand(KEPT, 3, 0, 0, 0)], beyond=False)
    assert (whole.missing, Stand(KEPT, 3, 0, 1, 5).goal, Stand(KEPT, 3, 0, 1, 5).missing) == (0, 5, 4)
    with pytest.raises(Beyond) as beyond:
        check([whole, Stand(SUGGESTION, 10, 0, 12, 9)], beyond=False)
    problem = beyond.value.problem
    assert (problem.field, problem.expected, problem.got) == ("ledger.suggestion/1 #10", "≤ 10", "12")
    check([Stand(SUGGESTION, 10, 0, 12, 9)], beyond=True)
    with pytest.raises(Dropped):
        check([Stand(SUGGESTION, 10, 4, 10, 9)], beyond=True)
    assert differing(SUGGESTION, 5, [b"a", b"b"], [b"a", b"b"]) is None
    for own, archived, at in (([b"a", b"x"], [b"a", b"b"], 6), ([b"a", b"b"], [b"a"], 6), ([b"x"], [b"a"], 5)):
        found = differing(SUGGESTION, 5, own, archived)
        assert found is not None
        assert found.problem.field == f"ledger.suggestion/1 #{at}"


@pytest.mark.quick
def test_key_and_headers_are_those_that_the_gate_writes() -> None:
    values = said()
    events, kept = values[SUGGESTION.name], values[KEPT.name]
    told = dressed(Slice(SUGGESTION.family, 1, 0, stamps(len(events)), events))
    assert list(told.keys) == [*(codec.decode(one)["subject"].encode() for one in events[:-1]), None]
    assert not any(told.headers)
    told = dressed(Slice(KEPT.family, 0, 0, stamps(3), [*kept, None]))
    assert list(told.keys) == [f"{MOVED}/1/6".encode(), f"{MOVED}/1/2".encode(), None]
    assert list(told.headers) == [(("hub-kind", b"waiting"),), (("hub-kind", b"refused"), ("hub-missing", b"schema:2999")), ()]
    assert inboxes.named([Slice(KEPT.family, 0, 0, stamps(3), [*kept, b"none"])]) == {(MOVED, 1): 7}


def made(client: Mapping[str, Any], name: str) -> None:
    with closing(KafkaAdminClient(**client)) as admin:
        admin.create_topics([NewTopic(name, 1, 1, topic_configs={"message.timestamp.type": "CreateTime", "max.message.bytes": "4194304"})])


def read(client: Mapping[str, Any], topic: str) -> Sequence[Any]:
    with closing(KafkaConsumer(**client, enable_auto_commit=False, auto_offset_reset="none")) as consumer:
        place = TopicPartition(topic, 0)
        consumer.assign([place])
        consumer.seek_to_beginning(place)
        end, found = consumer.end_offsets([place])[place], list[Any]()
        while consumer.position(place) < end:
            found += consumer.poll(500).get(place, [])
        return found


@pytest.mark.parametrize("log", [SUGGESTION, KEPT], ids=["ledger", "quarantine"])
def test_a_partition_is_filled_as_it_was_and_another_is_known_by_its_first_record(kafka: Parts, folder: Path, log: Log) -> None:
    client, reading, values = kafka.client(), open_log(folder, log.name, KEY), said()[log.name]
    other = Other(log.name, f"restored-{uuid.uuid4()}", 0)
    made(client, other.topic)
    told: list[int] = []

    def stand(end: int) -> Stand:
        return Stand(other, reading.size, 0, end, 0)

    def fill(first: int, last: int) -> None:
        pieces = [(stand(first), [Slice(log.family, log.part, first, stamps(len(values))[first:last], values[first:last])])]
        asyncio.run(broker.fill(client, pieces, lambda _, count: told.append(count)))

    # given a partition that is filled in part, and then to its end
    fill(0, 1)
    asyncio.run(broker.compare(client, [stand(1)], {log.name: reading}, lambda _, count: told.append(count)))
    fill(1, len(values))
    # then each record has its offset, its time, its octets, its key and its headers
    found = read(client, other.topic)
    assert [(one.offset, one.timestamp, one.value) for one in found] == [*zip(range(len(values)), stamps(len(values)), values, strict=True)]
    own = dressed(Slice(log.family, log.part, 0, stamps(len(values)), values))
    assert [(one.key, tuple(one.headers)) for one in found] == [*zip(own.keys, map(tuple, own.headers), strict=True)]
    asyncio.run(broker.compare(client, [stand(len(values))], {log.name: reading}, lambda _, count: told.append(count)))
    assert sum(told) == 1 + 1 + (len(values) - 1) + len(values)
    # and what is written to another offset than it should be is found, as is a record that is another
    with pytest.raises(Differs):
        fill(1, 2)
    another = Stand(other, reading.size, 0, len(values), 0)
    swapped = open_log(folder, (KEPT if log is SUGGESTION else SUGGESTION).name, KEY)
    with pytest.raises(Differs) as first:
        asyncio.run(broker.compare(client, [another], {log.name: swapped}, lambda *_: None))
    assert first.value.problem.field == f"{log.name} #0"
    longer = Stand(other, reading.size + 1, 0, len(values) + 1, 0)
    with pytest.raises(Differs) as wrong:
        asyncio.run(broker.compare(client, [longer], {log.name: reading}, lambda *_: None))
    assert wrong.value.problem.field == f"{log.name} #{len(values)}"


def test_an_inbox_made_again_goes_on_behind_what_quarantine_names(kafka: Parts) -> None:
    # given an inbox made again, in which something has come already
    client, topic = kafka.client(), f"inbox.county.suggestion.restored-{uuid.uuid4().hex[:16]}"
    wanted = {(topic, 0): 5}

    async def say() -> None:
        async with broker.producing(client) as producer:
            await (await producer.send(topic, b"said", b"key", 0, headers=[("hub-source", b"//4206/x")]))

    made(client, topic)
    asyncio.run(say())
    # when it is moved on, then that stands behind, and what comes next behind that
    assert asyncio.run(inboxes.move_on(client, wanted, 1)) == 1
    asyncio.run(say())
    found = read(client, topic)
    assert [(one.offset, one.key, one.value) for one in found] == [(5, b"key", b"said"), (6, b"key", b"said")]
    assert list(found[0].headers) == [("hub-source", b"//4206/x")]
    # and it is moved no more; one of a native source that is gone is made
    assert asyncio.run(inboxes.move_on(client, wanted, 1)) == 0
    gone = f"{topic}-gone"
    assert asyncio.run(inboxes.move_on(client, {(gone, 0): 2}, 1)) == 1
    assert read(client, gone) == []


def test_index_and_first_views_out_of_an_archive_are_those_of_a_life(database_of: Any, folder: Path) -> None:
    lived, restored = database_of(), database_of()
    values = said()
    with closing(database.connect(lived)) as connection:
        for log in (REFERENCE, SUGGESTION, KEPT):
            append(connection, [Slice(log.family, log.part, 0, stamps(len(values[log.name])), values[log.name])])
            fold.fold_once(connection)
    with closing(database.connect(restored)) as connection:
        # when an index is filled out of the archive, in part and then whole, and the first views are made
        for log in (REFERENCE, SUGGESTION, KEPT):
            reading, size = open_log(folder, log.name, KEY), len(values[log.name])
            append(connection, [Slice(log.family, log.part, 0, stamps(size)[:1], values[log.name][:1])])
            stand = Stand(log, size, 0, size, index.positions(connection)[log.name])
            assert stand.indexed == 1
            index.fill(connection, stand, reading, lambda *_: None)
            index.join(connection, Stand(log, size, 0, size, size), reading)
            # then what it holds can be written again, in the effective recorded time
            ((own),) = index.indexed(connection, log, 0, size)
            assert own.values == values[log.name]
            assert max(map(abs, (a - b for a, b in zip(own.stamps, stamps(size), strict=True)))) <= 90_000
            with pytest.raises(index.Other):
                list(index.indexed(connection, log, 0, size + 1))
        assert rebuild.begin(restored, lambda _: None)
        assert not rebuild.begin(restored, lambda _: None)
        # and another ledger is told from this one
        with pytest.raises(index.Other):
            index.join(connection, Stand(SUGGESTION, 5, 0, 5, 5), open_log(folder, REFERENCE.name, KEY))
        made_now = {topic: uuid.uuid4() for topic in ARCHIVED}
        index.adopt(connection, made_now)
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT family, topic FROM core.position ORDER BY 1")
            assert [topic for _, topic in cursor.fetchall()] == [
                str(made_now[one]) for one in ("ledger.reference", "ledger.suggestion", "quarantine")
            ]
    # then both have the same rows, recorded days included, and the views go on from there
    assert fingerprints(restored) == fingerprints(lived)
    with closing(database.connect(restored)) as connection:
        assert fold.fold_once(connection).records == 0


@pytest.fixture
def database_of(copied: Any, migrated: str) -> Any:
    return lambda: copied(migrated)
