"""From an event to the record that a door writes to an inbox. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schemas import codec, topics
from schemas.cloudevents import as_event
from schemas.errors import Problem, Refused, shown
from schemas.form import type_of


@dataclass(frozen=True)
class Outgoing:
    """A record for an inbox that doors share."""

    topic: str
    key: bytes
    value: bytes
    headers: tuple[tuple[str, bytes], ...]


def outgoing(said: object, source: str) -> Outgoing:
    """The inbox record of an event that an authenticated source sends.

    Raises Refused: NOT_YOU when the event names another source, else what `codec.encode` raises.
    """
    event = as_event(said)
    named = event.get("source")
    if isinstance(named, str) and named != source:
        raise Refused(Problem("NOT_YOU", "/source", source, shown(named)))
    value = codec.encode(event)
    topic = topics.inbox(event["level"], type_of(event).family)
    return Outgoing(topic, str(event["subject"]).encode(), value, ((topics.SOURCE_HEADER, source.encode()),))


def id_of(event: object) -> str | None:
    """The id of an event as it may be shown, null when it has none that can be read."""
    found = event.get("id") if isinstance(event, Mapping) else None
    return shown(found) if isinstance(found, str) else None
