"""Reference facts as the feeds take them: what the registry folds, and which region a fact is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from psycopg2 import extensions

from hub.feeds.places import Claim
from hub.feeds.statements import statement
from streams.gate.facts import MAKERS, datum_of
from streams.gate.registry import CORRECTED, KNOWN, RETRACTED, Statement
from streams.gate.rights import NATION

_NAMING: Final = ("code", "jurisdiction", "region")
"""The members of a fact that may name the region it is about (`about.sql` asks for the same)."""

_NOWHERE: Final = frozenset({"cn.npc.deputy.registered.v1", "cn.npc.deputy.merged.v1"})
"""Facts that are about no region."""

_EVERYWHERE: Final = frozenset({"cn.npc.person.erased.v1"})
"""Facts that every feed holds: whoever has copied a person's data must hear that they are to go (contract.md 6)."""

_REFORMS: Final = frozenset({f"cn.npc.region.{name}.v1" for name in ("moved", "merged", "split", "abolished")})
"""Facts that name more regions than the one they are about."""

_OF_OBJECT: Final = frozenset(
    {
        "cn.npc.station.changed.v1",
        "cn.npc.station.closed.v1",
        "cn.npc.station.roster_changed.v1",
        "cn.npc.mandate.ended.v1",
        "cn.npc.mandate.suspended.v1",
        "cn.npc.mandate.restored.v1",
        "cn.npc.unit.changed.v1",
        "cn.npc.unit.closed.v1",
        "cn.npc.term.opened.v1",
        "cn.npc.session.held.v1",
        "cn.npc.department.changed.v1",
        "cn.npc.department.merged.v1",
        "cn.npc.source.rotated.v1",
        "cn.npc.source.revoked.v1",
        "cn.npc.reader.revoked.v1",
        CORRECTED,
        RETRACTED,
    }
)
"""Facts about an object: where they name no region themselves, they are about that of the fact before them."""


@dataclass(frozen=True)
class Fact:
    """A row of the ledger index of the family reference; `day` counts from 1970, `time` is in ms."""

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
    time: int
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
    made = MAKERS[fact.type](fact.data, (fact.time, fact.source, fact.id)) if fact.type in MAKERS else None
    return Statement((fact.source, fact.id), fact.type, bytes(fact.raw), concerns, made)


def claim(cursor: extensions.cursor, fact: Fact) -> Claim:
    """What a fact names. It is about the region in its data, else of the fact it follows, else of who states it."""
    about: str | None = next((fact.data[name] for name in _NAMING if fact.data.get(name)), None)
    if fact.type in _NOWHERE:
        about = None
    elif fact.type in _EVERYWHERE:
        about = NATION
    elif about is None:
        about = _before(cursor, fact) if fact.type in _OF_OBJECT else fact.region
    return Claim(fact.region, fact.unit, None, None, about, fact.day, _others(fact))


def _others(fact: Fact) -> tuple[str, ...]:
    """The further regions that a reform names: whoever follows one of them must learn what joins it, or that it is a code anew."""
    if fact.type not in _REFORMS:
        return ()
    named = (*(fact.data.get(name) for name in ("parent", "new_code", "into")), *(one["code"] for one in fact.data.get("successors") or ()))
    return tuple(one for one in named if one)


def _before(cursor: extensions.cursor, fact: Fact) -> str:
    cursor.execute(statement("about"), {"off": fact.off, "object": fact.object, "target": fact.target})
    row = cursor.fetchone()
    return fact.region if row is None or row[0] is None else str(row[0])
