"""How many events a second one gate worker takes from the inboxes to the ledger, every check on; beside Kafka's own rate."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from aiokafka import AIOKafkaConsumer
from aiokafka import TopicPartition as AioPartition
from kafka import KafkaConsumer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

from bench.row import Row, against, measured
from hub.embedded.parts import Parts
from schemas import codec
from schemas.topics import FAMILIES, INBOX_PARTITIONS, LEDGER_PARTITIONS, SOURCE_HEADER, inbox, ledger, shared_topics
from streams.gate.dispatch import Parcel
from streams.outflow import Outflow
from streams.settings import FETCH_BYTES, GateSettings

EVENTS: Final = 600_000
DISTINCT: Final = 20_000
COUNTIES: Final = 200
RAW_TOPIC: Final = "bench.raw"
RAW_PARTITIONS: Final = 8
LEDGER: Final = [TopicPartition(ledger(family), part) for family in FAMILIES for part in range(LEDGER_PARTITIONS[family])]


def rows(parts: Parts, runs: int = 3, events: int = EVENTS) -> list[Row]:
    """Rows `kafka-copy` (the limit: the same clients, nothing judged) and `gate`, in events a second, medians of `runs`.

    `parts` is an empty hub's broker; the worker runs as a process of its own, as it does in a hub.
    """
    _provision(parts)
    frames = _frames()
    asyncio.run(_publish(parts, [(inbox("national", "reference"), _facts(), HUB)]))
    raw, gate = [], []
    for _ in range(runs):
        gate.append(_gate(parts, frames, events))
        raw.append(asyncio.run(_raw(parts, events)))
    limit = measured("kafka-copy", raw, "events/s")
    return [limit, against(measured("gate", gate, "events/s"), limit)]


HUB: Final = "//00/hub"


def _provision(parts: Parts) -> None:
    admin = KafkaAdminClient(**parts.client())
    present = set(admin.list_topics())
    topics = [NewTopic(one.name, one.partitions, 1, topic_configs=dict(one.config)) for one in shared_topics() if one.name not in present]
    if RAW_TOPIC not in present:
        topics.append(NewTopic(RAW_TOPIC, RAW_PARTITIONS, 1))
    if topics:
        admin.create_topics(topics)
    admin.close()


def _fact(name: str, subject: str, data: Mapping[str, Any]) -> bytes:
    body = {"type": f"cn.npc.{name}.v1", "id": f"{name}-{subject}", "source": HUB, "unit": "00-hub", "level": "national", "region": "00"}
    return codec.encode({"specversion": "1.0", **body, "subject": subject, "time": "2020-01-01T00:00:00Z", "data": data})


def _facts() -> list[bytes]:
    """200 counties under one province, with a town, a unit and a source each."""
    found = [_fact("region.established", "42", {"code": "42", "name": "省", "kind": "province", "level": "province", "parent": "00"})]
    for number in range(COUNTIES):
        code = f"42{number:04}"
        town = f"{code}101"
        found += [
            _fact("region.established", code, {"code": code, "name": "县", "kind": "county", "level": "county", "parent": "42"}),
            _fact("region.established", town, {"code": town, "name": "镇", "kind": "town", "level": "town", "parent": code}),
            _fact(
                "unit.registered",
                f"{code}-cwh",
                {"unit": f"{code}-cwh", "name": "会", "kind": "standing_committee", "level": "county", "region": code},
            ),
            _fact("source.registered", f"//{code}/jyxt", {"source": f"//{code}/jyxt", "region": code, "families": ["activity", "suggestion"]}),
        ]
    return found


DATA: Final[Sequence[tuple[str, Mapping[str, Any]]]] = (
    (
        "submitted",
        {"kind": "own", "title": "关于整治农村道路安全隐患的建议", "category": "transport", "lead": "m-1024", "signers": ["m-1025", "m-1026"]},
    ),
    ("registered", {"term": 17, "session": 4, "no": "12", "title": "关于整治农村道路安全隐患的建议", "category": "transport"}),
    ("assigned", {"round": 1, "departments": [{"dept": "jtj", "role": "main"}, {"dept": "czj", "role": "co"}], "due": "2025-09-08"}),
    ("replied", {"dept": "jtj", "round": 1, "reply_no": "交函〔2025〕12号", "outcome": "solved"}),
    ("reply_evaluated", {"axis": "result", "grade": "satisfied", "round": 1}),
)


def _frames() -> list[bytes]:
    """Distinct events of five types, of every county, over a year."""
    found = []
    for number in range(DISTINCT):
        code = f"42{number % COUNTIES:04}"
        source = f"//{code}/jyxt"
        name, data = DATA[number // COUNTIES % len(DATA)]
        event = {
            "specversion": "1.0",
            "id": f"0195f2c4-7c1e-7d35-9a53-{number:012x}",
            "source": source,
            "type": f"cn.npc.suggestion.{name}.v1",
            "subject": f"{source}/s-{number}",
            "time": f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}T08:20:00Z",
            "sequence": str(number),
            "unit": f"{code}-cwh",
            "level": "county",
            "region": code,
            "data": {"origin": f"{code}101", **data},
        }
        found.append(codec.encode(event))
    return found


async def _publish(parts: Parts, several: Sequence[tuple[str, Sequence[bytes], str | None]]) -> None:
    """Write frames to inboxes by whole batches, as a door does; without a sender each frame's own source vouches for it."""
    outflow = Outflow(GateSettings(parts.client(), parts.folder.run, "bench"))
    await outflow.start()
    for topic, frames, sender in several:
        headers = [((SOURCE_HEADER, (sender or codec.decode(one)["source"]).encode()),) for one in frames[:DISTINCT]]
        for part in range(INBOX_PARTITIONS):
            chosen = range(part, len(frames), INBOX_PARTITIONS)
            values = [frames[at] for at in chosen]
            parcel = Parcel(topic, part, [b""] * len(values), values, [headers[at % DISTINCT] for at in chosen])
            await outflow.settled(await outflow.send([parcel], int(time.time() * 1000)))
    await outflow.stop()


