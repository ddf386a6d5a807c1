"""Random federations: what their systems tell, lawful and not, late, twice, corrected, taken back, in contradiction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from tests.oracle.dissolving import dissolve
from tests.oracle.doings import duties, in_office
from tests.oracle.early import begin_early
from tests.oracle.ground import HUB, RECORDED, Book, Region, reform, rule_book, settle, speaker
from tests.oracle.lifting import lift
from tests.oracle.mistakes import mistake
from tests.oracle.outcomes import brought, outcomes, rosters
from tests.oracle.telling import later, opinion, teller
from tests.oracle.walks import GRADES, OUTCOMES, suggestion


@dataclass(frozen=True)
class Federation:
    """All that is told of one federation, in the order in which it was thought of. `told`: (event, number of the recorded day); `days`: those on
    which something may have happened; `regions`: its codes; `late`: whether facts come after what rests on them."""

    seed: int
    root: str
    late: bool
    days: Sequence[date]
    regions: Sequence[str]
    told: Sequence[tuple[Mapping[str, Any], int]]


def federation(seed: int, index: int, chance: Random | None = None) -> Federation:
    """The federation of a seed, or what `chance` makes of one; the index names its province."""
    book = Book(seed, index, chance or Random(seed))
    settle(book)
    rule_book(book)
    for day in sorted(book.pick(book.days) for _ in range(book.pick((0, 0, 1, 1, 2, 3)))):
        reform(book, day)
    begin_early(book)
    dissolve(book)
    lift(book)
    seats(book)
    mergers(book)
    stations(book)
    for _ in range(book.pick((1, 1, 2, 2, 3))):
        suggestion(book)
    for _ in range(book.pick((0, 1, 1, 2))):
        activity(book)
    outcomes(book)
    duties(book)
    for _ in range(book.pick((0, 0, 1, 2, 3))):
        amend(book)
    for _ in range(book.pick((0, 0, 0, 1, 2))):
        allocate(book)
    mistake(book, amended)
    repeat(book)
    happened = {date.fromisoformat(event["time"][:10]) for event, _ in book.told if event["time"] > "2025"}
    return Federation(seed, book.root, book.late, sorted({*book.days, *happened}), sorted(book.regions), book.told)


def seats(book: Book) -> None:
    """Who sits where: some persons in two congresses; some seats end, some are learnt late."""
    place: Region | None = None
    for number in range(book.pick((1, 2, 3, 4))):
        day = book.pick((date(2021, 12, 1), date(2021, 12, 1), book.pick(book.days)))
        if place is None or book.chance(0.6) or not place.begins <= max(day, book.days[0]) < place.ends:
            place = teller(book, max(day, book.days[0]), "town", "county", "city")
        name, person = f"{book.root}-m{number}", f"{book.root}-p{book.pick((0, 1, number))}"
        said = {"mandate": name, "person": person, "unit": place.unit, "level": place.level or "county", "region": place.code, "valid_from": str(day)}
        said |= {"term": book.pick((17, 17, 17, None)), "delegation": book.pick(("甲", "甲", "乙", None))}
        book.write("mandate.started", name, speaker(place), max(day, place.begins), said, book.pick((1, 1, 2, 4)))
        in_office(book, name, place)
        if book.chance(0.3):
            end = book.pick(book.days)
            book.write(
                "mandate.ended", name, speaker(place), max(end, place.begins), {"mandate": name, "valid_from": str(end)}, book.pick((1, 2, 3, 4))
            )


def mergers(book: Book) -> None:
    """Records of persons that are said to be one person's: by the administrator, by a congress above, or by one of one side alone."""
    day = book.pick(book.days)
    for _ in range(book.pick((0, 0, 1, 1, 2, 3))):
        said = {name: f"{book.root}-p{book.pick((0, 1, 2, 3))}" for name in ("from", "into")}
        by = speaker(teller(book, day, "town", "county", "city", "province"))
        if book.chance(0.4):
            by = {"source": "//00/hub", "unit": "00-hub", "level": "national", "region": "00"}
        if said["from"] != said["into"]:
            book.write("deputy.merged", said["from"], by, day, said, book.pick((1, 2, 3, 4)))


def stations(book: Book) -> None:
    """Stations, some closed, some open again."""
    for number in range(book.pick((0, 1, 2))):
        days = sorted({book.pick(book.days) for _ in range(book.pick((1, 2, 3)))})
        place = teller(book, days[0])
        name = f"{book.root}-z{number}"
        for turn, day in enumerate(days):
            if turn % 2:
                book.write("station.closed", name, speaker(place), day, {"station": name, "valid_from": str(day)})
            else:
                said = {"station": name, "tier": "central" if number else "station", "region": place.code, "valid_from": str(day)}
                book.write("station.opened", name, speaker(place), day, said)
        rosters(book, name, place)


def activity(book: Book) -> None:
    """An activity, perhaps told by two systems, perhaps cancelled, perhaps with an opinion."""
    day = book.pick(book.days)
    host = teller(book, day)
    name = f"{host.source}/a-{len(book.told)}"
    tellers = [host, *(teller(book, day, "county", "city", "province") for _ in range(book.pick((0, 0, 1))))]
    for one in book.random.sample(tellers, len(tellers)):
        said = {
            "activity": name, "kind": book.pick(("reception", "visit")), "host_unit": book.pick((host.unit, host.unit, one.unit)),
            "participants": [{"mandate": f"{book.root}-m{number}"} for number in range(5) if book.chance(0.35)] or None,
            "counts": book.pick((None, {"people": 7}, {"people": 30, "items": 2}, {"items": 1})),
        }  # fmt: skip
        book.write("activity.held", name, speaker(one), book.pick((day, day, day, book.pick([each for each in book.days if each >= day]))), said)
    if book.chance(0.15):
        book.write("activity.cancelled", name, speaker(book.pick(tellers)), day, {"activity": name})
    if book.chance(0.3):
        brought(book, name, host, day)
    if book.chance(0.5):
        opinion(book, host, day)


