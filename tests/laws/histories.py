"""Random histories, lawful and not, in random federations: activities, matters that climb, projects, stations, deputies; corrections, copies."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from schemas.registry import by_name
from tests.laws.places import Place, Places, above, foundations, lowest, mandates, municipality, periods, province

START = datetime(2025, 1, 6, 1, tzinfo=UTC)
DAYS = 60
GRADES = ("satisfied", "basically", "dissatisfied")


@dataclass
class Book:
    """Events written so far; ids are counted, so that one draw always writes the same book."""

    draw: st.DrawFn
    places: Places
    events: list[dict[str, Any]] = field(default_factory=list)

    def pick(self, *choices: Any) -> Any:
        """One of several things."""
        return self.draw(st.sampled_from(choices))

    def chance(self) -> bool:
        """Yes or no."""
        return bool(self.draw(st.booleans()))

    def day(self) -> int:
        """A day of the history."""
        return int(self.draw(st.integers(0, DAYS)))

    def mostly(self, place: Place) -> Place:
        """The place, or sometimes any other."""
        found: Place = self.pick(place, place, self.pick(*self.places))
        return found

    def of(self, *levels: str) -> list[Place]:
        """The places of these levels."""
        return [place for place in self.places if place.level in levels]

    def write(self, name: str, subject: str, by: Place, day: int, data: Mapping[str, Any]) -> dict[str, Any]:
        """Write one event of a place's system; of equal days the later written is the later."""
        number = len(self.events)
        event = {
            "specversion": "1.0",
            "id": f"e{number}",
            "source": by.source,
            "type": f"cn.npc.{name}.v1",
            "subject": subject,
            "time": (START + timedelta(days=day, minutes=number)).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "unit": by.unit,
            "level": by.level,
            "region": by.code,
            "data": dict(data),
        }
        self.events.append(event)
        return event


def activity(book: Book) -> None:
    """An activity, perhaps told by two systems, cancelled, with an opinion."""
    host = book.pick(*book.of("town", "county"))
    name = f"{host.source}/a-{len(book.events)}"
    seats = [*(mandate["subject"] for mandate in mandates(book.places)), "unknown-m9"]
    day = book.day()
    for teller in (host, *([book.pick(*above(host, book.places))] if book.chance() else [])):
        data = {
            "activity": name,
            "kind": book.pick("reception", "visit"),
            "host_unit": host.unit,
            "participants": [{"mandate": seat} for seat in seats if book.chance()],
            "counts": {"people": book.pick(0, 7, 30), "items": book.pick(0, 2)},
        }
        book.write("activity.held", name, teller, day, data)
    if book.pick(True, False, False):
        book.write("activity.cancelled", name, host, day, {"activity": name})
    if book.chance():
        opinion(book, host)


def opinion(book: Book, origin: Place) -> str:
    """An opinion and what became of it on the spot."""
    name = f"{origin.source}/o-{len(book.events)}"
    day = book.day()
    book.write("opinion.collected", name, origin, day, {"opinion": name, "origin": origin.code, "category": book.pick("交通", "水利")})
    if book.chance():
        book.write("opinion.answered_on_spot", name, origin, day + 1, {"opinion": name, "origin": origin.code})
    return name


def suggestion(book: Book) -> None:
    """A suggestion of a county, city or province: a random walk through its life, any step at any day."""
    by = book.pick(*book.of("county", "city", "province"))
    origin = book.pick(*[place for place in lowest(book.places) if by in above(place, book.places)])
    name = f"{by.source}/s-{len(book.events)}"
    others = sorted({str(event["subject"]) for event in book.events if "/s-" in str(event["subject"])})
    data: dict[str, Any] = {"origin": origin.code, "term": 17, "no": str(len(book.events)), "kind": book.pick("own", "work")}
    if others and book.chance():
        data["continues"] = [book.pick(*others)]
    if book.chance():
        data["opinions"] = [opinion(book, origin)]
    book.write("suggestion.registered", name, by, book.day(), data)
    for _ in range(int(book.draw(st.integers(0, 7)))):
        step = book.pick(*STEPS)
        step(book, name, by, origin, others)


Step = Callable[[Book, str, Place, Place, list[str]], Any]


def _said(fact: str, data: Callable[[Book, Place], Mapping[str, Any]]) -> Step:
    def step(book: Book, name: str, by: Place, origin: Place, _: list[str]) -> None:
        book.write(f"suggestion.{fact}", name, book.mostly(by), book.day(), {"origin": origin.code, **data(book, by)})

    return step


