"""Reading partitions that only grow: each record is read, and decoded, once, however often a test asks what stands there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from hub.embedded.parts import Parts
from schemas import codec, quarantine
from schemas.quarantine import Quarantined
from schemas.topics import FAMILIES, LEDGER_PARTITIONS, QUARANTINE, ledger

LEDGER = [TopicPartition(ledger(family), part) for family in FAMILIES for part in range(LEDGER_PARTITIONS[family])]


@dataclass(frozen=True)
class Written:
    """A record of the ledger and where it stands."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes
    value: bytes


class Reading:
    """Some partitions, read on from where they were read last."""

    def __init__(self, parts: Parts, places: Sequence[TopicPartition]) -> None:
        self._parts, self._places = parts, places
        self._next = dict.fromkeys(places, 0)
        self._consumer: KafkaConsumer | None = None

    def news(self) -> list[Any]:
        """The records up to the present ends that no call gave before. What fails is asked anew, by a new connection, the next time."""
        consumer, found = self._open(), []
        try:
            ends = consumer.end_offsets(self._places)
            while any(consumer.position(place) < ends[place] for place in self._places):
                found += [one for several in consumer.poll(200).values() for one in several]
        except BaseException:
            self.close()
            raise
        self._next = {place: consumer.position(place) for place in self._places}
        return found

    def close(self) -> None:
        if self._consumer is not None:
            self._consumer.close()
        self._consumer = None

    def _open(self) -> KafkaConsumer:
        if self._consumer is None:
            self._consumer = KafkaConsumer(**self._parts.client(), enable_auto_commit=False, auto_offset_reset="earliest", fetch_max_wait_ms=50)
            self._consumer.assign(self._places)
            for place, offset in self._next.items():
                self._consumer.seek(place, offset)
        return self._consumer


@dataclass
class Book:
    """What stands on the ledger and in the quarantine of one broker."""

    parts: Parts
    _ledger: list[Written] = field(default_factory=list)
    _accepted: dict[tuple[str, str], list[Written]] = field(default_factory=dict)
    _quarantine: dict[str, list[Quarantined]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._written = Reading(self.parts, LEDGER)
        self._detained = Reading(self.parts, [TopicPartition(QUARANTINE, 0)])

    def ledger(self) -> list[Written]:
        """Every record of the ledger."""
        self.accepted()
        return list(self._ledger)

    def accepted(self) -> dict[tuple[str, str], list[Written]]:
        """Records of the ledger by source and id."""
        for one in self._written.news():
            written = Written(one.topic, one.partition, one.offset, one.timestamp, one.key, one.value)
            event = codec.decode(one.value)
            self._ledger.append(written)
            self._accepted.setdefault((event["source"], event["id"]), []).append(written)
        return {name: list(several) for name, several in self._accepted.items()}

    def quarantine(self) -> dict[str, list[Quarantined]]:
        """Quarantine records by the inbox record they are about."""
        for one in self._detained.news():
            self._quarantine.setdefault(one.key.decode(), []).append(quarantine.decode(one.value))
        return {key: list(several) for key, several in self._quarantine.items()}

    def close(self) -> None:
        self._written.close()
        self._detained.close()
