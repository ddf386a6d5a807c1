"""Hands for the gate's tests on real Kafka: publish to inboxes, run workers, read ledger and quarantine."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from hub.embedded.parts import Parts
from schemas import codec, quarantine
from schemas.faults import VARIABLE
from schemas.quarantine import Quarantined
from schemas.topics import FAMILIES, LEDGER_PARTITIONS, QUARANTINE, ledger
from streams.gate.intake import Arrival
from tests.conftest import eventually
from tests.streams.world import sent

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


@dataclass
class Worker:
    """A gate worker's process."""

    process: subprocess.Popen[bytes]
    name: str
    marks: Path

    def progress(self) -> dict[str, Any]:
        file = self.marks / f"{self.name}.json"
        found: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
        return found if found.get("pid") == self.process.pid else {}

    def log(self) -> str:
        return (self.marks / f"{self.name}.log").read_text()

    def settled(self) -> bool:
        return self.progress().get("state") == "idle"

    def end(self) -> int:
        self.process.terminate()
        return self.process.wait(30)


@dataclass
class Desk:
    """A hub's broker, and what a test does with it."""

    parts: Parts
    marks: Path

    def publish(self, records: Iterable[Arrival], topic: str | None = None) -> list[tuple[str, int, int]]:
        """Send records as a door does; where each landed."""
        producer = KafkaProducer(**self.parts.client(), max_request_size=4 * 1024 * 1024)
        waiting = [producer.send(topic or one.topic, value=one.value, key=one.key, headers=list(one.headers)) for one in records]
        producer.flush()
        found = [future.get(10) for future in waiting]
        producer.close()
        return [(one.topic, one.partition, one.offset) for one in found]

    def say(self, *events: Mapping[str, Any]) -> list[tuple[str, int, int]]:
        """Send events as framed Avro by the doors of their own sources."""
        return self.publish([sent(one) for one in events])

    def read(self, places: Sequence[TopicPartition]) -> list[Any]:
        """Every record of these partitions."""
        consumer = KafkaConsumer(**self.parts.client(), enable_auto_commit=False, auto_offset_reset="earliest", fetch_max_wait_ms=50)
        consumer.assign(places)
        ends = consumer.end_offsets(places)
        found: list[Any] = []
        while any(consumer.position(place) < ends[place] for place in places):
            found += [one for several in consumer.poll(200).values() for one in several]
        consumer.close()
        return found

    def ledger(self) -> list[Written]:
        """Every record of the ledger."""
        return [Written(one.topic, one.partition, one.offset, one.timestamp, one.key, one.value) for one in self.read(LEDGER)]

    def accepted(self) -> dict[tuple[str, str], list[Written]]:
        """Records of the ledger by source and id."""
        found: dict[tuple[str, str], list[Written]] = {}
        for one in self.ledger():
            event = codec.decode(one.value)
            found.setdefault((event["source"], event["id"]), []).append(one)
        return found

    def quarantine(self) -> dict[str, list[Quarantined]]:
        """Quarantine records by the inbox record they are about."""
        found: dict[str, list[Quarantined]] = {}
        for one in self.read([TopicPartition(QUARANTINE, 0)]):
            found.setdefault(one.key.decode(), []).append(quarantine.decode(one.value))
        return found

    def standing(self) -> dict[str, tuple[str, str]]:
        """The last word on each record that ever was in quarantine: kind and code."""
        return {key: (several[-1].kind, several[-1].code or "") for key, several in self.quarantine().items()}

    def detain(self, *records: Quarantined) -> None:
        """Write to the quarantine as a desk does."""
        producer = KafkaProducer(**self.parts.client(), max_request_size=4 * 1024 * 1024)
        for one in records:
            producer.send(QUARANTINE, key=quarantine.key_of(one), value=quarantine.encode(one), headers=list(quarantine.headers_of(one)), partition=0)
        producer.flush()
        producer.close()

    @contextmanager
    def worker(self, name: str = "gate-0", fault: str = "", **told: Any) -> Iterator[Worker]:
        """A running worker; ended when the block ends."""
        told = {"client": self.parts.client(), "marks": str(self.marks), "name": name, **told}
        environment = {**os.environ, VARIABLE: fault, "PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "ignore"}
        self.marks.mkdir(exist_ok=True)
        with (self.marks / f"{name}.log").open("ab") as log:
            command = [sys.executable, "-m", "tests.gate.program", json.dumps(told)]
            process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        try:
            yield Worker(process, name, self.marks)
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def lands(self, *events: Mapping[str, Any], seconds: float = 40.0) -> dict[tuple[str, str], list[Written]]:
        """The ledger once it holds all of these events."""
        wanted = {(one["source"], one["id"]) for one in events}

        def complete() -> dict[tuple[str, str], list[Written]] | None:
            found = self.accepted()
            return found if wanted <= found.keys() else None

        return eventually(complete, seconds) or {}

    def stands(self, place: tuple[str, int, int], kind: str, code: str = "", seconds: float = 40.0) -> list[Quarantined]:
        """The quarantine records about a place once the last one is of this kind and code."""
        key = "{}/{}/{}".format(*place)

        def told() -> list[Quarantined] | None:
            found = self.quarantine().get(key, [])
            return found if found and (found[-1].kind, found[-1].code or "") == (kind, code) else None

        return eventually(told, seconds) or []
