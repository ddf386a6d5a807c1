"""The second stage of decision 0001: everything appended since the last fold moves all views, in one transaction, under one lock."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Final

from psycopg2 import extensions

from projections import settle, versions, workspace
from projections.versions import Version
from schemas import faults
from schemas.errors import Inconsistent

LOCK: Final = 0x666F6C64
"""The session advisory lock of whoever folds, for as long as one fold takes."""

SMALL: Final = 500
"""Records up to which a fold runs statements that were planned once: to plan them costs more than to run them on so few."""

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
    cursor.execute(space.target)
    moves = cursor.fetchall()
    if not moves:
        return FoldReport(0, {}, perf_counter() - begun)
    faults.point("fold.begun")
    records = sum(count for (count,) in moves)
    if records <= SMALL:
        space = workspace.small(cursor, space)
    rows = _views(cursor, space)
    faults.point("fold.rows")
    add(cursor, space)
    faults.point("fold.cube")
    cursor.execute(space.move)
    if cursor.rowcount != len(moves):
        raise Inconsistent(f"{version.schema}: {cursor.rowcount} ≠ {len(moves)}")
    workspace.clean(cursor, space, many=records > SMALL)
    faults.point("fold.before_commit")
    return FoldReport(records, rows, perf_counter() - begun)


def _views(cursor: extensions.cursor, space: workspace.Workspace) -> dict[str, int]:
    """Settle what arrived and derive the rows it touches, of sources and regions first; rows that came or went per view."""
    settling = space.settling
    settle.mark(cursor, settling.marking)
    faults.point("fold.marked")
    cursor.execute(space.arrived)
    settle.settle(cursor, settling.early, settling.finish)
    heard = _heard(cursor, space)
    rows: dict[str, int] = {}
    _fold_some(cursor, space.early, heard, rows)
    faults.point("fold.early")
    if any(rows.values()):
        cursor.execute(settling.rested)
    if settle.settle(cursor, settling.late, settling.finish):
        heard = _heard(cursor, space)
    faults.point("fold.settled")
    _fold_some(cursor, space.late, heard, rows)
    return rows


def _heard(cursor: extensions.cursor, space: workspace.Workspace) -> Sequence[str]:
    """The types of the statements that changed."""
    cursor.execute(space.heard)
    return [kind for (kind,) in cursor.fetchall()]


def _fold_some(cursor: extensions.cursor, views: Sequence[workspace.Steps], heard: Sequence[str], rows: dict[str, int]) -> None:
    """Fold those views that anything heard, or any row that differs of a view before, can touch; their rows are noted in `rows`."""
    for view in views:
        touched = heard and view.hears and any(kind.startswith(view.hears) for kind in heard)
        rows[view.name] = fold_view(cursor, view) if touched or any(rows[name] for name in view.reads) else 0


def fold_view(cursor: extensions.cursor, view: workspace.Steps) -> int:
    """Derive what the batch touches of one view; the number of rows that came or went."""
    cursor.execute(view.touch)
    if cursor.rowcount == 0:
        return 0
    came = derive(cursor, view)
    cursor.execute(view.gone)
    gone = cursor.rowcount
    if gone and came:
        cursor.execute(view.same)
        came, gone = came - cursor.rowcount, gone - cursor.rowcount
    if gone:
        cursor.execute(view.remove)
    if came:
        cursor.execute(view.store)
    if view.cells is not None and gone + came:
        cursor.execute(view.cells)
    return gone + came


def derive(cursor: extensions.cursor, view: workspace.Steps) -> int:
    """Derive the rows of the touched keys: those of a plain kind in a quicker way, all others as the view says; how many."""
    rows = 0
    if view.plain is not None and view.left is not None:
        cursor.execute(view.plain)
        rows = cursor.rowcount
        cursor.execute(view.left)
        ((left,),) = cursor.fetchall()
        if not left:
            return rows
    cursor.execute(view.derive)
    return rows + int(cursor.rowcount)


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
