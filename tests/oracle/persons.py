"""Who sits where, and which records of persons are of one person (contract 2, decision 0019)."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from tests.oracle.ledger import Statement
from tests.oracle.terms import Terms
from tests.oracle.world import World


class Persons:
    """The person of each mandate, as far as the mandate is known."""

    def __init__(self, world: World) -> None:
        """Of contradicting facts about a mandate the smallest holds."""
        self.world = world
        self.seats: dict[str, Statement] = {}
        for one in world.of("mandate.started"):
            self.seats.setdefault(one.data["mandate"], one)
        self.terms = Terms(world)
        self.into = _without_circles(self._holding())

    def who(self, record: str) -> str:
        """The record that one leads to, from one to the next."""
        while record in self.into:
            record = self.into[record].data["into"]
        return record

    def held(self, mandate: str) -> Sequence[tuple[date, date]]:
        """The days on which a known mandate is held: from each to before the other; not while it is suspended (代表法 48). An end before the
        beginning ends nothing; the next term of its unit ends what nobody did."""
        begin = self.seats[mandate].since
        ends = (one.since for one in self.world.of("mandate.ended") if one.data["mandate"] == mandate and one.since >= begin)
        end = min([self.terms.over(self.seats[mandate]), *ends])
        turns = [one for one in self.world.of("mandate.suspended", "mandate.restored") if one.data["mandate"] == mandate]
        days = sorted({begin, *(one.since for one in turns if begin < one.since < end)}) if begin < end else []
        found = []
        for day, until in pairwise((*days, end)):
            last = max((one for one in turns if one.since <= day), key=lambda one: (one.since, one.order), default=None)
            if last is None or last.kind == "mandate.restored":
                found.append((day, until))
        return found

    def holds(self, mandate: str, day: date) -> bool:
        """Whether a mandate that is known is held on a day."""
        return any(since <= day < until for since, until in self.held(mandate))

    def _holding(self) -> dict[str, list[Statement]]:
        """Of each record what holds, in order: said by who reaches both, or by somebody of each side."""
        said = self.world.of("deputy.merged")
        found: dict[str, list[Statement]] = {}
        for one in said:
            same = [other for other in said if (other.data["from"], other.data["into"]) == (one.data["from"], one.data["into"])]
            sides = [{side for side in ("from", "into") if self._reaches(other, other.data[side])} for other in same]
            own = {side for side in ("from", "into") if self._reaches(one, one.data[side])}
            if one.data["from"] != one.data["into"] and (len(own) == 2 or (own and set().union(*sides) == {"from", "into"})):
                found.setdefault(one.data["from"], []).append(one)
        return found

    def _reaches(self, one: Statement, record: str) -> bool:
        seats = [seat for seat in self.seats.values() if seat.data["person"] == record]
        return not seats or any(self.world.contains(one.source, seat.data["region"], one.day) for seat in seats)


def _without_circles(holding: Mapping[str, Sequence[Statement]]) -> dict[str, Statement]:
    """Of each record the smallest that holds. Of each circle the largest does not hold, and its record has the next that does."""
    standing = {record: [*said] for record, said in holding.items()}
    while circle := next((found for record in standing if (found := _circle(standing, record))), None):
        last = max(circle, key=lambda one: standing[one][0].order)
        standing[last] = standing[last][1:]
    return {record: said[0] for record, said in standing.items() if said}


def _circle(standing: Mapping[str, Sequence[Statement]], record: str) -> list[str]:
    """The records of the circle to which the way from one leads; none if it leads to an end."""
    way = [record]
    while standing.get(way[-1]):
        following = standing[way[-1]][0].data["into"]
        if following in way:
            return way[way.index(following) :]
        way.append(following)
    return []
