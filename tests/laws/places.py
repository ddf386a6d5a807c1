"""The federations in which random histories take place: a province with cities, or a municipality without; counties, towns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

HUB: Final = "//00/hub"
SINCE: Final = "2021-12-01"


@dataclass(frozen=True)
class Place:
    """A region with its congress, and the system that speaks for it."""

    code: str
    parent: str
    kind: str
    level: str

    @property
    def unit(self) -> str:
        """Its standing committee or presidium."""
        return f"{self.code}-cwh"

    @property
    def source(self) -> str:
        """Its system."""
        return f"//{self.code}/sys"

    @property
    def departments(self) -> tuple[str, str, str]:
        """Bodies that handle."""
        return f"{self.code}-d1", f"{self.code}-d2", f"{self.code}-d3"

    def deputy(self, number: int) -> str:
        """A mandate of its congress."""
        return f"{self.code}-m{number}"


Places = tuple[Place, ...]
"""A federation: each place after the one above it."""


def province(*cities: Sequence[int]) -> Places:
    """A province with these cities: of each how many towns each of its counties has."""
    found = [Place("42", "00", "province", "province")]
    for number, towns in enumerate(cities, 6):
        city = Place(f"42{number:02}", "42", "city", "city")
        found += [city, *_counties(city.code, city.code, towns)]
    return tuple(found)


def municipality(towns: Sequence[int]) -> Places:
    """A municipality, which has no cities: how many towns each of its counties has."""
    return Place("50", "00", "municipality", "province"), *_counties("50", "5001", towns)


def _counties(parent: str, prefix: str, towns: Sequence[int]) -> Iterator[Place]:
    for number, several in enumerate(towns, 24):
        county = Place(f"{prefix}{number}", parent, "county", "county")
        yield county
        yield from (Place(f"{county.code}{code}", county.code, "town", "town") for code in range(101, 101 + several))


PLACES: Final = province((2, 1))
"""The small federation of tests that draw none: one province, one city, two counties, three towns."""

((CITY,), COUNTIES, TOWNS) = (tuple(place for place in PLACES if place.level == level) for level in ("city", "county", "town"))


def above(place: Place, places: Places = PLACES) -> list[Place]:
    """The place and those above it, itself first."""
    by_code = {one.code: one for one in places}
    found = [place]
    while found[-1].parent in by_code:
        found.append(by_code[found[-1].parent])
    return found


def lowest(places: Places) -> list[Place]:
    """Those that have nothing below them: towns, and counties without any."""
    parents = {place.parent for place in places}
    return [place for place in places if place.code not in parents]


def fact(name: str, subject: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """A reference fact of the administrator."""
    return {
        "specversion": "1.0",
        "id": f"{name}:{subject}",
        "source": HUB,
        "type": f"cn.npc.{name}.v1",
        "subject": subject,
        "time": f"{SINCE}T09:00:00+08:00",
        "unit": "00-hub",
        "level": "national",
        "region": "00",
        "data": dict(data),
    }


def region_fact(place: Place) -> dict[str, Any]:
    """The region of a place under its parent."""
    data = {"code": place.code, "name": f"区划{place.code}", "kind": place.kind, "level": place.level, "parent": place.parent, "valid_from": SINCE}
    return fact("region.established", place.code, data)


def foundations(places: Places = PLACES) -> list[dict[str, Any]]:
    """Regions, units, sources and the departments that handle: what the gate must know before it lets anything else pass."""
    found = [region_fact(place) for place in places]
    for place in places:
        unit = {"unit": place.unit, "name": f"常委会{place.code}", "kind": "standing_committee", "level": place.level, "region": place.code}
        source = {"source": place.source, "region": place.code, "families": ["reference", "activity", "suggestion"]}
        found += [fact("unit.registered", place.unit, {**unit, "valid_from": SINCE}), fact("source.registered", place.source, source)]
        for dept in place.departments if place.level != "town" else ():
            found.append(fact("department.registered", dept, {"dept": dept, "name": dept, "region": place.code, "level": place.level}))
    return found


def mandates(places: Places) -> list[dict[str, Any]]:
    """Who sits where: p1 in two nested congresses, p2 and p3 in one each."""
    first, last = lowest(places)[0], lowest(places)[-1]
    seats = [*((place, 1, "p1") for place in above(first, places)[:2]), (last, 2, "p2"), (places[1], 3, "p3")]
    return [
        fact(
            "mandate.started",
            place.deputy(number),
            {"mandate": place.deputy(number), "person": person, "unit": place.unit, "level": place.level, "region": place.code, "valid_from": SINCE},
        )
        for place, number, person in seats
    ]


def periods() -> list[dict[str, Any]]:
    """A short time to reply, and the calendar of the year in which random histories take place."""
    lasting = (("reply", 10, "wd"), ("reply_extended", 1, "m"), ("rehandle", 9, "d"))
    common = {"jurisdiction": "00", "valid_from": SINCE}
    told = [fact("rule.set", step, {**common, "step": step, "amount": amount, "period": period, "consent": True}) for step, amount, period in lasting]
    return [*told, fact("calendar.set", "2025", {"year": 2025, "holidays": ["2025-01-28", "2025-02-03"], "workdays": ["2025-02-08"]})]
