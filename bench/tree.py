"""The regions of a bench federation: a synthetic tree, or a real one read from a list of codes, names and parents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from connectors.regions import edition


@dataclass(frozen=True)
class Tree:
    """`regions`: code → (name, kind, level or null without a congress, parent), parents first; `towns`: 9 digits each; `counties`: each
    town's, 6 digits; whether it is `real`.
    """

    regions: Mapping[str, tuple[str, str, str | None, str]]
    towns: Sequence[str]
    counties: Sequence[str]
    real: bool = False

    def county_codes(self) -> list[str]:
        """Every county once."""
        return list(dict.fromkeys(self.counties))


def synthetic(provinces: int = 3, cities: int = 4, counties: int = 6, towns: int = 12) -> Tree:
    """A regular tree: so many of each under each."""
    regions: dict[str, tuple[str, str, str | None, str]] = {}
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
    """The tree of an edition of the nation, as the door reads one; towns and streets without a county are left out. Raises UsageError."""
    found = edition.read(path.read_text("utf-8-sig"))
    regions = {code: (one.name, one.kind, one.level, one.parent) for code, one in found.regions.items()}
    return replace(_tree(dict(sorted(regions.items(), key=lambda one: (len(one[0]), one[0])))), real=True)


def _tree(regions: Mapping[str, tuple[str, str, str | None, str]]) -> Tree:
    towns = [code for code, (*_, parent) in regions.items() if len(code) == len("420624101") and len(parent) == len("420624")]
    return Tree(regions, towns, [regions[code][3] for code in towns])


def skewed(number: int, towns: int, random: np.random.Generator) -> NDArray[np.int64]:
    """The town of each of `number` happenings: a few towns are busy, most are quiet (weights 1/√rank, ranks shuffled)."""
    weights = 1 / np.sqrt(np.arange(1, towns + 1))
    return random.permutation(towns)[random.choice(towns, number, p=weights / weights.sum())]