FAMILIES = {
    "suggestion": "suggestion",
    **dict.fromkeys(
        ("mandate", "deputy", "category_scheme", "class_scheme", "station", "department", "rule", "term", "session.held", "region", "object"),
        "reference",
    ),
}
FIELDS: Mapping[str, Callable[[Book, Mapping[str, Any]], Mapping[str, Any]]] = {
    "activity.held": lambda book, _: book.pick(({"counts": {"people": 31}}, {"kind": "visit"}, {"participants": [{"mandate": f"{book.root}-m0"}]})),
    "opinion.collected": lambda book, _: {"category": book.pick(("交通", "教育"))},
    "suggestion.registered": lambda book, _: book.pick(({"kind": "work"}, {"category": "教育"}, {"no": "8"}, {"continues": []})),
    "suggestion.assigned": lambda _, data: {"departments": data["departments"][:1]},
    "suggestion.replied": lambda book, _: {"outcome": book.pick(OUTCOMES)},
    "suggestion.reply_evaluated": lambda book, _: {"grade": book.pick(GRADES)},
    "suggestion.rehandle_ordered": lambda *_: {"reason": "x"},
    "session.speech_made": lambda book, _: {"mandate": f"{book.root}-m0"},
    "activity.announced": lambda *_: {"kind": "visit"},
    "suggestion.submitted": lambda book, _: {"lead": f"{book.root}-m0"},
    "activity.yielded": lambda *_: {"money": 70},
    "project.voted": lambda book, _: book.pick(({"elected": True}, {"year": 2024})),
    "project.progressed": lambda *_: {"progress": 100},
    "project.evaluated": lambda *_: {"satisfied": 2},
    "station.roster_changed": lambda book, _: {"mandates": [f"{book.root}-m0"]},
    "training.completed": lambda book, _: book.pick(({"course": f"{book.root}-k1"}, {"mandate": f"{book.root}-m1"}, {"mode": "main"})),
    "mandate.started": lambda book, _: book.pick(({"person": f"{book.root}-p1"}, {"term": 17}, {"term": 18})),
    "term.opened": lambda book, _: {"opened": str(book.pick(book.days))},
}


def amend(book: Book) -> None:
    """Correct or take back something; or take a correction back; or contradict oneself under one id."""
    events = [event for event, _ in book.told if event["source"] != HUB]
    target = book.pick(events)
    name = target["type"].removeprefix("cn.npc.").removesuffix(".v1")
    day = later(book, date.fromisoformat(target["time"][:10]))
    times = [one for one in book.days if one >= _begun(book, target)] or [day]
    recorded = max(book.recorded(day), 1)
    if name.endswith((".corrected", ".retracted")) or book.chance(0.35):
        amended(book, target, "retracted", day, recorded)
    elif book.chance(0.25) and "corrects" not in target["data"]:
        book.told.append(({**target, "time": f"{book.pick(times)}T10:00:00+08:00"}, recorded))
    else:
        fields = dict(FIELDS[name](book, target["data"])) if name in FIELDS and book.chance(0.7) else {"time": f"{book.pick(times)}T02:00:00.000Z"}
        amended(book, target, "corrected", day, recorded, fields=fields)


def amended(book: Book, target: Mapping[str, Any], word: str, day: date, recorded: int, **more: Any) -> None:
    """Tell that an event is corrected or retracted, by its own source."""
    name = target["type"].removeprefix("cn.npc.").removesuffix(".v1")
    family = name.split(".")[0] if name.endswith((".corrected", ".retracted")) else family_of(name)
    by = {key: target[key] for key in ("source", "unit", "level", "region")}
    book.write(f"{family}.{word}", target["subject"], by, day, {"corrects": {"source": target["source"], "id": target["id"]}, **more}, recorded)


def family_of(name: str) -> str:
    """The family of a type."""
    return FAMILIES.get(name, FAMILIES.get(name.split(".")[0], "activity"))


def _begun(book: Book, event: Mapping[str, Any]) -> date:
    """The day from which all regions are there that an event names."""
    named = (event["region"], event["data"].get("origin"), str(event["data"].get("host_unit")).removesuffix("-cwh"))
    return max(book.regions[code].begins for code in named if code in book.regions)


def allocate(book: Book) -> None:
    """Put something where it belongs after a split."""
    kinds = (".suggestion.registered", ".activity.held", ".opinion.collected")
    objects = sorted({event["subject"] for event, _ in book.told if any(kind in event["type"] for kind in kinds)})
    towns = [one.code for one in book.regions.values() if one.level == "town"]
    if objects and towns:
        name = book.pick(objects)
        said = {"object": name, "region": book.pick(towns)}
        book.fact("object.allocated", name, said, str(book.pick(book.days)), book.random.randint(1, len(RECORDED) - 1) if book.late else 0)


def repeat(book: Book) -> None:
    """Some things are told again, later."""
    for event, recorded in [one for one in book.told if book.chance(0.06)]:
        book.told.append((event, book.random.randint(max(recorded, 1), len(RECORDED) - 1)))
