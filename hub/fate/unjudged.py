"""What an inbox record says of itself before anybody has judged it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from schemas.topics import SOURCE_HEADER
from streams.gate.detain import readable
from streams.gate.inbox import owns, parse


@dataclass(frozen=True)
class Seen:
    """Names as claimed. `sender` is the source that the door vouches for, null on a topic of a source's own."""

    source: str | None
    id: str | None
    region: str | None
    sender: str | None


def seen(record: Any) -> Seen:
    """What can be read of a Kafka record (topic, headers, value)."""
    event = readable(record)
    names = [event.get(name) for name in ("source", "id", "region")]
    source, name, region = (one if isinstance(one, str) else None for one in names)
    return Seen(source, name, region, vouched(record.headers))


def vouched(headers: Sequence[tuple[str, bytes]]) -> str | None:
    """The source that a door vouches for."""
    return next((value.decode("utf-8", "replace") for name, value in headers if name == SOURCE_HEADER), None)


def sender(topic: str, headers: Sequence[Sequence[str | None]], claimed: str | None, name: str) -> bool:
    """Whether a quarantined record was sent by the source `name`; `headers` as the quarantine keeps them, values in hex.

    Without a header (it was not kept) the record's own word is taken.
    """
    place = parse(topic)
    if place is not None and place.owner is not None:
        return owns(place.owner, name)
    door = next((bytes.fromhex(value or "").decode("utf-8", "replace") for header, value in headers if header == SOURCE_HEADER), None)
    return (claimed if door is None else door) == name
