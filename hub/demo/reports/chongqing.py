"""Report 001, Chongqing 重庆 50, a municipality without city congresses, 2018 to 2022: five years of a term. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import cycle
from typing import Final

from hub.demo import classes, ground, people
from hub.demo.classes import Course
from hub.demo.gatherings import Diary, Gathering, shares
from hub.demo.lives import Desk, Life, climb, uncounted
from hub.demo.pen import DAY, Pen, System, instant
from hub.demo.people import Deputy, Roll
from hub.demo.places import counties, departments, organ, regions
from hub.demo.reports.pens import Pens
from hub.demo.voices import Ear

MUNICIPALITY: Final = "50"
_OWN: Final = ("500103", "500112", "500229")
NATION: Final = System("//00/yajy", "全国人大代表议案建议系统", "00", ("activity", "suggestion"))
DUTY: Final = System("//50/lvdj", "重庆市人大代表履职量化登记", MUNICIPALITY, ("activity",))
DESK: Final = System("//50/jyxt", "重庆市人大代表建议办理信息系统", MUNICIPALITY, ("reference", "suggestion"))
OPENED: Final = System("//50/xxgk", "重庆人大网建议公开", MUNICIPALITY, ("suggestion",), "http")
COUNTY: Final = tuple(System(f"//{code}/lzpt", f"{regions()[code].name}代表履职平台", code, ("activity", "suggestion")) for code in _OWN)
SYSTEMS: Final = (NATION, DUTY, DESK, OPENED, *COUNTY)
ORGANS: Final = ("00", MUNICIPALITY)
_TERM: Final = (date(2018, 1, 1), date(2022, 12, 31))
_OPENED, _RULE = date(2018, 1, 26), date(2019, 6, 1)
_ONCE_A_TERM: Final = {
    "jurisdiction": MUNICIPALITY,
    "level": "province",
    "step": "duty_report",
    "amount": 1,
    "period": "per_term",
    "valid_from": _RULE.isoformat(),
    "legal_basis": "重庆市人民代表大会代表履职活动登记办法（试行）（2019年6月）",
}
_SESSIONS: Final = tuple((date(year, 1, 20), date(year, 1, 24)) for year in range(2018, 2023))
_BETWEEN: Final = (date(2018, 2, 1), date(2022, 6, 30))
"""Most suggestions are made in session, within a few days of January; the others at any time between."""


def write(goals: Mapping[str, int], pens: Pens) -> None:
    """Everything the systems of Chongqing say."""
    codes = [one.code for one in counties(MUNICIPALITY)]
    trained = goals["training.persons"]
    deputies = _ground(pens[DESK], max(2, goals["activities.held research"] // 60, -(-trained // len(codes))), goals["groups"])
    _activities(goals, pens, deputies)
    _receptions(goals["people.received"], goals["participations"], pens, deputies)
    _observers(goals["participations observer"], pens, deputies)
    _opinions(goals["opinions.collected"], pens)
    _reports(pens, [one.mandates[1] for one in deputies if len(one.mandates) > 1])
    _suggestions(goals, pens)
    _nation(goals["motions.submitted"], goals["suggestions.registered"], pens)
    places = [codes[at % len(codes)] for at in range(goals["stations.open"])]
    stations = ground.open_stations(pens[DESK], organ(MUNICIPALITY), places, date(2019, 7, 1), seldom=5)
    ground.enrol(pens[DESK], organ(MUNICIPALITY), stations[::10], goals["stations.deputies"], date(2020, 3, 1), deputies)
    _training(pens[DUTY], deputies[:trained], goals["training.courses"])


def _ground(pen: Pen, seats: int, groups: int) -> Sequence[Deputy]:
    """Deputies of the districts, every second also of the municipality, there in so many contact groups; one group more is no more."""
    unit, codes = organ(MUNICIPALITY), [one.code for one in counties(MUNICIPALITY)]
    for code in codes:
        ground.register(pen, unit, code, "cure" if code == "500243" else "reference")
    ground.staff(pen, unit, (MUNICIPALITY, *_OWN))
    roll = Roll(pen, unit, date(2018, 1, 10), groups={MUNICIPALITY: cycle(f"第{number}代表联系组" for number in range(1, groups + 1))})
    deputies = people.elect(roll, [(code, seats) for code in codes], second=2)
    people.dissolved(roll, MUNICIPALITY, "临时联系组", 2, date(2018, 1, 20))
    return deputies


def _activities(goals: Mapping[str, int], pens: Pens, deputies: Sequence[Deputy]) -> None:
    diary = Diary(pens[DUTY], *_TERM)
    own = {system.region: pens[system] for system in COUNTY}
    codes = [one.code for one in counties(MUNICIPALITY)]
    for kind in ("inspection", "research"):
        for turn in range(goals[f"activities.held {kind}"]):
            code = codes[turn % len(codes)]
            host = organ(MUNICIPALITY) if turn % 5 == 0 else organ(code)
            co = (own[_OWN[turn // 10 % 3]], organ(_OWN[turn // 10 % 3])) if turn % 10 == 0 else None
            present = [deputies[(turn * 7 + step) % len(deputies)] for step in range(2 + turn % 3)]
            diary.hold(Gathering(host, kind, diary.moment(), present, topic="专题", co=co))


def _receptions(people_received: int, participations: int, pens: Pens, deputies: Sequence[Deputy]) -> None:
    """Visits and receptions of two deputies each, every tenth told by a district as well."""
    diary, codes = Diary(pens[DUTY], *_TERM), [one.code for one in counties(MUNICIPALITY)]
    own = {system.region: pens[system] for system in COUNTY}
    number = -(-participations // 2)
    received = shares(people_received, number, pens[DUTY], 2 * -(-people_received // number))
    for turn in range(number):
        code = codes[turn % len(codes)]
        present = [deputies[(turn * 11 + step) % len(deputies)] for step in range(min(2, participations - 2 * turn))]
        co = (own[_OWN[turn // 10 % 3]], organ(_OWN[turn // 10 % 3])) if turn % 10 == 3 else None
        kind = ("visit", "reception")[turn // len(codes) % 2]
        diary.hold(Gathering(organ(code), kind, diary.moment(), present, {"people": received[turn]}, f"{code}-z01", co=co))


def _observers(wanted: int, pens: Pens, deputies: Sequence[Deputy]) -> None:
    """Ten deputies from the districts sit in on each meeting of the standing committee; of some a district tells as well."""
    diary = Diary(pens[DUTY], *_TERM)
    for turn in range(-(-wanted // 10)):
        present = [deputies[(turn * 10 + step) % len(deputies)] for step in range(min(10, wanted - turn * 10))]
        co = (pens[COUNTY[0]], organ(_OWN[0])) if turn % 4 == 1 else None
        diary.hold(Gathering(organ(MUNICIPALITY), "observer", diary.moment(), present, topic="列席常委会会议", co=co))


def _opinions(wanted: int, pens: Pens) -> None:
    """What the public says all over the municipality; of the districts that have a system of their own some is told by it as well."""
    own = {system.region: Ear(pens[DUTY], *_TERM, (pens[system], organ(system.region))) for system in COUNTY}
    others, codes = Ear(pens[DUTY], *_TERM), [one.code for one in counties(MUNICIPALITY)]
    for turn in range(wanted):
        code = codes[turn % len(codes)]
        own.get(code, others).hear(organ(code), code)


def _reports(pens: Pens, mandates: Sequence[str]) -> None:
    """By the rule once a term to the electing unit: each did, some twice, some told by a district as well, some entered by mistake."""
    unit = organ(MUNICIPALITY)
    opened = {"unit": unit.code, "term": 5, "opened": _OPENED.isoformat()}
    pens[DESK].write("term.opened", unit.code, instant(_OPENED), unit, opened, "reference")
    pens[DESK].write("rule.set", "50-duty_report", instant(_RULE), unit, _ONCE_A_TERM, "reference")
    for turn, mandate in enumerate(mandates):
        for at in (instant(date(2019 + turn % 4, 6 + turn % 6, 20)), *([instant(date(2022, 12, 5))] if turn % 9 == 2 else [])):
            report = pens[DUTY].mint("s")
            data = {"report": report, "mandate": mandate, "to": "原选举单位"}
            pens[DUTY].write("duty.report_given", report, at, unit, data)
            if turn % 23 == 4:
                pens[COUNTY[0]].write("duty.report_given", report, at + DAY, organ(COUNTY[0].region), data)
        if turn % 31 == 6:
            wrong = pens[DUTY].mint("s")
            entered = {"report": wrong, "mandate": mandate, "to": "原选举单位"}
            pens[DUTY].retract(pens[DUTY].write("duty.report_given", wrong, instant(_RULE), unit, entered), "误录")


def _nation(motions: int, suggestions: int, pens: Pens) -> None:
    """What national deputies of the municipality submit to the nation's congress; the municipality tells of some of their motions as well."""
    pen = pens[NATION]
    desk = Desk(pen, organ("00"), _departments("00"), 13, 1)
    for turn in range(motions):
        motion, at = pen.mint("y"), instant(date(2018 + turn % 5, 3, 8))
        data = {"motion": motion, "lead": f"00-d-{turn % 17:03d}", "term": 13, "session": 1 + turn % 5, "title": "议案"}
        pen.write("motion.submitted", motion, at, organ("00"), data)
        if turn % 4 == 1:
            pens[DUTY].write("motion.submitted", motion, at + DAY, organ(MUNICIPALITY), data)
        if turn % 20 == 7:
            wrong = pen.mint("y")
            pen.retract(pen.write("motion.submitted", wrong, at, organ("00"), {**data, "motion": wrong}), "重复录入")
    codes = [one.code for one in counties(MUNICIPALITY)]
    for turn in range(suggestions):
        desk.session = 1 + turn % 5
        life = Life(desk, codes[turn % len(codes)], instant(date(2018 + turn % 5, 3, 6)))
        if turn % 6 == 2:
            life.submit()
        life.register()
        if turn % 6 == 1:
            life.assign("main")
            life.reply("solved")
        if turn % 90 == 4:
            pen.retract(Life(desk, MUNICIPALITY, life.at).register(), "重复登记")


