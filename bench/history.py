"""What grows with history, and what does not: the same rows at several sizes of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import psycopg2

from bench import federation, ground, live, stats
from bench.process import say
from bench.row import Row, against, measured
from bench.tree import Tree
from hub.settings import Settings

SLICE: Final = 500_000
_DATABASE: Final = "SELECT pg_database_size(current_database())"


def rows(settings: Settings, tree: Tree, sizes: Sequence[int], repeats: int = stats.REPEATS, any_: int = stats.ANY) -> list[Row]:
    """Rows `<row>@<size>` for each of `sizes` (events, growing) of an empty hub's ledger: `live` (events/s of what came since the size before, slice
    by slice), `live-memory` (MB), `rebuild` (events/s), `database` and `broker` (bytes on disk an event), and those of `stats` (ms).

    The ratio is that to the same row at the smallest size. Raises AssertionError when the nation's figure is not what was drawn.
    """
    first: dict[str, Row] = {}
    found: list[Row] = []
    ground.fill(settings, federation.framed(federation.reference(tree)))
    told = _Told(settings, tree)
    for size in sizes:
        for row in (*told.upto(size), *_disk(settings), live.rebuilt(settings, 1), *stats.rows(settings.dsn(), tree, repeats, any_)):
            limit = first.setdefault(row.row, Row(f"{row.row}@{_short(sizes[0])}", row.value, row.unit))
            named = Row(f"{row.row}@{_short(size)}", row.value, row.unit, low=row.low, high=row.high)
            found.append(named if size == sizes[0] else against(named, limit))
    return found


class _Told:
    """A ledger that grows, slice by slice, each folded by a worker that begins where the one before ended."""

    def __init__(self, settings: Settings, tree: Tree) -> None:
        """Nothing but reference facts has been told."""
        self._settings, self._tree = settings, tree
        self._events = self._matters = self._slices = 0

    def upto(self, size: int) -> list[Row]:
        """Tell and fold until there are so many events; rows `live` and `live-memory`."""
        rates, peak = [], 0.0
        while self._events < size:
            number = min(SLICE, size - self._events)
            records = federation.records(self._tree, number, seed=7 + self._slices, first=self._slices * SLICE)
            whole = [one for one in records if not one.damaged]
            before = ground.ends(self._settings) if self._slices else 0
            ground.fill(self._settings, whole)
            rate, _, megabytes = live.fold_all(self._settings, before)
            rates.append(rate)
            peak = max(peak, megabytes)
            self._matters += live.matters(whole)
            self._events += number
            self._slices += 1
            say(f"  {self._events:,} events: {rate:,.0f} a second")
        live.check(self._settings, self._matters)
        return [measured("live", rates, "events/s"), measured("live-memory", [peak], "MB")]


def _disk(settings: Settings) -> list[Row]:
    events = ground.ends(settings)
    connection = psycopg2.connect(settings.dsn())
    with connection, connection.cursor() as cursor:
        cursor.execute(_DATABASE)
        ((database,),) = cursor.fetchall()
    connection.close()
    broker = sum(one.stat().st_size for one in (settings.folder.root / "kafka").rglob("*.log"))
    return [measured("database", [database / events], "bytes"), measured("broker", [broker / events], "bytes")]


def _short(size: int) -> str:
    return f"{size // 1_000_000}M" if size >= 1_000_000 else f"{size // 1_000}k"
