"""Departments that were merged: who stands for one on a day (docs/counting.md, decision 0021)."""

from collections.abc import Iterator
from datetime import date

from tests.oracle.ledger import Statement
from tests.oracle.world import World


class Departments:
    """The departments of a world. Of several words about how one was merged the smallest holds; of those that make a circle the largest does not."""

    def __init__(self, world: World) -> None:
        """Of one state of knowledge."""
        self.said: dict[str, Statement] = {}
        for one in world.of("department.merged"):
            self.said.setdefault(one.data["dept"], one)
        self.holding = {dept: one for dept, one in self.said.items() if not any(self._largest(one, way) for way in self._circles(dept, (dept,)))}
        self.began: dict[str, date] = {}
        for one in world.of("department.registered"):
            dept, gone = one.data["dept"], self.said.get(one.data["dept"])
            if gone is None or one.since < gone.since:
                self.began[dept] = min(one.since, self.began.get(dept, one.since))

    def _circles(self, dept: str, way: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """The ways that lead from a department back to it."""
        for heir in self._heirs(self.said.get(way[-1])):
            if heir == dept:
                yield way
            elif heir not in way:
                yield from self._circles(dept, (*way, heir))

    def _largest(self, one: Statement, way: tuple[str, ...]) -> bool:
        return one == max((self.said[dept] for dept in way), key=lambda each: each.order)

    def _heirs(self, one: Statement | None) -> list[str]:
        return [] if one is None else sorted(set(one.data.get("successors", ())))

    def on(self, dept: str, day: date) -> str:
        """Itself, or the only one that goes on from it, from one to the next; before it began the only one that it came from."""
        passed = [dept]
        while True:
            following = self._following(passed[-1], day)
            if len(following) != 1 or following[0] in passed or following[0] not in self.began:
                return passed[-1]
            passed.append(following[0])

    def _following(self, dept: str, day: date) -> list[str]:
        merged = self.holding.get(dept)
        if merged is not None and merged.since <= day:
            return self._heirs(merged)
        return [one for one, said in self.holding.items() if self._heirs(said) == [dept] and day < said.since == self.began.get(dept)]
