"""The small federation in which random histories take place: one province, one city, two counties, three towns."""

from collections.abc import Mapping
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


PROVINCE: Final = Place("42", "00", "province", "province")
CITY: Final = Place("4206", "42", "city", "city")
COUNTIES: Final = (Place("420624", "4206", "county", "county"), Place("420625", "4206", "county", "county"))
TOWNS: Final = (
    Place("420624101", "420624", "town", "town"),
    Place("420624102", "420624", "town", "town"),
    Place("420625101", "420625", "town", "town"),
)
PLACES: Final = (PROVINCE, CITY, *COUNTIES, *TOWNS)
BY_CODE: Final[Mapping[str, Place]] = {place.code: place for place in PLACES}
PERSONS: Final = ("p1", "p2", "p3")


def above(place: Place) -> list[Place]:
    """The place and those above it, itself first."""
    found = [place]
    while found[-1].parent in BY_CODE:
        found.append(BY_CODE[found[-1].parent])
    return found


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


def foundations() -> list[dict[str, Any]]:
    """Regions, units, departments, sources and mandates: what the gate must know before it lets anything else pass."""
    found = [region_fact(place) for place in PLACES]
    for place in PLACES:
        unit = {"unit": place.unit, "name": f"常委会{place.code}", "kind": "standing_committee", "level": place.level, "region": place.code}
        source = {"source": place.source, "region": place.code, "families": ["reference", "activity", "suggestion"]}
        found += [fact("unit.registered", place.unit, {**unit, "valid_from": SINCE}), fact("source.registered", place.source, source)]
        for dept in place.departments:
            found.append(fact("department.registered", dept, {"dept": dept, "name": dept, "region": place.code, "level": place.level}))
    return found


def mandates() -> list[dict[str, Any]]:
    """Who sits where: p1 in two nested congresses, p2 and p3 in one each."""
    seats = [(TOWNS[0], 1, "p1"), (COUNTIES[0], 1, "p1"), (TOWNS[1], 1, "p2"), (CITY, 1, "p3")]
    return [
        fact(
            "mandate.started",
            place.deputy(number),
            {"mandate": place.deputy(number), "person": person, "unit": place.unit, "level": place.level, "region": place.code, "valid_from": SINCE},
        )
        for place, number, person in seats
    ]
