"""The dated reference facts the gate judges by: a fold of accepted reference events that any order leads to. Pure.

Of several copies of one event the one with the smallest digest stands (law 1); corrections and retractions count when
they come from the source they concern or its successor (contract.md 1).
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from schemas import codec, content
from streams.gate.climbing import climb
from streams.gate.facts import (
    MAKERS,
    Change,
    End,
    Fact,
    Ident,
    Move,
    Region,
    Revocation,
    Source,
    Unit,
    corrected,
    correction_fields,
    datum_of,
    heir_of,
    keys,
)
from streams.gate.lives import Span, begun, on, spans
from streams.gate.rights import ADMINISTRATOR, ADMINISTRATOR_UNIT, NATION

CORRECTED = "cn.npc.reference.corrected.v1"
RETRACTED = "cn.npc.reference.retracted.v1"
KNOWN = frozenset({*MAKERS, CORRECTED, RETRACTED})
"""Types the gate keeps; other reference facts take no part in its judgement."""

_ORIGIN = (-(2**62), "", "")
_HUB = Source(NATION, frozenset({"reference", "activity", "suggestion"}), None, _ORIGIN)
_HUB_UNIT = Unit(NATION, "national", -(2**31), _ORIGIN)


@dataclass(frozen=True, slots=True)
class Statement:
    """A reference event as it stands on the ledger. `concerns` is the event it corrects or retracts, if it does; `made` the
    key and the fact that it makes by itself, if it makes one."""

    ident: Ident
    type: str
    record: bytes
    concerns: Ident | None = None
    made: tuple[str, Fact] | None = None


@dataclass
class Registry:
    """Everything folded so far. Only `apply` changes it; the functions below read it."""

    statements: dict[Ident, Statement] = field(default_factory=dict)
    amendments: dict[Ident, set[Ident]] = field(default_factory=dict)
    placed: dict[Ident, tuple[str, ...]] = field(default_factory=dict)
    facts: dict[str, dict[Ident, Fact]] = field(default_factory=dict)
    days: list[int] = field(default_factory=list)
    spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    ancestries: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    beside: dict[str, set[str]] = field(default_factory=dict)
    version: int = 0


def apply(registry: Registry, statements: Iterable[Statement]) -> frozenset[str]:
    """Fold accepted events in; returns the keys (`region:…`, `unit:…`, `source:…`) whose facts may have changed."""
    touched: set[str] = set()
    for statement in statements:
        if statement.type not in KNOWN:
            continue
        if _stands(registry, statement):
            touched |= _settle(registry, statement)
    if touched:
        registry.version += 1
        registry.ancestries.clear()
        registry.beside.clear()
        registry.spans.clear()
        registry.days = sorted(set(registry.days))
    return _moved_along(registry, touched)


def _moved_along(registry: Registry, touched: set[str]) -> frozenset[str]:
    """With the codes that go on from touched ones and those from which these go on: what is known of one says whether the other is known, and
    where what lies in it lies."""
    found, ahead = set(touched), list(touched)
    while ahead:
        several = (fact for fact in registry.facts.get(ahead.pop(), {}).values() if isinstance(fact, Move | End))
        new = {key for fact in several if heir_of(fact) for key in keys(f"region:{fact.code}", fact)} - found
        found |= new
        ahead += new
    return frozenset(found)


def _stands(registry: Registry, new: Statement) -> bool:
    """Keep the copy that stands; whether it is the new one."""
    old = registry.statements.get(new.ident)
    if old is not None and (old.record == new.record or _digest(old) <= _digest(new)):
        return False
    registry.statements[new.ident] = new
    if old is not None and old.concerns is not None:
        registry.amendments[old.concerns].discard(new.ident)
    if new.concerns is not None:
        registry.amendments.setdefault(new.concerns, set()).add(new.ident)
    return True


def _digest(statement: Statement) -> bytes:
    return content.digest(codec.decode(statement.record))


def _settle(registry: Registry, new: Statement) -> set[str]:
    """Place again every fact that the new statement concerns; the keys touched."""
    touched = _place(registry, _root(registry, new.ident))
    if new.type == "cn.npc.source.registered.v1":
        # A successor has become known: what it corrected before may count from now on.
        for concerned, amending in list(registry.amendments.items()):
            if any(source != concerned[0] for source, _ in amending):
                touched |= _place(registry, _root(registry, concerned))
    return touched


def _root(registry: Registry, ident: Ident) -> Ident:
    """The fact that a correction, or the retraction of one, is about in the end."""
    for _ in range(2):
        statement = registry.statements.get(ident)
        if statement is None or statement.concerns is None:
            break
        ident = statement.concerns
    return ident


def _place(registry: Registry, ident: Ident) -> set[str]:
    """Derive one fact from its standing statements and put it under its key; the keys it left and entered."""
    touched = set()
    for before in registry.placed.pop(ident, ()):
        del registry.facts[before][ident]
        touched.add(before)
    derived = _derive(registry, ident)
    if derived is not None:
        fact = derived[1]
        registry.placed[ident] = keys(*derived)
        for key in registry.placed[ident]:
            registry.facts.setdefault(key, {})[ident] = fact
            touched.add(key)
        registry.days += _borders(fact)
    return touched


def _derive(registry: Registry, ident: Ident) -> tuple[str, Fact] | None:
    statement = registry.statements.get(ident)
    if statement is None or statement.type not in MAKERS:
        return None
    amending = list(_entitled(registry, ident))
    if not amending and statement.made is not None:
        return statement.made
    if any(one.type == RETRACTED for one in amending):
        return None
    datum = datum_of(statement.record)
    fields: dict[str, object] = {}
    for correction in sorted((datum_of(one.record) for one in amending), key=lambda one: (one["time"], one["id"])):
        fields |= correction_fields(correction)
    try:
        return corrected(statement.type, datum, fields)
    except (KeyError, TypeError, ValueError):
        # A correction may hold any JSON; what makes no fact leaves the original standing.
        return corrected(statement.type, datum, {})


def _entitled(registry: Registry, ident: Ident) -> Iterator[Statement]:
    """The statements that may amend this one and are not retracted themselves."""
    for other in registry.amendments.get(ident, ()):
        statement = registry.statements[other]
        if not succeeds(registry, other[0], ident[0]):
            continue
        if statement.type == CORRECTED and any(one.type == RETRACTED for one in _entitled(registry, other)):
            continue
        yield statement


def _borders(fact: Fact) -> list[int]:
    """Days on which a fact begins to hold, or holds no longer."""
    if isinstance(fact, Region):
        return [fact.first] if fact.last is None else [fact.first, fact.last + 1]
    return [fact.first] if isinstance(fact, Unit | Change | Move | End) else []


def era(registry: Registry, day: int) -> int:
    """A number that is equal for days between which no region or unit begins or ends."""
    return bisect_right(registry.days, day)


def source(registry: Registry, name: str) -> Source | None:
    """The registration of a source; null when it has none."""
    if name == ADMINISTRATOR:
        return _HUB
    found = [one for one in registry.facts.get(f"source:{name}", {}).values() if isinstance(one, Source)]
    return min(found, key=lambda one: one.order, default=None)


def sources(registry: Registry) -> Iterator[str]:
    """The names of all sources of which anything is said."""
    return (key.removeprefix("source:") for key in registry.facts if key.startswith("source:"))


def revoked_from(registry: Registry, name: str) -> int | None:
    """The instant (ms) from which a source may not speak any more; null when it is not revoked."""
    if name == ADMINISTRATOR:
        return None
    found = [one.order[0] for one in registry.facts.get(f"source:{name}", {}).values() if isinstance(one, Revocation)]
    return min(found, default=None)


def succeeds(registry: Registry, name: str, older: str) -> bool:
    """Whether a source is the other one or its registered successor, at any remove."""
    seen = {name}
    while name != older:
        registered = source(registry, name)
        if registered is None or registered.succeeds is None or registered.succeeds in seen:
            return False
        name = registered.succeeds
        seen.add(name)
    return True


def unit(registry: Registry, code: str, day: int) -> Unit | None:
    """The unit as registered by a day and changed since; null when it was not registered."""
    if code == ADMINISTRATOR_UNIT:
        return _HUB_UNIT
    facts = registry.facts.get(f"unit:{code}", {}).values()
    found = min((one for one in facts if isinstance(one, Unit) and one.first <= day), key=lambda one: one.order, default=None)
    if found is None or len(facts) == 1:
        return found
    changes = [one for one in facts if isinstance(one, Change) and found.first <= one.first <= day]
    # Of two changes on one day the smaller holds (contract.md 1), so it is put in last.
    for one in sorted(sorted(changes, key=lambda one: one.order, reverse=True), key=lambda one: one.first):
        found = replace(found, region=one.region or found.region, level=one.level or found.level)
    return found


def known(registry: Registry, code: str, day: int) -> bool:
    """Whether a region was valid by a day; a repealed code is known (contract.md 3)."""
    return code == NATION or begun(_spans(registry, code), day)


def ancestry(registry: Registry, code: str, day: int) -> Sequence[str]:
    """The region and everything above it on a day, up to the nation, in which every region lies. A code that is repealed by that day keeps
    its last ancestry (contract.md 5)."""
    key = (code, era(registry, day))
    found = registry.ancestries.get(key)
    if found is None:
        found, beside = climb(code, _last_day(registry, code, day), partial(_spans, registry))
        registry.ancestries[key] = found
        if beside:
            registry.beside.setdefault(code, set()).update(beside)
    return found


def _last_day(registry: Registry, code: str, day: int) -> int:
    """The day itself, or the last before it on which the code was valid."""
    span = on(_spans(registry, code), day, set())
    return day if span is None or day < span.end else max(span.end - 1, span.first)


def _spans(registry: Registry, code: str) -> tuple[Span, ...]:
    found = registry.spans.get(code)
    if found is None:
        found = registry.spans[code] = spans(code, lambda one: registry.facts.get(f"region:{one}", {}).values())
    return found
