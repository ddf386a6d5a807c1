"""Report 000, Jingmen 荆门 4208, the year 2024: stations, trainings, participations, opinions, votes, projects, the province's key list. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from hub.demo import classes, ground, people
from hub.demo.classes import Course
from hub.demo.gatherings import Diary, Gathering
from hub.demo.lives import COMPLETED, IMPLEMENTED, OPEN, Desk, Life, Style, flat
from hub.demo.pen import DAY, Pen, System, instant
from hub.demo.people import Deputy, Roll
from hub.demo.places import below, departments, organ, regions, towns, townships
from hub.demo.reports.pens import Pens
from hub.demo.voices import Ear, Voice

CITY: Final = "4208"
_COUNTIES: Final = ("420802", "420804", "420822", "420881", "420882")
PLATFORM: Final = System("//4208/lzpt", "荆门人大代表履职服务平台", CITY, ("reference", "activity", "suggestion"))
PROVINCE: Final = System("//42/jyxt", "湖北省人大代表建议办理系统", "42", ("reference", "suggestion"))
PARK: Final = System("//4208/jcyz", "荆城意站", CITY, ("activity",), "http")
LEDGER: Final = System("//420822105/tz", "后港镇代表活动台账", "420822105", ("activity",), "csv")
COUNTY: Final = tuple(System(f"//{code}/lzpt", f"{regions()[code].name}代表履职平台", code, ("activity", "suggestion")) for code in _COUNTIES)
SYSTEMS: Final = (PLATFORM, PROVINCE, PARK, LEDGER, *COUNTY)
ORGANS: Final = ("42", CITY)
_YEAR: Final = (date(2024, 1, 1), date(2024, 12, 31))
_SINCE: Final = date(2021, 12, 20)


def write(goals: Mapping[str, int], pens: Pens) -> None:
    """Everything the systems of Jingmen say."""
    city = pens[PLATFORM]
    deputies = _ground(city, max(8, goals["participations"] // 120))
    _activities(goals["participations"], pens, deputies)
    _opinions(goals["opinions.collected"], goals["opinions.resolved"], pens)
    _votes(goals["votes.towns"], goals["projects.voted"], pens)
    _stations({tier: goals[f"stations.open {tier}"] for tier in ("station", "online", "point")}, city)
    _training(goals, city, [one for several in deputies.values() for one in several])
    ground.staff(pens[PROVINCE], organ("42"), ("42",))
    _listed_above(goals["suggestions.key_supervised"], pens)


def _ground(city: Pen, per_county: int) -> Mapping[str, Sequence[Deputy]]:
    unit = organ(CITY)
    for region in below(CITY):
        if region.code != CITY:
            ground.register(city, unit, region.code, "cure" if region.code == "420882113" else "reference")
    ground.staff(city, unit, (CITY, *_COUNTIES))
    return {code: _elected(city, code, per_county) for code in _COUNTIES}


def _elected(city: Pen, code: str, number: int) -> Sequence[Deputy]:
    places = towns(code)
    seats = [(place.code, max(1, number // len(places))) for place in places]
    return people.elect(Roll(city, organ(CITY), _SINCE), [(code, 2), *seats], second=5)


def _activities(wanted: int, pens: Pens, deputies: Mapping[str, Sequence[Deputy]]) -> None:
    """Receptions, visits and group meetings of the year; every fifth is told by the city's platform as well."""
    diaries = {system.region: Diary(pens[system], *_YEAR) for system in COUNTY}
    sheet = Diary(pens[LEDGER], *_YEAR)
    left, turn = wanted, 0
    while left:
        code = _COUNTIES[turn % len(_COUNTIES)]
        known = deputies[code]
        number = min(left, 2 + turn * 7 % 11, len(known))
        start = turn * 13 % len(known)
        present = [known[(start + step) % len(known)] for step in range(number)]
        place = LEDGER.region if turn % 25 == 2 else towns(code)[turn // 5 % len(towns(code))].code
        diary = sheet if turn % 25 == 2 else diaries[code]
        co = None if diary is sheet or turn % 5 else (pens[PLATFORM], organ(CITY))
        kind = ("reception", "group", "visit", "reception", "reply_meeting")[turn % 5]
        one = Gathering(organ(place), kind, diary.moment(), present, {"people": 3 + turn % 20}, topic="聚力共同缔造", co=co)
        activity = diary.hold(one)
        if kind == "reception" and turn % 4 == 0 and diary is not sheet:
            diary.announce(activity, one)
        left, turn = left - number, turn + 1


def _opinions(wanted: int, resolved: int, pens: Pens) -> None:
    """Most are answered on the spot, some feed suggestions that are completed, some others that are open, some are passed on."""
    ears = [Ear(pens[system], date(2024, 1, 1), date(2024, 8, 31), (pens[PLATFORM], organ(CITY))) for system in (PARK, *COUNTY)]
    above = Desk(pens[PLATFORM], organ(CITY), _departments(CITY), 10, 4)
    desks = [Desk(pens[system], organ(system.region), _departments(system.region), 17, 4, above) for system in COUNTY]
    for turn in range(wanted):
        ear = ears[turn % 8 if turn % 8 < len(ears) else 1 + turn % 5]
        code = ear.pen.system.region if ear.pen.system is not PARK else _COUNTIES[turn % 5]
        unit = organ(CITY) if ear.pen.system is PARK else organ(code)
        voice = ear.hear(unit, towns(code)[turn % len(towns(code))].code)
        desk, done = desks[_COUNTIES.index(code)], resolved * (turn + 1) // wanted > resolved * turn // wanted
        if done and turn % 8 == 6:
            _suggest(desk, ear, voice, turn, (*IMPLEMENTED, *COMPLETED) if turn % 24 == 14 else flat(IMPLEMENTED))
        elif done:
            ear.answer(voice)
        elif turn % 10 < 5:
            _suggest(desk, ear, voice, turn, flat(OPEN))
        elif turn % 10 < 8:
            ear.forward(voice, organ(code).code)


def _suggest(desk: Desk, ear: Ear, voice: Voice, turn: int, styles: Sequence[Style]) -> None:
    life = Life(desk, voice.origin, voice.at + 2 * DAY, opinions=[voice.id])
    if turn % 20 == 7:
        life.submit()
    life.register()
    ear.convert(voice, life.id)
    styles[turn // 8 % len(styles)](life)


def _departments(code: str) -> list[str]:
    return [dept for dept, _ in departments(code)]


def _votes(voting: int, elected: int, pens: Pens) -> None:
    """So many towns vote; more candidates than places, some told twice, one count put right, one vote of a town that had none."""
    places = [(system, town) for system in COUNTY for town in towns(system.region)][: voting + 1]
    for at, (system, town) in enumerate(places):
        real = at < voting
        won = (elected * (at + 1) // voting - elected * at // voting) if real else 2
        for number in range(won + 1):
            _vote(pens[system], pens[PLATFORM], town.code, at * 10 + number, number < won, real)


def _vote(pen: Pen, platform: Pen, code: str, turn: int, elected: bool, real: bool) -> None:
    at = pen.between(date(2024, 1, 8), date(2024, 3, 20))
    unit, project = organ(code), pen.mint("p")
    candidate = {"project": project, "year": 2024, "title": "民生实事", "cost": 100_000 * (1 + turn % 9)}
    pen.write("project.collected", project, at - 40 * DAY, unit, {"project": project, "year": 2024, "source_kind": "代表走访"})
    pen.write("project.candidate_listed", project, at - DAY, unit, candidate)
    data = {"project": project, "year": 2024, "votes_for": 41, "against": 6, "abstain": 3, "present": 50, "elected": elected}
    told_wrong = turn % 40 == 11
    voted = pen.write("project.voted", project, at, unit, {**data, "elected": not elected} if told_wrong else data)
    if told_wrong:
        pen.correct(voted, {"elected": elected})
    if not real:
        pen.retract(voted, "该镇当年未票决")
    elif turn % 6 == 1:
        platform.write("project.voted", project, at + DAY, unit, data)
    if real and elected:
        _carry_out(pen, platform, project, at, code, turn)


def _carry_out(pen: Pen, platform: Pen, project: str, at: int, code: str, turn: int) -> None:
    """Half way in summer, whole in autumn; some were told too early and fell back, some are told by the city as well; then it is evaluated."""
    unit, whole = organ(code), at + (200 + turn % 40) * DAY
    pen.write("project.progressed", project, at + 120 * DAY, unit, {"project": project, "progress": 30 + turn % 50})
    if turn % 7 == 2:
        pen.write("project.progressed", project, whole - 60 * DAY, unit, {"project": project, "progress": 100})
        pen.write("project.progressed", project, whole - 40 * DAY, unit, {"project": project, "progress": 95})
    pen.write("project.progressed", project, whole, unit, {"project": project, "progress": 100})
    if turn % 6 == 1:
        platform.write("project.progressed", project, whole + DAY, unit, {"project": project, "progress": 100})
    ballots = {"satisfied": 40 + turn % 8, "basically": 3, "dissatisfied": turn % 3}
    pen.write("project.evaluated", project, whole + 20 * DAY, unit, {"project": project, **ballots})


def _stations(wanted: Mapping[str, int], pen: Pen) -> None:
    places = [one.code for one in townships(CITY)]
    for tier, number in wanted.items():
        ground.open_stations(pen, organ(CITY), [places[at % len(places)] for at in range(number)], date(2022, 5, 1), tier)


def _training(goals: Mapping[str, int], pen: Pen, known: Sequence[Deputy]) -> None:
    """The new term's course for the deputies of all levels, at the main venue and, by wire, at the branches. Of some only where they sit is
    registered, of most not even that: a mandate not yet known is a person of its own."""
    venues = [f"{one.code}-hc" for one in townships(CITY)] + [f"{CITY}-fhc{at}" for at in range(goals["training.venues branch"])]
    wanted, roll = goals["training.persons"], Roll(pen, organ(CITY), _SINCE)
    places = towns(CITY)
    missing = max(0, wanted - len(known))
    seated = missing // 8
    seats = [(one.code, seated * (at + 1) // len(places) - seated * at // len(places)) for at, one in enumerate(places)]
    others = people.elect(roll, seats, second=41, named=0, first=2000)
    course = Course("2022-hjcx", instant(date(2022, 1, 15)), "4208-zhc", venues[: goals["training.venues branch"]])
    unseated = [Deputy("", (f"{CITY}-d-x{at:04d}",)) for at in range(missing - seated)]
    classes.attend(pen, organ(CITY), course, [*known[:wanted], *others, *unseated])


def _listed_above(wanted: int, pens: Pens) -> None:
    """Suggestions of the city's delegation to the province that the province supervises: some on its list twice, one taken off it, one of 2023."""
    desk = Desk(pens[PROVINCE], organ("42"), _departments("42"), 14, 2)
    for turn in range(wanted + 2):
        at = instant(date(2024, 2, 2)) if turn <= wanted else instant(date(2023, 2, 2))
        life = Life(desk, _COUNTIES[turn % 5], at, "delegation")
        life.submit()
        life.register()
        life.assign("main", "co")
        listed = life.say("key_supervised", 10, topic=f"省督办-{turn // 3}", by="主任会议")
        if turn == wanted:
            desk.pen.retract(listed, "未列入")
        elif turn % 2:
            life.say("key_supervised", 5, topic=f"省督办-{turn // 3}", by="专门委员会")
        life.reply("solved")
