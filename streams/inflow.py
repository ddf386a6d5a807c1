"""Reading the inboxes: one member of the group `gate`, whose offsets are moved only by the gate itself."""

import platform
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, OffsetAndMetadata, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import CommitFailedError, IllegalStateError

from schemas import faults
from schemas.topics import QUARANTINE
from streams.gate.inbox import PATTERN
from streams.gate.intake import Arrival
from streams.settings import FETCH_BYTES, FETCH_LEAST, HELD_BYTES, GateSettings

GROUP: Final = "gate"
WAIT_MS: Final = 200
METADATA_MS: Final = 3_000
"""A topic made for a new source is read after so long at most."""

SESSION_MS: Final = 10_000

Changed = Callable[[frozenset[TopicPartition]], Awaitable[None]]


class Inflow(ConsumerRebalanceListener):  # type: ignore[misc]
    """The group member. `before` is awaited before partitions are given up, `after` when others were given."""

    def __init__(self, settings: GateSettings, before: Changed, after: Changed) -> None:
        """Of a worker; nothing is connected yet."""
        self._settings = settings
        self._before, self._after = before, after
        self._consumer: Any = None

    async def start(self, partitions: int) -> None:
        """Join the group. So many partitions may fall to this member: what is held ready of each depends on it."""
        self._consumer = AIOKafkaConsumer(
            **self._settings.client,
            client_id=self._settings.name,
            group_id=GROUP,
            # A worker that was killed is back in its place at once, without waiting for its session to lapse.
            group_instance_id=f"{platform.node()}-{self._settings.name}",
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            isolation_level="read_committed",
            max_partition_fetch_bytes=max(FETCH_LEAST, min(FETCH_BYTES, HELD_BYTES // max(partitions, 1))),
            metadata_max_age_ms=METADATA_MS,
            session_timeout_ms=SESSION_MS,
            heartbeat_interval_ms=SESSION_MS // 4,
        )
        self._consumer.subscribe(pattern=PATTERN, listener=self)
        await self._consumer.start()

    async def stop(self) -> None:
        """Leave the group."""
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            await consumer.stop()

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        """Before others may read these partitions."""
        faults.point("gate.revoked")
        await self._before(frozenset(revoked))

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        """Before the first record of these partitions."""
        faults.point("gate.assigned")
        await self._after(frozenset(assigned))

    async def take(self) -> Mapping[TopicPartition, Sequence[Arrival]]:
        """The next records of every partition, in order; none after WAIT_MS. Raises KafkaError."""
        found: Mapping[TopicPartition, Sequence[Arrival]] = await self._consumer.getmany(timeout_ms=WAIT_MS, max_records=self._settings.batch_records)
        return found

    async def note(self, place: TopicPartition) -> str:
        """What is committed beside the offset of a partition; empty where nothing is."""
        admin = AIOKafkaAdminClient(**self._settings.client, client_id=self._settings.name)
        await admin.start()
        try:
            found = await admin.list_consumer_group_offsets(GROUP, partitions=[place])
        finally:
            await admin.close()
        return str(found[place].metadata or "") if place in found else ""

    def seek(self, place: TopicPartition, offset: int) -> None:
        """Read on from an offset."""
        self._consumer.seek(place, offset)

    async def commit(self, offsets: Mapping[TopicPartition, OffsetAndMetadata]) -> bool:
        """Move the group's offsets of partitions that are still this member's; whether the group took them."""
        mine = self._consumer.assignment()
        kept = {place: offset for place, offset in offsets.items() if place in mine}
        try:
            if kept:
                await self._consumer.commit(kept)
        except (CommitFailedError, IllegalStateError):
            return False
        return True

    async def rewind(self) -> None:
        """Stand at the committed offsets of the inboxes again; at the first record where nothing is committed.

        The client's own `seek_to_committed` leaves a partition where it is when its committed offset is absent or 0.
        """
        for place in [one for one in self._consumer.assignment() if one.topic != QUARANTINE]:
            offset = await self._consumer.committed(place)
            if offset is None:
                await self._consumer.seek_to_beginning(place)
            else:
                self._consumer.seek(place, offset)
