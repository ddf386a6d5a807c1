"""The second stage of decision 0001: everything appended since the last fold moves all views, in one transaction, under one lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Final

from psycopg2 import extensions

from projections import settle, sql, versions, workspace
from projections.versions import Version
from schemas import faults
from schemas.errors import Inconsistent
from schemas.topics import FAMILIES

LOCK: Final = 0x666F6C64
"""The session advisory lock of whoever folds, for as long as one fold takes."""


_FRUGAL: Final = "SET LOCAL synchronous_commit TO off; SET LOCAL work_mem TO '4MB'"
"""A recursive query makes its hash table as large as the planner fears, up to the memory it may use: a large one costs more than the fold."""


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
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", (LOCK,))


def unlock(connection: extensions.connection) -> None:
    """Give the fold lock back; what is not committed is rolled back."""
    connection.rollback()
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", (LOCK,))


def fold_once(connection: extensions.connection) -> FoldReport:
    """Fold everything appended into the live version (made if there is none) and commit, under the fold lock.

    Raises OtherRules when the live version was made from other folders, Inconsistent when somebody else has moved its position.
    """
    with locked(connection), connection, connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return fold(cursor, _live(cursor))


def fold_version(connection: extensions.connection, version: Version) -> FoldReport:
    """Fold everything appended into one version and commit. The caller holds the fold lock."""
    with connection, connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return fold(cursor, version)


def fold(cursor: extensions.cursor, version: Version) -> FoldReport:
    """Fold everything that this transaction's snapshot shows into one version."""
    begun = perf_counter()
    space = workspace.of(cursor, versions.of_this_code(version))
    cursor.execute(_FRUGAL)
    cursor.execute(sql.text("engine", "target"), {"version": version.number, "families": len(FAMILIES)})
    moves = cursor.fetchall()
    if not moves:
        return FoldReport(0, {}, perf_counter() - begun)
    faults.point("fold.begun")
    settle.mark(cursor, moves)
    faults.point("fold.marked")
    cursor.execute(sql.of_places(sql.text("engine", "arrived"), "changed", moves))
    settle.settle(cursor, space.settling.early, space.settling.finish)
    rows = {view.name: fold_view(cursor, view) for view in space.early}
    faults.point("fold.early")
    if any(rows.values()):
        settle.rested(cursor)
    settle.settle(cursor, space.settling.late, space.settling.finish)
    faults.point("fold.settled")
    rows |= {view.name: fold_view(cursor, view) for view in space.late}
    faults.point("fold.rows")
    add(cursor, space)
    faults.point("fold.cube")
    for family, part, folded, appended in moves:
        move = {"version": version.number, "family": family, "part": part, "folded": folded, "appended": appended}
        cursor.execute(sql.text("engine", "move"), move)
        if cursor.rowcount != 1:
            raise Inconsistent(f"{version.schema} {family}/{part} ≠ {folded}")
    workspace.clean(cursor)
    faults.point("fold.before_commit")
    return FoldReport(sum(move[3] - move[2] for move in moves), rows, perf_counter() - begun)


def fold_view(cursor: extensions.cursor, view: workspace.Steps) -> int:
    """Derive what the batch touches of one view; the number of rows that came or went."""
    cursor.execute(view.touch)
    if cursor.rowcount == 0:
        return 0
    derive(cursor, view)
    cursor.execute(view.gone)
    gone = cursor.rowcount
    cursor.execute(view.came)
    came = cursor.rowcount
    if gone:
        cursor.execute(view.remove)
    if came:
        cursor.execute(view.store)
    if view.cells is not None and gone + came:
        cursor.execute(view.cells)
    return int(gone + came)


def derive(cursor: extensions.cursor, view: workspace.Steps) -> int:
    """Derive the rows of the touched keys: those of a plain kind in a quicker way, all others as the view says; how many."""
    rows = 0
    for way in (view.plain, view.derive):
        if way is not None:
            cursor.execute(way)
            rows += cursor.rowcount
    return rows


def add(cursor: extensions.cursor, space: workspace.Workspace) -> None:
    """Add what the rows contribute to the cube."""
    cursor.execute("SET LOCAL work_mem TO '64MB'")
    cursor.execute(space.unknown)
    if cursor.rowcount:
        cursor.execute(space.cell)
        cursor.execute(space.leaf)
    cursor.execute(space.tally)


def _live(cursor: extensions.cursor) -> Version:
    found = versions.live(cursor)
    if found is None:
        found = versions.make(cursor)
        versions.switch(cursor, found)
    return found
