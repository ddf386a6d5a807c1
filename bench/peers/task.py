"""The peers' task: suggestions of six steps each as ledger records, and how many suggestions of each region above took each step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from bench.federation import Record
from bench.moulds import MARKS, MOULDS
from bench.stamp import ID, codes, digits, ids, stamp
from bench.tree import Tree, skewed

Order = Literal["together", "apart"]
"""A matter's events one after the other; or the first step of all matters, then the second of all, and so on."""

ORDERS: Final[Sequence[Order]] = ("together", "apart")
STEPS: Final = ("submitted", "registered", "assigned", "contacted", "replied", "reply_evaluated", "fed_back", "archived")
FIRST: Final = 3
EACH: Final = 6
"""Every suggestion takes the first three steps and three of the other five."""

_FROM: Final = 1_704_038_400_000
_DAY: Final = 86_400_000

Figures = Mapping[tuple[str, str], int]
"""(region, step) → suggestions that arose in it and took the step."""


@dataclass(frozen=True)
class Task:
    """The records in the order of handing over; each town's four regions above, nearest first; what must come out."""

    records: Sequence[Record]
    above: Mapping[str, Sequence[str]]
    figures: Figures


def make(tree: Tree, suggestions: int, order: Order, seed: int = 11) -> Task:
    """So many suggestions: the same whatever the order."""
    random = np.random.default_rng(seed)
    town = skewed(suggestions, len(tree.towns), random)
    taken = _steps(suggestions, random)
    made: dict[tuple[int, int], Record] = {}
    start = _FROM + random.integers(0, 300 * _DAY, suggestions)
    for step, name in enumerate(STEPS):
        chosen = np.flatnonzero(taken[:, step])
        times = start[chosen] + step * 4 * _DAY + random.integers(0, _DAY, len(chosen))
        made |= {(int(one), step): record for one, record in zip(chosen, _records(name, tree, town[chosen], chosen, times, random), strict=True)}
    places = sorted(made) if order == "together" else _apart(taken)
    above = {code: _above(tree, code) for code in tree.towns}
    return Task([made[place] for place in places], above, _figures(tree, above, town, taken))


def _steps(suggestions: int, random: np.random.Generator) -> NDArray[np.bool_]:
    """Which steps each takes: a row of as many as STEPS, six of them true."""
    others = random.random((suggestions, len(STEPS) - FIRST)).argsort(axis=1) < EACH - FIRST
    return np.hstack([np.ones((suggestions, FIRST), dtype=bool), others])


def _apart(taken: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """(suggestion, step) of the first steps that were taken, then of the second."""
    whose, steps = np.nonzero(taken)
    turn = np.tile(np.arange(EACH), len(taken))
    return [(int(whose[at]), int(steps[at])) for at in np.lexsort((whose, turn))]


def _records(
    name: str, tree: Tree, town: NDArray[np.int64], numbers: NDArray[np.int64], times: NDArray[np.int64], random: np.random.Generator
) -> list[Record]:
    mould = MOULDS[f"suggestion.{name}"].mould
    counties, number = codes(tree.counties, town), digits(numbers, len(MARKS["number"]))
    texts = {ID: ids(len(times), random), MARKS["county"]: counties, MARKS["town"]: codes(tree.towns, town), MARKS["number"]: number}
    values = stamp(mould, times, texts)
    sources = [f"//{row.tobytes().decode()}/jyxt" for row in counties]
    keys = [f"{source}/s-{row.tobytes().decode()}".encode() for source, row in zip(sources, number, strict=True)]
    return [Record("suggestion", key, source, value, False) for key, source, value in zip(keys, sources, values, strict=True)]


def _above(tree: Tree, town: str) -> list[str]:
    """County, city, province, nation."""
    found, code = [], town
    while code != "00":
        code = tree.regions[code][3]
        found.append(code)
    return found


def _figures(tree: Tree, above: Mapping[str, Sequence[str]], town: NDArray[np.int64], taken: NDArray[np.bool_]) -> Figures:
    figures: dict[tuple[str, str], int] = {}
    for place in np.unique(town):
        counts = taken[town == place].sum(axis=0)
        for region in above[tree.towns[place]]:
            for step, many in zip(STEPS, counts, strict=True):
                figures[region, step] = figures.get((region, step), 0) + int(many)
    return {key: many for key, many in figures.items() if many}
