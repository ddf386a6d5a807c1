"""The broker's side: every record that it has is held against the archive, what it lacks is written at its offset with its time."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError

from hub.restore.plan import Stand, differing
from hub.restore.records import dressed
from projections.archive.growing import entries_of
from projections.archive.keeper import Differs
from projections.archive.logs import Log
from projections.archive.reading import Reading
from projections.records import Slice
from schemas import faults
from schemas.errors import Problem, Unavailable
from schemas.signing import signed

NAME: Final = "restore"
FETCH_BYTES: Final = 4 * 1024 * 1024
WAIT_MS: Final = 1_000
PATIENCE_SECONDS: Final = 60.0
"""The broker has these records: when none has come for so long it is away."""

BATCH_BYTES: Final = 960 * 1024
"""Octets of one record batch: under what ledger topics take. A record that is longer has a batch of its own."""

UNDER_WAY: Final = 4
"""Batches that are not acknowledged yet, at most."""

Told = Callable[[str, int], None]
"""Hears of a log and how many of its records were looked at, or written."""


async def compare(client: Mapping[str, Any], stands: Sequence[Stand], readings: Mapping[str, Reading], told: Told) -> None:
    """Hold each record of the broker against the entry of its offset. Raises Differs naming the first that is another; Unavailable."""
    wanted = [(stand, end) for stand in stands if (end := min(stand.end, stand.archived))]
    if not wanted:
        return
    async with _reader(client, [stand.log for stand, _ in wanted]) as consumer:
        for stand, end in wanted:
            async for first, records in _records(consumer, stand, end):
                own, _ = entries_of([one.timestamp for one in records], [one.value for one in records])
                archived = [entry for _, several in readings[stand.log.name].entries(first, first + len(own)) for entry in several]
                if (wrong := differing(stand.log, first, own, archived)) is not None:
                    raise wrong
                told(stand.log.name, len(own))


async def _records(consumer: Any, stand: Stand, end: int) -> AsyncIterator[tuple[int, Sequence[Any]]]:
    """The records of a partition up to an offset, as they come, with the offset of the first. Raises Differs where one is missing between."""
    place, at, since = TopicPartition(stand.log.topic, stand.log.part), 0, time.monotonic()
    while at < end:
        records = (await consumer.getmany(place, timeout_ms=WAIT_MS)).get(place, [])[: end - at]
        if records:
            if records[0].offset != at or records[-1].offset != at + len(records) - 1:
                raise Differs(problem=Problem(Differs.code, f"{stand.log.name} #{at}"))
            yield at, records
            at, since = at + len(records), time.monotonic()
        elif time.monotonic() - since > PATIENCE_SECONDS:
            raise Unavailable(f"Kafka {stand.log.name} {at}")


@asynccontextmanager
async def _reader(client: Mapping[str, Any], logs: Sequence[Log]) -> AsyncIterator[Any]:
    """A reader that stands at the beginning of each partition."""
    consumer = AIOKafkaConsumer(
        **signed(client),
        client_id=NAME,
        enable_auto_commit=False,
        auto_offset_reset="none",
        isolation_level="read_committed",
        max_partition_fetch_bytes=FETCH_BYTES,
    )
    try:
        await consumer.start()
        places = [TopicPartition(one.topic, one.part) for one in logs]
        consumer.assign(places)
        for place in places:
            consumer.seek(place, 0)
        yield consumer
    except KafkaError as error:
        raise Unavailable(f"Kafka {type(error).__name__}") from error
    finally:
        await consumer.stop()


async def fill(client: Mapping[str, Any], pieces: Iterable[tuple[Stand, Iterable[Slice]]], told: Told) -> None:
    """Write records behind those that are there, each acknowledged at its own offset. Raises Differs when another came between; Unavailable."""
    async with producing(client) as producer:
        for stand, slices in pieces:
            sent: deque[tuple[Any, int, int]] = deque()
            for one in slices:
                for batch, first, count in _batches(producer, one):
                    sent.append((await producer.send_batch(batch, stand.log.topic, partition=stand.log.part), first, count))
                    if len(sent) > UNDER_WAY:
                        await _settled(stand, *sent.popleft(), told)
            while sent:
                await _settled(stand, *sent.popleft(), told)


async def _settled(stand: Stand, sent: Any, first: int, count: int, told: Told) -> None:
    written = await sent
    if written is None or written.offset != first:
        raise Differs(problem=Problem(Differs.code, f"{stand.log.name} #{first}", str(first), str(getattr(written, "offset", ""))))
    told(stand.log.name, count)
    faults.point("restore.written")


@asynccontextmanager
async def producing(client: Mapping[str, Any]) -> AsyncIterator[Any]:
    """A producer whose records are acknowledged by all replicas, each once. Raises Unavailable for what the broker says."""
    producer = AIOKafkaProducer(
        **signed(client),
        client_id=NAME,
        acks="all",
        enable_idempotence=True,
        max_batch_size=BATCH_BYTES,
        max_request_size=4 * BATCH_BYTES,
    )
    try:
        await producer.start()
        yield producer
    except KafkaError as error:
        raise Unavailable(f"Kafka {type(error).__name__}") from error
    finally:
        await producer.stop()


def _batches(producer: Any, records: Slice) -> Iterator[tuple[Any, int, int]]:
    """The records of a slice in as few batches as they fit in, each with its first offset and how many it holds."""
    told, first = dressed(records), records.first
    batch = producer.create_batch()
    for stamp, value, key, headers in zip(records.stamps, records.values, told.keys, told.headers, strict=True):
        if batch.append(timestamp=stamp, key=key, value=value, headers=list(headers)) is None:
            count = batch.record_count()
            yield _closed(batch), first, count
            batch, first = producer.create_batch(), first + count
            batch.append(timestamp=stamp, key=key, value=value, headers=list(headers))
    if batch.record_count():
        count = batch.record_count()
        yield _closed(batch), first, count


def _closed(batch: Any) -> Any:
    batch.close()
    return batch
