"""The ground of a random federation: regions with their organs and systems, the reforms that befall them, rules and schemes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final

HUB: Final = "//00/hub"
FIRST, LAST = date(2025, 1, 10), date(2025, 11, 30)
RECORDED: Final = tuple(date.fromisoformat(day) for day in ("2025-01-05", "2025-03-20", "2025-06-30", "2025-09-10", "2025-12-15", "2026-01-20"))
"""Days on which records are written; the first has the ground alone."""
SINCE: Final = "2020-01-01"
HOURS: Final = ("00:05", "08:30", "09:00", "12:00", "17:45", "23:50")


@dataclass
class Region:
    """A region as it is now in the telling. `ends`: the first day on which it is none."""

    code: str
    parent: str
    kind: str
    level: str | None
    begins: date = date(2020, 1, 1)
    ends: date = date.max

    @property
    def unit(self) -> str:
        """The organ that acts for it."""
        return f"{self.code}-cwh"

    @property
    def source(self) -> str:
        """Its system."""
        return f"//{self.code}/s"


@dataclass
class Book:
    """What is told of one federation. `told`: (event, number of the recorded day); `days`: the few days on which things happen."""

    seed: int
    index: int
    random: Random
    regions: dict[str, Region] = field(default_factory=dict)
    told: list[tuple[dict[str, Any], int]] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    late: bool = False

    def __post_init__(self) -> None:
        """All that follows is drawn from chance; the index names the codes alone."""
        span = (LAST - FIRST).days
        self.days = sorted(FIRST + timedelta(days=self.random.randint(0, span)) for _ in range(self.random.randint(4, 14)))
        self.late = self.random.random() < 0.5

    @property
    def root(self) -> str:
        """The province's code."""
        return f"{self.index + 100}"

    def chance(self, of: float) -> bool:
        """Yes, with a probability."""
        return self.random.random() < of

    def pick(self, choices: Sequence[Any]) -> Any:
        """One of several."""
        return self.random.choice(choices)

    def alive(self, day: date, *levels: str) -> list[Region]:
        """The regions of a day with a congress of these levels, or all."""
        return [one for one in self.regions.values() if one.begins <= day < one.ends and (not levels or one.level in levels)]

    def write(
        self, name: str, subject: str, by: Mapping[str, str], day: date, data: Mapping[str, Any], recorded: int | None = None
    ) -> dict[str, Any]:
        """Tell one event; it is recorded at once or late."""
        number = len(self.told)
        event = {
            "specversion": "1.0", "id": f"{self.root}-{number}", "type": f"cn.npc.{name}.v1", "subject": subject,
            "time": f"{day}T{self.pick(HOURS)}:{number % 60:02}+08:00", **by, "data": {key: one for key, one in data.items() if one is not None},
        }  # fmt: skip
        self.told.append((event, self.recorded(day) if recorded is None else recorded))
        return event

    def recorded(self, day: date) -> int:
        """The recorded day of what happened on a day: the next, or a later one."""
        following = next((number for number, one in enumerate(RECORDED) if number and one >= day), len(RECORDED) - 1)
        return min(len(RECORDED) - 1, following + (self.random.randint(1, 3) if self.chance(0.2) else 0))

    def fact(self, name: str, subject: str, data: Mapping[str, Any], day: str = "2020-01-01", recorded: int = 0) -> dict[str, Any]:
        """A fact of the administrator; where a federation is told late, perhaps recorded after what rests on it."""
        if self.late and recorded == 0 and self.chance(0.15):
            recorded = self.random.randint(1, len(RECORDED) - 1)
        by = {"source": HUB, "unit": "00-hub", "level": "national", "region": "00"}
        return self.write(name, subject, by, date.fromisoformat(day), data, recorded)


def speaker(region: Region, source: str | None = None) -> Mapping[str, str]:
    """The envelope of what a region's organ says through its system, or through another."""
    level = region.level or "county"
    return {"source": source or region.source, "unit": region.unit, "level": level, "region": region.code}


