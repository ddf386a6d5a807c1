"""What stands beside each figure: sources expected and heard, from which 未报送 follows, and identities in dispute (contract 1 and 5)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from tests.oracle.figures import Asked, months, row
from tests.oracle.ledger import Statement, Told, day_of, milliseconds
from tests.oracle.places import NATION
from tests.oracle.things import called_off
from tests.oracle.world import World

Place = tuple[str, str]
"""The row of a region and that of a month, each empty where the answer is not divided by it."""
KINDS: Final[Mapping[str, Sequence[str]]] = {
    "activity": ("activity.announced", "activity.held", "activity.cancelled"),
    "opinion": tuple(f"opinion.{step}" for step in ("collected", "answered_on_spot", "forwarded", "converted", "rejected")),
    "mandate": tuple(f"mandate.{step}" for step in ("started", "ended", "suspended", "restored")),
    "station": ("station.opened", "station.closed", "station.changed"),
}
"""What speaks of the things of a family; the one that says where it lies is the first but for an announcement."""
DISPUTED: Final[Mapping[str, str]] = {
    **dict.fromkeys(("activities.held", "people.received", "items.advanced"), "activity"),
    **dict.fromkeys(("opinions.collected", "opinions.resolved"), "opinion"),
    "deputies": "mandate",
    "stations.open": "station",
}
"""Statistics of which identities in dispute are asked, and the family of their things."""


class Heard:
    """The last day of which each source has spoken, of what is told by a recorded day; what was corrected or contradicted is heard as well."""

    def __init__(self, told: Iterable[Told], known: date, world: World) -> None:
        """Of a federation."""
        self.world, self.last = world, dict[str, date]()
        for one in told:
            if one.recorded <= known:
                source, day = one.event["source"], day_of(milliseconds(one.event["time"]))
                self.last[source] = max(day, self.last.get(source, day))
        self.revoked = {one.data["source"] for one in world.of("source.revoked")}

    def beside(self, asked: Asked) -> dict[Place, tuple[int, int]]:
        """Sources expected and heard of each row: registered for a region that lies below the row's on the last day (restated: on that of the
        regions); those of them that spoke of a day in the row's period or after it."""
        found: dict[Place, tuple[int, int]] = {}
        divided = months(asked.first, asked.last) if "month" in asked.by else ((asked.first, asked.last),)
        for name, region in self.world.lines.regions.items():
            place = self._row(region, asked)
            if region == NATION or place is None or name in self.revoked:
                continue
            for first, last in divided:
                key = (place, f"{last:%Y-%m}" if "month" in asked.by else "")
                expected, heard = found.get(key, (0, 0))
                found[key] = expected + 1, heard + (name in self.last and (first is None or self.last[name] >= first))
        return found

    def _row(self, region: str, asked: Asked) -> str | None:
        regional, on = self.world.map, asked.regions or asked.last
        if not regional.valid(region, on):
            return None
        chain = regional.place(region, on).chain
        return None if asked.region not in chain else row(chain, True, asked.region) if "region" in asked.by else ""

    def in_dispute(self, name: str, region: str, last: date) -> int:
        """Identities with differing copies, corrected by nobody, of things of a statistic that began by a day and are seen from a region: they lie
        below it, or an organ below it has spoken of them or is addressed."""
        found = set()
        family = DISPUTED[name]
        for subject, several in self.world.about(f"{family}.").items():
            said = [one for one in several if one.kind in KINDS[family]]
            lying = self._lying(family, subject, said)
            if lying is not None and lying[1] <= last and region in self._seen(said, lying):
                found |= {(one.source, one.id) for one in said if one.disputed}
        return len(found)

    def _lying(self, family: str, name: str, said: Sequence[Statement]) -> tuple[str, date] | None:
        """Where and from when a thing lies; None of one that does not count."""
        begun = [one for one in said if one.kind in ("activity.held", "opinion.collected", "mandate.started", "station.opened")]
        if not begun or (family == "activity" and called_off([one for one in said if self.world.minted(one.source, name)])):
            return None
        if family in ("mandate", "station"):
            first = begun[0] if family == "mandate" else min(begun, key=lambda one: (one.since, one.order))
            return first.data["region"], first.since
        chosen = self.world.chosen(begun, name)
        region = chosen.data["origin"] if family == "opinion" else self.world.unit_region(chosen.data["host_unit"], chosen.day)
        return None if region is None else (region, chosen.day)

    def _seen(self, said: Sequence[Statement], lying: tuple[str, date]) -> set[str]:
        places = {lying}
        for one in said:
            units = [one.data["to_unit"]] if one.data.get("to_unit") else []
            places |= {
                (one.region, one.day),
                *((home, one.day) for home in (self.world.unit_region(unit, one.day) for unit in units) if home is not None),
            }
        return {code for place in places for code in self.world.map.place(*place).chain}
