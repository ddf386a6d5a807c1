"""Regions by day, from their facts: which codes are valid, what lies above them, where what lay in one lies on another day.

Contract 5, Regions; domain A1; decision 0015 for what the contract leaves open.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from tests.oracle.ledger import Order, Statement

NATION: Final = "00"
ALWAYS: Final = date.min
NEVER: Final = date.max
DAY: Final = timedelta(days=1)
ENDINGS: Final = ("region.abolished", "region.merged", "region.split")


@dataclass
class Life:
    """One code from the day it begins to the day before it ends. `successors`: what it became; `parents`: (day, parent)."""

    code: str
    kind: str
    level: str | None
    begins: date
    ends: date
    successors: tuple[str, ...] = ()
    moved: bool = False
    parents: list[tuple[date, str]] = field(default_factory=list)

    def parent(self, day: date) -> str:
        """The code it hangs under on a day."""
        return [parent for since, parent in self.parents if since <= max(day, self.begins)][-1]


@dataclass(frozen=True)
class Place:
    """Where something lies: from the region up to the nation; `level` of the nearest of these with a congress."""

    chain: tuple[str, ...]
    level: str


class Map:
    """The regions of all days."""

    def __init__(self, facts: Iterable[Statement]) -> None:
        """From what stands; no code is used again."""
        self.facts: dict[str, list[Statement]] = {}
        self.came: dict[str, list[Statement]] = {}
        for fact in facts:
            if fact.kind.startswith("region."):
                self.facts.setdefault(fact.data["code"], []).append(fact)
                if fact.data.get("new_code"):
                    self.came.setdefault(fact.data["new_code"], []).append(fact)
        self.lives: dict[str, Life | None] = {}
        for code in {*self.facts, *self.came}:
            self.life(code)
        self.place = cache(self._place)
        self.carried = cache(self._carried)

    def life(self, code: str) -> Life | None:
        """The life of a code; None of one that was never established."""
        if code == NATION:
            return Life(NATION, "nation", "national", ALWAYS, NEVER)
        if code not in self.lives:
            self.lives[code] = None
            self.lives[code] = self._born(code)
        return self.lives[code]

    def _born(self, code: str) -> Life | None:
        said = sorted(self.facts.get(code, ()), key=lambda one: one.order)
        established = next((one for one in said if one.kind == "region.established"), None)
        if established is not None:
            data = established.data
            last = data.get("valid_through")
            ends: list[tuple[Order, date, Statement | None]] = [(established.order, date.fromisoformat(last) + DAY, None)] if last else []
            life = Life(code, data["kind"], _congress(data), established.since, NEVER, parents=[(established.since, data.get("parent") or NATION)])
        else:
            found = self._moved_here(code)
            if found is None:
                return None
            fact, old = found
            ends = []
            life = Life(code, old.kind, old.level, fact.since, NEVER, parents=[(fact.since, fact.data["parent"])])
        ends += [(one.order, one.since, one) for one in said if _ends(one) and one.since > life.begins]
        if ends:
            _, life.ends, fact_of_end = min(ends, key=lambda one: one[0])
            life.successors, life.moved = _successors(fact_of_end)
        for one in sorted((one for one in said if one.kind == "region.moved" and not _ends(one)), key=lambda one: (one.since, one.order)):
            if life.begins < one.since < life.ends and life.parents[-1][0] != one.since:
                life.parents.append((one.since, one.data["parent"]))
        return life

    def _moved_here(self, code: str) -> tuple[Statement, Life] | None:
        for fact in sorted(self.came.get(code, ()), key=lambda one: one.order):
            old = self.life(fact.data["code"])
            if old is not None and old.moved and old.successors == (code,) and old.ends == fact.since:
                return fact, old
        return None

    def valid(self, code: str, day: date) -> bool:
        """Whether a code is one of a day."""
        life = self.life(code)
        return life is not None and life.begins <= day < life.ends

    def _place(self, code: str, day: date) -> Place:
        life = self.life(code)
        if life is None:
            return Place((code, NATION), "national")
        if code == NATION:
            return Place((NATION,), "national")
        on = min(max(day, life.begins), life.ends - DAY)
        above = self.place(self.now(life.parent(on), on), on)
        return Place((code, *above.chain), life.level or above.level)

    def now(self, code: str, day: date) -> str:
        """The code that alone goes on by a day from one that ended, if it is there by then: it takes over what lies in that (decision 0030)."""
        life = self.life(code)
        while life is not None and life.ends <= day and len(life.successors) == 1:
            heir = self.life(life.successors[0])
            if heir is None or heir.begins > day:
                break
            code, life = heir.code, heir
        return code

    def children(self, code: str, day: date) -> list[str]:
        """The codes that hang directly under one on a day."""
        return sorted(one for one in self.lives if self.valid(one, day) and self.place(one, day).chain[1] == code)

    def _carried(self, code: str, day: date, passed: tuple[str, ...] = ()) -> tuple[str, bool]:
        """Where what lay in a code lies on a day, and whether exactly there rather than somewhere below. Nothing is `passed` twice: of what began in
        a region after this one went on in it nobody knows."""
        life = self.life(code)
        if life is None or code == NATION or self.valid(code, day):
            # A code that nobody established is none of any day: what lay in it is where it was allocated (decision 0037).
            return code, life is not None
        if life.ends <= day:
            following, last = life.successors, life.ends - DAY
        else:
            following, last = self._before(code, life.begins), life.begins
        passed = (*passed, code)
        if len(following) == 1 and self.life(following[0]) is not None and following[0] not in passed:
            return self.carried(following[0], day, passed)
        above = next(one for one in self.place(code, last).chain[1:] if one not in passed)
        return self.carried(above, day, passed)[0], False

    def _before(self, code: str, begins: date) -> tuple[str, ...]:
        """The codes that ended when one began, and became it."""
        lives = (one for one in self.lives.values() if one is not None)
        return tuple(sorted(one.code for one in lives if code in one.successors and one.ends == begins))


def _congress(data: Mapping[str, Any]) -> str | None:
    return None if data["kind"] in ("street", "zone") else data.get("level")


def _ends(fact: Statement) -> bool:
    return fact.kind in ENDINGS or (fact.kind == "region.moved" and bool(fact.data.get("new_code")))


def _successors(fact: Statement | None) -> tuple[tuple[str, ...], bool]:
    if fact is None:
        return (), False
    if fact.kind == "region.moved":
        return (fact.data["new_code"],), True
    if fact.kind == "region.merged":
        return (fact.data["into"],), False
    return tuple(one["code"] for one in fact.data.get("successors", ())), False
