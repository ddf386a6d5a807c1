"""How long figures take on the views as they stand: small and large questions, each asked several times."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from typing import Final

import psycopg2

from bench.row import Row, measured
from bench.tree import Tree
from projections.statistics import Question, ask
from projections.statistics.catalogue import catalogue

REPEATS: Final = 15
_FIRST, _LAST = date(2024, 1, 1), date(2024, 12, 31)


def questions(tree: Tree) -> dict[str, Question]:
    """Row name → question: a town's figure, a county by month, a province by region, the nation, everything of a province."""
    town, county = tree.towns[0], tree.counties[0]
    province = county[:2]
    return {
        "stats-town": _in_the_year(("suggestions.consolidated",), town),
        "stats-county-months": _in_the_year(("suggestions.completed", "opinions.collected"), county, by=("month",)),
        "stats-province-regions": _in_the_year(("suggestions.consolidated",), province, by=("region",)),
        "stats-nation-levels": _in_the_year(("suggestions.consolidated", "activities.held"), "00", by=("level",)),
        "stats-province-all": _in_the_year(tuple(catalogue()), province),
    }


def _in_the_year(names: tuple[str, ...], region: str, by: tuple[str, ...] = ()) -> Question:
    return Question(names, region, by=by, first=_FIRST, last=_LAST, as_of=_LAST)


def rows(dsn: str, tree: Tree, repeats: int = REPEATS) -> list[Row]:
    """A row for each question, in ms: median, fastest and slowest."""
    connection = psycopg2.connect(dsn)
    try:
        return [measured(name, _asked(connection, question, repeats), "ms") for name, question in questions(tree).items()]
    finally:
        connection.close()


def _asked(connection: psycopg2.extensions.connection, question: Question, repeats: int) -> Sequence[float]:
    spent = []
    for _ in range(repeats):
        begun = time.perf_counter()
        ask(connection, question)
        spent.append((time.perf_counter() - begun) * 1000)
    return spent
