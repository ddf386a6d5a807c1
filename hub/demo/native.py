"""The native door: framed Avro into a source's own topics, as whole batches, by one producer a source."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaConnectionError

BATCH_BYTES: Final = 512 * 1024
AT_ONCE: Final = 8
"""Producers that are open at one time."""
SIGN_IN_SECONDS: Final = 20.0


@dataclass(frozen=True)
class Delivery:
    """Records for partition 0 of a topic, in order, as (key, value), made while they are sent; `client` is how their source signs in."""

    client: Mapping[str, Any]
    topic: str
    records: Iterable[tuple[bytes, bytes]]


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
    producer = await _signed_in(delivery.client)
    try:
        acknowledged = [await producer.send_batch(batch, delivery.topic, partition=0) for batch in _batches(producer, delivery.records)]
        await asyncio.gather(*acknowledged)
    finally:
        await producer.stop()


async def _signed_in(client: Mapping[str, Any]) -> AIOKafkaProducer:
    """A producer of a source; a user made a moment ago may not be known to the broker yet, so it is tried for a while."""
    deadline = time.monotonic() + SIGN_IN_SECONDS
    while True:
        producer = AIOKafkaProducer(
            **client, acks="all", enable_idempotence=True, compression_type="zstd", max_batch_size=BATCH_BYTES, max_request_size=2 * BATCH_BYTES
        )
        try:
            await producer.start()
        except KafkaConnectionError:
            await producer.stop()
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.1)
        else:
            return producer


def _batches(producer: AIOKafkaProducer, records: Iterable[tuple[bytes, bytes]]) -> Iterator[Any]:
    """The records in as few batches as they fit in, each as soon as it is full: the gate judges it while the next is made."""
    batch = producer.create_batch()
    for key, value in records:
        if batch.append(key=key, value=value, timestamp=None) is None:
            yield batch
            batch = producer.create_batch()
            batch.append(key=key, value=value, timestamp=None)
    if batch.record_count():
        yield batch
