"""Reading the reference facts: `ledger.reference` from its start to its end before the first judgement, and on from there."""

import re
from collections.abc import Sequence, Set
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition

from schemas import codec
from schemas import registry as vocabulary
from schemas.columns import decode_batch
from schemas.signing import signed
from schemas.topics import ledger
from streams.gate.feed import statements
from streams.gate.registry import KNOWN, Statement
from streams.settings import GateSettings

CHUNK: Final = 20_000
PARTITION: Final = TopicPartition(ledger("reference"), 0)


class Follower:
    """A reader of its own, in no group: every worker reads every fact."""

    def __init__(self, settings: GateSettings) -> None:
        """Of a worker; nothing is connected yet."""
        self._settings = settings
        self._consumer: Any = None
        self._heads = {codec.HEADER.pack(codec.MAGIC, one.schema_id) for one in vocabulary.default().ids.values() if one.name in KNOWN}
        self._news: list[bytes] = []

    async def start(self) -> None:
        """Connect and stand at the first fact."""
        self._consumer = AIOKafkaConsumer(
            **signed(self._settings.client),
            client_id=f"{self._settings.name}-facts",
            enable_auto_commit=False,
            auto_offset_reset="none",
            max_partition_fetch_bytes=4 * 1024 * 1024,
        )
        await self._consumer.start()
        self._consumer.assign([PARTITION])
        await self._consumer.seek_to_beginning(PARTITION)

    async def stop(self) -> None:
        """Disconnect."""
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            await consumer.stop()

    async def catch_up(self) -> None:
        """Read up to the end as it is now."""
        end = (await self._consumer.end_offsets([PARTITION]))[PARTITION]
        while await self._consumer.position(PARTITION) < end:
            await self.read(1000)

    async def read(self, wait_ms: int) -> None:
        """Read what there is, waiting so long for the first record."""
        found = await self._consumer.getmany(PARTITION, timeout_ms=wait_ms, max_records=CHUNK)
        for records in found.values():
            # Other types are passed over by their first octets.
            self._news += [one.value for one in records if one.value and one.value[: codec.HEADER.size] in self._heads]

    def take(self, known: Set[bytes]) -> Sequence[Statement]:
        """The facts read since the last call, in order, without the records that are known: those that this worker wrote itself."""
        news, self._news = self._news, []
        kept = [one for one in news if one not in known]
        return list(statements(decode_batch(kept).frames, kept)) if kept else []

    async def ends(self, partitions: Sequence[TopicPartition]) -> dict[TopicPartition, int]:
        """The end offsets of partitions, asked of the broker."""
        found: dict[TopicPartition, int] = await self._consumer.end_offsets(list(partitions))
        return found

    async def first_since(self, partitions: Sequence[TopicPartition], since_ms: int) -> dict[TopicPartition, int | None]:
        """The first offset of each partition with a time stamp from this instant on, null where there is none."""
        found = await self._consumer.offsets_for_times(dict.fromkeys(partitions, since_ms)) if partitions else {}
        return {place: None if one is None else one.offset for place, one in found.items()}

    async def beginnings(self, partitions: Sequence[TopicPartition]) -> dict[TopicPartition, int]:
        """The first offset of each partition."""
        found: dict[TopicPartition, int] = await self._consumer.beginning_offsets(list(partitions)) if partitions else {}
        return found

    async def partitions(self, pattern: str) -> int:
        """How many partitions the topics of this pattern have together."""
        topics = [name for name in await self._consumer.topics() if re.fullmatch(pattern, name)]
        return sum(len(self._consumer.partitions_for_topic(name) or ()) for name in topics)
