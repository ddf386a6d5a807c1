"""One measured row. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True)
class Row:
    """A median with its spread; `of` names what `ratio` is taken against, both null for a limit itself."""

    row: str
    value: float
    unit: str
    of: str | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None

    def as_json(self) -> dict[str, object]:
        """The form of `bench/latest.json` (contract.md 7: row, value, unit, of, ratio; spread beside them)."""
        return asdict(self)


def measured(name: str, values: Sequence[float], unit: str) -> Row:
    """The row of several runs: median, lowest, highest.

    Raises ValueError when nothing was measured.
    """
    if not values:
        raise ValueError(f"no run of {name}")
    return Row(name, median(values), unit, low=min(values), high=max(values))


def against(row: Row, limit: Row) -> Row:
    """`row` with its ratio to `limit`, measured in the same run and the same unit.

    Raises ValueError when the units differ, for such a ratio means nothing.
    """
    if row.unit != limit.unit:
        raise ValueError(f"{row.row} is in {row.unit}, {limit.row} in {limit.unit}")
    return Row(row.row, row.value, row.unit, limit.row, row.value / limit.value, row.low, row.high)


def slower(old: Sequence[Row], new: Sequence[Row], tolerance: float) -> list[str]:
    """Sentences about rows of `new` that are worse than in `old` by more than `tolerance` (a share, 0.2 = 20 %).

    Rates (…/s) are worse when smaller, times and sizes when larger; a row that vanished is worse too.
    """
    now = {row.row: row for row in new}
    complaints = []
    for was in old:
        row = now.get(was.row)
        if row is None:
            complaints.append(f"{was.row}: not measured any more")
            continue
        change = was.value / row.value if was.unit.endswith("/s") else row.value / was.value
        if change > 1 + tolerance:
            complaints.append(f"{was.row}: {was.value:,.6g} → {row.value:,.6g} {was.unit}")
    return complaints
