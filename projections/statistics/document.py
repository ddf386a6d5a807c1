"""docs/statistics.md, written from the catalogue: `python -m projections.statistics.document > docs/statistics.md`."""

import sys
from pathlib import Path
from typing import Final

from projections.statistics.catalogue import Statistic, catalogue

_HEAD: Final = """# Statistics 统计

Generated from `projections/statistics/catalogue/`: change it there and run `make docs`. How to ask is in `docs/asking.md`.
A figure marked *own* is that of exactly one congress: it may be summed over the units of one level, never over levels.
A figure that is not additive is counted anew for every region and period; its rows do not add up.

| name | 名称 | unit | additive | reach | by | counts | 算法 |
|---|---|---|---|---|---|---|---|
"""


def document() -> str:
    """The page as Markdown."""
    return _HEAD + "".join(_line(one) for one in catalogue().values())


def _line(one: Statistic) -> str:
    additive = "yes" if one.additive else "no"
    return (
        f"| `{one.name}` | {one.zh} | {one.unit} | {additive} | {one.reach} | {' '.join(one.dimensions)} "
        f"| {one.formula['en']} | {one.formula['zh']} |\n"
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(document(), "utf-8")
