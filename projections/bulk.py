"""A version built whole: the same rules as folding, over all statements at once, with indexes made last (law 4). What one connection does of it;
how several share it is in `building`.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Final

from psycopg2 import extensions

from projections import folders, settle, sql, steps, versions, workspace
from projections.routine import ANEW, call, count
from projections.steps import Steps
from projections.versions import Version
from projections.workspace import Workspace
from schemas import faults

_AMPLE: Final = """
SET LOCAL synchronous_commit TO off;
SET LOCAL work_mem TO '64MB';
SET LOCAL maintenance_work_mem TO '256MB';
SET LOCAL max_parallel_workers_per_gather TO 0;
SET LOCAL max_parallel_maintenance_workers TO 0;
SET LOCAL default_statistics_target TO 10;
"""
"""No helpers of PostgreSQL's own: connections that build side by side take the processors already. Keys to be derived, and what an index computes,
are sampled as lightly as `core.sample` has columns sampled.
"""
_ADDING: Final = 0x616464
"""The lock of whoever numbers places and facets of a version that is built, and adds to its cube."""

_STAND: Final = """
INSERT INTO core.view_position (version, family, part, off)
SELECT %(new)s, family, part, off FROM core.view_position WHERE version = %(live)s
"""
_TOLD: Final = "SELECT DISTINCT e.type FROM core.event AS e"
_TOLD_OF: Final = "SELECT DISTINCT e.type FROM core.event AS e WHERE e.family = ANY (%s)"
_STATEMENTS: Final = "SELECT coalesce(sum(off), 0)::bigint FROM core.view_position WHERE version = %s"


@dataclass(frozen=True)
class Built:
    """How far a build is: the view just filled, its rows, ledger records underneath, seconds since the beginning."""

    view: str
    rows: int
    records: int
    seconds: float


Watch = Callable[[Built], None]


@dataclass
class Site:
    """A version that is being built: indexes still to be made, by table; ledger records underneath; types of what was said of facts; tables of
    what was said of things, by type; views with rows.
    """

    version: Version
    watch: Watch
    begun: float
    indexes: dict[str, list[str]]
    records: int
    told: set[str] = field(default_factory=set)
    spoken: Mapping[str, str] = field(default_factory=dict)
    filled: set[str] = field(default_factory=set)


def begin(cursor: extensions.cursor, live: Version, watch: Watch) -> Site:
    """A new version with nothing in it, standing where the live one stands.

    Records beyond that may be seen already; folding them afterwards touches the same objects again, so nothing is counted twice.
    """
    begun = perf_counter()
    cursor.execute(_AMPLE)
    version = versions.make(cursor)
    faults.point("rebuild.made")
    cursor.execute(_STAND, {"new": version.number, "live": live.number})
    cursor.execute(_STATEMENTS, (version.number,))
    ((records,),) = cursor.fetchall()
    return Site(version, watch, begun, _without_indexes(cursor, version), records)


def facts(cursor: extensions.cursor, site: Site) -> Workspace:
    """Settle what is settled apart, and make all facts; the workspace for what is left."""
    cursor.execute(_AMPLE)
    space = workspace.bulk(cursor, site.version)
    families = workspace.learn(cursor, space)
    cursor.execute(_TOLD_OF, (families,))
    site.told = _types(cursor)
    settle.everything(cursor)
    settle.settle(cursor, "early", ANEW)
    _facts(cursor, site, space.stage(early=True))
    settle.settle(cursor, "late", ANEW)
    _finish(cursor, site, "settled")
    _facts(cursor, site, [view for view in space.stage(early=False) if view.rank < workspace.THINGS_FIRST])
    # What facts touch is what was said before: nothing, where everything is said at once.
    workspace.know(cursor, space)
    site.filled.clear()
    return space


def join(cursor: extensions.cursor, site: Site) -> Workspace:
    """The workspace of another connection, for what is left once all facts are there."""
    space = workspace.bulk(cursor, site.version)
    workspace.know(cursor, space)
    return space


def speak(cursor: extensions.cursor, site: Site) -> None:
    """Put aside what was said of things, by type. In the snapshot of what is settled: what is plain in another may be settled in that one, and what
    is said afterwards of an identity that is settled here may change nothing settled.
    """
    cursor.execute(_AMPLE)
    cursor.execute(_TOLD)
    site.spoken = workspace.speak(cursor, site.version, _types(cursor))


def asks(site: Site, view: Steps) -> bool:
    """Whether anything that was said, or any row of the views before it, can touch a view."""
    return steps.touchable(view, site.spoken if view.rank >= workspace.THINGS_FIRST else site.told, site.filled)


def rows(cursor: extensions.cursor, site: Site, view: Steps) -> int:
    """Make the rows of a view and its indexes; how much they count: each in all measures of its view."""
    cursor.execute(_AMPLE)
    made = _fill(cursor, site, view) if asks(site, view) else 0
    if made:
        site.filled.add(view.name)
    _finish(cursor, site, view.name)
    site.watch(Built(view.name, made, site.records, perf_counter() - site.begun))
    return made * next(sum(map(len, one.measures.values())) for one in folders.views() if one.name == view.name)


def meet(cursor: extensions.cursor, site: Site, view: Steps) -> None:
    """Number the places and facets where a part of the rows of a view counts: nearly all there are, so that few are left to look for once the
    contributions of all rows are there.
    """
    if view.cells is not None:
        cursor.execute(sql.within(sql.text("engine", "some"), site.version.schema, name=view.name))
        _contributed(cursor, site, view.cells)
        call(cursor, "number", ANEW)
        cursor.execute("TRUNCATE delta")
        cursor.execute(sql.within(sql.text("engine", "whole"), site.version.schema, name=view.name))


def sums(cursor: extensions.cursor, site: Site, view: Steps) -> None:
    """Add to the cube what the rows of a view contribute."""
    if view.cells is not None:
        _contributed(cursor, site, view.cells)
        call(cursor, "add", ANEW)
        cursor.execute("TRUNCATE delta")


def _contributed(cursor: extensions.cursor, site: Site, cells: str) -> None:
    """Work contributions out, and wait until nobody else numbers and adds, from here to the end of the transaction; what others have numbered
    meanwhile is looked up again.
    """
    cursor.execute(_AMPLE)
    cursor.execute(cells)
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_ADDING,))
    for name in ("located", "coded"):
        cursor.execute(sql.within(sql.text("engine", name), site.version.schema))


def end(cursor: extensions.cursor, site: Site) -> None:
    """Every view is there and all is added up: the indexes of the cube."""
    cursor.execute(_AMPLE)
    # And what the connections saw of it as changed.
    cursor.execute(sql.within("DROP TABLE {view}.spoken CASCADE", site.version.schema))
    for table in ("place", "facet", "tally", "rolled"):
        _finish(cursor, site, table)


def _facts(cursor: extensions.cursor, site: Site, views: Sequence[Steps]) -> None:
    for view in views:
        if rows(cursor, site, view):
            sums(cursor, site, view)
        faults.point("rebuild.view")


def _types(cursor: extensions.cursor) -> set[str]:
    return {kind for (kind,) in cursor.fetchall()}


def _fill(cursor: extensions.cursor, site: Site, view: Steps) -> int:
    if view.rank >= workspace.THINGS_FIRST:
        workspace.hear(cursor, site.version, [table for kind, table in site.spoken.items() if kind.startswith(view.hears)])
    cursor.execute(view.touch)
    if cursor.rowcount == 0:
        return 0
    cursor.execute(sql.within("ANALYZE pg_temp.touched_{name}", "view_0", name=view.name))
    cursor.execute(view.clear)
    return count(cursor, f"derive_{view.name}", ANEW)


def _without_indexes(cursor: extensions.cursor, version: Version) -> dict[str, list[str]]:
    """Drop the indexes that no constraint needs; how to make them, by table."""
    cursor.execute(sql.text("engine", "indexes"), {"schema": version.schema})
    kept: defaultdict[str, list[str]] = defaultdict(list)
    for table, name, definition in cursor.fetchall():
        kept[table].append(definition)
        cursor.execute(f"DROP INDEX {name}")
    return kept


def _finish(cursor: extensions.cursor, site: Site, table: str) -> None:
    """A table is full: its indexes, and what the planner must know for the views that follow."""
    for definition in site.indexes.pop(table, ()):
        cursor.execute(definition)
    cursor.execute(sql.within("ANALYZE {view}.{name}", site.version.schema, name=table))
