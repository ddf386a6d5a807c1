"""Random questions to a federation, and what the oracle answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from tests.oracle.federations import Federation
from tests.oracle.figures import DISTINCT, RECKONED, STATES, Asked
from tests.oracle.ground import RECORDED

LAST_DAY = date(2026, 2, 28)


@dataclass(frozen=True)
class Put:
    """A question as it is put: what is asked, and up to which recorded day the ledger is known (None: all of it)."""

    asked: Asked
    known: date | None = None


def questions(one: Federation, names: Mapping[str, Sequence[str]], number: float) -> list[Put]:
    """Some questions, and half as many by level on the regions of a day. `names`: the dimensions of each statistic; `number`: a part of one is a
    chance."""
    random, again = Random(one.seed + 7), Random(f"{one.seed} by level")
    put = [_question(random, one, names) for _ in range(int(number + Random(one.seed).random()))]
    return [*put, *(_by_level(again, one, names) for _ in range(int(number / 2 + again.random())))]


def _by_level(random: Random, one: Federation, names: Mapping[str, Sequence[str]]) -> Put:
    """Some statistics of all or of a region, by level or of one level, on the regions of a later day: at the end, of a period, or of a cohort."""
    mode = random.choice(("end", "end", "period", "cohort"))
    fitting = [name for name, dimensions in names.items() if "level" in dimensions and (mode != "cohort" or name not in (*DISTINCT, *STATES))]
    chosen = tuple(random.sample(fitting, 15))
    by, where = random.choice(
        ((("level",), {}), (("level",), {}), (("level", "region"), {}), ((), {"level": random.choice(("city", "county", "town"))}))
    )
    first, last = (None, LAST_DAY) if mode == "end" else (one.days[0], random.choice((*one.days[1:], LAST_DAY)))
    cohort = LAST_DAY if mode == "cohort" else None
    region, day = random.choice((one.root, one.root, *one.regions)), random.choice((*one.days[len(one.days) // 2 :], LAST_DAY))
    return Put(Asked(chosen, region, by, first, last, where, cohort=cohort, regions=day))


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


def opened(put: Put, figures: Callable[[Asked], Mapping[tuple[str, ...], int]], random: Random) -> Put:
    """One cell of the answer to a question: of a statistic, mostly one of which there is anything, perhaps of one kind."""
    asked = replace(put.asked, by=())
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
