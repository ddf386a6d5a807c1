"""The native door: framed Avro into a source's own topics, as whole batches, by one producer a source."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from aiokafka import AIOKafkaProducer

from schemas.signing import signed

BATCH_BYTES: Final = 512 * 1024
AT_ONCE: Final = 8
"""Producers that are open at one time."""


Records = Sequence[tuple[bytes, bytes]]
"""In order, as (key, value)."""


@dataclass(frozen=True)
class Delivery:
    """Records for partition 0 of topics of one source; `client` is how it signs in."""

    client: Mapping[str, Any]
    topics: Mapping[str, Records]


def deliver(deliveries: Sequence[Delivery]) -> None:
    """Write them all; returns when the broker has acknowledged every record. Raises aiokafka's errors."""
    asyncio.run(_deliver(deliveries))


async def _deliver(deliveries: Sequence[Delivery]) -> None:
    places = asyncio.Semaphore(AT_ONCE)

    async def one(delivery: Delivery) -> None:
        async with places:
            await _send(delivery)

    async with asyncio.TaskGroup() as group:
        for delivery in deliveries:
            group.create_task(one(delivery))


async def _send(delivery: Delivery) -> None:
    producer = AIOKafkaProducer(
        **signed(delivery.client),
        acks="all",
        enable_idempotence=True,
        compression_type="zstd",
        max_batch_size=BATCH_BYTES,
        max_request_size=2 * BATCH_BYTES,
    )
    try:
        await producer.start()
        batches = ((topic, batch) for topic, records in delivery.topics.items() for batch in _batches(producer, records))
        acknowledged = [await producer.send_batch(batch, topic, partition=0) for topic, batch in batches]
        await asyncio.gather(*acknowledged)
    finally:
        await producer.stop()


def _batches(producer: AIOKafkaProducer, records: Records) -> Iterator[Any]:
    """The records in as few batches as they fit in, each as soon as it is full: the gate judges it while the next is made."""
    batch = producer.create_batch()
    for key, value in records:
        if batch.append(key=key, value=value, timestamp=None) is None:
            yield batch
            batch = producer.create_batch()
            batch.append(key=key, value=value, timestamp=None)
    if batch.record_count():
        yield batch
