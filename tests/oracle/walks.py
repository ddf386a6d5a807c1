"""Suggestions on their way: random walks that mostly follow the law (domain B3), told by whoever may and sometimes by others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.oracle.ground import Book, Region, speaker
from tests.oracle.telling import later, opinion, origin, teller

GRADES = ("satisfied", "basically", "dissatisfied")
OUTCOMES = ("solved", "solved", "planned", "in_progress", "reference")


@dataclass
class Walk:
    """A suggestion on its way. `by`: who tells it; `departments`: those it may be assigned to."""

    book: Book
    name: str
    by: Region
    origin: str
    day: date
    source: str
    assigned: list[str] = field(default_factory=list)

    def say(self, step: str, data: Mapping[str, Any], by: Region | None = None, source: str | None = None) -> dict[str, Any]:
        """One step, by the system that minted the suggestion unless told."""
        envelope = speaker(by, source) if by is not None else {**speaker(self.by), "source": self.source}
        return self.book.write(f"suggestion.{step}", self.name, envelope, self.day, {"origin": self.origin, **data})

    def dept(self) -> str:
        """One of its departments, mostly one that it was assigned to."""
        if self.assigned and self.book.chance(0.85):
            found: str = self.book.pick(self.assigned)
            return found
        return f"{self.by.code}-d{self.book.pick((1, 1, 2, 3))}"


def suggestion(book: Book) -> None:
    """A suggestion: registered, and then a random walk that mostly follows the law."""
    day = book.pick(book.days[: max(2, len(book.days) // 2)])
    by = teller(book, day, "county", "county", "city", "province", "town")
    walk = Walk(book, f"{by.source}/s-{len(book.told)}", by, origin(book, by, day), day, by.source)
    known = sorted({event["subject"] for event, _ in book.told if ".suggestion." in event["type"]})
    said: dict[str, Any] = {"kind": book.pick(("own", "work", None)), "category": book.pick((None, "交通", "水利"))}
    if known and book.chance(0.35):
        said["continues"] = [book.pick(known)]
    if book.chance(0.4):
        said["opinions"] = [opinion(book, by, day)]
    if book.chance(0.3):
        step = book.pick(("drafted", "submitted", "submitted"))
        again = {"recurs": known[0]} if known else {}
        walk.say(step, {"kind": "own", "lead": _mandate(book), **again} if step == "submitted" else {})
    walk.day = max(later(book, day), by.begins)
    number = book.pick((f"{len(book.told)}", f"{len(book.told)}", "7"))
    walk.say("registered", {**said, "term": 17, "session": book.pick((4, 4, None)), "no": number})
    for _ in range(book.random.randint(1, 9)):
        walk.day = later(book, walk.day)
        moved(walk)
        book.pick(STEPS)(walk, known)


def _mandate(book: Book) -> str | None:
    """Whoever leads, or gave a grade; mostly it is not said."""
    found: str | None = book.pick((None, None, None, f"{book.root}-m0", f"{book.root}-m1"))
    return found


def moved(walk: Walk) -> None:
    """Whoever tells it goes on under the code of the day, by the system that succeeds if there is one."""
    book = walk.book
    walk.day = max(walk.day, walk.by.begins)
    if walk.day >= walk.by.ends:
        for suffix in ("9", "8"):
            new = book.regions.get(walk.by.code + suffix)
            if new is not None and new.begins <= walk.day < new.ends:
                sources = [event["subject"] for event, _ in book.told if event["data"].get("succeeds") == walk.by.source]
                walk.by, walk.source = new, (sources or [walk.source])[0]
                return
        walk.day = min(walk.day, walk.by.ends - timedelta(days=1))


Step = Callable[[Walk, list[str]], Any]


def _assigned(walk: Walk, _: list[str]) -> None:
    numbers = walk.book.random.sample((1, 2, 3), walk.book.pick((1, 1, 2)))
    # Bad input: a department is named twice, perhaps in two roles.
    numbers += numbers[:1] if walk.book.chance(0.04) else []
    departments = [{"dept": f"{walk.by.code}-d{number}", "role": walk.book.pick(("main", "main", "separate", "co"))} for number in numbers]
    walk.assigned += [one["dept"] for one in departments]
    walk.say("assigned", {"departments": departments})


def _replied(walk: Walk, _: list[str]) -> None:
    book = walk.book
    said: dict[str, Any] = {"dept": walk.dept()}
    if book.chance(0.25):
        said |= {"scheme": f"{book.root}-sch", "class": book.pick("ABC")}
    else:
        said["outcome"] = book.pick(OUTCOMES)
    if book.chance(0.25):
        said["promises"] = [f"pr{book.pick((1, 2))}"]
    other = teller(book, walk.day, "county", "city") if book.chance(0.2) else None
    walk.say("replied", said, other)


def _graded(walk: Walk, _: list[str]) -> None:
    book = walk.book
    said = {
        "axis": book.pick(("result", "result", "result", "attitude")),
        "grade": book.pick(GRADES),
        "dept": walk.dept() if book.chance(0.4) else None,
        "rater": _mandate(book),
    }
    other = f"//{walk.by.code}/t" if book.chance(0.2) else None
    walk.say("reply_evaluated", said, *((walk.by, other) if other else ()))


def _refused(walk: Walk, _: list[str]) -> None:
    walk.say(walk.book.pick(("refused", "refused", "refusal_denied")), {"dept": walk.dept()})


def _reassigned(walk: Walk, _: list[str]) -> None:
    book = walk.book
    role = book.pick(("main", "separate", "co"))
    walk.say("reassigned", {"replaces": [walk.dept()] if book.chance(0.6) else None, "departments": [{"dept": walk.dept(), "role": role}]})


def _linked(walk: Walk, known: list[str]) -> None:
    book = walk.book
    if not known:
        return
    other = book.pick([one for one in known if one != walk.name] or known)
    by = teller(book, walk.day, "county", "city", "province") if book.chance(0.6) else None
    if book.chance(0.2):
        walk.say("escalated", {"to_unit": walk.by.unit, "kind": "new_submission", "new_id": other})
    else:
        walk.say(book.pick(("linked", "linked", "unlinked")), {"other": other}, by)


def _above(walk: Walk, _: list[str]) -> None:
    book = walk.book
    step = book.pick(("key_supervised", "key_supervised", "published", "published", "unpublished", "urged"))
    by = teller(book, walk.day, "city", "province", "county") if book.chance(0.4) else None
    walk.say(step, {"topic": f"{book.root}-t{book.pick((1, 2))}"} if step == "key_supervised" and book.chance(0.7) else {}, by)


def _promise(walk: Walk, _: list[str]) -> None:
    name, step = f"pr{walk.book.pick((1, 2))}", walk.book.pick(("made", "kept", "kept", "missed", "evaluated"))
    walk.say(f"promise_{step}", {"promise": name, "grade": walk.book.pick(GRADES) if step == "evaluated" else None})


def _extended(walk: Walk, _: list[str]) -> None:
    book = walk.book
    said = {"dept": walk.dept() if book.chance(0.4) else None, "until": "2025-12-31", "consent_by": "主任会议" if book.chance(0.6) else None}
    walk.say("extended", said)


def _simple(walk: Walk, _: list[str]) -> None:
    step = walk.book.pick(
        ("returned", "withdrawn", "turned_into_letter", "submitted", "submitted", "contacted", "archived", "fed_back", "evaluation_lapsed")
    )
    more = {"submitted": {"kind": "own"}, "contacted": {"dept": walk.dept()}, "fed_back": {"to": "deputy"}}
    walk.say(step, more.get(step, {}))


def _stranger(walk: Walk, _: list[str]) -> None:
    """Somebody who may not say it."""
    book = walk.book
    by = teller(book, walk.day, "town", "county", "city")
    step, data = book.pick((("assigned", {"departments": [{"dept": walk.dept(), "role": "main"}]}), ("withdrawn", {}), ("rehandle_ordered", {})))
    if by.code != walk.by.code:
        walk.say(step, data, by)


STEPS: tuple[Step, ...] = (
    _assigned, _assigned, _assigned, _replied, _replied, _replied, _replied, _graded, _graded, _refused, _reassigned, _linked, _linked, _above,
    _promise, _promise, _extended, _simple, _stranger, lambda walk, _: walk.say("rehandle_ordered", {}),
)  # fmt: skip
