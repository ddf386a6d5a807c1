"""Reference facts as the feeds take them: what the registry folds, and which region a fact is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from psycopg2 import extensions

from hub.feeds.places import Claim
from hub.feeds.statements import statement
from streams.gate.facts import datum_of
from streams.gate.registry import CORRECTED, KNOWN, RETRACTED, Statement

_ESTABLISHED: Final = "cn.npc.region.established.v1"
_NOWHERE: Final = frozenset({"cn.npc.deputy.registered.v1"})
"""Facts that are about no region."""

_OF_OBJECT: Final = frozenset(
    {
        "cn.npc.station.closed.v1",
        "cn.npc.mandate.ended.v1",
        "cn.npc.source.rotated.v1",
        "cn.npc.source.revoked.v1",
        "cn.npc.reader.revoked.v1",
        CORRECTED,
        RETRACTED,
    }
)
"""Facts that name no region themselves: they are about that of the fact before them."""


@dataclass(frozen=True)
class Fact:
    """A row of the ledger index of the family reference; `day` counts from 1970."""

    off: int
    recorded: datetime
    source: str
    id: str
    type: str
    object: str
    region: str
    unit: str
    day: int
    data: Mapping[str, Any]
    target: str | None
    raw: bytes


def load(cursor: extensions.cursor, first: int, following: int) -> list[Fact]:
    """The facts from offset `first` to before `following`."""
    if first >= following:
        return []
    cursor.execute(statement("facts"), {"first": first, "next": following})
    return [Fact(*values) for values in cursor.fetchall()]


def folded(fact: Fact) -> Statement | None:
    """The fact as the registry folds it; null when the registry keeps none of its type."""
    if fact.type not in KNOWN:
        return None
    concerns = None
    if fact.type in (CORRECTED, RETRACTED):
        corrects = datum_of(bytes(fact.raw))["data"]["corrects"]
        concerns = (corrects["source"], corrects["id"])
    return Statement((fact.source, fact.id), fact.type, bytes(fact.raw), concerns)


def claim(cursor: extensions.cursor, fact: Fact) -> Claim:
    """What a fact names. It is about the region in its data, else of the fact it follows, else of who states it."""
    about: str | None
    if fact.type == _ESTABLISHED:
        about = fact.data["code"]
    elif fact.type in _NOWHERE:
        about = None
    elif fact.type in _OF_OBJECT:
        about = _before(cursor, fact)
    else:
        about = fact.data.get("region", fact.region)
    return Claim(fact.region, fact.unit, None, None, about, fact.day)


def _before(cursor: extensions.cursor, fact: Fact) -> str:
    cursor.execute(statement("about"), {"off": fact.off, "object": fact.object, "target": fact.target})
    row = cursor.fetchone()
    return fact.region if row is None or row[0] is None else str(row[0])