def settle(book: Book) -> None:
    """Draw the regions, and tell them with their organs and systems."""
    root = Region(book.root, "00", "province", "province")
    places = [root]
    for city in range(book.pick((0, 1, 1, 2))):
        places.append(Region(f"{root.code}{city + 1:02}", root.code, "city", "city"))
    for above in places[1:] or [root]:
        if above.level == "city" and book.chance(0.15):
            places += _towns(book, above)
            continue
        for number in range(book.pick((1, 1, 2))):
            county = Region(f"{above.code:0<5}{number + 21}", above.code, "county", "county")
            places += [county, *_towns(book, county)]
    for one in places:
        establish(book, one)


def _towns(book: Book, above: Region) -> list[Region]:
    found = []
    for number in range(book.pick((0, 1, 2, 2, 3))):
        kind = book.pick(("town", "town", "town", "township", "street", "zone"))
        found.append(Region(f"{above.code}{number + 101}", above.code, kind, "town" if kind in ("town", "township") else None))
    return found


def establish(book: Book, one: Region, day: str | None = None) -> None:
    """Tell that a region is there, with its organ and its system."""
    book.regions[one.code] = one
    said = {
        "code": one.code,
        "name": one.code,
        "kind": one.kind,
        "parent": one.parent,
        "level": one.level,
        "valid_from": SINCE if day is None else day,
    }
    book.fact("region.established", one.code, said)
    organise(book, one)


def organise(book: Book, one: Region) -> None:
    """Tell the organ and the system of a region."""
    kind = {"town": "presidium", None: "street_committee"}.get(one.level, "standing_committee")
    organ = {"unit": one.unit, "name": one.unit, "kind": kind, "level": one.level or "county", "region": one.code, "valid_from": SINCE}
    book.fact("unit.registered", one.unit, organ)
    system(book, one.source, one.code)
    if one.level in ("county", "city") and book.chance(0.3):
        system(book, f"//{one.code}/t", one.code)


def system(book: Book, name: str, region: str, succeeds: str | None = None) -> None:
    """Tell a system."""
    book.fact(
        "source.registered", name, {"source": name, "region": region, "families": ["reference", "activity", "suggestion"], "succeeds": succeeds}
    )


def reform(book: Book, day: date) -> None:
    """One reform of a region, on a day after those before."""
    towns = [one for one in book.alive(day, "town") if one.begins < day]
    counties = [one for one in book.alive(day, "county") if one.begins < day]
    choices = [*((_town_ends, one) for one in towns), *((_moves, one) for one in (*counties, *towns))]
    if choices:
        change, one = book.pick(choices)
        change(book, one, day)


def said_of(book: Book, kind: str, code: str, day: date, **data: Any) -> None:
    """Tell a fact of the administrator about a code that holds from a day on."""
    lag = book.random.randint(0, 20)
    number = book.random.randint(1, len(RECORDED) - 1) if book.late else 0
    book.fact(f"region.{kind}", code, {"code": code, "valid_from": str(day), **data}, str(day - timedelta(days=lag)), number)


def _town_ends(book: Book, one: Region, day: date) -> None:
    siblings = [
        other for other in book.alive(day) if other.parent == one.parent and other is not one and other.level == "town" and other.begins < day
    ]
    kind = book.pick(("merged", "merged", "split", "abolished", "renamed"))
    if kind == "renamed":
        said_of(book, "renamed", one.code, day, name=f"{one.code}新")
    elif kind == "merged" and siblings:
        said_of(book, "merged", one.code, day, into=book.pick(siblings).code)
        one.ends = day
    elif kind == "split":
        parts = [_new(book, one, day, number) for number in range(book.pick((1, 2)))]
        successors = [*parts, *(other.code for other in siblings[: book.pick((0, 1))])]
        if len(successors) > 1:
            said_of(book, "split", one.code, day, successors=[{"code": code} for code in successors])
            one.ends = day
    elif kind == "abolished":
        named = [{"code": other.code} for other in siblings[: book.pick((0, 0, 1, 2))]]
        said_of(book, "abolished", one.code, day, successors=named or None)
        one.ends = day


def _new(book: Book, one: Region, day: date, number: int) -> str:
    # No code is used again: of a town that was to be split before some part is there already.
    code = next(code for code in (f"{one.code}{number + least}" for least in (7, 5, 3, 1)) if code not in book.regions)
    establish(book, Region(code, one.parent, "town", "town", day), str(day))
    return code


