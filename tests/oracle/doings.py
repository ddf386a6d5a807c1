"""What random federations tell where duty rules are: the rules, and what deputies, groups, stations and readers do of what they ask."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from tests.oracle.ground import FIRST, SINCE, Book, Region, speaker
from tests.oracle.telling import later, origin, teller

TURNS: Final = tuple(
    date.fromisoformat(day) for day in ("2025-03-31", "2025-04-01", "2025-06-30", "2025-07-01", "2025-10-01", "2025-12-31", "2026-01-01")
)
"""First and last days of periods."""
EACH: Final = ("station_standard", "reception_step", "reading_level")


def duties(book: Book) -> None:
    """Rules of some steps, and what is done of these; in three of five federations."""
    if not book.chance(0.6):
        return
    book.days = sorted({*book.days, *book.random.sample(TURNS, 2)})
    for step in sorted({*book.random.sample((*_STEPS, *EACH, *EACH), book.pick((1, 2, 3, 3)))}):
        periods, most, doings = _STEPS[step]
        for _ in range(book.pick((1, 1, 2))):
            rule(book, step, book.pick(periods), book.pick((1, 1, most)))
        for doing in doings:
            doing(book)


def rule(book: Book, step: str, period: str, amount: int) -> None:
    """A rule of the province or of some place below, for a level or for all, for good or for a time; others of the same place take its place."""
    seated = [one["data"]["region"] for one, _ in book.told if one["type"] == "cn.npc.mandate.started.v1"]
    below = [one.code for one in book.alive(FIRST, "city", "county", "town")]
    place = book.regions[book.pick((book.root, book.root, book.root, book.pick(seated), book.pick(below or [book.root])))]
    since = book.pick((SINCE, SINCE, "2025-01-01", str(book.pick(book.days)), str(book.pick(book.days))))
    said = {
        "jurisdiction": place.code, "step": step, "amount": amount, "period": period, "applies_to": book.pick((*(None,) * 4, "county", "town")),
        "valid_from": since, "valid_through": str(max(since, str(book.pick(book.days)))) if book.chance(0.15) else None,
    }  # fmt: skip
    name = f"{place.code}-{step}-{len(book.told)}"
    day = book.pick(book.days)
    if book.late and book.chance(0.3) and place.begins == date(2020, 1, 1) and day < place.ends:
        book.write("rule.set", name, speaker(place), day, said)
    else:
        book.fact("rule.set", name, said)


def in_office(book: Book, mandate: str, place: Region) -> None:
    """That a mandate is suspended for a time or for good, and the terms and sessions of its congress."""
    for what in ("suspended", "restored", "suspended")[: book.pick((0, 0, 0, 1, 2, 2, 3))]:
        day = book.pick((*book.days, *TURNS))
        said = {"mandate": mandate, "valid_from": str(day)}
        book.write(f"mandate.{what}", mandate, speaker(place), max(book.pick(book.days), place.begins), said, book.pick((1, 2, 3, 4)))
    if book.chance(0.3):
        for term, opened in ((17, book.pick(("2021-11-30", "2021-12-01", "2022-01-01"))), (book.pick((18, 18, 18, 19)), str(book.pick(book.days)))):
            of_term: dict[str, Any] = {"unit": place.unit, "term": term, "opened": opened}
            book.write("term.opened", place.unit, speaker(place), max(book.days[0], place.begins), of_term)
    if book.chance(0.3):
        day = book.pick(book.days)
        last = book.pick((None, str(max(day, later(book, day)))))
        sitting: dict[str, Any] = {"unit": place.unit, "term": 17, "session": book.pick((1, 4, 4)), "first": str(day), "last": last}
        book.write("session.held", place.unit, speaker(place), max(day, place.begins), sitting)


def _mandate(book: Book) -> str:
    return f"{book.root}-m{book.pick((0, 0, 0, 1, 1, 2, 3))}"


def _told(book: Book, kind: str, letter: str, said: Mapping[str, Any], *levels: str) -> tuple[str, Region, date]:
    """Something that a system tells of a thing of its own, and perhaps another system too."""
    day = book.pick(book.days)
    by = teller(book, day, *(levels or ("town", "county", "city", "province")))
    name = f"{by.source}/{letter}-{len(book.told)}"
    member = {"session": "speech", "duty": "report", "motion": "motion", "research": "report", "activity": "activity"}[kind.split(".")[0]]
    for one in (by, teller(book, day, "county", "city"))[: book.pick((1, 1, 1, 1, 2))]:
        other = {"mandate": _mandate(book)} if one is not by and "mandate" in said else {}
        book.write(kind, name, speaker(one), day, {member: name, **said, **other})
    return name, by, day


def _speech(book: Book) -> None:
    _told(book, "session.speech_made", "f", {"mandate": _mandate(book)})


def _report(book: Book) -> None:
    _told(book, "duty.report_given", "b", {"mandate": _mandate(book)})


def _proposal(book: Book) -> None:
    said = {"lead": book.pick((_mandate(book), None)), "signers": sorted({_mandate(book) for _ in range(book.pick((0, 1, 2)))}) or None}
    if book.chance(0.3):
        _told(book, "motion.submitted", "y", said)
        return
    mine = [
        one for one, _ in book.told if ".suggestion." in one["type"] and "origin" in one["data"] and one["subject"].startswith(one["source"] + "/")
    ]
    if mine:
        one = book.pick(mine)
        envelope = {key: one[key] for key in ("source", "unit", "level", "region")}
        data = {"origin": one["data"]["origin"], "kind": book.pick(("own", "co_signed", "delegation", "co_signed")), **said}
        book.write("suggestion.submitted", one["subject"], envelope, date.fromisoformat(one["time"][:10]), data)


def _activity(book: Book, *kinds: str) -> tuple[str, Region, date]:
    day = book.pick(book.days)
    by = teller(book, day)
    name = f"{by.source}/a-{len(book.told)}"
    group = book.pick([one["data"] for one, _ in book.told if one["type"] == "cn.npc.mandate.started.v1"])
    taking = [
        {"mandate": one["data"]["mandate"]}
        for one, _ in book.told
        if one["type"] == "cn.npc.mandate.started.v1"
        and book.chance(0.8 if (one["data"]["unit"], one["data"].get("delegation")) == (group["unit"], group.get("delegation")) else 0.1)
    ]
    said = {"activity": name, "kind": book.pick(kinds), "host_unit": by.unit, "participants": taking or None}
    book.write("activity.held", name, speaker(by), day, said)
    return name, by, day


def _by_deputy(book: Book) -> None:
    _activity(book, "visit", "training", "good_deed", "inspection")


def _course(book: Book) -> None:
    day = book.pick(book.days)
    by = teller(book, day, "county", "city")
    name = f"{by.source}/c-{len(book.told)}"
    courses = [f"{book.root}-k9", *(one["subject"] for one, _ in book.told if one["data"].get("kind") == "training")]
    book.write("training.completed", name, speaker(by), day, {"course": book.pick(courses), "mandate": _mandate(book)})


def _by_group(book: Book) -> None:
    name, by, day = _activity(book, "group", "group", "meeting", "meeting", "research")
    if book.chance(0.4):
        report = f"{by.source}/r-{len(book.told)}"
        on = later(book, day)
        if by.begins <= on < by.ends:
            book.write("research.report_forwarded", report, speaker(by), on, {"report": report, "activity": name})
    if book.chance(0.6):
        _clue(book, name, day)


def _clue(book: Book, activity: str, day: date) -> None:
    """An opinion collected at an activity, and what became of it."""
    by = teller(book, day, "county", "city", "town")
    name, at = f"{by.source}/o-{len(book.told)}", origin(book, by, day)
    book.write("opinion.collected", name, speaker(by), day, {"opinion": name, "origin": at, "activity": activity})
    suggestions = sorted({one["subject"] for one, _ in book.told if ".suggestion." in one["type"]})
    for step in book.random.sample(("answered_on_spot", "rejected", "forwarded", "converted", "converted"), book.pick((0, 1, 1, 2))):
        on = later(book, day)
        more = {"converted": {"suggestion": book.pick(suggestions)}, "rejected": {"reason": "x"}, "forwarded": {"to_unit": by.unit}}.get(step, {})
        if by.begins <= on < by.ends:
            book.write(f"opinion.{step}", name, speaker(by), on, {"opinion": name, "origin": at, **more})


def _standard(book: Book) -> None:
    for one in [one for one, _ in book.told if one["type"] == "cn.npc.station.opened.v1"]:
        day = book.pick(book.days)
        items = book.random.sample(("场所", "制度", "人员"), book.pick((1, 2, 3)))
        said = {"station": one["subject"], "standard": items, "valid_from": book.pick((None, str(book.pick(book.days))))}
        book.write("station.changed", one["subject"], speaker(teller(book, day, "county", "city", "province")), day, said)


def _reception(book: Book) -> None:
    held = [one for one, _ in book.told if one["type"] == "cn.npc.activity.held.v1" and one["data"]["kind"] == "reception"]
    if not held or book.chance(0.4):
        name, _, day = _activity(book, "reception")
    else:
        one = book.pick(held)
        name, day = one["subject"], date.fromisoformat(one["time"][:10])
    if book.chance(0.7):
        before = [one for one in book.days if one <= day]
        on = book.pick((day, book.pick(before or [day]), later(book, day)))
        by = teller(book, on, "county", "city", "province")
        book.write("activity.announced", name, speaker(by), on, {"activity": name, "kind": book.pick(("reception", "reception", "visit"))})
    for _ in range(book.pick((0, 1, 1, 2))):
        _clue(book, name, book.pick((day, later(book, day))))


def _followed(book: Book) -> None:
    """Suggestions are fed back and filed, mostly."""
    for one in [one for one, _ in book.told if one["type"] == "cn.npc.suggestion.replied.v1" and one["subject"].startswith(one["source"] + "/")]:
        for step, more in (("fed_back", {"to": "voters"}), ("archived", {})):
            day = later(book, date.fromisoformat(one["time"][:10]))
            at = book.regions[one["region"]]
            if book.chance(0.6) and at.begins <= day < at.ends:
                envelope = {key: one[key] for key in ("source", "unit", "level", "region")}
                book.write(f"suggestion.{step}", one["subject"], envelope, day, {"origin": one["data"]["origin"], **more})


def _read(book: Book) -> None:
    known = {one["subject"] for one, _ in book.told if one["type"] == "cn.npc.source.registered.v1"}
    mine = [one for one, _ in book.told if ".suggestion." in one["type"] and "origin" in one["data"] and one["source"] in known]
    for _ in range(book.pick((1, 2, 3))):
        if mine:
            one = book.pick(mine)
            envelope = {key: one[key] for key in ("source", "unit", "level", "region")}
            said = {"origin": one["data"]["origin"], "by": book.pick(("甲", "乙", None))}
            book.write("suggestion.read", one["subject"], envelope, date.fromisoformat(one["time"][:10]), said)


_YEARLY: Final = ("per_year", "per_year", "per_quarter", "per_term")
_STEPS: Final[Mapping[str, tuple[Sequence[str], int, Sequence[Callable[[Book], None]]]]] = {
    "duty_speech": (_YEARLY, 2, (_speech, _speech)),
    "duty_activity": (_YEARLY, 2, (_by_deputy, _by_deputy)),
    "duty_proposal": (_YEARLY, 2, (_proposal, _proposal)),
    "duty_training": (_YEARLY, 2, (_course, _by_deputy)),
    "duty_good_deed": (_YEARLY, 2, (_by_deputy,)),
    "duty_report": (_YEARLY, 2, (_report, _report)),
    "group_activity": (_YEARLY, 2, (_by_group, _by_group)),
    "group_research": (_YEARLY, 1, (_by_group, _by_group)),
    "group_suggestion": (_YEARLY, 1, (_proposal, _proposal)),
    "group_solved": (_YEARLY, 1, (_by_group, _by_group)),
    "group_exchange": (_YEARLY, 1, (_by_group, _by_group)),
    "station_standard": (("each",), 2, (_standard,)),
    "reception_step": (("each",), 6, (_reception, _reception, _followed)),
    "reading_level": (("each",), 2, (_read, _read)),
}
"""By step: periods of its rules, the most that is asked, and what is done of it."""
