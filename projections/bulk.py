"""A version built whole: the same rules as folding, over all statements at once, with indexes made last (law 4)."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Final

from psycopg2 import extensions

from projections import settle, sql, versions, workspace
from projections.routine import ANEW, call, count
from projections.steps import Steps
from projections.versions import Version
from schemas import faults

_AMPLE: Final = "SET LOCAL synchronous_commit TO off; SET LOCAL work_mem TO '64MB'; SET LOCAL maintenance_work_mem TO '256MB'"
_STAND: Final = """
INSERT INTO core.view_position (version, family, part, off)
SELECT %(new)s, family, part, off FROM core.view_position WHERE version = %(live)s
"""
_STATEMENTS: Final = "SELECT coalesce(sum(off), 0)::bigint FROM core.view_position WHERE version = %s"


@dataclass(frozen=True)
class Built:
    """How far a build is: the view just filled, its rows, ledger records underneath, seconds since the beginning."""

    view: str
    rows: int
    records: int
    seconds: float


Watch = Callable[[Built], None]


def build(cursor: extensions.cursor, live: Version, watch: Watch) -> Version:
    """A new version that holds what the snapshot of the cursor's transaction holds, standing where the live one stands.

    Records beyond that may be seen already; folding them afterwards touches the same objects again, so nothing is counted twice.
    """
    begun = perf_counter()
    cursor.execute(_AMPLE)
    version = versions.make(cursor)
    faults.point("rebuild.made")
    indexes = _without_indexes(cursor, version)
    cursor.execute(_STAND, {"new": version.number, "live": live.number})
    cursor.execute(_STATEMENTS, (version.number,))
    ((records,),) = cursor.fetchall()
    space = workspace.bulk(cursor, version)
    settle.everything(cursor)
    settle.settle(cursor, "early", ANEW)
    late = False
    for view in space.views:
        if view.rank >= workspace.SETTLED_FIRST and not late:
            settle.settle(cursor, "late", ANEW)
            _finish(cursor, version, "settled", indexes)
            late = True
        rows = _fill(cursor, view)
        _finish(cursor, version, view.name, indexes)
        call(cursor, "add", ANEW)
        cursor.execute("TRUNCATE delta")
        faults.point("rebuild.view")
        watch(Built(view.name, rows, records, perf_counter() - begun))
    for table in ("place", "facet", "tally", "rolled"):
        _finish(cursor, version, table, indexes)
    return version


def _fill(cursor: extensions.cursor, view: Steps) -> int:
    cursor.execute(view.touch)
    if cursor.rowcount == 0:
        return 0
    cursor.execute(sql.within("ANALYZE pg_temp.touched_{name}", "view_0", name=view.name))
    cursor.execute(view.clear)
    rows = count(cursor, f"derive_{view.name}", ANEW)
    if view.cells is not None:
        cursor.execute(view.cells)
    return rows


def _without_indexes(cursor: extensions.cursor, version: Version) -> dict[str, list[str]]:
    """Drop the indexes that no constraint needs; how to make them, by table."""
    cursor.execute(sql.text("engine", "indexes"), {"schema": version.schema})
    kept: defaultdict[str, list[str]] = defaultdict(list)
    for table, name, definition in cursor.fetchall():
        kept[table].append(definition)
        cursor.execute(f"DROP INDEX {name}")
    return kept


def _finish(cursor: extensions.cursor, version: Version, table: str, indexes: dict[str, list[str]]) -> None:
    """A table is full: its indexes, and what the planner must know for the views that follow."""
    for definition in indexes.get(table, ()):
        cursor.execute(definition)
    cursor.execute(sql.within("ANALYZE {view}.{name}", version.schema, name=table))
