"""One object derived again in the live version: its rows, the rows that rest on them, and the sums of the cube where they count."""

from dataclasses import dataclass
from typing import Final

from psycopg2 import extensions

from projections import fold, sql, versions, workspace
from projections.routine import ANEW, call, count
from projections.steps import Steps
from schemas.errors import NotFound
from schemas.registry import by_name

_SNAPSHOT: Final = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
_SAID: Final = "INSERT INTO changed SELECT * FROM {view}.statement WHERE object = %s RETURNING type"
_WIDE: Final = "reference"
"""Whole regions rest on facts of this family: that is what a rebuild is for, so such rows follow only where the fact's own rows differed."""


@dataclass(frozen=True)
class Refolded:
    """What was not as the ledger says, all 0 when all is well: rows of all views (a wrong one and the right one are two), sums of the cube."""

    rows: int
    sums: int


def refold(connection: extensions.connection, name: str) -> Refolded:
    """Derive one object again from all that stands about it, and whatever rests on it (of a suggestion its matter, of an activity who took part),
    and commit.

    The cube is not moved by the difference of rows: whether a wrong row was counted, or a right one that was meddled with later, no row tells.
    Where the object counts, its sums become what the stored rows there add up to; that reads the views of its kind whole, once.
    Raises NotFound when nothing stands about it.
    """
    with fold.locked(connection), connection, connection.cursor() as cursor:
        cursor.execute(_SNAPSHOT)
        live = versions.live(cursor)
        if live is None:
            raise NotFound(name)
        fold.fold(cursor, live)
        cursor.execute(fold.FEW.format("on"))
        space = workspace.of(cursor, versions.of_this_code(live))
        cursor.execute(sql.within(_SAID, live.schema), (name,))
        said = [by_name(kind) for (kind,) in cursor.fetchall()]
        if not said:
            raise NotFound(name)
        passing = all(kind is not None and kind.family != _WIDE for kind in said)
        found = [_again(cursor, view, passing) for view in space.views]
        call(cursor, "add", ANEW)
        call(cursor, "clean", ANEW, [one.rows for one in found], fold.KEPT_AFTER_FEW)
        return Refolded(sum(one.rows for one in found), sum(one.sums for one in found))


def _again(cursor: extensions.cursor, view: Steps, passing: bool) -> Refolded:
    """Derive what is touched of one view, and put what counts there of it into `delta`. `passing`: rows derived as they are stored pass for new
    ones to the views that read this one.
    """
    cursor.execute(view.touch)
    if cursor.rowcount == 0:
        return Refolded(0, 0)
    cursor.execute(view.gone)
    rows = cursor.rowcount + count(cursor, f"derive_{view.name}", ANEW)
    cursor.execute(view.remove)
    cursor.execute(view.store)
    sums = 0
    if view.recount is not None:
        cursor.execute(view.recount)
        sums = cursor.rowcount
    cursor.execute(view.passed if passing else view.same)
    return Refolded(rows - 2 * cursor.rowcount, sums)
