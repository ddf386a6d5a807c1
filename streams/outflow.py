"""Writing: whole record batches to ledger and quarantine, each acknowledged by all replicas."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Any, Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from aiokafka.protocol.produce import ProduceRequest

from schemas.errors import Inconsistent, Unavailable
from schemas.signing import signed
from streams.gate.dispatch import Parcel
from streams.settings import DELIVERY_MS, GateSettings

BUILDER_BYTES: Final = 960 * 1024
"""Octets of one record batch: under what ledger topics take."""

ABANDON_SECONDS: Final = 2.0


class Outflow:
    """One idempotent producer. After any error it is of no use: close it and make another."""

    def __init__(self, settings: GateSettings, sure: Callable[[], Awaitable[None]]) -> None:
        """Of a worker; nothing is connected yet. `sure` is awaited once connected, and again before anything is written over a new connection."""
        self._settings, self._sure = settings, sure
        self._producer: Any = None
        self._next: dict[tuple[str, int], int] = {}

    async def start(self) -> None:
        """Connect, and be sure. Raises KafkaError, and what `sure` raises."""
        self._producer = AIOKafkaProducer(
            **signed(self._settings.client),
            client_id=self._settings.name,
            acks="all",
            enable_idempotence=True,
            max_batch_size=BUILDER_BYTES,
            max_request_size=4 * BUILDER_BYTES,
            request_timeout_ms=DELIVERY_MS,
        )
        await self._producer.start()
        client = self._producer.client
        connected = {node: await client._get_conn(node) for node in [one.nodeId for one in client.cluster.brokers()]}
        await self._sure()
        guard(client, self._sure, connected)

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


def guard(client: Any, sure: Callable[[], Awaitable[None]], trusted: dict[int, Any]) -> None:
    """Let a client write over a connection only once `sure` has returned since it was made; of those `trusted` (by node) it has.

    The client connects anew by itself and tells nobody, and what it is connected to then may have lost what the one before had. Whatever
    `sure` finds, nothing is written: Inconsistent and Unavailable end what was to be written with a KafkaError.
    """
    send = client.send

    async def sending(node: int, request: Any, **options: Any) -> Any:
        if isinstance(request, ProduceRequest):
            # Asked once more afterwards: a connection that stands is found without waiting, so none can take its place before `send`.
            while (connection := await client._get_conn(node)) is not None and trusted.get(node) is not connection:
                await _made_sure(sure)
                trusted[node] = connection
        return await send(node, request, **options)

    client.send = sending


async def _made_sure(sure: Callable[[], Awaitable[None]]) -> None:
    try:
        await sure()
    except (Inconsistent, Unavailable) as error:
        raise KafkaError(str(error)) from error
