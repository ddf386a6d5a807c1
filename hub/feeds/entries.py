"""What enters the feeds: facts wait for each other, and the places of all that are met for the first time are numbered together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from psycopg2 import extensions
from psycopg2.extras import execute_values

from hub.feeds.places import Claim, regions
from hub.feeds.statements import statement
from streams.gate.registry import Registry

_MEMORY: Final = 200_000
_FACT: Final = "INSERT INTO core.feed (family, part, off, place, equivocation) VALUES %s"
_PLACE: Final = "INSERT INTO core.feed_place (leaves, regions, about) VALUES %s ON CONFLICT DO NOTHING RETURNING leaves, regions, about, place"

Place = tuple[tuple[str, ...], tuple[str, ...], str | None]
"""Leaves, the regions above them, what a fact is about."""


@dataclass
class Entries:
    """The numbers of places as far as they are remembered; `names`: the leaves and regions of all places."""

    names: set[str] = field(default_factory=set)
    _numbers: dict[Place, int] = field(default_factory=dict)
    _pending: list[tuple[int, Place, bool]] = field(default_factory=list)

    def add(self, registry: Registry, claim: Claim, off: int, equivocation: bool, late: bool = False) -> None:
        """Let a fact enter where it lies, at the next flush; `late`: under no region."""
        self._pending.append((off, self._key(registry, claim, late), equivocation))

    def place(self, cursor: extensions.cursor, registry: Registry, claim: Claim, late: bool = False) -> int:
        """The number of where a claim lies; `late`: under no region."""
        key = self._key(registry, claim, late)
        self._number(cursor, [key])
        return self._numbers[key]

    def flush(self, cursor: extensions.cursor) -> None:
        """Write the facts that were added."""
        self._number(cursor, [place for _, place, _ in self._pending])
        rows = [(0, 0, off, self._numbers[place], equivocation) for off, place, equivocation in self._pending]
        execute_values(cursor, _FACT, rows, page_size=1000)
        self._pending.clear()

    def _key(self, registry: Registry, claim: Claim, late: bool) -> Place:
        leaves = claim.leaves()
        above = () if late else regions(registry, leaves, claim.day)
        self.names.update(leaves, above)
        return leaves, above, claim.about

    def _number(self, cursor: extensions.cursor, places: Sequence[Place]) -> None:
        """Have the numbers of places, given to those that have none yet: all that are met for the first time by one statement."""
        if len(self._numbers) >= _MEMORY:
            self._numbers.clear()
        missing = [place for place in dict.fromkeys(places) if place not in self._numbers]
        if len(missing) > 1:
            rows = [(list(leaves), list(above), about) for leaves, above, about in missing]
            made = execute_values(cursor, _PLACE, rows, "(%s::text[], %s::text[], %s)", page_size=1000, fetch=True)
            self._numbers.update({(tuple(leaves), tuple(above), about): number for leaves, above, about, number in made})
        for leaves, above, about in [place for place in missing if place not in self._numbers]:
            cursor.execute(statement("find_place"), {"leaves": list(leaves), "regions": list(above), "about": about})
            ((self._numbers[leaves, above, about],),) = cursor.fetchall()
