"""Answers: things counted by region, level, month and whatever else, recorded or restated, by period and cohort (contract 5)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Final

from tests.oracle.begun import begun
from tests.oracle.people import COUNTED
from tests.oracle.places import DAY, NATION
from tests.oracle.thing import Thing
from tests.oracle.things import Things
from tests.oracle.world import World

NUMBERS: Final = ("suggestions.registered", "suggestions.registered_between", "suggestions.registered_in_session")
OWN_ONLY: Final = (*NUMBERS, "suggestions.handled")
BEGUN: Final = ("suggestions.handled", "suggestions.by_department")
"""What is not additive and may end: within a period it is what began within it, each once."""
DISTINCT: Final = tuple(COUNTED)
OF_ONE: Final = (*OWN_ONLY, "suggestions.handled_from_below")
"""Figures of exactly one congress."""
NOT_ADDITIVE: Final = (*OWN_ONLY, *DISTINCT)
GRADED: Final = (
    "suggestions.satisfaction_first", "suggestions.satisfaction_final", "suggestions.satisfaction_attitude", "promises.evaluated",
    "projects.satisfaction",
)  # fmt: skip
RATED: Final = ("departments.satisfaction_first", "departments.satisfaction_final")
CHARGED: Final = (*RATED, *(f"departments.{name}" for name in ("assigned", "replied", "due", "on_time", "late", "overdue")))
"""Statistics of which the cube has no cells."""
RECKONED: Final = (
    "activities.reception_required", "activities.reception_complete", "duty.required", "duty.met", "groups.duty_required", "groups.duty_met",
    "stations.standard_required", "stations.standard_met", "suggestions.read_required", "suggestions.read_complete",
    "suggestions.under_deadline", "suggestions.not_yet_due",
)  # fmt: skip
"""Statistics that are counted from rows when they are asked; each second is a share of the one before."""
IMPLIED: Final = {
    **dict.fromkeys(GRADED, ("grade",)), **dict.fromkeys(CHARGED, ("department",)), **dict.fromkeys(RATED, ("department", "grade")),
    "suggestions.by_department": ("department", "role"),
}  # fmt: skip
OF: Final[dict[str, str]] = {
    **dict(zip(RECKONED[1::2], RECKONED[::2], strict=True)),
    **{name: name for name in (*GRADED, *RATED)}, **{f"departments.{name}": "departments.due" for name in ("on_time", "late", "overdue")},
    "projects.completed": "projects.voted", "projects.evaluated": "projects.voted", "stations.coverage": "regions.towns",
    "suggestions.handled_from_below": "suggestions.handled",
    **dict.fromkeys(NUMBERS[1:], NUMBERS[0]), "opinions.resolved": "opinions.collected",
    **{f"suggestions.{name}": "suggestions.due" for name in ("on_time", "late", "overdue")},
    **{f"suggestions.{name}": "suggestions.consolidated" for name in ("completed", "implemented", "solved_or_planned")},
}  # fmt: skip
"""Statistics that are rates, and what is their denominator."""
OF_STATE: Final = {"votes.towns": "votes.entitled"}
"""Those that are a share of what is there on the last day."""

STATES: Final = ("regions.towns", "stations.coverage", "stations.open", "votes.entitled")
ANSWERED: Final = (
    "activities.held", "entities.founded", "items.advanced", "mandates", "money.moved", "motions.submitted", "opinions.collected",
    "opinions.resolved", "participations", "people.received", "projects.collected", "projects.completed", "projects.evaluated",
    "projects.listed", "projects.voted", "suggestions.by_department", "topics.key_supervised", "votes.towns",
    *STATES, *NOT_ADDITIVE, *GRADED, *CHARGED, *RECKONED,
    *(
        f"suggestions.{name}"
        for name in (
            "completed", "consolidated", "due", "due_unknown", "implemented", "key_supervised", "late", "on_time", "overdue", "published", "repeated",
            "replied", "solved_or_planned", "unrated",
        )
    ),
)  # fmt: skip
"""The statistics that are answered here."""


@dataclass(frozen=True)
class Asked:
    """A question. `first` None: from the beginning. `regions`: the day on whose regions it is restated; `cohort`: the state of those that entered in
    the period at `as_of`."""

    names: tuple[str, ...]
    region: str
    by: tuple[str, ...] = ()
    first: date | None = None
    last: date = date.max
    where: Mapping[str, str] = field(default_factory=dict)
    cohort: date | None = None
    regions: date | None = None


Cell = tuple[str, ...]
"""Statistic, then a value for each dimension asked, then for each that its rows always have."""


class Oracle:
    """Answers from one state of knowledge."""

    def __init__(self, world: World) -> None:
        """Of what is known."""
        self.world = world
        self.things = Things(world)

    def figures(self, asked: Asked) -> dict[Cell, int]:
        """n of each cell that is not 0."""
        found: Counter[Cell] = Counter()
        for name in asked.names:
            if name in DISTINCT:
                found.update(self._distinct(name, asked))
        once = set()
        periods = asked.cohort is None and (asked.first is not None or "month" in asked.by)
        if periods:
            found.update(self._begun(asked))
        for thing, sign, month in self._counted(asked):
            if thing.measure in asked.names and not (periods and thing.measure in BEGUN):
                key = self._key(thing, asked)
                for cell in self._cells(thing, asked, month):
                    again = thing.measure == "suggestions.handled" and (cell, key, sign, month) in once
                    once.add((cell, key, sign, month))
                    found[cell] += 0 if again else sign * thing.n
        return {cell: n for cell, n in found.items() if n}

    def denominators(self, asked: Asked) -> dict[Cell, int]:
        """`of` of each cell of a rate: all that are rated, whatever their grade; 0 where as many came as went."""
        rates = tuple(name for name in asked.names if name in OF)
        where = {name: value for name, value in asked.where.items() if name != "grade"}
        whole = Asked(tuple({OF[name] for name in rates}), asked.region, asked.by, asked.first, asked.last, where, asked.cohort, asked.regions)
        found = self._stocks(asked)
        for cell, n in self.figures(whole).items():
            for name in rates:
                if OF[name] == cell[0]:
                    found[without_grade((name, *cell[1:]), asked.by)] += n
        return found

    def _stocks(self, asked: Asked) -> Counter[Cell]:
        """What is there on the last day of the period, or of each month, as what happened in it is a share of."""
        found: Counter[Cell] = Counter()
        for name in set(asked.names) & {*OF_STATE}:
            for _, last in months(asked.first, asked.last) if "month" in asked.by else ((asked.first, asked.last),):
                by = tuple(one for one in asked.by if one != "month")
                for cell, n in self.figures(replace(asked, names=(OF_STATE[name],), by=by, first=None, last=last, cohort=None)).items():
                    values = {**dict(zip(by, cell[1:], strict=True)), "month": f"{last:%Y-%m}"}
                    found[name, *(values[one] for one in asked.by)] += n
        return found

    def _counted(self, asked: Asked) -> Iterator[tuple[Thing, int, str]]:
        """Things that came (+1) and went (-1) in the period, with the month in which they did."""
        if asked.cohort is not None:
            for thing in self._on(asked.cohort, asked.regions):
                if thing.entered is not None and (asked.first or date.min) <= thing.entered <= asked.last:
                    yield thing, 1, thing.entered.strftime("%Y-%m")
            return
        for first, last in months(asked.first, asked.last) if "month" in asked.by else ((asked.first, asked.last),):
            yield from ((thing, 1, last.strftime("%Y-%m")) for thing in self._on(last, asked.regions))
            if first is not None:
                yield from ((thing, -1, last.strftime("%Y-%m")) for thing in self._on(first - DAY, asked.regions))

    def _on(self, day: date, regions: date | None) -> Sequence[Thing]:
        """Restated, departments are those of that day as well."""
        return self.things.on(day) if regions is None else self.things.restated(day, regions)

    def _begun(self, asked: Asked) -> Counter[Cell]:
        """What began within the period, or within each month of it: each once in each cell."""
        found: set[tuple[Cell, object]] = set()
        home = str if asked.regions is None else partial(self.things.departments.on, day=asked.regions)
        for first, last in months(asked.first, asked.last) if "month" in asked.by else ((asked.first, asked.last),):
            for thing in begun(self.things, first or date.min, last, home):
                if thing.measure in asked.names:
                    found |= {(cell, self._key(thing, asked)) for cell in self._cells(thing, asked, f"{last:%Y-%m}")}
        return Counter(cell for cell, _ in found)

    def _key(self, thing: Thing, asked: Asked) -> tuple[str, ...]:
        """What is counted once: restated, several that assigned a matter may be one congress."""
        if thing.measure != "suggestions.handled" or asked.regions is None:
            return thing.key
        chain, exactly = self.lying(thing.place, None, asked.regions)
        return (thing.key[0], chain[0]) if exactly else thing.key

    def _cells(self, thing: Thing, asked: Asked, month: str) -> Iterator[Cell]:
        own = thing.measure in OWN_ONLY
        # A matter is allocated, not who numbered or assigned it.
        chain, exactly = self.lying(thing.place, None if own else thing.allocated, asked.regions)
        if asked.region not in chain or (own and not _counts(chain, exactly, asked)):
            return
        place = row(chain, exactly, asked.region)
        values = {
            "region": place, "level": self._level(thing.place, (chain, exactly), own, asked.regions, thing.level), "month": month, "kind": thing.kind,
            "category": thing.category, "department": thing.department, "role": thing.role, "grade": thing.grade,
        }  # fmt: skip
        if all(values[name] == value for name, value in asked.where.items()):
            yield (thing.measure, *(values[name] for name in dimensions(thing.measure, asked.by)))

    def lying(self, place: tuple[str, date], allocated: str | None, regions: date | None) -> tuple[tuple[str, ...], bool]:
        """The regions in which a thing lies, from the nearest up, recorded or restated; and whether in the first exactly."""
        regional = self.world.map
        if regions is None:
            return regional.place(*place).chain, True
        region, exactly = regional.carried(place[0], regions)
        if not exactly and allocated is not None:
            region, exactly = regional.carried(allocated, regions)
        # What lies in a code that is no more lies in none of the regions of that day below the next above that is one.
        chain = regional.place(region, regions).chain
        return tuple(one if one == NATION or regional.valid(one, regions) else "unallocated" for one in chain), exactly

    def _level(self, place: tuple[str, date], lying: tuple[tuple[str, ...], bool], own: bool, regions: date | None, said: str | None = None) -> str:
        """The level of the region in which a thing counts, on the day of `regions`, or of the nearest above with a congress. What a congress did
        (`own`) from which nobody goes on alone stays of its own level: who is above it never did it. `said`: what is said of its congress."""
        chain, exactly = lying
        if regions is None or (own and not exactly):
            return said or self.world.map.place(*place).level
        lives = (self.world.map.life(code) for code in chain if code != "unallocated")
        return next(life.level for life in lives if life is not None and life.level is not None)

    def _distinct(self, name: str, asked: Asked) -> Counter[Cell]:
        """What is counted once, in each cell."""
        found: set[tuple[Cell, object]] = set()
        for first, last in months(asked.first, asked.last) if "month" in asked.by else ((asked.first, asked.last),):
            for what, place, kind, congress, allocated, said in COUNTED[name](self.things, first, last):
                chain, exactly = self.lying(place, allocated, asked.regions)
                at = (chain, exactly) if congress is None else self.lying(congress, None, asked.regions)
                if asked.region not in chain or (name in OF_ONE and not _counts(chain, exactly, asked)):
                    continue
                # What several congresses did that are one then was done once.
                what = (what[0], chain[0]) if name in OF_ONE and exactly else what
                values = {
                    "region": row(chain, exactly, asked.region),
                    "level": self._level(congress or place, at, congress is not None, asked.regions, said),
                    "month": f"{last:%Y-%m}",
                    "kind": kind,
                }
                if all(values[one] == value for one, value in asked.where.items()):
                    found.add(((name, *(values[one] for one in asked.by)), what))
        return Counter(cell for cell, _ in found)


def _counts(chain: Sequence[str], exactly: bool, asked: Asked) -> bool:
    """Whether what is a congress's own is in an answer: it is summed over the units of one level, never over levels."""
    beside = (chain[0] if exactly else "unallocated") if "region" in asked.by else "own"
    return "level" in {*asked.by, *asked.where} or row(chain, exactly, asked.region) in ("own", beside)


def dimensions(measure: str, by: Sequence[str]) -> tuple[str, ...]:
    """Those asked and those that its rows always have."""
    return tuple(dict.fromkeys((*by, *IMPLIED.get(measure, ()))))


def row(chain: Sequence[str], exactly: bool, region: str) -> str:
    """The row of a region in which something stands that lies in a chain of regions."""
    at = chain.index(region)
    return chain[at - 1] if at else "own" if exactly else "unallocated"


def months(first: date | None, last: date) -> Iterable[tuple[date | None, date]]:
    """The parts of a period in each of its months; one that is open begins with 2020."""
    begin = first or date(2020, 1, 1)
    parts: list[tuple[date | None, date]] = []
    while begin <= last:
        end = (begin.replace(day=1) + timedelta(days=32)).replace(day=1) - DAY
        parts.append((begin if first or parts else None, min(end, last)))
        begin = end + DAY
    return parts


def without_grade(cell: Cell, by: Sequence[str]) -> Cell:
    """The cell of all grades."""
    return (cell[0], *(value for value, name in zip(cell[1:], dimensions(cell[0], by), strict=True) if name != "grade"))
