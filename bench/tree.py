"""The regions of a bench federation: a synthetic tree, or a real one read from a list of codes, names and parents."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Tree:
    """`regions`: code → (name, kind, level, parent), parents first; `towns`: 9 digits each; `counties`: each town's, 6 digits."""

    regions: Mapping[str, tuple[str, str, str, str]]
    towns: Sequence[str]
    counties: Sequence[str]

    def county_codes(self) -> list[str]:
        """Every county once."""
        return list(dict.fromkeys(self.counties))


def synthetic(provinces: int = 3, cities: int = 4, counties: int = 6, towns: int = 12) -> Tree:
    """A regular tree: so many of each under each."""
    regions: dict[str, tuple[str, str, str, str]] = {}
    for province in range(provinces):
        top = f"{11 + province}"
        regions[top] = (f"省{top}", "province", "province", "00")
        for city in range(cities):
            middle = f"{top}{city + 1:02d}"
            regions[middle] = (f"市{middle}", "city", "city", top)
            for county in range(counties):
                low = f"{middle}{county + 21:02d}"
                regions[low] = (f"县{low}", "county", "county", middle)
                regions |= {f"{low}{100 + town}": (f"镇{town + 1}", "town", "town", low) for town in range(towns)}
    return _tree(regions)


def read(path: Path) -> Tree:
    """The tree of a CSV with the columns code, name, parent: codes of 2, 4, 6 and 9 digits; towns without a county are left out."""
    kinds = {2: "province", 4: "city", 6: "county", 9: "town"}
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if len(row["code"]) in kinds]
    regions = {row["code"]: (row["name"], kinds[len(row["code"])], kinds[len(row["code"])], row["parent"] or "00") for row in rows}
    return _tree(dict(sorted(regions.items(), key=lambda one: (len(one[0]), one[0]))))


def _tree(regions: Mapping[str, tuple[str, str, str, str]]) -> Tree:
    towns = [code for code, (_, kind, _, parent) in regions.items() if kind == "town" and len(parent) == 6]
    return Tree(regions, towns, [regions[code][3] for code in towns])


def skewed(number: int, towns: int, random: np.random.Generator) -> NDArray[np.int64]:
    """The town of each of `number` happenings: a few towns are busy, most are quiet (weights 1/√rank, ranks shuffled)."""
    weights = 1 / np.sqrt(np.arange(1, towns + 1))
    return random.permutation(towns)[random.choice(towns, number, p=weights / weights.sum())]
