"""Stations: whether one is open, of which tier, and who is in it (decision 0025)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from tests.oracle.ledger import Statement
from tests.oracle.persons import Persons
from tests.oracle.world import World

Present = tuple[Any, tuple[str, date], str, Statement | None]
"""Who, where, of which kind; the mandate by which somebody sits there, where that is known."""


class Stations:
    """The stations of a world."""

    def __init__(self, world: World, persons: Persons) -> None:
        """Of one state of knowledge."""
        self.world, self.persons = world, persons
        self.said = world.about("station.")

    def open(self, day: date) -> dict[str, tuple[str, date]]:
        """Those that are open on a day, with the place by which each lies."""
        found: dict[str, tuple[str, date]] = {}
        for name, said in self.said.items():
            openings = [one for one in said if one.kind == "station.opened"]
            past = self._since([one for one in said if one.kind in ("station.opened", "station.closed")], day)
            if past and past[-1].kind == "station.opened":
                found[name] = openings[0].data["region"], min(one.since for one in openings)
        return found

    def tier(self, name: str, day: date) -> str:
        """What a station is on a day: as it was changed last, else as it opened."""
        opened = min((one for one in self.said[name] if one.kind == "station.opened"), key=lambda one: (one.since, one.order))
        changed = self._since([one for one in self.said[name] if one.kind == "station.changed" and one.data.get("tier")], day)
        tier: str = (changed or [opened])[-1].data["tier"]
        return tier

    def deputies(self, first: date | None, last: date) -> Iterator[Present]:
        """Who is in an open station, in office, on any day of the period, or on its last day where it has no first; a mandate not known is one."""
        turns = {one.since for one in self.world.said if one.kind.startswith(("station.", "mandate."))}
        for day in {last} if first is None else {first, *(one for one in turns if first < one <= last)}:
            for name, place in self.open(day).items():
                listed = self._since([one for one in self.said[name] if one.kind == "station.roster_changed"], day)
                for mandate in listed[-1].data.get("mandates", ()) if listed else ():
                    yield from self._present(mandate, place, self.tier(name, day), day)

    def _present(self, mandate: str, place: tuple[str, date], tier: str, day: date) -> Iterator[Present]:
        seat = self.persons.seats.get(mandate)
        if seat is None:
            yield ("mandate", mandate), place, tier, None
        elif self.persons.holds(mandate, day):
            yield ("person", self.persons.who(seat.data["person"])), place, tier, seat

    def _since(self, said: Sequence[Statement], day: date) -> list[Statement]:
        """Those that hold from that day or one before, one after the other."""
        return sorted((one for one in said if one.since <= day), key=lambda one: (one.since, one.order))
