"""What everything rests on: regions, organs, departments, stations, as the administrator and each place register them. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from hub.demo.pen import Pen, Phase, Sent, System, instant
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


def open_stations(pen: Pen, by: Unit, codes: Sequence[str], since: date) -> None:
    """One contact station in each of these townships; some are told twice, some move house, one was never built."""
    for at, code in enumerate(codes):
        if at % 7 == 2:
            _close(pen, by, _open(pen, by, code, 9, since), date(since.year + 1, 3, 1))
        opened = _open(pen, by, code, 1, since)
        if at % 9 == 4:
            _open(pen, by, code, 1, since)
        if at % 23 == 5:
            pen.retract(_written(pen, _open(pen, by, code, 8, since)), "站点未建")
        if at % 23 == 6:
            pen.correct(_written(pen, opened), {"name": f"{regions()[code].name}人大代表联络站（中心站）"})


def _open(pen: Pen, by: Unit, code: str, number: int, since: date) -> str:
    station = f"{code}-z{number:02d}"
    host = organ(code).code
    name = f"{regions()[code].name}人大代表联络站"
    data = {"station": station, "name": name, "tier": "station", "region": code, "host_unit": host, "valid_from": since.isoformat()}
    pen.write("station.opened", station, instant(since), by, data, "reference")
    return station


def _close(pen: Pen, by: Unit, station: str, until: date) -> None:
    data = {"station": station, "valid_from": until.isoformat(), "reason": "迁址"}
    pen.write("station.closed", station, instant(until), by, data, "reference")


def _written(pen: Pen, subject: str) -> Sent:
    return next(one for one in reversed(pen.written) if one.event["subject"] == subject)
