"""How many events a second one gate worker takes from the inboxes to the ledger, every check on; beside what its clients can at most."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import psutil
from aiokafka import AIOKafkaConsumer
from aiokafka import TopicPartition as AioPartition
from kafka import KafkaConsumer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

from bench import federation, ground
from bench.federation import Record
from bench.row import Row, against, measured
from bench.tree import Tree
from hub.embedded.parts import Parts
from hub.provision import provision
from schemas.topics import FAMILIES, INBOX_PARTITIONS, LEDGER_PARTITIONS, QUARANTINE, SOURCE_HEADER, inbox, ledger
from streams.gate.dispatch import Parcel
from streams.outflow import Outflow
from streams.settings import FETCH_BYTES, GateSettings

RAW_TOPIC: Final = "bench.raw"
RAW_PARTITIONS: Final = 8
WARM: Final = 0.25
"""The share of a backlog after which the worker is at steady work."""

INBOXES: Final = [(inbox("county", family), part) for family in ("activity", "suggestion") for part in range(INBOX_PARTITIONS)]
WRITTEN: Final = [
    *(TopicPartition(ledger(family), part) for family in FAMILIES for part in range(LEDGER_PARTITIONS[family])),
    TopicPartition(QUARANTINE, 0),
]


def rows(parts: Parts, tree: Tree, records: Sequence[Record], runs: int) -> list[Row]:
    """Rows `kafka-copy` (the limit: the same clients, nothing judged) and `gate`, in events a second; `gate-cpu`, the
    worker's processor time in µs an event, on which other work on the machine weighs less; `gate-memory-quarter` and
    `gate-memory`, the most it took for the first quarter of its backlog and for all, in MB; medians of `runs`.

    `parts` is an empty hub's broker; the worker runs as a process of its own, as it does in a hub, without a database.
    """
    provision(parts.client())
    _make_raw(parts)
    _gate(parts, "national", federation.framed(federation.reference(tree)))
    raw, gate, spent, quarter, memory = [], [], [], [], []
    for _ in range(runs):
        warm, done = _gate(parts, "county", records)
        rate, processor = _steady(warm, done)
        gate.append(rate)
        spent.append(processor)
        quarter.append(warm.memory)
        memory.append(done.memory)
        raw.append(asyncio.run(_raw(parts, len(records))))
    limit, early = measured("kafka-copy", raw, "events/s"), measured("gate-memory-quarter", quarter, "MB")
    return [
        limit,
        against(measured("gate", gate, "events/s"), limit),
        measured("gate-cpu", spent, "µs"),
        early,
        against(measured("gate-memory", memory, "MB"), early),
    ]


def _make_raw(parts: Parts) -> None:
    admin = KafkaAdminClient(**parts.client())
    if RAW_TOPIC not in admin.list_topics():
        admin.create_topics([NewTopic(RAW_TOPIC, RAW_PARTITIONS, 1)])
    admin.close()


async def _at_once() -> None:
    """Nothing has to be looked at before this is written."""


async def _publish(parts: Parts, level: str, records: Sequence[Record]) -> None:
    """Write records to the inboxes of a level by whole batches, as a door does: their sources vouched for."""
    outflow = Outflow(GateSettings(parts.client(), parts.folder.run, "bench"), _at_once)
    await outflow.start()
    for family in FAMILIES:
        mine = [one for one in records if one.family == family]
        for part in range(INBOX_PARTITIONS):
            several = mine[part::INBOX_PARTITIONS]
            headers = [((SOURCE_HEADER, one.source.encode()),) for one in several]
            parcel = Parcel(inbox(level, family), part, [one.key for one in several], [one.value for one in several], headers)
            await outflow.settled(await outflow.send([parcel], int(time.time() * 1000)))
    await outflow.stop()


async def _raw(parts: Parts, number: int) -> float:
    """The backlog copied by the same clients and nothing else: read, put into whole batches, written, acknowledged by all."""
    settings = GateSettings(parts.client(), parts.folder.run, "bench")
    consumer = AIOKafkaConsumer(**settings.client, enable_auto_commit=False, auto_offset_reset="earliest", max_partition_fetch_bytes=FETCH_BYTES)
    outflow = Outflow(settings, _at_once)
    await consumer.start()
    await outflow.start()
    consumer.assign([AioPartition(topic, part) for topic, part in INBOXES])
    begun, copied, first, sent = 0.0, 0, 0, list[Any]()
    while copied < number:
        found = await consumer.getmany(timeout_ms=200, max_records=settings.batch_records)
        records = [one for several in found.values() for one in several]
        parcels = [_copied(part, records[part::RAW_PARTITIONS]) for part in range(RAW_PARTITIONS)]
        await outflow.settled(sent)
        if sent and not begun:
            begun, first = time.perf_counter(), copied
        sent = await outflow.send(parcels, int(time.time() * 1000))
        copied += len(records)
    await outflow.settled(sent)
    rate = (copied - first) / (time.perf_counter() - begun)
    await consumer.stop()
    await outflow.stop()
    return rate


def _copied(part: int, records: Sequence[Any]) -> Parcel:
    return Parcel(RAW_TOPIC, part, [one.key for one in records], [one.value for one in records])


def _gate(parts: Parts, level: str, records: Sequence[Record]) -> tuple[_Mark, _Mark]:
    """A backlog of these records, then one worker: when WARM of them were written, and when all were."""
    reader = KafkaConsumer(**parts.client(), enable_auto_commit=False)
    before = _written(reader)
    asyncio.run(_publish(parts, level, records))
    with (parts.folder.logs / "bench-gate.log").open("ab") as log:
        command = [sys.executable, "-m", "bench.gate_worker", str(parts.folder.root)]
        process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "HUB_DATA": str(parts.folder.root)})
    try:
        return _mark(process, reader, before, len(records) * WARM), _mark(process, reader, before, len(records))
    finally:
        process.terminate()
        process.wait(30)
        reader.close()


@dataclass(frozen=True)
class _Mark:
    """A moment (s), records written by then, processor time of the worker by then (s) and the most memory it had taken (MB)."""

    at: float
    written: int
    processor: float
    memory: float


def _steady(warm: _Mark, done: _Mark) -> tuple[float, float]:
    """Records a second between two moments, and µs of the worker's processor for each: starting, joining the group, the first
    fetches and the first use of everything are no part of it.

    Raises ValueError when there was too little to time.
    """
    many = done.written - warm.written
    if many <= 0:
        raise ValueError(f"{done.written} records came in one step")
    return many / (done.at - warm.at), (done.processor - warm.processor) / many * 1e6


def _mark(process: subprocess.Popen[bytes], reader: KafkaConsumer, before: int, goal: float) -> _Mark:
    """The first sight of so many records written since `before`."""
    worker = psutil.Process(process.pid)
    while True:
        assert process.poll() is None, "the gate ended"
        written = _written(reader) - before
        if written >= goal:
            spent = worker.cpu_times()
            return _Mark(time.perf_counter(), written, spent.user + spent.system, ground.most(process.pid))
        time.sleep(0.02)


def _written(reader: KafkaConsumer) -> int:
    """Records of ledger and quarantine."""
    return int(sum(reader.end_offsets(WRITTEN).values()))
