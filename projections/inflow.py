"""Reading the ledger: one member of the group `projection`, placed by the stored positions, never by the group's offsets."""

import platform
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, OffsetAndMetadata, TopicPartition
from aiokafka.consumer import fetcher
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError

from projections.ledger import TOPICS
from projections.records import Slice
from projections.settings import FETCH_BYTES, ProjectionSettings
from schemas import faults
from schemas.signing import signed
from schemas.topics import ledger as ledger_of

GROUP: Final = "projection"
REFERENCE: Final = ledger_of("reference")
WAIT_MS: Final = 200
FETCH_WAIT_MS: Final = 50
"""How long the broker holds a fetch that finds nothing. The client asks a broker one thing at a time: what comes into, or is still to be
read of, a partition that the waiting fetch does not name waits as long, unless another partition has news. Without news 20 ms cost broker
and worker 15 % of a core, 100 ms 8.5 %; between them lies this, at which no difference to 20 ms was seen in how soon events are appended."""

SESSION_MS: Final = 10_000
PATIENCE_MS: Final = 600_000
"""Appending may wait so long for the fold before the group takes its partitions away."""

Place = tuple[int, int]


class BareRecords(fetcher.PartitionRecords):  # type: ignore[misc]
    """The records of one fetched partition as they were parsed: to wrap each costs 2 us, a sixth of what Python has to do with it."""

    def _consumer_record(self, _place: TopicPartition, record: Any) -> Any:
        return record


def install() -> None:
    """Let every consumer of this process hand over bare records."""
    fetcher.PartitionRecords = BareRecords


class Inflow(ConsumerRebalanceListener):  # type: ignore[misc]
    """The group member. `positions` gives the stored positions at once, without awaiting; `finish` is awaited before partitions are given up.

    While `positions` runs the client cannot ask for the group's offsets, so a partition is placed before anything else could place it.
    """

    def __init__(self, settings: ProjectionSettings, positions: Callable[[], Mapping[Place, int]], finish: Callable[[], Awaitable[None]]) -> None:
        """Of a worker; nothing is connected yet."""
        self._settings, self._positions, self._finish = settings, positions, finish
        self._consumer: Any = None
        self._first: list[TopicPartition] = []

    async def start(self) -> None:
        """Join the group. Raises KafkaError."""
        self._consumer = AIOKafkaConsumer(
            **signed(self._settings.client),
            client_id=self._settings.name,
            group_id=GROUP,
            # A worker that was killed is back in its place at once, without waiting for its session to lapse.
            group_instance_id=f"{platform.node()}-{self._settings.name}",
            enable_auto_commit=False,
            auto_offset_reset="none",
            isolation_level="read_committed",
            max_partition_fetch_bytes=FETCH_BYTES,
            fetch_max_wait_ms=FETCH_WAIT_MS,
            session_timeout_ms=SESSION_MS,
            heartbeat_interval_ms=SESSION_MS // 4,
            max_poll_interval_ms=PATIENCE_MS,
        )
        self._consumer.subscribe(list(TOPICS), listener=self)
        await self._consumer.start()

    async def stop(self) -> None:
        """Leave the group."""
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            await consumer.stop()

    async def on_partitions_revoked(self, _revoked: Iterable[TopicPartition]) -> None:
        """What was read is appended before others may read these partitions."""
        faults.point("append.revoked")
        await self._finish()

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        """Every partition is read on from its stored position."""
        faults.point("append.assigned")
        self._first = [one for one in assigned if one.topic == REFERENCE]
        self._place(assigned)

    def place(self) -> None:
        """Read every partition on from its stored position, as after an assignment."""
        self._place(self._consumer.assignment())

    def _place(self, partitions: Iterable[TopicPartition]) -> None:
        stored = self._positions()
        for partition in partitions:
            faults.point("append.seek")
            self._consumer.seek(partition, stored.get((TOPICS.index(partition.topic), partition.partition), 0))

    async def take(self) -> list[Slice]:
        """The next records of every partition; none after WAIT_MS. Raises KafkaError."""
        found = await self._consumer.getmany(*await self._behind(), timeout_ms=WAIT_MS, max_records=self._settings.batch_records)
        return [_slice(partition, records) for partition, records in found.items() if records]

    async def _behind(self) -> list[TopicPartition]:
        """Reference partitions not read to their end since they were assigned: what they say moves everything that was derived before."""
        if self._first:
            ends = await self._consumer.end_offsets(self._first)
            mine = self._consumer.assignment()
            self._first = [one for one in self._first if one in mine and await self._consumer.position(one) < ends[one]]
        return self._first

    async def hint(self, slices: Iterable[Slice]) -> None:
        """Tell the group how far this member is, for people who look at it; nothing is read from there."""
        mine = self._consumer.assignment()
        ends = {TopicPartition(TOPICS[one.family], one.part): OffsetAndMetadata(one.first + len(one.values), "") for one in slices}
        kept = {partition: end for partition, end in ends.items() if partition in mine}
        try:
            if kept:
                await self._consumer.commit(kept)
        except (CommitFailedError, IllegalStateError, KafkaError):
            return


def _slice(partition: TopicPartition, records: Sequence[Any]) -> Slice:
    stamps, values = [one.timestamp for one in records], [one.value for one in records]
    return Slice(TOPICS.index(partition.topic), partition.partition, records[0].offset, stamps, values)
