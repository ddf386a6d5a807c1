"""Hands for the gate's tests on real Kafka: publish to inboxes, run workers, read ledger and quarantine."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kafka import KafkaProducer

from hub.embedded.parts import Parts
from schemas import quarantine
from schemas.faults import VARIABLE
from schemas.quarantine import Quarantined
from schemas.topics import QUARANTINE
from streams.gate.intake import Arrival
from tests.conftest import eventually
from tests.gate.reading import Book, Written
from tests.streams.world import sent


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
    book: Book

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

    def ledger(self) -> list[Written]:
        """Every record of the ledger."""
        return self.book.ledger()

    def accepted(self) -> dict[tuple[str, str], list[Written]]:
        """Records of the ledger by source and id."""
        return self.book.accepted()

    def quarantine(self) -> dict[str, list[Quarantined]]:
        """Quarantine records by the inbox record they are about."""
        return self.book.quarantine()

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
