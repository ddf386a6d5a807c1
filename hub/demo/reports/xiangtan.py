"""Report 004, Xiangtan 湘潭 4303, this term to the middle of 2024: stations, receptions, people, problems and their end. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from hub.demo import ground, people
from hub.demo.gatherings import Diary, Gathering, bring, portions, shares
from hub.demo.lives import IMPLEMENTED, OPEN, Desk, Life, Style, flat
from hub.demo.pen import DAY, Pen, System
from hub.demo.people import Deputy, Roll
from hub.demo.places import below, counties, departments, organ, towns, townships
from hub.demo.reports.pens import Pens
from hub.demo.voices import Ear, Voice

CITY: Final = "4303"
PLATFORM: Final = System("//4303/lzpt", "湘潭市代表履职平台", CITY, ("reference", "activity"))
DESK: Final = System("//4303/jyxt", "湘潭市代表建议办理系统", CITY, ("suggestion",))
MARKET: Final = System("//430321203/zxt", "排头乡赶集日联络站", "430321203", ("activity",), "http")
COUNTY: Final = tuple(System(f"//{one.code}/lzpt", f"{one.name}代表履职平台", one.code, ("activity", "suggestion")) for one in counties(CITY))
SYSTEMS: Final = (PLATFORM, DESK, MARKET, *COUNTY)
ORGANS: Final = ("43", CITY)
_TERM: Final = (date(2021, 11, 1), date(2024, 6, 30))
_HEARD: Final = (date(2021, 11, 1), date(2024, 2, 29))
_SINCE: Final = date(2021, 10, 20)
_ACTIVE: Final = 10
"""Of each congress so many deputies are named in activities."""
_EVERY: Final = 14
"""Days from one reception day of a place to its next."""
_MARKET_DAYS: Final = 43
_ALONE: Final = 3
"""Every so many receptions one is on a market day; every so many names the deputies, the others only the station."""


def write(goals: Mapping[str, int], pens: Pens) -> None:
    """Everything the systems of Xiangtan say."""
    deputies = _ground(goals, pens[PLATFORM])
    _receptions(goals["activities.held"], goals["people.received"], pens, deputies)
    _problems(goals["opinions.collected"], goals["opinions.resolved"], pens)
    _aid(goals["money.moved aid"], pens, deputies)
    _investments(goals["activities.held investment"], goals["money.moved investment"], goals["entities.founded investment"], pens, deputies)


def _ground(goals: Mapping[str, int], pen: Pen) -> Sequence[Deputy]:
    unit, places = organ(CITY), [one.code for one in townships(CITY)]
    for region in below(CITY):
        if region.code != CITY and region.kind != "zone":
            ground.register(pen, unit, region.code, "cure" if region.code == "430381203" else "reference")
    ground.staff(pen, unit, (CITY, *(one.code for one in counties(CITY))))
    ground.open_stations(pen, unit, places[: goals["stations.open station"]], date(2021, 10, 8))
    ground.open_stations(pen, unit, [MARKET.region] * goals["stations.open point"], date(2022, 9, 1), "point")
    seated, wanted = (*counties(CITY), *towns(CITY)), goals["deputies"]
    seats = [(one.code, wanted * (at + 1) // len(seated) - wanted * at // len(seated)) for at, one in enumerate(seated)]
    roll = Roll(pen, unit, _SINCE)
    people.replaced(roll, CITY, max(1, wanted // 90), date(2023, 1, 10))
    everybody = people.elect(roll, seats, second=7, named=10)
    return [one for one in everybody if int(one.person[-4:]) <= _ACTIVE]


def _receptions(wanted: int, received: int, pens: Pens, deputies: Sequence[Deputy]) -> None:
    """Receptions and visits at the stations, each on its own day of the fortnight; now and then the city's platform tells of one too."""
    number = shares(received, wanted, pens[PLATFORM], 60)
    diaries = {system.region: Diary(pens[system], *_TERM) for system in (PLATFORM, *COUNTY)}
    market = Diary(pens[MARKET], *_TERM)
    places = [(one.code, one.parent if one.parent in diaries else CITY) for one in townships(CITY)]
    for turn in range(wanted):
        code, teller = (MARKET.region, "") if turn % _MARKET_DAYS == 11 else places[turn % len(places)]
        diary = diaries[teller] if teller else market
        present = [deputies[turn * 7 % len(deputies)]] if turn % _ALONE == 0 else []
        co = (pens[PLATFORM], organ(CITY)) if turn % 53 == 1 and teller != CITY else None
        at = diary.reception(int(code), _EVERY)
        kind = "visit" if (at // DAY // _EVERY + int(code)) % 4 == 1 else "reception"
        diary.hold(Gathering(organ(code), kind, at, present, {"people": number[turn]}, f"{code}-z01", co=co))


def _problems(collected: int, resolved: int, pens: Pens) -> None:
    """Six of seven that were resolved were resolved on the spot, the others by suggestions; others still wait."""
    ears = {system.region: Ear(pens[system], *_HEARD, (pens[PLATFORM], organ(CITY))) for system in COUNTY}
    above = Desk(pens[DESK], organ(CITY), _departments(CITY), 16, 4)
    desks = {one.region: Desk(pens[one], organ(one.region), _departments(one.region), 18, 3, above) for one in COUNTY}
    by_suggestion = resolved // 7
    waiting: dict[str, list[Voice]] = {}
    for turn in range(collected):
        system = COUNTY[turn % len(COUNTY)]
        places = townships(system.region)
        code = places[turn // len(COUNTY) % len(places)].code
        voice = ears[system.region].hear(organ(code), code)
        if turn < resolved - by_suggestion:
            ears[system.region].answer(voice)
        else:
            waiting.setdefault(system.region, []).append(voice)
    for code, voices in waiting.items():
        own = next(at for at, one in enumerate(COUNTY) if one.region == code)
        fed = by_suggestion // len(COUNTY) + (own < by_suggestion % len(COUNTY))
        _feed(desks[code], ears[code], voices[:fed], flat(IMPLEMENTED), IMPLEMENTED)
        _feed(desks[code], ears[code], voices[fed : fed + fed // 5], flat(OPEN), OPEN)
        for voice in voices[fed + fed // 5 :: 3]:
            ears[code].forward(voice, organ(code).code)


def _feed(desk: Desk, ear: Ear, voices: Sequence[Voice], usual: Sequence[Style], climbing: Sequence[Style]) -> None:
    """Two opinions make a suggestion, every fifth suggestion takes one only; every twelfth may climb."""
    at = turn = 0
    while at < len(voices):
        taken = voices[at : at + (1 if turn % 5 == 2 else 2)]
        life = Life(desk, taken[0].origin, max(voice.at for voice in taken) + DAY, opinions=[voice.id for voice in taken])
        life.register()
        for voice in taken:
            ear.convert(voice, life.id)
        styles = climbing if turn % 12 == 5 else usual
        styles[turn % len(styles)](life)
        at, turn = at + len(taken), turn + 1


def _aid(money: int, pens: Pens, deputies: Sequence[Deputy]) -> None:
    """Aid to villages and households, what it was worth told afterwards, now and then by the city's platform as well."""
    amounts = portions(money, 240, pens[PLATFORM])
    _held_and_brought("aid", "帮扶", [{"money": amount} for amount in amounts], pens, deputies)


def _investments(wanted: int, money: int, entities: int, pens: Pens, deputies: Sequence[Deputy]) -> None:
    """Deputies win investors; what was invested and founded is told afterwards."""
    amounts, founded = portions(money, wanted, pens[PLATFORM]), portions(entities, wanted, pens[PLATFORM])
    brought = [{"money": amount, "entities": number} for amount, number in zip(amounts, founded, strict=True)]
    _held_and_brought("investment", "招商引资", brought, pens, deputies)


def _held_and_brought(kind: str, note: str, brought: Sequence[Mapping[str, int]], pens: Pens, deputies: Sequence[Deputy]) -> None:
    diaries = [Diary(pens[system], _TERM[0], date(2024, 5, 20)) for system in COUNTY]
    for turn, amounts in enumerate(brought):
        diary = diaries[turn % len(diaries)]
        unit, at = organ(diary.pen.system.region), diary.moment()
        present = [deputies[turn * 3 % len(deputies)]]
        co = (pens[PLATFORM], organ(CITY)) if turn % 9 == 2 else None
        activity = diary.hold(Gathering(unit, kind, at, present, co=co))
        bring(diary.pen, unit, activity, at, note, amounts)
        if co is not None:
            bring(*co, activity, at, note, amounts)


def _departments(code: str) -> list[str]:
    return [dept for dept, _ in departments(code)]
