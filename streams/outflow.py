"""Writing: whole record batches to ledger and quarantine, each acknowledged by all replicas."""

import asyncio
from collections.abc import Awaitable, Iterable
from contextlib import suppress
from typing import Any, Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from schemas.errors import Inconsistent
from streams.gate.dispatch import Parcel
from streams.settings import DELIVERY_MS, GateSettings

BUILDER_BYTES: Final = 960 * 1024
"""Octets of one record batch: under what ledger topics take."""

ABANDON_SECONDS: Final = 2.0


class Outflow:
    """One idempotent producer. After any error it is of no use: close it and make another."""

    def __init__(self, settings: GateSettings) -> None:
        """Of a worker; nothing is connected yet."""
        self._settings = settings
        self._producer: Any = None
        self._next: dict[tuple[str, int], int] = {}

    async def start(self) -> None:
        """Connect. Raises KafkaError."""
        self._producer = AIOKafkaProducer(
            **self._settings.client,
            client_id=self._settings.name,
            acks="all",
            enable_idempotence=True,
            max_batch_size=BUILDER_BYTES,
            max_request_size=4 * BUILDER_BYTES,
            request_timeout_ms=DELIVERY_MS,
        )
        await self._producer.start()

    async def stop(self) -> None:
        """Disconnect; what is not acknowledged may or may not have been written."""
        producer, self._producer = self._producer, None
        if producer is not None:
            await producer.stop()

    async def abandon(self) -> None:
        """Disconnect without waiting for what is not acknowledged."""
        with suppress(KafkaError, OSError, TimeoutError):
            await asyncio.wait_for(self.stop(), ABANDON_SECONDS)

    async def send(self, parcels: Iterable[Parcel], stamp: int) -> list[Awaitable[Any]]:
        """Hand parcels over for writing, every record stamped with `stamp` (ms). `settled` awaits what this returns."""
        sent = []
        for parcel in parcels:
            for batch in self._batches(parcel, stamp):
                sent.append(await self._producer.send_batch(batch, parcel.topic, partition=parcel.partition))
        return sent

    async def settled(self, sent: Iterable[Awaitable[Any]]) -> None:
        """Await every acknowledgement. Raises KafkaError; Inconsistent when the broker has lost what it acknowledged before."""
        for one in sent:
            written = await one
            if written is None:
                raise Inconsistent("no acknowledgement")
            place = (written.topic, written.partition)
            if written.offset < self._next.get(place, 0):
                raise Inconsistent(f"{written.topic}/{written.partition}: {written.offset} < {self._next[place]}")
            self._next[place] = written.offset + 1

    def _batches(self, parcel: Parcel, stamp: int) -> Iterable[Any]:
        """The records in as few batches as they fit in. The loop over records is the builder's own interface."""
        batch = self._producer.create_batch()
        for at, (key, value) in enumerate(zip(parcel.keys, parcel.values, strict=True)):
            headers = list(parcel.headers[at]) if parcel.headers else []
            if batch.append(timestamp=stamp, key=key, value=value, headers=headers) is None:
                yield batch
                batch = self._producer.create_batch()
                batch.append(timestamp=stamp, key=key, value=value, headers=headers)
        if batch.record_count():
            batch.close()
            yield batch
