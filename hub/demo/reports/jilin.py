"""Report 003, Jilin 吉林 22, the year 2023: what houses and stations held and moved forward, who is in them, suggestions, courses. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import cycle
from typing import Final

from hub.demo import classes, ground, people
from hub.demo.classes import Course
from hub.demo.gatherings import Diary, Gathering, shares
from hub.demo.lives import Desk, Life, climb
from hub.demo.pen import DAY, Pen, System, instant
from hub.demo.people import Deputy, Roll
from hub.demo.places import below, children, counties, departments, organ, townships
from hub.demo.reports.pens import Pens

PROVINCE: Final = "22"
PLATFORM: Final = System("//22/lzpt", "吉林省人大代表履职服务平台", PROVINCE, ("reference", "activity"))
DESK: Final = System("//22/jyxt", "吉林省人大代表建议办理系统", PROVINCE, ("reference", "suggestion"))
CLOUD: Final = System("//22/yjds", "代表云接待室", PROVINCE, ("activity",), "http")
CITY: Final = tuple(System(f"//{one.code}/dbjz", f"{one.name}代表家站系统", one.code, ("activity",)) for one in children(PROVINCE))
SYSTEMS: Final = (PLATFORM, DESK, CLOUD, *CITY)
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
    deputies = _ground(pens[PLATFORM], max(2, held // 2000), goals["groups"])
    items = shares(goals["items.advanced"], held, pens[PLATFORM], 6)
    diaries = {system.region: Diary(pens[system], *_YEAR) for system in CITY}
    cloud = Diary(pens[CLOUD], *_YEAR)
    for turn, moved in enumerate(items):
        system = CITY[turn * 5 % len(CITY)]
        diary = cloud if turn % _CLOUDED == 13 else diaries[system.region]
        diary.hold(_gathering(system.region, diary, deputies[system.region], turn, moved, pens))
    everybody = [one for several in deputies.values() for one in several]
    _elsewhere(Diary(pens[PLATFORM], *_YEAR), held // 400)
    _linked(goals["persons meeting"], Diary(pens[PLATFORM], *_YEAR), everybody)
    _stations(goals["stations.coverage"], goals["stations.deputies"], pens[PLATFORM], everybody)
    _suggestions(goals["suggestions.handled"], pens[DESK])
    for number in range(goals["training.courses"]):
        course = Course(f"22-lz{number}", instant(date(2023, 3 + number, 14)), "22-dx")
        classes.attend(pens[PLATFORM], organ(PROVINCE), course, everybody[number * 20 : number * 20 + 40])


def _ground(pen: Pen, seats: int, groups: int) -> Mapping[str, Sequence[Deputy]]:
    """Deputies of cities and counties, every ninth also of the congress above: those of the province in so many groups; one more is no more."""
    unit = organ(PROVINCE)
    for region in below(PROVINCE):
        if region.code != PROVINCE:
            ground.register(pen, unit, region.code, "cure" if region.code == "222426" else "reference")
    roll = Roll(pen, unit, date(2022, 1, 6), groups={PROVINCE: cycle(f"省人大代表第{number}小组" for number in range(1, groups + 1))})
    people.dissolved(roll, PROVINCE, "省直机关代表小组", 2, date(2023, 1, 10))
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


def _linked(wanted: int, diary: Diary, deputies: Sequence[Deputy]) -> None:
    """Members of the standing committee meet the deputies to whom each keeps contact, each of these twice a year."""
    for turn in range(-(-wanted // 4) * 2):
        at = turn * 4 % (-(-wanted // 4) * 4)
        diary.hold(Gathering(organ(PROVINCE), "meeting", diary.moment(), deputies[at : min(at + 4, wanted)], topic="联系代表座谈"))


def _stations(covered: int, enrolled: int, pen: Pen, deputies: Sequence[Deputy]) -> None:
    """A station in so many of a hundred townships, and one in every county, with so many deputies in all of them."""
    places = [one.code for one in townships(PROVINCE)]
    chosen = places[: -(-covered * len(places) // 100)] + [one.code for one in counties(PROVINCE)]
    stations = ground.open_stations(pen, organ(PROVINCE), chosen, date(2022, 6, 1))
    ground.enrol(pen, organ(PROVINCE), stations, enrolled, date(2023, 2, 1), deputies)


def _suggestions(wanted: int, pen: Pen) -> None:
    """Suggestions that the province assigned in the year; some go on as another of the same office, some were assigned the year before."""
    ground.staff(pen, organ(PROVINCE), (PROVINCE,))
    desk = Desk(pen, organ(PROVINCE), [dept for dept, _ in departments(PROVINCE)], 14, 1)
    desk.above = desk
    places = [one.code for one in counties(PROVINCE)]
    for turn in range(wanted + wanted // 20):
        at = instant(date(2023 if turn < wanted else 2022, 1 + turn % 6, 18))
        life = Life(desk, places[turn % len(places)], at)
        if turn % 3 == 1:
            life.submit()
        life.register()
        life.assign("main", "co")
        if turn % 12 == 5:
            life.say("refused", 1, dept=life.departments[0], reason="不属本单位职责")
            handlers = [{"dept": life.departments[2], "role": "main"}]
            life.say("reassigned", 1, replaces=[life.departments[0]], departments=handlers)
            life.reply("solved", 2)
        elif turn % 5:
            life.reply("planned")
        if turn % 15 == 4:
            climb(life).assign("main")
