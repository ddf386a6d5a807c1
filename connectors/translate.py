"""From an event to the record that a door writes to an inbox. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from schemas import codec, form, topics
from schemas.cloudevents import as_event
from schemas.errors import Problem, Refused, shown
from schemas.form import type_of
from schemas.registry import EventType
from schemas.sealed import SEALED, Bound, Wish, said_of


class Outgoing(NamedTuple):
    """A record for an inbox that doors share."""

    topic: str
    key: bytes
    value: bytes
    headers: tuple[tuple[str, bytes], ...]


class Unsealed(NamedTuple):
    """An event that is checked but for its personal data, which have to be sealed before there is a record."""

    kind: EventType
    datum: Mapping[str, Any]
    wish: Wish


def outgoing(said: object, source: str) -> Outgoing | Unsealed:
    """The inbox record of an event that an authenticated source sends; what is to be sealed where it says something of persons.

    Raises Refused: NOT_YOU when the event names another source, else what `codec.encode` and `said_of` raise.
    """
    event = as_event(said)
    named = event.get("source")
    if isinstance(named, str) and named != source:
        raise Refused(Problem("NOT_YOU", "/source", source, shown(named)))
    if isinstance(event.get(SEALED), dict):
        return _unsealed(event)
    value = codec.encode(event)
    return _record(type_of(event), event, value)


def _unsealed(event: Mapping[str, Any]) -> Unsealed:
    said = said_of(event[SEALED])
    kind, datum = form.to_datum({**event, SEALED: None})
    return Unsealed(kind, datum, Wish(Bound(datum["source"], datum["id"], datum["region"], kind.family), said))


def sealed(one: Unsealed, text: str | None) -> Outgoing:
    """The inbox record once the personal data are sealed; with null that of an event that says nothing of persons. Raises RECORD_TOO_LARGE."""
    datum = {**one.datum, SEALED: text}
    return _record(one.kind, datum, codec.frame(one.kind, datum))


def _record(kind: EventType, event: Mapping[str, Any], value: bytes) -> Outgoing:
    source = str(event["source"])
    return Outgoing(topics.inbox(event["level"], kind.family), str(event["subject"]).encode(), value, ((topics.SOURCE_HEADER, source.encode()),))


def id_of(event: object) -> str | None:
    """The id of an event as it may be shown, null when it has none that can be read."""
    found = event.get("id") if isinstance(event, Mapping) else None
    return shown(found) if isinstance(found, str) else None
