"""What everything rests on: regions, organs, departments, stations, as the administrator and each place register them. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hub.demo.pen import Pen, Phase, Sent, System, instant
from hub.demo.people import Deputy
from hub.demo.places import ESTABLISHED, Unit, departments, organ, regions

ADMINISTRATOR: Final = System("//00/hub", "枢纽", "00", ("reference", "activity", "suggestion"), "http")
HUB: Final = Unit("00-hub", "枢纽", "office", "national", "00")
_BEGINNING: Final = date.fromisoformat(ESTABLISHED)


def establish(pen: Pen, organs: Iterable[str]) -> None:
    """The administrator's part: every region, and the organs by which the places themselves speak."""
    for region in regions().values():
        if region.code == "00":
            continue
        data = {"code": region.code, "name": region.name, "kind": region.kind, "parent": region.parent, "valid_from": ESTABLISHED}
        pen.write("region.established", region.code, instant(_BEGINNING), HUB, {**data, "level": region.level or None}, "reference")
    for code in organs:
        register(pen, HUB, code)


def register(pen: Pen, by: Unit, code: str, phase: Phase = "reference") -> None:
    """Register the organ of a region."""
    unit = organ(code)
    data = {"unit": unit.code, "name": unit.name, "kind": unit.kind, "level": unit.level, "region": unit.region, "valid_from": ESTABLISHED}
    pen.write("unit.registered", unit.code, instant(_BEGINNING, 10), by, data, phase)


def staff(pen: Pen, by: Unit, codes: Iterable[str]) -> None:
    """Register the departments of the governments of these regions."""
    for code in codes:
        for dept, name in departments(code):
            data = {"dept": dept, "name": name, "region": code, "level": organ(code).level, "valid_from": ESTABLISHED}
            pen.write("department.registered", dept, instant(_BEGINNING, 11), by, data, "reference")


def open_stations(pen: Pen, by: Unit, codes: Sequence[str], since: date, tier: str = "station", seldom: int = 1) -> list[str]:
    """A station of a tier in each of these places, which may be the same; their ids. Some are told twice, some move house, some were never built,
    some are entered as another tier first: every so many, the more seldom the larger `seldom` is."""
    opened: list[str] = []
    number: Counter[str] = Counter()
    for at, code in enumerate(codes):
        number[code] += 1
        site = Site(code, number[code], tier)
        opened.append(site.station)
        if at % (7 * seldom) == 2:
            old = replace(site, number=site.number + 900)
            _open(pen, by, old, since)
            _close(pen, by, old.station, date(since.year + 1, 3, 1))
        if at % (11 * seldom) == 9 and tier != "station":
            _open(pen, by, site, since, "station")
            data = {"station": site.station, "tier": tier, "valid_from": since.isoformat()}
            pen.write("station.changed", site.station, instant(since), by, data, "reference")
        else:
            _told(pen, by, site, since, at // seldom if at % seldom == 0 else 0)
    return opened


@dataclass(frozen=True)
class Site:
    """A station: the place where it stands, its number there, its tier."""

    code: str
    number: int
    tier: str

    @property
    def station(self) -> str:
        """Its id."""
        return f"{self.code}-{_LETTERS[self.tier]}{self.number:02d}"


_LETTERS: Final = {"main": "zz", "central": "zx", "station": "z", "point": "d", "online": "w"}


def _told(pen: Pen, by: Unit, site: Site, since: date, turn: int) -> None:
    opened = _open(pen, by, site, since)
    if turn % 9 == 4:
        _open(pen, by, site, since)
    if turn % 23 == 5:
        pen.retract(_open(pen, by, replace(site, number=site.number + 800), since), "站点未建")
    if turn % 23 == 6:
        pen.correct(opened, {"name": f"{regions()[site.code].name}人大代表联络站（中心站）"})


def _open(pen: Pen, by: Unit, site: Site, since: date, entered: str | None = None) -> Sent:
    name = f"{regions()[site.code].name}人大代表联络站"
    data = {"station": site.station, "name": name, "tier": entered or site.tier, "region": site.code, "host_unit": organ(site.code).code}
    return pen.write("station.opened", site.station, instant(since), by, {**data, "valid_from": since.isoformat()}, "reference")


def _close(pen: Pen, by: Unit, station: str, until: date) -> None:
    data = {"station": station, "valid_from": until.isoformat(), "reason": "迁址"}
    pen.write("station.closed", station, instant(until), by, data, "reference")


def enrol(pen: Pen, by: Unit, stations: Sequence[str], wanted: int, since: date, known: Sequence[Deputy]) -> None:
    """So many deputies on the rosters of these stations, first the known ones. Who holds two mandates is on two lists; some lists name somebody
    who is on another as well, some were replaced by a later one, some were taken back."""
    seats = [one.mandates for one in known[:wanted]]
    seats += [(f"{by.region}-d-x{at:05d}",) for at in range(wanted - len(seats))]
    for at, station in enumerate(stations):
        listed = seats[len(seats) * at // len(stations) : len(seats) * (at + 1) // len(stations)]
        before = seats[len(seats) * (at - 1) // len(stations) : len(seats) * at // len(stations)] if at else ()
        names = [one[0] for one in listed] + [one[-1] for one in before if len(one) > 1] + [one[0] for one in before[:2]]
        if at % 9 == 3:
            _roster(pen, by, station, [f"{by.region}-d-v{at:04d}-{turn}" for turn in range(5)], date(since.year - 1, since.month, since.day))
        if at % 23 == 7:
            pen.retract(_roster(pen, by, station, [f"{by.region}-d-w{at:04d}"], date(since.year, since.month, since.day + 1)), "名单作废")
        _roster(pen, by, station, names, since)


def _roster(pen: Pen, by: Unit, station: str, mandates: Sequence[str], since: date) -> Sent:
    data = {"station": station, "mandates": list(mandates), "valid_from": since.isoformat()}
    return pen.write("station.roster_changed", station, instant(since), by, data, "reference")