async def _raw(parts: Parts, events: int) -> float:
    """The backlog copied by the same clients and nothing else: read, put into whole batches, written, acknowledged by all."""
    settings = GateSettings(parts.client(), parts.folder.run, "bench")
    topic = inbox("county", "suggestion")
    consumer = AIOKafkaConsumer(**settings.client, enable_auto_commit=False, auto_offset_reset="none", max_partition_fetch_bytes=FETCH_BYTES)
    outflow = Outflow(settings)
    await consumer.start()
    await outflow.start()
    places = [AioPartition(topic, part) for part in range(INBOX_PARTITIONS)]
    consumer.assign(places)
    ends = await consumer.end_offsets(places)
    for place in places:
        consumer.seek(place, ends[place] - events // INBOX_PARTITIONS)
    begun, copied, sent = time.perf_counter(), 0, list[Any]()
    while copied < events:
        found = await consumer.getmany(timeout_ms=200, max_records=settings.batch_records)
        records = [one for several in found.values() for one in several]
        parcels = [_copied(part, records[part::RAW_PARTITIONS]) for part in range(RAW_PARTITIONS)]
        await outflow.settled(sent)
        sent = await outflow.send(parcels, int(time.time() * 1000))
        copied += len(records)
    await outflow.settled(sent)
    rate = events / (time.perf_counter() - begun)
    await consumer.stop()
    await outflow.stop()
    return rate


def _copied(part: int, records: Sequence[Any]) -> Parcel:
    return Parcel(RAW_TOPIC, part, [b"//420001/jyxt/s-10000"] * len(records), [one.value for one in records])


def _gate(parts: Parts, frames: Sequence[bytes], events: int) -> float:
    """A backlog of so many events, then one worker: events a second from its first acknowledged batch to its last."""
    before = _written(parts)
    asyncio.run(_publish(parts, [(inbox("county", "suggestion"), [*frames] * (events // len(frames)), None)]))
    marks = parts.folder.run
    environment = {**os.environ, "HUB_DATA": str(parts.folder.root)}
    with (marks / "bench-gate.log").open("ab") as log:
        process = subprocess.Popen([sys.executable, "-m", "bench.gate_worker", str(parts.folder.root)], stdout=log, stderr=log, env=environment)
    try:
        return _timed(parts, before, before + events, process)
    finally:
        process.terminate()
        process.wait(30)


def _timed(parts: Parts, before: int, after: int, process: subprocess.Popen[bytes]) -> float:
    begun: tuple[float, int] | None = None
    while True:
        assert process.poll() is None, "the gate ended"
        now, written = time.perf_counter(), _written(parts)
        if begun is None and written > before:
            begun = (now, written)
        if begun is not None and written >= after:
            return (written - begun[1]) / (now - begun[0])
        time.sleep(0.02)


_READERS: dict[Path, KafkaConsumer] = {}


def _written(parts: Parts) -> int:
    """Records of the ledger's suggestions."""
    reader = _READERS.get(parts.folder.root) or _READERS.setdefault(parts.folder.root, KafkaConsumer(**parts.client(), enable_auto_commit=False))
    ends = reader.end_offsets([one for one in LEDGER if one.topic == ledger("suggestion")])
    return int(sum(ends.values()))


if __name__ == "__main__":
    from hub.embedded import parts as embedded

    ROOT = Path(sys.argv[1])
    for row in rows(embedded.start(ROOT), int(sys.argv[2]) if len(sys.argv) > 2 else 1):
        print(json.dumps(row.as_json()))
