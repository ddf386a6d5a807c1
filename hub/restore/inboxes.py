"""Inboxes that were made again go on behind the places that quarantine names: an item there is known by topic, partition and offset, and another
record at the same place would take it over.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from kafka import KafkaConsumer
from kafka import TopicPartition as Place
from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import KafkaError

from hub.restore.broker import NAME, PATIENCE_SECONDS, producing
from projections.records import Slice
from schemas import quarantine
from schemas.errors import Refused, Unavailable
from schemas.topics import native_topics

FILLER: Final = "hub-filler"
"""The header of a record that only takes up an offset."""
READ_MS: Final = 2_000
AT_ONCE: Final = 100_000
"""Fillers of one batch: each takes some nine octets."""

Ends = dict[tuple[str, int], int]


def named(slices: Iterable[Slice]) -> Ends:
    """By inbox topic and partition the offset behind the last that a record of quarantine names. Pure."""
    found: Ends = {}
    for one in slices:
        for value in one.values:
            try:
                record = quarantine.decode(value or b"")
            except Refused:
                continue
            place = record.topic, record.partition
            found[place] = max(found.get(place, 0), record.offset + 1)
    return found


async def move_on(client: Mapping[str, Any], wanted: Mapping[tuple[str, int], int], replicas: int) -> int:
    """Let inboxes that end before these offsets go on behind them; how many did. What lies in them already is written again behind, and
    what lies before deleted: said twice is said once. Raises Unavailable.
    """
    moved = 0
    try:
        admin = KafkaAdminClient(**client)
        consumer = KafkaConsumer(**client, enable_auto_commit=False, auto_offset_reset="none")
        try:
            _make(admin, {topic for topic, _ in wanted}, replicas)
            here = set(admin.list_topics())
            for (topic, part), end in wanted.items():
                place = Place(topic, part)
                if topic in here and (kept := _before(consumer, place, end)) is not None:
                    await _past(client, place, consumer.end_offsets([place])[place], end, kept)
                    admin.delete_records({place: end})
                    moved += 1
        finally:
            consumer.close()
            admin.close()
    except KafkaError as error:
        raise Unavailable(f"Kafka {type(error).__name__}") from error
    return moved


def _make(admin: KafkaAdminClient, topics: set[str], replicas: int) -> None:
    """Topics of native sources that are gone; who may write to them is given anew with a new password."""
    missing = [topic for topic, _ in native_topics(sorted(topics - set(admin.list_topics())))]
    if missing:
        admin.create_topics([NewTopic(one.name, one.partitions, replicas, topic_configs=dict(one.config)) for one in missing])


def _before(consumer: Any, place: Place, end: int) -> Sequence[Any] | None:
    """The records to be kept of an inbox that is to be moved on; null for one that is as it was: it reaches there, by records of its own."""
    consumer.assign([place])
    first, last = consumer.beginning_offsets([place])[place], consumer.end_offsets([place])[place]
    if first >= end or (last >= end and not _filler(_read(consumer, place, end - 1, end))):
        return None
    return [one for one in _read(consumer, place, first, min(last, end)) if not _filler([one])]


def _filler(records: Sequence[Any]) -> bool:
    return any(name == FILLER for one in records for name, _ in one.headers)


def _read(consumer: Any, place: Place, first: int, end: int) -> list[Any]:
    """Records of a partition that are there. Raises Unavailable when they do not come."""
    consumer.seek(place, first)
    found: list[Any] = []
    deadline = time.monotonic() + PATIENCE_SECONDS
    while consumer.position(place) < end:
        if time.monotonic() > deadline:
            raise Unavailable(f"Kafka {place.topic}/{place.partition}")
        found += [one for one in consumer.poll(READ_MS).get(place, []) if one.offset < end]
    return found


async def _past(client: Mapping[str, Any], place: Place, last: int, end: int, kept: Sequence[Any]) -> None:
    """Write up to an offset what only takes up offsets, and behind that what is kept."""
    filler = {"timestamp": None, "key": None, "value": None, "headers": [(FILLER, NAME.encode())]}
    async with producing(client) as producer:
        while last < end:
            batch = producer.create_batch()
            while batch.record_count() < min(AT_ONCE, end - last) and batch.append(**filler):
                pass
            last += batch.record_count()
            await _sent(producer, batch, place)
        for one in kept:
            batch = producer.create_batch()
            batch.append(timestamp=None, key=one.key, value=one.value, headers=list(one.headers))
            await _sent(producer, batch, place)


async def _sent(producer: Any, batch: Any, place: Place) -> None:
    batch.close()
    await (await producer.send_batch(batch, place.topic, partition=place.partition))