def _training(pen: Pen, deputies: Sequence[Deputy], courses: int) -> None:
    """The new deputies in three courses of the first year, then a course now and then."""
    for number in range(3):
        course = Course(f"2018-lx{number}", instant(date(2018, 5 + number, 10)), "50-dx")
        classes.attend(pen, organ(MUNICIPALITY), course, deputies[number::3])
    for number in range(courses):
        course = Course(f"50-pxb{number}", instant(date(2019 + number % 4, 3 + number % 9, 12)), "50-dx")
        classes.attend(pen, organ(MUNICIPALITY), course, deputies[number * 5 : number * 5 + 20] or deputies[:20])


def _suggestions(goals: Mapping[str, int], pens: Pens) -> None:
    """Work suggestions first, then the deputies' own; so many of all are made public, so many supervised; some climb from a
    district, some are taken down again, some are no matter at all."""
    city = Desk(pens[DESK], organ(MUNICIPALITY), _departments(MUNICIPALITY), 5, 1)
    districts = [Desk(pens[one], organ(one.region), _departments(one.region), 19, 2, city) for one in COUNTY]
    published, supervised = goals["suggestions.published"], goals["suggestions.key_supervised"]
    work = goals["suggestions.consolidated work"]
    codes = [one.code for one in counties(MUNICIPALITY)]
    total = published + published // 12
    for turn in range(total):
        kind = "work" if turn < work else ("own", "co_signed", "delegation")[turn % 3]
        opened, keyed = _due(turn, total, published), _due(turn, total, supervised)
        below = districts[turn % 3] if turn % 19 == 4 else None
        origin = below.unit.region if below else codes[turn % len(codes)]
        life = _handled(below or city, origin, city.pen.between(*(_BETWEEN if turn % 12 == 7 else _SESSIONS[turn % 5])), kind, turn, opened)
        _supervise(life, keyed, turn)
        _open(life, opened, pens[OPENED], turn)
        if turn % 61 == 9:
            uncounted(city, origin, life.at - 30 * DAY, turn // 61)


def _due(turn: int, total: int, wanted: int) -> bool:
    """Whether this turn is one of `wanted` spread evenly over `total`."""
    return turn * wanted // total != (turn + 1) * wanted // total


def _handled(desk: Desk, origin: str, at: int, kind: str, turn: int, opened: bool) -> Life:
    """Registered, assigned, answered; from a district it goes on to the city, whose suggestion is the one made public."""
    life = Life(desk, origin, at, kind, between=turn % 12 == 7)
    if turn % 4 == 0:
        life.submit()
    life.register()
    life.assign("main", "co") if turn % 3 == 0 else life.assign("main")
    life.reply(("solved", "planned", "in_progress", "reference")[turn % 4])
    if turn % 2:
        life.rate("satisfied")
    if desk.above is None:
        return life
    if opened:
        life.say("published", 5)
    upper = climb(life)
    upper.assign("main")
    upper.reply("solved")
    return upper


def _supervise(life: Life, keyed: bool, turn: int) -> None:
    if keyed:
        life.say("key_supervised", 1, topic=f"督办-{turn // 90}", by="主任会议")
        if turn % 3 == 0:
            life.say("key_supervised", 1, topic=f"督办-{turn // 90}", by="专门委员会")
        life.say("urged", 5, by="代工委")
    elif turn % 701 == 100:
        life.desk.pen.retract(life.say("key_supervised", 1, by="主任会议"), "未列入")


def _open(life: Life, opened: bool, site: Pen, turn: int) -> None:
    """Made public by the office, sometimes by the public site of the same region as well; taken down; put up again."""
    if opened:
        life.say("published", 10, url="https://www.cqrd.gov.cn/")
        if turn % 6 == 1:
            life.say("published", 1, pen=site)
        if turn % 97 == 3:
            life.say("unpublished", 20, reason="更新附件")
            life.say("published", 5)
    elif turn % 3 == 1:
        life.say("published", 10)
        life.say("unpublished", 30, reason="含个人信息")


def _departments(code: str) -> list[str]:
    return [dept for dept, _ in departments(code)]