def _linked(book: Book, name: str, by: Place, origin: Place, others: list[str]) -> None:
    if others:
        fact = book.pick("linked", "linked", "unlinked")
        teller = book.pick(*above(by, book.places))
        book.write(f"suggestion.{fact}", name, teller, book.day(), {"origin": origin.code, "other": book.pick(*others)})


def _assigned(book: Book, by: Place) -> Mapping[str, Any]:
    return {"departments": [{"dept": dept, "role": book.pick("main", "co", "separate")} for dept in by.departments[: book.pick(1, 2)]]}


def _reassigned(book: Book, by: Place) -> Mapping[str, Any]:
    return {"replaces": [by.departments[0]], "departments": [{"dept": by.departments[2], "role": book.pick("main", "co")}]}


def _replied(book: Book, by: Place) -> Mapping[str, Any]:
    round_ = book.pick(1, 1, 2)
    return {"dept": book.pick(*by.departments), "outcome": book.pick("solved", "planned", "reference"), "round": round_}


def _graded(book: Book, by: Place) -> Mapping[str, Any]:
    of = book.pick({}, {}, {"dept": by.departments[0]}, {"dept": by.departments[1]})
    return {"axis": book.pick("result", "result", "attitude"), "grade": book.pick(*GRADES), **of}


STEPS: tuple[Step, ...] = (
    _said("assigned", _assigned),
    _said("assigned", _assigned),
    _said("reassigned", _reassigned),
    _said("refused", lambda _, by: {"dept": by.departments[0]}),
    _said("replied", _replied),
    _said("replied", _replied),
    _said("reply_evaluated", _graded),
    _said("promise_evaluated", lambda book, _: {"promise": book.pick("pr1", "pr2"), "grade": book.pick(*GRADES)}),
    _said("rehandle_ordered", lambda *_: {}),
    _said("extended", lambda book, _: {"until": "2025-03-01", **({"consent_by": "主任会议"} if book.chance() else {})}),
    _said("withdrawn", lambda *_: {}),
    _said("returned", lambda *_: {}),
    _said("key_supervised", lambda book, _: {"topic": book.pick("t1", "t2")}),
    _said("published", lambda *_: {}),
    _said("unpublished", lambda *_: {}),
    _said("drafted", lambda *_: {}),
    _said("promise_made", lambda book, _: {"promise": book.pick("pr1", "pr2")}),
    _said("promise_kept", lambda book, _: {"promise": book.pick("pr1", "pr2")}),
    _said("submitted", lambda book, _: {"kind": book.pick("own", "work"), **({"recurs": "//x/sys/s-1"} if book.chance() else {})}),
    _said("promise_missed", lambda book, _: {"promise": book.pick("pr1", "pr2")}),
    _said("refusal_denied", lambda _, by: {"dept": by.departments[0]}),
    _said("mediated", lambda *_: {}),
    _said("archived", lambda *_: {}),
    _said("reopened", lambda *_: {}),
    _linked,
    _linked,
)


def project(book: Book) -> None:
    """A project of a town or county: any of its links at any day, told by any of two."""
    by = book.pick(*book.of("town", "county"))
    name = f"{by.source}/p-{len(book.events)}"
    for _ in range(int(book.draw(st.integers(1, 5)))):
        step = book.pick(*LINKS)
        data = {key: book.pick(*values) for key, values in LINKS[step].items()}
        book.write(f"project.{step}", name, book.pick(by, by, *above(by, book.places)), book.day(), {"project": name, **data})


LINKS: Mapping[str, Mapping[str, Any]] = {
    "collected": {"year": (2025, 2026)},
    "candidate_listed": {"year": (2025, 2025, 2026)},
    "voted": {"year": (2025, 2025, 2026), "votes_for": (3, 9), "against": (1,), "abstain": (0,), "present": (10, 12), "elected": (True, True, False)},
    "progressed": {"progress": (40, 100)},
    "evaluated": {"satisfied": (0, 5), "basically": (0, 2), "dissatisfied": (0, 1)},
}


def station(book: Book) -> None:
    """A station and who is in it, its tier and its roster changing; some of its deputies were trained."""
    by = book.pick(*book.of("town", "county"))
    name = f"{by.code}-z{len(book.events)}"
    seats = [*(mandate["subject"] for mandate in mandates(book.places)), "unknown-m9"]
    for _ in range(int(book.draw(st.integers(1, 4)))):
        facts: Mapping[str, Mapping[str, Any]] = {
            "station.opened": {"tier": book.pick("station", "point"), "region": by.code},
            "station.changed": {"tier": book.pick("central", "point")},
            "station.closed": {},
            "station.roster_changed": {"mandates": [seat for seat in seats if book.chance()]},
        }
        fact = book.pick(*facts)
        book.write(fact, name, by, book.day(), {"station": name, **facts[fact]})
    for seat in seats[:2]:
        training = {"course": book.pick("c1", "c2"), "mandate": seat, "mode": book.pick("main", "branch"), "venue": book.pick("v1", "v2")}
        book.write("training.completed", f"{by.source}/k-{len(book.events)}", book.mostly(by), book.day(), training)


