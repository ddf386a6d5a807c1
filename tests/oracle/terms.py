"""Terms and sessions of congresses (domain A2, decision 0019)."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from tests.oracle.ledger import Statement
from tests.oracle.world import World

KINDS: Final = ("congress", "standing_committee", "presidium")


class Terms:
    """The terms of every congress of a world, and the days of its sessions."""

    def __init__(self, world: World) -> None:
        """Of facts that contradict each other the smaller hold: taken in their order, each that agrees with all that hold."""
        self.world = world
        self.days: dict[str, dict[int, date]] = {}
        self.sessions: dict[tuple[str, int, int], Statement] = {}
        for one in world.of("term.opened", "session.held"):
            unit, term = one.data["unit"], one.data["term"]
            if one.kind == "session.held":
                self.sessions.setdefault((unit, term, one.data["session"]), one)
            if one.kind == "term.opened" or one.data["session"] == 1:
                text = one.data.get("opened") or one.data.get("first")
                day, known = date.fromisoformat(text) if text else one.day, self.days.setdefault(unit, {})
                if all((term > other) == (day > since) and (term < other) == (day < since) for other, since in known.items()):
                    known[term] = day

    def of(self, region: str) -> Iterator[tuple[date, date]]:
        """The terms of a region's congress, each from a day to before another. Of one whose end is not known, as only a later than the next is,
        nothing is told."""
        units = [one for one in self.world.of("unit.registered") if one.data["region"] == region and self.days.get(one.data["unit"])]
        ranked = sorted((KINDS.index(one.data["kind"]), one.data["unit"]) for one in units if one.data["kind"] in KINDS)
        known = self.days[ranked[0][1]] if ranked else {}
        for term, day in known.items():
            if term + 1 in known:
                yield day, known[term + 1]
            elif term == max(known):
                yield day, date.max

    def over(self, mandate: Statement) -> date:
        """The day from which a mandate is over because the next term of its unit has begun; never, where it names no term or that is not known."""
        term = mandate.data.get("term")
        return date.max if term is None else self.days.get(mandate.data["unit"], {}).get(term + 1, date.max)

    def sat(self, region: str, day: date) -> bool:
        """Whether a session of a region's congress was held on a day."""
        for (unit, _, _), one in self.sessions.items():
            first = date.fromisoformat(one.data["first"])
            last = date.fromisoformat(one.data.get("last") or one.data["first"])
            if first <= day <= last and self.world.unit_region(unit, first) == region:
                return True
        return False
