"""The personal data of one event, for who may read its record. Whoever has them opened is noted first; without the note nothing is opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from psycopg2 import extensions
from psycopg2.extras import RealDictCursor

from hub.fate.asking import ident
from hub.keys.ring import KeysAway
from hub.keys.sealing import STATES, Opened, open_all
from hub.keys.store import KeyStore, query
from hub.life.life import as_role
from schemas import codec
from schemas.errors import Language, NotFound, shown
from schemas.form import type_of
from schemas.sealed import SEALED, Bound, pieces_of

Event = Mapping[str, Any]


def record_of(connection: extensions.connection, role: str | None, source: str, event: str) -> Event:
    """The event, of several copies the earliest that says something of persons. Raises NotFound where the role sees none."""
    with connection.cursor(cursor_factory=RealDictCursor) as cursor, as_role(cursor, role):
        cursor.execute(query("copies"), {"ident": ident(source, event), "source": source, "id": event})
        copies = [codec.decode(bytes(row["raw"])) for row in cursor.fetchall()]
    if not copies:
        raise NotFound(shown(f"{source} {event}"))
    return next((one for one in copies if one.get(SEALED)), copies[0])


def told(store: KeyStore, who: str, event: Event, language: Language) -> dict[str, Any]:
    """What the event says of persons, each with how it stands, in words and for programs."""
    found = _noted(store, who, event) if event.get(SEALED) else []
    return {"source": event["source"], "id": event["id"], SEALED: [_told(one, language) for one in found]}


def _noted(store: KeyStore, who: str, event: Event) -> list[Opened]:
    try:
        store.note(who, event["source"], event["id"])
    except KeysAway:
        return [Opened(one.purpose, one.number, "closed") for one in pieces_of(event[SEALED])]
    bound = Bound(event["source"], event["id"], event["region"], type_of(event).family)
    return open_all(store, bound, event[SEALED])


def _told(one: Opened, language: Language) -> dict[str, Any]:
    sentence = STATES[one.state][0 if language == "zh" else 1]
    return {"purpose": one.purpose, "state": one.state, "sentence": sentence, **({} if one.said is None else {"said": dict(one.said)})}
