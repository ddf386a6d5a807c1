"""The door to Kafka that all other doors share: translates, writes, and answers when the broker has acknowledged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kafka import KafkaProducer
from kafka.errors import KafkaError

from connectors.receipt import Place, Receipt
from connectors.translate import Outgoing, id_of, outgoing
from schemas.errors import Problem, Refused, shown
from schemas.limits import QUARANTINE_BYTES

ACKNOWLEDGED_SECONDS: Final = 30.0
BLOCKED_MS: Final = 5_000
GATHER_MS: Final = 20
GATHERED_BYTES: Final = 512 * 1024
"""Of one partition so much goes to the broker as one batch: a batch that is under way holds back the next. Half of what an inbox takes."""

Sent = tuple[str | None, Any, Problem | None]
"""What was handed to the broker: the id of the event, what becomes of its record, or why there is none."""


def producer(client: Mapping[str, str]) -> KafkaProducer:
    """A producer that loses nothing it has acknowledged. `client` is how to sign in; safe between threads."""
    return KafkaProducer(
        **client,
        acks="all",
        enable_idempotence=True,
        compression_type="zstd",
        # What one request holds is gathered, not sent a few records at a time; who waits for all of it flushes.
        linger_ms=GATHER_MS,
        batch_size=GATHERED_BYTES,
        max_block_ms=BLOCKED_MS,
        max_request_size=QUARANTINE_BYTES + 64 * 1024,
        delivery_timeout_ms=int(ACKNOWLEDGED_SECONDS * 1000),
        request_timeout_ms=10_000,
    )


@dataclass(frozen=True)
class Door:
    """Writes events to the inboxes. One door serves many threads."""

    producer: KafkaProducer

    def publish(self, events: Iterable[object], source: str) -> list[Receipt]:
        """Send events of an authenticated source; one receipt each, in order.

        Not atomic: an event of wrong form gets its problem and the others go on. An event that the broker has not
        acknowledged within ACKNOWLEDGED_SECONDS gets UNAVAILABLE: it may or may not be kept, sending it again is safe.
        """
        sent = self.send(events, source)
        # What is down is not waited for.
        if not any(problem is not None and problem.code == "UNAVAILABLE" for _, _, problem in sent):
            self.producer.flush(ACKNOWLEDGED_SECONDS)
        return self.receipts(sent)

    def send(self, events: Iterable[object], source: str) -> list[Sent]:
        """Hand events of an authenticated source to the broker, as `publish` does, without waiting for it."""
        sent: list[Sent] = []
        down = False
        # All are translated before the first is sent: what is sent together is one batch of the broker.
        for name, record in [_translated(event, source) for event in events]:
            one = (name, None, record) if isinstance(record, Problem) else self._send(name, record, down)
            down = down or (one[2] is not None and one[2].code == "UNAVAILABLE")
            sent.append(one)
        return sent

    def receipts(self, sent: Iterable[Sent]) -> list[Receipt]:
        """The receipts of what was sent, in order, once the broker has acknowledged it or was waited for."""
        return [_receipt(one) for one in sent]

    def _send(self, name: str | None, record: Outgoing, down: bool) -> Sent:
        try:
            return (name, None, Problem("UNAVAILABLE", "", "", "Kafka")) if down else (name, self._write(record), None)
        except KafkaError as error:
            return name, None, _unavailable(error)

    def _write(self, record: Outgoing) -> Any:
        return self.producer.send(record.topic, value=record.value, key=record.key, headers=list(record.headers))


def _translated(event: object, source: str) -> tuple[str | None, Outgoing | Problem]:
    name = id_of(event)
    try:
        return name, outgoing(event, source)
    except Refused as refused:
        return name, refused.problem


def _receipt(sent: Sent) -> Receipt:
    name, future, problem = sent
    if future is None:
        return Receipt(name, None, problem)
    try:
        metadata = future.get(timeout=ACKNOWLEDGED_SECONDS)
    except KafkaError as error:
        return Receipt(name, None, _unavailable(error))
    # An expired wait has been seen to give null as if it were acknowledged.
    if metadata is None:
        return Receipt(name, None, Problem("UNAVAILABLE", "", "", "Kafka"))
    return Receipt(name, Place(metadata.topic, metadata.partition, metadata.offset))


def _unavailable(error: KafkaError) -> Problem:
    return Problem("UNAVAILABLE", "", "", shown(f"Kafka {type(error).__name__}"))
