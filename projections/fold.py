"""The second stage of decision 0001: everything appended since the last fold moves all views, in one transaction, under one lock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Final

from psycopg2 import extensions

from projections import database, settle, versions, workspace
from projections.routine import ANEW, ONCE, call, count
from projections.versions import Version
from projections.workspace import Workspace
from schemas import faults
from schemas.errors import Inconsistent

LOCK: Final = 0x666F6C64
"""The session advisory lock of whoever folds, for as long as one fold takes."""

SMALL: Final = 500
"""Records up to which a fold runs statements that were planned once: to plan them costs more than to run them on so few."""

KEPT_AFTER_FEW: Final = 1024 * 1024
"""Octets that a temporary table keeps after a small fold. Below, taking the rows away is quicker than cutting its file off: a table with a new
file has every plan that names it made anew."""

KEPT_AFTER_MANY: Final = 8 * 1024
"""After many records no pages are left, by which PostgreSQL would plan small folds as large ones."""

FRUGAL: Final = "SET LOCAL synchronous_commit TO off; SET LOCAL work_mem TO '4MB'; SET LOCAL enable_mergejoin TO off"
"""A recursive query makes its hash table as large as the planner fears, up to the memory it may use: a large one costs more than the fold.
To merge, both sides are put in order first, which takes longer than to hash or look up what a fold has."""

FEW: Final = "SET LOCAL enable_hashjoin TO {0}; SET LOCAL enable_seqscan TO {0}"
"""Few rows are looked up one by one, however large the planner thinks that what a fold left in temporary tables is, or how small a new table."""


@dataclass(frozen=True)
class FoldReport:
    """What one transaction folded: ledger records, rows that came or went per view, seconds."""

    records: int
    rows: dict[str, int]
    seconds: float


@contextmanager
def locked(connection: extensions.connection) -> Iterator[None]:
    """Hold the fold lock. Waits for it, before any snapshot is taken; begins and ends outside of transactions."""
    lock(connection)
    try:
        yield
    finally:
        if not connection.closed:
            unlock(connection)


def lock(connection: extensions.connection) -> None:
    """Take the fold lock; waits for it."""
    with database.at_once(connection) as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", (LOCK,))


def unlock(connection: extensions.connection) -> None:
    """Give the fold lock back; what is not committed is rolled back."""
    connection.rollback()
    with database.at_once(connection) as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", (LOCK,))


@contextmanager
def snapshot(connection: extensions.connection) -> Iterator[extensions.cursor]:
    """A transaction that sees one state of the database throughout, committed at the end. The connection must be in none."""
    before = connection.isolation_level
    connection.isolation_level = extensions.ISOLATION_LEVEL_REPEATABLE_READ
    try:
        with connection, connection.cursor() as cursor:
            yield cursor
    finally:
        if not connection.closed:
            connection.isolation_level = before


def fold_once(connection: extensions.connection, note: Callable[[extensions.connection, int], object] | None = None) -> FoldReport:
    """Fold everything appended into the live version (made if there is none) and commit, under the fold lock; under it too, `note` how many records.

    Raises OtherRules when the live version was made from other folders, Inconsistent when somebody else has moved its position.
    """
    with locked(connection):
        with snapshot(connection) as cursor:
            report = fold(cursor, _live(cursor))
        faults.point("fold.after_commit")
        if note is not None:
            note(connection, report.records)
        return report


def fold_version(connection: extensions.connection, version: Version) -> FoldReport:
    """Fold everything appended into one version and commit. The caller holds the fold lock."""
    with snapshot(connection) as cursor:
        return fold(cursor, version)


def fold(cursor: extensions.cursor, version: Version) -> FoldReport:
    """Fold everything that this transaction's snapshot shows into one version."""
    begun = perf_counter()
    space = workspace.of(cursor, versions.of_this_code(version))
    cursor.execute(f"{FRUGAL}; {FEW.format('off')}")
    moves = call(cursor, "target", ONCE)
    if not moves:
        return FoldReport(0, {}, perf_counter() - begun)
    faults.point("fold.begun")
    records = sum(number for (number,) in moves)
    way, kept = (ONCE, KEPT_AFTER_FEW) if records <= SMALL else (ANEW, KEPT_AFTER_MANY)
    if way == ANEW:
        cursor.execute(FEW.format("on"))
    rows = _views(cursor, space, way)
    faults.point("fold.rows")
    call(cursor, "add", way)
    faults.point("fold.cube")
    moved = count(cursor, "finish", way, rows, kept)
    if moved != len(moves):
        raise Inconsistent(f"{version.schema}: {moved} ≠ {len(moves)}")
    faults.point("fold.before_commit")
    return FoldReport(records, {view.name: number or 0 for view, number in zip(space.views, rows, strict=True)}, perf_counter() - begun)


def _views(cursor: extensions.cursor, space: Workspace, way: str) -> list[int | None]:
    """Settle what arrived and derive the rows it touches, of sources and regions first; of each view how many rows came or went, null where
    nothing was touched.
    """
    settle.mark(cursor, way)
    faults.point("fold.marked")
    return derive(cursor, space, way)


def derive(cursor: extensions.cursor, space: Workspace, way: str) -> list[int | None]:
    """The same of what is marked already."""
    settle.settle(cursor, "early", way)
    ((rows,),) = call(cursor, "views_early", way, [None] * len(space.views))
    faults.point("fold.early")
    if any(rows):
        call(cursor, "rest", way)
    settle.settle(cursor, "late", way)
    faults.point("fold.settled")
    ((rows,),) = call(cursor, "views_late", way, rows)
    return list(rows)


def _live(cursor: extensions.cursor) -> Version:
    found = versions.live(cursor)
    if found is None:
        found = versions.make(cursor)
        versions.switch(cursor, found)
    return found
