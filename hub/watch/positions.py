"""Where every reader stands, asked of broker and database themselves, never of the workers."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import psycopg2
from kafka import KafkaConsumer, TopicPartition
from kafka.admin import KafkaAdminClient, OffsetSpec
from kafka.errors import CoordinatorNotAvailableError, KafkaError
from kafka.protocol.metadata import MetadataRequest

from hub.embedded.kafka import IMPATIENT
from hub.watch import inboxes
from hub.watch.snapshot import Position
from schemas.errors import Unavailable
from schemas.topics import AUDIT, FAMILIES, LEDGER_PARTITIONS, NOTICES, QUARANTINE, ledger

GATE_GROUP: Final = "gate"
READ: Final = (*(ledger(family) for family in FAMILIES), QUARANTINE, AUDIT, NOTICES)
"""Topics of the ledger index by the number that `core.position.family` gives them, then the audit log, and last the notices."""
LEDGER: Final = tuple((ledger(family), part) for family in FAMILIES for part in range(LEDGER_PARTITIONS[family]))
PATIENCE_SECONDS: Final = 3.0
_POSITIONS: Final = Path(__file__).with_name("queries").joinpath("positions.sql").read_text("utf-8")
Place = tuple[str, int]


@dataclass(frozen=True)
class _Standing:
    reader: str
    topic: str
    partition: int
    position: int


class Onlooker(KafkaAdminClient):  # type: ignore[misc]
    """The client of one who only looks: of topics, partitions and leaders it asks once a look, and not what it may do with each of them.

    The client's own questions each begin with all of that, and the broker puts every topic's rights together for each.
    """

    _seen: Mapping[str, Any] | None = None

    def forget(self) -> None:
        """A new look begins."""
        self._seen = None

    async def _get_cluster_metadata(self, _topics: Any) -> Mapping[str, Any]:
        if self._seen is None:
            answer = await self._manager.send(MetadataRequest(topics=None, allow_auto_topic_creation=False))
            self._seen = answer.to_dict()
        return self._seen


class Observer:
    """Connections to broker and database of one who only looks. Not for two threads at once."""

    def __init__(self, client: Mapping[str, Any], dsn: str) -> None:
        """Of a Kafka sign-in and a connection string. Raises Unavailable when one of the two does not answer."""
        try:
            self._admin = Onlooker(**client, **IMPATIENT)
            self._consumer = KafkaConsumer(
                **client, reconnect_backoff_max_ms=200, enable_auto_commit=False, auto_offset_reset="earliest", fetch_min_bytes=1
            )
            self.connection = psycopg2.connect(dsn, connect_timeout=5, application_name="watch")
        except (KafkaError, psycopg2.Error) as error:
            raise Unavailable(str(error)) from error
        self.connection.autocommit = True

    def __enter__(self) -> Observer:
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Closed."""
        self.close()

    def close(self) -> None:
        """Gives all connections back."""
        self._consumer.close()
        self._admin.close()
        self.connection.close()

    def rows(self, query: str, words: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """The rows of a query. Raises Unavailable."""
        try:
            with self.connection.cursor() as cursor:
                cursor.execute(query, words)
                return list(cursor.fetchall())
        except psycopg2.Error as error:
            raise Unavailable(str(error).strip()) from error

    def positions(self, stamps: bool = True) -> list[Position]:
        """Every reader at every partition that has ever held a record; with `stamps` when the first record not yet taken was written.

        Raises Unavailable.
        """
        try:
            self._admin.forget()
            committed, stored, topics = self._committed(), self._database(), self._topics()
            inboxes = {place for place in topics if place[0].startswith("inbox.")}
            # Nothing else rests on the notices: without their topic all the rest is seen.
            stored = [one for one in stored if one.topic != NOTICES or (one.topic, one.partition) in topics]
            # The ends are asked last: what came meanwhile is a record not taken, never one taken that was not there.
            ends = self._ends(inboxes | {(one.topic, one.partition) for one in stored})
            standings = [*self._gate({place for place in inboxes if ends[place] > 0}, committed), *stored]
            found = [_position(one, ends) for one in standings if ends[one.topic, one.partition] > 0]
            return self._stamped(found) if stamps else found
        except KafkaError as error:
            raise Unavailable(f"Kafka: {error}") from error

    def unjudged(self, positions: Iterable[Position]) -> inboxes.Waiting:
        """Whose the records are that wait in shared inboxes. Raises Unavailable."""
        try:
            return inboxes.waiting(self._consumer, positions)
        except KafkaError as error:
            raise Unavailable(f"Kafka: {error}") from error

    def _gate(self, places: set[Place], committed: Mapping[TopicPartition, Any]) -> list[_Standing]:
        """The gate at inbox partitions: its group's offset, or the first record kept where it has none yet."""
        at = {place: committed[place].offset for one in places if (place := TopicPartition(*one)) in committed}
        first = self._offsets([place for one in places if (place := TopicPartition(*one)) not in at], OffsetSpec.EARLIEST)
        return [_Standing("gate", *place, at[place] if place in at else first[place]) for place in sorted(places)]

    def _topics(self) -> set[Place]:
        """Every partition of every topic."""
        return {(topic["name"], one["partition_index"]) for topic in self._admin.describe_topics() for one in topic["partitions"]}

    def _committed(self) -> Mapping[TopicPartition, Any]:
        try:
            found: Mapping[TopicPartition, Any] = self._admin.list_group_offsets({GATE_GROUP: None}).get(GATE_GROUP, {})
        except CoordinatorNotAvailableError:
            # A new broker keeps no offsets of groups before the first group has joined.
            return {}
        return found

    def _database(self) -> list[_Standing]:
        rows = self.rows(_POSITIONS)
        stored = {(reader, READ[family], part): int(off) for reader, family, part, off in rows if off is not None}
        wanted = {(str(row[0]), topic, part) for row in rows if row[0] != "notices" for topic, part in LEDGER}
        return [_Standing(reader, topic, part, stored.get((reader, topic, part), 0)) for reader, topic, part in sorted(wanted | set(stored))]

    def _ends(self, places: set[Place]) -> Mapping[Place, int]:
        return self._offsets([TopicPartition(*place) for place in sorted(places)], OffsetSpec.LATEST)

    def _offsets(self, places: list[TopicPartition], which: OffsetSpec) -> Mapping[Place, int]:
        if not places:
            return {}
        found = self._admin.list_partition_offsets(dict.fromkeys(places, which))
        return {(place.topic, place.partition): answer.offset for place, answer in found.items()}

    def _stamped(self, positions: list[Position]) -> list[Position]:
        """Positions with the time of the first waiting record. Readers wait at different offsets of one partition, so each reader is asked for."""
        waiting = [one for one in positions if one.lag > 0]
        stamps: dict[tuple[str, str, int], datetime] = {}
        for reader in {one.reader for one in waiting}:
            mine = {TopicPartition(one.topic, one.partition): one.position for one in waiting if one.reader == reader}
            for place, at in self._stamps(mine).items():
                stamps[reader, place.topic, place.partition] = at
        return [replace(one, next_recorded=stamps.get((one.reader, one.topic, one.partition))) for one in positions]

    def _stamps(self, wanted: Mapping[TopicPartition, int]) -> dict[TopicPartition, datetime]:
        consumer, found = self._consumer, dict[TopicPartition, datetime]()
        consumer.assign(list(wanted))
        # One that was paused for another reader, or in a look before, is still so when it is assigned again.
        consumer.resume(*wanted)
        for place, offset in wanted.items():
            consumer.seek(place, offset)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while len(found) < len(wanted) and time.monotonic() < deadline:
            for place, records in consumer.poll(200).items():
                found.setdefault(place, datetime.fromtimestamp(records[0].timestamp / 1000, UTC))
                consumer.pause(place)
        return found


def _position(one: _Standing, ends: Mapping[Place, int]) -> Position:
    return Position(one.reader, one.topic, one.partition, one.position, ends[one.topic, one.partition], None)


def lagging(positions: Iterable[Position]) -> dict[str, int]:
    """Records not yet taken, by reader."""
    total: dict[str, int] = {}
    for one in positions:
        total[one.reader] = total.get(one.reader, 0) + one.lag
    return total
