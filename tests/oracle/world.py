"""Everything that is known at the end of a recorded day, before it is asked how it was on some day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache

from tests.oracle.calendars import Calendars, Rules
from tests.oracle.ledger import Lines, Statement, Told, standing
from tests.oracle.places import NATION, Map

Key = tuple[str, ...]


class World:
    """The statements that stand, by what they are about, and the facts they rest on."""

    def __init__(self, told: Iterable[Told], known: date) -> None:
        """Of what was recorded on or before a day."""
        self.known = known
        self.said: Sequence[Statement] = sorted(standing(told, known), key=lambda one: one.order)
        self.lines = Lines(self.said)
        self.map = Map(self.said)
        self.calendars = Calendars(one for one in self.said if one.kind == "calendar.set")
        self.rules = Rules(one for one in self.said if one.kind == "rule.set")
        self.allocated = {one.data["object"]: (one.order, one.data["region"]) for one in self.said if one.kind == "object.allocated"}
        self.unit_region = cache(self._unit_region)
        self.outcome = cache(self._outcome)
        self.category = cache(self._category)

    def of(self, *kinds: str) -> list[Statement]:
        """The statements of these kinds, in order."""
        return [one for one in self.said if one.kind in kinds]

    def about(self, prefix: str) -> Mapping[str, list[Statement]]:
        """The statements of a family of kinds by their subject, in order."""
        found: dict[str, list[Statement]] = {}
        for one in self.said:
            if one.kind.startswith(prefix):
                found.setdefault(one.subject, []).append(one)
        return found

    def minted(self, source: str, name: str) -> bool:
        """Whether a source minted an id, or came after the one that did."""
        return self.lines.speaks_for(source, mint(name))

    def contains(self, source: str, region: str, day: date) -> bool:
        """Whether the region of a source is, or is above, another on a day."""
        return self.lines.regions.get(source, NATION + "?") in self.map.place(region, day).chain

    def above(self, source: str, other: str, day: date) -> bool:
        """Whether the region of a source is, or is above, that of another."""
        return other in self.lines.regions and self.contains(source, self.lines.regions[other], day)

    def beside(self, source: str, other: str) -> bool:
        """Whether two sources are of one region."""
        return source in self.lines.regions and self.lines.regions.get(source) == self.lines.regions.get(other)

    def chosen(self, said: Sequence[Statement], name: str) -> Statement:
        """Of several statements about one object the one whose single values stand (contract 1)."""
        own = [one for one in said if self.minted(one.source, name)]
        if own:
            return max(own, key=lambda one: (one.time, one.id))
        return min(said, key=lambda one: (one.source, one.id))

    def _unit_region(self, unit: str, day: date) -> str | None:
        registered = next((one for one in self.of("unit.registered") if one.data["unit"] == unit), None)
        if registered is None:
            return None
        region: str = registered.data["region"]
        moves = [one for one in self.of("unit.changed") if one.data["unit"] == unit and one.data.get("region") and one.since <= day]
        for one in sorted(moves, key=lambda one: (one.since, tuple(-ord(sign) for sign in repr(one.order)))):
            region = one.data["region"]
        return region

    def _outcome(self, scheme: str, letter: str, day: date) -> str | None:
        said = [one for one in self.of("class_scheme.set") if one.data["scheme"] == scheme and one.since <= day]
        if not said:
            return None
        last = max(one.since for one in said)
        first = next(one for one in said if one.since == last)
        return next((one["outcome"] for one in first.data.get("classes", ()) if one["code"] == letter), None)

    def _category(self, source: str, code: str | None, day: date) -> str:
        """The common category of what a source called it on a day (docs/counting.md, decision 0021)."""
        for region in self.map.place(self.lines.regions.get(source, NATION), day).chain:
            here = [one for one in self.of("category_scheme.set") if one.data["region"] == region and one.since <= day]
            last = {one.data["scheme"]: max(other.since for other in here if other.data["scheme"] == one.data["scheme"]) for one in here}
            found = [
                (not self.lines.speaks_for(source, one.source), -one.since.toordinal(), one.order, each["category"])
                for name in last
                for one in [next(one for one in here if (one.data["scheme"], one.since) == (name, last[name]))]
                for each in one.data.get("categories", ())
                if each["code"] == code
            ]
            if found:
                return str(min(found)[-1])
        return UNCATEGORISED


UNCATEGORISED = "uncategorised"


def mint(name: str) -> str:
    """The source that minted an id: `//<region>/<system>` at its beginning."""
    return "/".join(name.split("/")[:4])
