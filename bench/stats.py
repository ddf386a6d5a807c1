"""How long figures take on the views as they stand, in the database and over HTTP: of one region again and again, and of any region."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Final

import httpx
import numpy as np
import psycopg2

from bench.row import Row, measured
from bench.tree import Tree
from projections.statistics import Question, ask
from projections.statistics.catalogue import catalogue

REPEATS: Final = 15
ANY: Final = 100
"""Questions of one kind, each of a region of its own: the 99th is the slowest but one."""
CLIENTS: Final = 2
_FIRST, _LAST = date(2024, 1, 1), date(2024, 12, 31)
_DAY: Final = timedelta(days=1)


def questions(tree: Tree) -> dict[str, Question]:
    """Row name → question: a town's figure, a county by month, a province by region, the nation, everything of a province."""
    town, county = tree.towns[0], tree.counties[0]
    province = county[:2]
    return {
        "stats-town": _in_the_year(("suggestions.consolidated",), town),
        "stats-county-months": _in_the_year(("suggestions.completed", "opinions.collected"), county, by=("month",)),
        "stats-month-category": _in_the_year(("suggestions.consolidated",), county, by=("month", "category")),
        "stats-province-regions": _in_the_year(("suggestions.consolidated",), province, by=("region",)),
        "stats-nation-levels": _in_the_year(("suggestions.consolidated", "activities.held"), "00", by=("level",)),
        "stats-province-all": _in_the_year(tuple(catalogue()), province),
    }


def _in_the_year(names: tuple[str, ...], region: str, by: tuple[str, ...] = ()) -> Question:
    return Question(names, region, by=by, first=_FIRST, last=_LAST, as_of=_LAST)


def _to_a_day(region: str, random: Random) -> Question:
    return Question(("suggestions.completed",), region, as_of=_FIRST + random.randrange(366) * _DAY)


def _restated(region: str, random: Random) -> Question:
    day = _FIRST + random.randrange(366) * _DAY
    return Question(("suggestions.consolidated",), region, by=("region",), as_of=day, regions=_LAST.isoformat())


def _persons(region: str, random: Random, *, year: bool) -> Question:
    if year:
        return _in_the_year(("persons",), region)
    first = _FIRST + random.randrange(180) * _DAY
    return Question(("persons",), region, first=first, last=(last := first + random.randrange(20, 180) * _DAY), as_of=last)


KINDS: Final[Mapping[str, Callable[[str, Random], Question]]] = {
    "stats-any": lambda region, _: _in_the_year(("suggestions.consolidated",), region),
    "stats-as-of": _to_a_day,
    "stats-restated": _restated,
    "stats-persons-year": partial(_persons, year=True),
    "stats-persons-period": partial(_persons, year=False),
}
"""Row name → a question of any region: an additive figure in the year, one to any day, by region on the regions of a day, distinct persons."""


def rows(dsn: str, tree: Tree, repeats: int = REPEATS, any_: int = ANY) -> list[Row]:
    """Rows in ms: the median of each of `questions`, fastest and slowest; of each of `KINDS` the median, and `…-p99`."""
    connection = psycopg2.connect(dsn)
    try:
        found = [measured(name, _asked(connection, [question] * repeats), "ms") for name, question in questions(tree).items()]
        for name, kind in KINDS.items():
            random = Random(name)
            spent = _asked(connection, [kind(region, random) for region in anywhere(tree, any_, random)])
            found += [measured(name, spent, "ms"), measured(f"{name}-p99", [float(np.percentile(spent, 99))], "ms")]
        return found
    finally:
        connection.close()


def anywhere(tree: Tree, number: int, random: Random) -> list[str]:
    """Regions of all levels, each level as often; the nation among them."""
    levels = [["00"], *([code for code in tree.regions if len(code) == digits] for digits in (2, 4, 6, 9))]
    return [random.choice(levels[at % len(levels)]) for at in range(number)]


def _asked(connection: psycopg2.extensions.connection, several: Sequence[Question]) -> list[float]:
    spent = []
    for question in several:
        begun = time.perf_counter()
        ask(connection, question)
        spent.append((time.perf_counter() - begun) * 1000)
    return spent


def http(found: Mapping[str, str], tree: Tree, seconds: int) -> list[Row]:
    """An additive figure of any region in the year, asked of a running hub by two clients, each as soon as it has the answer before: rows
    `stats-http-rate` (answers/s), `stats-http` and `stats-http-p99` (ms).
    """
    asking = partial(_clicked, found, tree, seconds)
    with ThreadPoolExecutor(CLIENTS) as pool:
        spent = [one for several in pool.map(asking, range(CLIENTS)) for one in several]
    return [
        measured("stats-http-rate", [len(spent) / seconds], "answers/s"),
        measured("stats-http", spent, "ms"),
        measured("stats-http-p99", [float(np.percentile(spent, 99))], "ms"),
    ]


def _clicked(found: Mapping[str, str], tree: Tree, seconds: int, number: int) -> list[float]:
    random, spent = Random(number), list[float]()
    regions, end = anywhere(tree, ANY, random), time.perf_counter() + seconds
    with httpx.Client(base_url=found["http"], headers={"Authorization": f"Bearer {found['token']}"}, timeout=60) as client:
        while (begun := time.perf_counter()) < end:
            region = random.choice(regions)
            words = {"names": "suggestions.consolidated", "region": region, "from": _FIRST.isoformat(), "to": _LAST.isoformat()}
            client.get("/v1/statistics", params=words).raise_for_status()
            spent.append((time.perf_counter() - begun) * 1000)
    return spent
