"""From what the broker hands over to columns: form, translation of JSON, who sent it. Pure.

JSON has no columns: it is translated record by record, the one exception to columns on this path (docs/gate.md has the
rate). Framed Avro is not touched here.
"""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final, NamedTuple

import numpy as np

from schemas import cloudevents, codec
from schemas.columns import Batch, Refusal, decode_batch
from schemas.errors import Problem, Refused
from schemas.topics import SOURCE_HEADER
from streams.gate.decide import Carrier, Carriers
from streams.gate.inbox import Inbox, parse

Headers = Sequence[tuple[str, bytes]]


class Arrival(NamedTuple):
    """An inbox record; `timestamp` in ms is the broker's. `streams.bounded` has the client hand over these."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Headers


@dataclass(frozen=True)
class Intake:
    """`frames`: for each record its framed Avro, null where it could not be translated. `batch` holds the same as columns."""

    frames: Sequence[bytes | None]
    batch: Batch
    carriers: Carriers


def in_order(several: Iterable[Sequence[Arrival]]) -> list[Arrival]:
    """The records of several partitions as their senders gave them away, each partition in its own order. At most some hundred thousand a second.

    For facts about regions and units: many rest on one another, and what is written before what it rests on is let into feeds afterwards.
    """
    return list(heapq.merge(*several, key=attrgetter("timestamp")))


def take(records: Sequence[Arrival]) -> Intake:
    """Bring a batch of inbox records into columns. Never raises for what a record holds."""
    frames, carriers, odd = _looked_at(records)
    problems: dict[int, Problem] = {}
    for row in odd:
        if cloudevents.form_of(records[row].headers, frames[row]) in ("structured", "binary"):
            try:
                frames[row] = codec.encode(_event(records[row]))
            except Refused as refused:
                frames[row] = None
                problems[row] = refused.problem
    decoded = decode_batch(frames)
    refusals = [Refusal(one.row, problems.get(one.row, one.problem)) for one in decoded.refused]
    return Intake(frames, Batch(decoded.frames, refusals), carriers)


def _event(record: Arrival) -> dict[str, object]:
    if cloudevents.form_of(record.headers, record.value) == "binary":
        return cloudevents.from_binary(record.headers, record.value)
    return cloudevents.from_structured(record.value or b"")


def _looked_at(records: Sequence[Arrival]) -> tuple[list[bytes | None], Carriers, Sequence[int]]:
    """Value of each record, how it came, and the rows that may carry JSON: all but framed Avro with no header but the door's.

    The one loop over all records of a batch; the header of a door is believed on the doors' own topics only (contract.md 4).
    """
    places: dict[tuple[str, bytes | None], int] = {}
    values: list[bytes | None] = []
    of, odd = [], []
    for row, (topic, _, _, _, _, value, headers) in enumerate(records):
        plain, sender = not headers, None
        if headers:
            name, sender = headers[0]
            plain = len(headers) == 1 and name == SOURCE_HEADER
            if not plain:
                sender = _sender(headers)
        if not (plain and value and value[0] == codec.MAGIC):
            odd.append(row)
        values.append(value)
        of.append(places.setdefault((topic, sender), len(places)))
    return values, Carriers([_carrier(*one) for one in places], np.array(of, dtype=np.int64)), odd


def _carrier(topic: str, sender: bytes | None) -> Carrier:
    inbox = parse(topic) or _NOWHERE
    return Carrier(inbox, None if sender is None or inbox.owner is not None else sender.decode("utf-8", "replace"))


_NOWHERE: Final = Inbox("", "", "")
"""The inbox of a topic that is none; it is no source's own, so nothing that came by it passes."""


def _sender(headers: Headers) -> bytes | None:
    return next((value for name, value in headers if name == SOURCE_HEADER), None)
