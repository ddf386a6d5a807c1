"""Report 002, Nanzhang 南漳 420624, the county's campaign of 2023: clues, suggestions, completed, implemented; its deputies. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from hub.demo import ground, lives, people
from hub.demo.gatherings import Diary, Gathering, shares
from hub.demo.lives import COMPLETED, IMPLEMENTED, OPEN, Desk, Life, Style, uncounted
from hub.demo.pen import DAY, System, instant
from hub.demo.people import Deputy, Roll
from hub.demo.places import below, departments, organ, towns
from hub.demo.reports.pens import Pens
from hub.demo.voices import Ear, Voice

COUNTY: Final = "420624"
_CITY: Final = "4206"
DESK: Final = System("//420624/jyxt", "南漳县代表建议办理系统", COUNTY, ("reference", "activity", "suggestion"))
UPPER: Final = System("//4206/jyxt", "襄阳市代表建议办理系统", _CITY, ("reference", "suggestion"))
TOWN: Final = (
    System("//420624101/zxt", "武安镇人大主席团", "420624101", ("activity",), "http"),
    System("//420624109/zxt", "肖堰镇人大主席团", "420624109", ("activity",), "cli"),
)
SYSTEMS: Final = (DESK, UPPER, *TOWN)
ORGANS: Final = (_CITY, COUNTY)
_CLINICS: Final = "420624103"
"""九集镇, where deputies mediate."""
_CAMPAIGN: Final = (date(2023, 4, 28), date(2023, 8, 31))
_SINCE: Final = date(2021, 12, 25)


def write(goals: Mapping[str, int], pens: Pens) -> None:
    """Everything the systems of Nanzhang, and the city's desk above them, say."""
    deputies = _ground(goals["deputies"], pens)
    voices = _clues(goals["opinions.collected"], pens, deputies)
    _suggestions(goals, pens, voices)
    _mediations(goals["items.advanced mediation"], goals["persons mediation"], pens, deputies)


def _mediations(settled: int, mediators: int, pens: Pens, deputies: Sequence[Deputy]) -> None:
    """Deputies of one town settle disputes at its clinics of law: now two in a sitting, now none."""
    diary = Diary(pens[DESK], *_CAMPAIGN)
    local = [one for one in deputies if one.person.startswith(f"p-{_CLINICS}-")][:mediators]
    number = max(settled * 3 // 4, len(local))
    for turn, items in enumerate(shares(settled, number, pens[DESK], 4)):
        present = [local[(turn + step) % len(local)] for step in range(1 + turn % 3)]
        co = (pens[TOWN[0]], organ(TOWN[0].region)) if turn % 20 == 3 else None
        diary.hold(Gathering(organ(_CLINICS), "mediation", diary.moment(), present, {"items": items}, topic="矛盾纠纷调解", co=co))


def _ground(wanted: int, pens: Pens) -> Sequence[Deputy]:
    pen, unit = pens[DESK], organ(COUNTY)
    for region in below(COUNTY):
        if region.code != COUNTY:
            ground.register(pen, unit, region.code, "cure" if region.code == "420624108" else "reference")
    ground.staff(pen, unit, (COUNTY,))
    ground.staff(pens[UPPER], organ(_CITY), (_CITY,))
    lives.scheme(pen, unit, COUNTY, instant(date(2022, 1, 4)), "cure")
    places = towns(COUNTY)
    each, rest = divmod(wanted, len(places) + 1)
    seats = [(COUNTY, each + rest), *((town.code, each) for town in places)]
    roll = Roll(pen, unit, _SINCE, (pens[UPPER], organ(_CITY)))
    people.replaced(roll, COUNTY, max(1, wanted // 90), date(2022, 12, 31))
    return people.elect(roll, seats)


def _clues(wanted: int, pens: Pens, deputies: Sequence[Deputy]) -> Sequence[tuple[Ear, Voice]]:
    """Clues from visits and station days, in the county's ledger or a town's own."""
    diary = Diary(pens[DESK], *_CAMPAIGN)
    ears = [Ear(pens[one], *_CAMPAIGN, (pens[DESK], organ(COUNTY))) for one in (DESK, *TOWN)]
    heard = []
    for turn in range(wanted):
        ear = ears[(0, 0, 1, 0, 2)[turn % 5]]
        code = towns(COUNTY)[turn % len(towns(COUNTY))].code if ear.pen.system is DESK else ear.pen.system.region
        activity = None
        if turn % 3 == 0:
            present = [deputies[(turn * 5 + step) % len(deputies)] for step in range(1 + turn % 4)]
            co = (pens[TOWN[0]], organ(TOWN[0].region)) if code == TOWN[0].region else None
            activity = diary.hold(Gathering(organ(code), "visit", diary.moment(), present, {"people": 4 + turn % 9}, co=co))
        heard.append((ear, ear.hear(organ(code), code, activity)))
    return heard


def _suggestions(goals: Mapping[str, int], pens: Pens, voices: Sequence[tuple[Ear, Voice]]) -> None:
    """The clues feed the suggestions; each suggestion lives one of the lives that end as the report says. City deputies take
    some straight to the city's desk: they arose in the county all the same."""
    above = Desk(pens[UPPER], organ(_CITY), _departments(_CITY), 18, 3)
    desk = Desk(pens[DESK], organ(COUNTY), _departments(COUNTY), 19, 3, above)
    made, completed, implemented = (goals[f"suggestions.{name}"] for name in ("consolidated", "completed", "implemented"))
    styles = [_style(IMPLEMENTED, at) for at in range(implemented)]
    styles += [_style(COMPLETED, at) for at in range(completed - implemented)]
    styles += [_style(OPEN, at) for at in range(made - completed)]
    fed = len(voices) - len(voices) // 4
    for at, style in enumerate(styles):
        chosen = [voices[one % fed] for one in range(at * fed // made, max(at * fed // made + 1, (at + 1) * fed // made))]
        _suggest(above if at % 12 == 7 and not lives.climbs(style) else desk, chosen, style, at)
    for at in range(max(5, made // 12)):
        uncounted(desk, COUNTY, instant(date(2023, 6, 1 + at % 25)), at)
    for at, (ear, voice) in enumerate(voices[fed:]):
        (ear.answer, ear.reject)[at % 2](voice)


def _style(styles: Sequence[Style], at: int) -> Style:
    return styles[at % len(styles)]


def _suggest(desk: Desk, voices: Sequence[tuple[Ear, Voice]], style: Style, turn: int) -> None:
    at = max(voice.at for _, voice in voices) + DAY
    life = Life(desk, voices[0][1].origin, at, opinions=[voice.id for _, voice in voices])
    if turn % 3 != 1:
        life.submit()
    life.register()
    if turn % 10 == 1:
        life.say("merged_for_handling", case=f"并案-{turn // 20}")
    for ear, voice in voices:
        ear.convert(voice, life.id)
    style(life)
    if turn % 4 == 0:
        life.say("fed_back", 1, to="voters", how="红色屋场会")


def _departments(code: str) -> list[str]:
    return [dept for dept, _ in departments(code)]
