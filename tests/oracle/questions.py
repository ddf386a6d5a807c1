"""Random questions to a federation, and what the oracle answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from tests.oracle.federations import Federation
from tests.oracle.figures import CHARGED, DISTINCT, RECKONED, STATES, Asked
from tests.oracle.ground import RECORDED

LAST_DAY = date(2026, 2, 28)


@dataclass(frozen=True)
class Put:
    """A question as it is put: what is asked, and up to which recorded day the ledger is known (None: all of it)."""

    asked: Asked
    known: date | None = None


def questions(one: Federation, names: Mapping[str, Sequence[str]], number: float) -> list[Put]:
    """Some questions. `names`: the dimensions of each statistic; `number`: a part of one is a chance."""
    random = Random(one.seed + 7)
    return [_question(random, one, names) for _ in range(int(number + Random(one.seed).random()))]


def _question(random: Random, one: Federation, names: Mapping[str, Sequence[str]]) -> Put:
    days, regions = one.days, one.regions
    structure = random.sample(("region", "level", "month"), random.choice((0, 1, 1, 2)))
    open_ones = random.sample(("kind", "category", "grade", "department", "role"), random.choice((0, 0, 1)))
    by = tuple(name for name in (*structure, *open_ones))
    mode = random.choice(("recorded", "recorded", "known", "restated", "restated", "cohort"))
    first, last = _period(random, days, mode == "cohort" or "month" in by)
    # What is counted from rows is worked out for each question: each is asked of some.
    reckoned = random.sample(RECKONED, random.choice((0, 0, 0, 1) if mode == "restated" else (0, 2, 4)))
    fitting = tuple(name for name, dimensions in names.items() if set(by) <= set(dimensions) and (name not in RECKONED or name in reckoned))
    where: dict[str, str] = {}
    if random.random() < 0.2:
        where = dict(
            [random.choice((("kind", "own"), ("kind", "reception"), ("category", "transport"), ("level", "county"), ("grade", "satisfied")))]
        )
        fitting = tuple(name for name in fitting if set(where) <= set(names[name]))
    restated = random.choice((*days, date(2024, 12, 31), LAST_DAY))
    if mode == "restated":
        return Put(Asked(fitting, random.choice(regions), by, first, last, where, regions=restated))
    if mode == "cohort":
        fitting = tuple(name for name in fitting if name not in (*DISTINCT, *STATES))
        within = random.choice((None, restated))
        return Put(Asked(fitting, random.choice(regions), by, first, last, where, cohort=max(last, random.choice(days)), regions=within))
    known = random.choice((*RECORDED[1:], RECORDED[2] + timedelta(days=3))) if mode == "known" and not one.late else None
    return Put(Asked(fitting, random.choice(regions), by, first, last, where), known)


def openable(put: Put) -> tuple[str, ...]:
    """The statistics of a question whose cells can be opened: what departments did cannot be, restated."""
    return tuple(name for name in put.asked.names if put.asked.regions is None or name not in CHARGED)


def opened(put: Put, figures: Callable[[Asked], Mapping[tuple[str, ...], int]], random: Random) -> Put:
    """One cell of the answer to a question: of a statistic, mostly one of which there is anything, perhaps of one kind."""
    asked = replace(put.asked, by=(), names=openable(put))
    counted = sorted({cell[0] for cell in figures(asked)}) or sorted(asked.names)
    one = replace(asked, names=(random.choice(counted),))
    kinds = sorted({cell[1] for cell in figures(replace(one, by=("kind",)))} - {""}) if random.random() < 0.3 else []
    return replace(put, asked=replace(one, where={**one.where, "kind": random.choice(kinds)}) if kinds and not one.where else one)


def _period(random: Random, days: Sequence[date], bounded: bool) -> tuple[date | None, date]:
    last = random.choice((*days, LAST_DAY))
    if random.random() < 0.3 and not bounded:
        return None, last
    first = random.choice([date(2025, 1, 1), *(one for one in days if one <= last)])
    return min(first, last), last
