"""Writing to the topic `notices`, and where the ledger ends: one producer and one reader, made anew after an error."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError

from schemas import notice
from schemas.notice import Notice
from schemas.signing import signed
from schemas.topics import LEDGER_PARTITIONS, NOTICES, ledger
from streams.deadlines.decide import Ends
from streams.deadlines.settings import WatchSettings

LEDGER: Final = tuple(TopicPartition(ledger(family), part) for family, parts in LEDGER_PARTITIONS.items() for part in range(parts))
DELIVERY_MS: Final = 15_000


class Telling:
    """The broker as the watch uses it. Nothing is connected before it is used. Everything raises KafkaError."""

    def __init__(self, settings: WatchSettings) -> None:
        """Of a worker."""
        self._settings = settings
        self._producer: Any = None
        self._onlooker: Any = None

    async def ends(self) -> Ends:
        """The next offset of every partition of the ledger."""
        if self._onlooker is None:
            self._onlooker = AIOKafkaConsumer(**signed(self._settings.client), client_id=f"{self._settings.name}-ends", enable_auto_commit=False)
            await self._onlooker.start()
        found = await self._onlooker.end_offsets(list(LEDGER))
        return {(place.topic, place.partition): end for place, end in found.items()}

    async def tell(self, notices: Sequence[Notice]) -> None:
        """Write notices, and await that each is acknowledged."""
        if self._producer is None:
            self._producer = AIOKafkaProducer(
                **signed(self._settings.client), client_id=self._settings.name, acks="all", enable_idempotence=True, request_timeout_ms=DELIVERY_MS
            )
            await self._producer.start()
        sent = [await self._producer.send(NOTICES, notice.encode(one), one.object.encode(), partition=0, timestamp_ms=one.at) for one in notices]
        for one in sent:
            await one

    async def close(self) -> None:
        """Disconnect; what was not acknowledged may or may not be written."""
        clients, self._producer, self._onlooker = (self._producer, self._onlooker), None, None
        for client in clients:
            if client is not None:
                with suppress(KafkaError, OSError):
                    await client.stop()
