"""Report 003, Jilin 吉林 22, the year 2023: what houses and stations held, and the items that this moved forward. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from hub.demo import ground, people
from hub.demo.gatherings import Diary, Gathering, shares
from hub.demo.pen import DAY, Pen, System
from hub.demo.people import Deputy, Roll
from hub.demo.places import below, children, counties, organ, townships
from hub.demo.reports.pens import Pens

PROVINCE: Final = "22"
PLATFORM: Final = System("//22/lzpt", "吉林省人大代表履职服务平台", PROVINCE, ("reference", "activity"))
CLOUD: Final = System("//22/yjds", "代表云接待室", PROVINCE, ("activity",), "http")
CITY: Final = tuple(System(f"//{one.code}/dbjz", f"{one.name}代表家站系统", one.code, ("activity",)) for one in children(PROVINCE))
SYSTEMS: Final = (PLATFORM, CLOUD, *CITY)
ORGANS: Final = (PROVINCE,)
_YEAR: Final = (date(2023, 1, 1), date(2023, 12, 31))
_KINDS: Final = ("reception", "visit", "reception", "group", "reception", "mediation", "good_deed")
_EVERY: Final = 28
"""Days from one reception day of a place to its next."""
_CLOUDED: Final = 67
"""Every so many activities one is held in the cloud reception room, and told by it."""


def write(goals: Mapping[str, int], pens: Pens) -> None:
    """Everything the systems of Jilin say."""
    held = goals["activities.held"]
    deputies = _ground(pens[PLATFORM], max(1, held // 2000))
    items = shares(goals["items.advanced"], held, pens[PLATFORM], 6)
    diaries = {system.region: Diary(pens[system], *_YEAR) for system in CITY}
    cloud = Diary(pens[CLOUD], *_YEAR)
    for turn, moved in enumerate(items):
        system = CITY[turn * 5 % len(CITY)]
        diary = cloud if turn % _CLOUDED == 13 else diaries[system.region]
        diary.hold(_gathering(system.region, diary, deputies[system.region], turn, moved, pens))
    _elsewhere(Diary(pens[PLATFORM], *_YEAR), held // 400)


def _ground(pen: Pen, seats: int) -> Mapping[str, Sequence[Deputy]]:
    unit = organ(PROVINCE)
    for region in below(PROVINCE):
        if region.code != PROVINCE:
            ground.register(pen, unit, region.code, "cure" if region.code == "222426" else "reference")
    roll = Roll(pen, unit, date(2022, 1, 6))
    return {
        city.code: people.elect(roll, [(city.code, seats * 4), *((one.code, seats) for one in counties(city.code))]) for city in children(PROVINCE)
    }


def _gathering(city: str, diary: Diary, deputies: Sequence[Deputy], turn: int, items: int, pens: Pens) -> Gathering:
    """At a station of a county or a township, on its day of the month, which has one theme; every fortieth is the province's
    campaign too."""
    hosts = [one.code for one in counties(city)] + [one.code for one in townships(city)]
    host = hosts[turn // 9 % len(hosts)]
    present = [deputies[(turn + step * 3) % len(deputies)] for step in range((1, 0, 1, 2)[turn % 4])]
    co = (pens[PLATFORM], organ(PROVINCE)) if turn % 40 == 1 else None
    at = diary.reception(int(host), _EVERY)
    kind = _KINDS[(at // DAY // _EVERY + int(host)) % len(_KINDS)]
    return Gathering(organ(host), kind, at, present, {"items": items}, f"{host}-z01", co=co)


def _elsewhere(diary: Diary, number: int) -> None:
    """Trainings and inspections: activities, but not of stations."""
    for turn in range(number):
        diary.hold(Gathering(organ(PROVINCE), ("training", "inspection")[turn % 2], diary.moment()))
