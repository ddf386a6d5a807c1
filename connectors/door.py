"""The door to Kafka that all other doors share: translates, writes, and answers when the broker has acknowledged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from connectors.receipt import Place, Receipt
from connectors.translate import Outgoing, Unsealed, id_of, outgoing, sealed
from connectors.writer import Delivery, Writer
from schemas.errors import Problem, Refused
from schemas.sealed import SEALED, Seal, Wish


@dataclass(frozen=True)
class Sent:
    """What was handed to the broker: of each event the id and why there is no record of it, if so; all others are in the delivery, in order."""

    events: Sequence[tuple[str | None, Problem | None]]
    delivery: Delivery


def closed(wishes: Sequence[Wish]) -> Sequence[Problem]:
    """What seals nothing: the answer of a door that was given no keys."""
    return [Problem("NOT_YET_SEALED", f"/{SEALED}")] * len(wishes)


@dataclass(frozen=True)
class Door:
    """Writes events to the inboxes; `seal` seals what they say of persons. One door serves many threads."""

    writer: Writer
    seal: Seal = closed

    def publish(self, events: Iterable[object], source: str) -> list[Receipt]:
        """Send events of an authenticated source; one receipt each, in order.

        Not atomic: an event of wrong form gets its problem and the others go on. An event that the broker has not
        acknowledged within ACKNOWLEDGED_SECONDS gets UNAVAILABLE: it may or may not be kept, sending it again is safe.
        """
        return self.receipts(self.send(events, source))

    def send(self, events: Iterable[object], source: str) -> Sent:
        """Hand events of an authenticated source to the broker, as `publish` does, without waiting for it."""
        # All are translated before the first is sent: what is sent together is one batch of the broker.
        several = _sealed([_translated(event, source) for event in events], self.seal)
        told = [(name, record if isinstance(record, Problem) else None) for name, record in several]
        return Sent(told, self.writer.write([record for _, record in several if isinstance(record, Outgoing)]))

    def receipts(self, sent: Sent) -> list[Receipt]:
        """The receipts of what was sent, in order, once the broker has acknowledged it or was waited for."""
        found = iter(sent.delivery.found())
        return [_receipt(name, problem or next(found)) for name, problem in sent.events]


def _sealed(several: list[tuple[str | None, Outgoing | Unsealed | Problem]], seal: Seal) -> list[tuple[str | None, Outgoing | Problem]]:
    """The same with every record whole: what is said of persons is sealed for all events at once."""
    open_ = [one for _, one in several if isinstance(one, Unsealed)]
    texts = iter(seal([one.wish for one in open_]) if open_ else ())
    return [(name, _whole(one, next(texts)) if isinstance(one, Unsealed) else one) for name, one in several]


def _whole(one: Unsealed, text: str | Problem) -> Outgoing | Problem:
    if isinstance(text, Problem):
        return text
    try:
        return sealed(one, text)
    except Refused as refused:
        return refused.problem


def _translated(event: object, source: str) -> tuple[str | None, Outgoing | Unsealed | Problem]:
    name = id_of(event)
    try:
        return name, outgoing(event, source)
    except Refused as refused:
        return name, refused.problem


def _receipt(name: str | None, found: Place | Problem) -> Receipt:
    return Receipt(name, None, found) if isinstance(found, Problem) else Receipt(name, found)