def _moves(book: Book, one: Region, day: date) -> None:
    level = {"county": ("city", "province"), "town": ("county",)}[str(one.level)]
    targets = [other for other in book.alive(day, *level) if other.code != one.parent and other.begins < day]
    if not targets:
        return
    parent = book.pick(targets).code
    if book.chance(0.4):
        said_of(book, "moved", one.code, day, parent=parent)
        one.parent = parent
        return
    said_of(book, "moved", one.code, day, parent=parent, new_code=f"{one.code}9")
    new = Region(f"{one.code}9", parent, one.kind, one.level, day)
    follow(book, one, new, day)
    for town in [other for other in book.alive(day) if other.parent == one.code]:
        if book.chance(0.6) and town.begins < day:
            said_of(book, "moved", town.code, day, parent=new.code, new_code=f"{town.code}8")
            follow(book, town, Region(f"{town.code}8", new.code, town.kind, town.level, day), day)
        else:
            town.parent = new.code


def follow(book: Book, one: Region, new: Region, day: date) -> None:
    """A region goes on under a new code."""
    one.ends = day
    book.regions[new.code] = new
    organise(book, new)
    if book.chance(0.5):
        system(book, f"//{new.code}/u", new.code, succeeds=one.source)


def rule_book(book: Book) -> None:
    """Rules of the province and perhaps of a county, and schemes of letters."""
    steps = (("reply", "wd", (10, 25)), ("reply", "m", (1, 3)), ("reply_extended", "m", (2, 5)), ("rehandle", "d", (9, 30)))
    for place in [book.root, *(one.code for one in book.alive(FIRST, "county", "city") if book.chance(0.3))]:
        for step, period, (least, most) in book.random.sample(steps, book.random.randint(1, len(steps))):
            said = {"jurisdiction": place, "step": step, "amount": book.random.randint(least, most), "period": period, "consent": book.chance(0.5)}
            level = book.pick(("county", "city", None, None))
            since = book.pick((SINCE, SINCE, str(book.pick(book.days))))
            book.fact("rule.set", f"{place}-{step}-{len(book.told)}", {**said, "applies_to": level, "valid_from": since})
    for since in (SINCE, str(book.pick(book.days)))[: book.pick((1, 2))]:
        letters = [{"code": letter, "outcome": book.pick(("solved", "planned", "deferred", "reference"))} for letter in "ABC"[: book.pick((2, 3))]]
        book.fact(
            "class_scheme.set", f"{book.root}-sch", {"scheme": f"{book.root}-sch", "region": book.root, "classes": letters, "valid_from": since}
        )
    categories(book)


def categories(book: Book) -> None:
    """Schemes of categories: the province's, one of a system itself; some known late, some superseded."""
    for _ in range(book.pick((0, 1, 2, 3))):
        place = book.pick([book.regions[book.root], *book.alive(FIRST, "county", "city")])
        words = [{"code": code, "category": book.pick(common)} for code, common in CATEGORIES.items() if book.chance(0.6)]
        said = {
            "scheme": f"{place.code}-c{book.pick((1, 2))}",
            "region": place.code,
            "categories": words,
            "valid_from": book.pick((SINCE, str(book.pick(book.days)))),
        }
        by = speaker(place) if book.chance(0.5) else {"source": HUB, "unit": "00-hub", "level": "national", "region": "00"}
        book.write("category_scheme.set", said["scheme"], by, FIRST, said, book.pick((0, 1, 2, 3)))


CATEGORIES: Final = {"交通": ("transport", "urban"), "水利": ("water",), "教育": ("education", "other")}


def shared(number: int) -> list[tuple[dict[str, Any], int]]:
    """What all federations of a batch rest on: the calendars. That of 2026 is known in every other batch."""
    book = Book(number, -100, Random(number))
    book.late = False
    holidays = {
        2024: ["2024-05-01", "2024-10-01"],
        2025: ["2025-01-28", "2025-01-29", "2025-05-01", "2025-05-02", "2025-10-01"],
        2026: ["2026-01-01"],
    }
    for year, days in holidays.items():
        if year < 2026 or number % 2:
            book.fact("calendar.set", f"{year}", {"year": year, "holidays": days, "workdays": [f"{year}-02-08"]})
    return book.told


def moment(day: date) -> str:
    """Noon of a recorded day."""
    return datetime(day.year, day.month, day.day, 12).isoformat() + "+08:00"
