"""What begins within a period: matters that a congress handles, and those that a department is given (contract 5: distinct within the period)."""

from collections.abc import Iterator
from datetime import date

from tests.oracle.charged import Home
from tests.oracle.matters import Matter
from tests.oracle.places import DAY
from tests.oracle.thing import Thing
from tests.oracle.things import Things


def begun(things: Things, first: date, last: date, home: Home = str) -> Iterator[Thing]:
    """Those that are so at the end of a day of the period and were not the day before, and what a congress assigns anew on a day; some twice.
    `home`: who stands for a department."""
    for matter in things.matters.all:
        for day in sorted({one.day for name in matter.members for one in things.matters.said.get(name, ()) if first <= one.day <= last}):
            before = {thing.key for thing in (*things.assigned(matter, day - DAY, home), *things.handled(matter, day - DAY))}
            again = _assigning(things, matter, day)
            yield from (thing for thing in things.assigned(matter, day, home) if thing.key not in before)
            yield from (thing for thing in things.handled(matter, day) if thing.key not in before or thing.key[1] in again)


def _assigning(things: Things, matter: Matter, day: date) -> set[str]:
    """The regions whose organs assign suggestions of a matter on a day."""
    said = (one for name in matter.members for one in things.matters.said.get(name, ()))
    return {one.region for one in said if one.day == day and one.kind in ("suggestion.assigned", "suggestion.reassigned")}
