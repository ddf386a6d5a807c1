"""Reading the inboxes: one member of the group `gate`, whose offsets are moved only by the gate itself."""

import platform
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, OffsetAndMetadata, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import CommitFailedError
from mode.utils.logging import get_logger

from schemas import faults
from schemas.signing import signed
from schemas.topics import QUARANTINE
from streams import identity, sessions
from streams.gate.inbox import PATTERN
from streams.gate.intake import Arrival
from streams.settings import FETCH_BYTES, FETCH_LEAST, HELD_BYTES, GateSettings

log: Final = get_logger(__name__)
GROUP: Final = "gate"
WAIT_MS: Final = 200
METADATA_MS: Final = 3_000
"""A topic made for a new source is read after so long at most."""


@dataclass(frozen=True)
class Patience:
    """How long the broker holds a fetch that finds fewer octets than `enough`."""

    enough: int
    wait_ms: int


AT_WORK: Final = Patience(64 * 1024, 30)
"""While records come: each fetch names every partition and costs over a millisecond, and what follows a record at once is
judged with it."""

AT_REST: Final = Patience(1, 500)
"""When none came for REST_SECONDS: the first that comes is handed over at once."""

REST_SECONDS: Final = 1.0
IDENTITY_SECONDS: Final = 5.0
"""So often it is asked whether the topics are still the ones that were read."""
SESSION_MS: Final = 10_000

Changed = Callable[[frozenset[TopicPartition]], Awaitable[None]]


class Inflow(ConsumerRebalanceListener):  # type: ignore[misc]
    """The group member. `before` is awaited before partitions are given up, `after` when others were given."""

    def __init__(self, settings: GateSettings, before: Changed, after: Changed) -> None:
        """Of a worker; nothing is connected yet."""
        self._settings = settings
        self._before, self._after = before, after
        self._consumer: Any = None
        self._busy_until = 0.0
        self._mine: frozenset[TopicPartition] = frozenset()
        self._ids: dict[TopicPartition, str] = {}
        self._identified = 0.0

    async def start(self, partitions: int) -> None:
        """Join the group. So many partitions may fall to this member: what is held ready of each depends on it."""
        self._consumer = AIOKafkaConsumer(
            **signed(self._settings.client),
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
        sessions.keep(self._consumer._client)
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
        self._mine = frozenset()

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        """Before the first record of these partitions."""
        faults.point("gate.assigned")
        self._mine, self._ids = frozenset(assigned), {}
        await self._after(frozenset(assigned))

    async def take(self) -> Mapping[TopicPartition, Sequence[Arrival]]:
        """The next records of every partition, in order; none after WAIT_MS. Raises KafkaError."""
        consumer = self._consumer
        if len(self._ids) < len(self._mine) or time.monotonic() >= self._identified + IDENTITY_SECONDS:
            await self._identify()
        found: Mapping[TopicPartition, Sequence[Arrival]] = await consumer.getmany(timeout_ms=WAIT_MS, max_records=self._settings.batch_records)
        self._settle(consumer._fetcher, bool(found))
        return found

    def until(self, place: TopicPartition, offset: int) -> OffsetAndMetadata:
        """What to commit of an inbox once everything before an offset is written: beside it stands which topic that was read."""
        return OffsetAndMetadata(offset, self._ids.get(place, ""))

    async def _identify(self) -> None:
        """Read a topic that was made again from its beginning: where this member stands, or what is committed, is of the one before.

        Done in the turn, as the client would swallow an error when partitions are assigned.
        """
        self._identified = time.monotonic()
        # Others take their place when partitions are assigned meanwhile, and are asked for anew.
        mine, ids = self._mine, self._ids
        now = await identity.ids(self._consumer._client, {one.topic for one in mine})
        unknown = [one for one in mine if one not in ids]
        noted = await self._consumer._coordinator.fetch_committed_offsets(unknown) if unknown else {}
        for place in mine:
            before = ids[place] if place in ids else noted[place].metadata if place in noted else ""
            ids[place] = now.get(place.topic, before)
            if place.topic != QUARANTINE and before not in ("", ids[place]):
                log.warning("%s/%d was made again and is read from its beginning", place.topic, place.partition)
                await self._consumer.seek_to_beginning(place)

    def _settle(self, fetcher: Any, found: bool) -> None:
        """Let the next fetches be as patient as it suits: the client makes each from what its fetcher holds at the time."""
        now = time.monotonic()
        if found:
            self._busy_until = now + REST_SECONDS
        patience = AT_WORK if now < self._busy_until else AT_REST
        fetcher._fetch_min_bytes, fetcher._fetch_max_wait_ms = patience.enough, patience.wait_ms

    async def note(self, place: TopicPartition) -> str:
        """What is committed beside the offset of a partition; empty where nothing is."""
        admin = AIOKafkaAdminClient(**signed(self._settings.client), client_id=self._settings.name)
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
        """Move the group's offsets of partitions that are still this member's; whether the group took them.

        They are so until `before` has been awaited. The client's own `commit` forgets them as soon as a topic appears or goes
        that the pattern names; what was written of them and not committed would be written again. The group refuses what comes
        from a member of an earlier generation.
        """
        kept = {place: offset for place, offset in offsets.items() if place in self._mine}
        try:
            if kept:
                await self._consumer._coordinator.commit_offsets(None, kept)
        except CommitFailedError:
            return False
        return True

    async def rewind(self) -> None:
        """Stand at the committed offsets of the inboxes again; at the first record where nothing is committed.

        The client's own `seek_to_committed` leaves a partition where it is when its committed offset is absent or 0.
        """
        # What is committed may still be of a topic that was made again since.
        self._ids = {}
        for place in [one for one in self._consumer.assignment() if one.topic != QUARANTINE]:
            offset = await self._consumer.committed(place)
            if offset is None:
                await self._consumer.seek_to_beginning(place)
            else:
                self._consumer.seek(place, offset)
