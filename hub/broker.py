"""Kafka behind the HTTP surface: the door, opened when first needed, and looks at what the gate has not judged yet."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from connectors.door import Door, closed
from connectors.receipt import Place
from connectors.writer import Writer
from schemas.errors import Unavailable
from schemas.sealed import Seal

GATE_GROUP: Final = "gate"
PEEK_MS: Final = 3_000
PROBE_SECONDS: Final = 2.0


@dataclass
class Broker:
    """Clients of one Kafka. `client` is how they sign in; `seal` seals what events say of persons before it is written."""

    client: Mapping[str, str]
    seal: Seal = closed
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _writer: Writer | None = None

    def door(self) -> Door:
        """The door to the inboxes. Raises Unavailable while no broker answers."""
        return Door(self.writer(), self.seal)

    def check(self) -> None:
        """Raises Unavailable when no broker takes a connection: the clients by themselves would wait half a minute."""
        if not any(listens(address) for address in self.client["bootstrap_servers"].split(",")):
            raise Unavailable("Kafka")

    def writer(self) -> Writer:
        """What writes to Kafka in this process. Raises Unavailable while no broker answers."""
        with self._lock:
            if self._writer is None or not self._writer.connected:
                self.check()
            self._writer = self._writer or Writer(self.client)
            return self._writer

    def close(self) -> None:
        """Let go of what writes."""
        with self._lock:
            if self._writer is not None:
                self._writer.close()
            self._writer = None

    @contextmanager
    def consumer(self) -> Iterator[KafkaConsumer]:
        """A consumer that looks on as the gate's group without joining it. Raises Unavailable."""
        self.check()
        try:
            consumer = KafkaConsumer(**self.client, group_id=GATE_GROUP, enable_auto_commit=False, auto_offset_reset="none")
        except KafkaError as error:
            raise Unavailable(f"Kafka {type(error).__name__}") from None
        try:
            yield consumer
        except KafkaError as error:
            raise Unavailable(f"Kafka {type(error).__name__}") from None
        finally:
            consumer.close(timeout_ms=1000)

    def peek(self, place: Place) -> Any | None:
        """The record at a place of an inbox; null when it is not there, or not any more."""
        with self.consumer() as consumer:
            partition = TopicPartition(place.topic, place.partition)
            if place.partition not in (consumer.partitions_for_topic(place.topic) or ()):
                return None
            if not _start(consumer, partition) <= place.offset < consumer.end_offsets([partition])[partition]:
                return None
            return next(_read(consumer, partition, place.offset, place.offset + 1), None)

    def unjudged(self, topics: Sequence[str], most: int) -> Iterator[Any]:
        """The newest records of some topics that the gate has not committed past, at most `most` of each partition."""
        with self.consumer() as consumer:
            partitions = [TopicPartition(topic, one) for topic in topics for one in (consumer.partitions_for_topic(topic) or ())]
            ends = consumer.end_offsets(partitions) if partitions else {}
            for partition, end in ends.items():
                begin = max(consumer.committed(partition) or 0, _start(consumer, partition), end - most)
                if begin < end:
                    yield from _read(consumer, partition, begin, end)


def listens(address: str) -> bool:
    """Whether somebody takes connections at `host:port`."""
    host, _, port = address.strip().rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), PROBE_SECONDS).close()
    except OSError:
        return False
    return True


def _start(consumer: KafkaConsumer, partition: TopicPartition) -> int:
    return int(consumer.beginning_offsets([partition])[partition])


def _read(consumer: KafkaConsumer, partition: TopicPartition, begin: int, end: int) -> Iterator[Any]:
    consumer.assign([partition])
    consumer.seek(partition, begin)
    while consumer.position(partition) < end:
        records = consumer.poll(timeout_ms=PEEK_MS).get(partition, [])
        if not records:
            return
        yield from (record for record in records if record.offset < end)