def worth(book: Book) -> None:
    """What came of an activity, which may have been held or not, told by its host or another; and a motion."""
    by = book.pick(*book.of("town", "county"))
    told = sorted({str(event["subject"]) for event in book.events if "/a-" in str(event["subject"])})
    name = book.pick(f"{by.source}/a-none", *told)
    for _ in range(int(book.draw(st.integers(1, 3)))):
        brought = {"money": book.pick(0, 5_000, 70_000), "entities": book.pick(0, 2)}
        book.write("activity.yielded", name, book.pick(*book.places), book.day(), {"activity": name, **brought})
    motion = f"{by.source}/y-{len(book.events)}"
    book.write("motion.submitted", motion, book.mostly(by), book.day(), {"motion": motion, "signers": ["m1"]})


def deputies(book: Book) -> None:
    """Something said of who the deputies are: two records of one person, by somebody who may say it or not; or of a mandate or a term."""
    if book.chance():
        seat = book.pick(*(mandate["subject"] for mandate in mandates(book.places)), "unknown-m9")
        fact = book.pick("suspended", "suspended", "restored", "ended")
        book.write(f"mandate.{fact}", seat, book.pick(*book.places), book.day(), {"mandate": seat})
        return
    if book.chance():
        by = book.pick(*book.places)
        day = (START + timedelta(days=book.day())).date().isoformat()
        term = {"unit": by.unit, "term": book.pick(17, 18, 19)}
        facts = {"term.opened": {"opened": day}, "session.held": {"session": book.pick(1, 2), "first": day}}
        fact = book.pick(*facts)
        book.write(fact, by.unit, by, book.day(), {**term, **facts[fact]})
        return
    record, into = book.pick("p1", "p2", "p3"), book.pick("p2", "p3", "p1", "p4")
    if record != into:
        book.write("deputy.merged", record, book.pick(*book.places), book.day(), {"from": record, "into": into})


def amend(book: Book) -> None:
    """Correct, retract, or correct a correction of something written before; perhaps by somebody who may not."""
    target = book.pick(*book.events)
    kind = by_name(target["type"])
    assert kind is not None
    family = kind.family
    by = next(place for place in book.places if place.source == target["source"])
    teller = book.mostly(by)
    corrects = {"source": target["source"], "id": target["id"]}
    if book.chance():
        book.write(f"{family}.retracted", target["subject"], teller, book.day(), {"corrects": corrects})
    else:
        moved = (START + timedelta(days=book.day())).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        book.write(f"{family}.corrected", target["subject"], teller, book.day(), {"corrects": corrects, "fields": {"time": moved}})


def differ(book: Book) -> None:
    """Another copy of something written before: the same identity at another time."""
    target = book.pick(*book.events)
    time = (START + timedelta(days=book.day(), hours=3)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    book.events.append({**target, "time": time})


@dataclass(frozen=True)
class History:
    """What was said in a federation. `events`: in the order in which they were written, who sits where told among them."""

    places: Places
    events: list[dict[str, Any]]

    @property
    def foundations(self) -> list[dict[str, Any]]:
        """What the gate must know before."""
        return foundations(self.places)


def federations() -> st.SearchStrategy[Places]:
    """A province with one or two cities, or a municipality without; one to three counties of each, none to three towns of a county."""
    towns = st.lists(st.integers(0, 3), min_size=1, max_size=3)
    return st.lists(towns, min_size=1, max_size=2).map(lambda cities: province(*cities)) | towns.map(municipality)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """A random history in a random federation."""
    book = Book(draw, draw(federations()))
    for _ in range(int(draw(st.integers(1, 3)))):
        suggestion(book)
    for _ in range(int(draw(st.integers(0, 2)))):
        activity(book)
    for _ in range(int(draw(st.integers(0, 2)))):
        book.pick(project, project, station, worth, deputies, deputies)(book)
    for _ in range(int(draw(st.integers(0, 3)))):
        book.pick(amend, amend, differ)(book)
    return History(book.places, book.events + mandates(book.places) + (periods() if book.chance() else []))
