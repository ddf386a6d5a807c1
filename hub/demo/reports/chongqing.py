"""Report 001, Chongqing 重庆 50, a municipality without city congresses, 2018 to 2022: five years of a term. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from hub.demo import ground, people
from hub.demo.gatherings import Diary, Gathering
from hub.demo.lives import Desk, Life, climb, uncounted
from hub.demo.pen import DAY, Pen, System
from hub.demo.people import Deputy, Roll
from hub.demo.places import counties, departments, organ, regions
from hub.demo.reports.pens import Pens

MUNICIPALITY: Final = "50"
_OWN: Final = ("500103", "500112", "500229")
DUTY: Final = System("//50/lvdj", "重庆市人大代表履职量化登记", MUNICIPALITY, ("activity",))
DESK: Final = System("//50/jyxt", "重庆市人大代表建议办理信息系统", MUNICIPALITY, ("reference", "suggestion"))
OPENED: Final = System("//50/xxgk", "重庆人大网建议公开", MUNICIPALITY, ("suggestion",), "http")
COUNTY: Final = tuple(System(f"//{code}/lzpt", f"{regions()[code].name}代表履职平台", code, ("activity", "suggestion")) for code in _OWN)
SYSTEMS: Final = (DUTY, DESK, OPENED, *COUNTY)
ORGANS: Final = (MUNICIPALITY,)
_TERM: Final = (date(2018, 1, 1), date(2022, 12, 31))
_SESSIONS: Final = tuple((date(year, 1, 20), date(year, 1, 24)) for year in range(2018, 2023))
_BETWEEN: Final = (date(2018, 2, 1), date(2022, 6, 30))
"""Most suggestions are made in session, within a few days of January; the others at any time between."""


def write(goals: Mapping[str, int], pens: Pens) -> None:
    """Everything the systems of Chongqing say."""
    deputies = _ground(pens[DESK], max(2, goals["activities.held research"] // 60))
    _activities(goals, pens, deputies)
    _suggestions(goals, pens)


def _ground(pen: Pen, seats: int) -> Sequence[Deputy]:
    unit, codes = organ(MUNICIPALITY), [one.code for one in counties(MUNICIPALITY)]
    for code in codes:
        ground.register(pen, unit, code, "cure" if code == "500243" else "reference")
    ground.staff(pen, unit, (MUNICIPALITY, *_OWN))
    return people.elect(Roll(pen, unit, date(2018, 1, 10)), [(code, seats) for code in codes], second=2)


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
    life = Life(desk, origin, at, kind)
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
