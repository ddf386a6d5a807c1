"""What an older vocabulary could not read is read again by this one: in a rolling update a writer may be newer than a reader."""

from typing import Any, Final

from psycopg2 import extensions

from projections import fold, sql, versions
from projections.append import QUARANTINE_FAMILY, write
from projections.records import Slice
from schemas import registry
from schemas.days import EARLIEST

_TAKE, _NOTE, _REWIND = (sql.text("rereading", name) for name in ("10_take", "20_note", "30_rewind"))
_ALONE: Final = "SELECT pg_try_advisory_xact_lock(%s)"


def reread(connection: extensions.connection) -> int | None:
    """Read the records again whose type or version was unknown and is known now; how many are events or quarantine records now.

    They come into the index where they belong, with the recorded time that they would have had, and every version of the views goes back to the
    first of them: one transaction under the fold lock. What still cannot be read stays, with today's reason. None, and nothing done, while
    somebody else rebuilds: a version being built would miss them.
    """
    with fold.locked(connection), connection, connection.cursor() as cursor:
        cursor.execute(_ALONE, (versions.LOCK,))
        if cursor.fetchall() != [(True,)]:
            return None
        cursor.execute(_TAKE, {"quarantine": QUARANTINE_FAMILY, **_known()})
        taken = cursor.fetchall()
        return _put(cursor, taken) if taken else 0


def _known() -> dict[str, list[int]]:
    """The schema ids of events, and of the hub's own records."""
    kinds = registry.default().ids.values()
    own = [kind.schema_id for kind in kinds if kind.family == registry.INTERNAL]
    return {"events": [kind.schema_id for kind in kinds if kind.family != registry.INTERNAL], "records": own}


def _put(cursor: extensions.cursor, taken: list[tuple[Any, ...]]) -> int:
    slices = [Slice(family, part, off, [stamp], [bytes(raw)]) for family, part, off, stamp, _, raw in taken]
    unreadable = write(cursor, slices, [EARLIEST if before is None else before for *_, before, _ in taken])
    cursor.execute(_NOTE, {name: [one[at] for one in taken] for at, name in enumerate(("family", "part", "off"))})
    noted = cursor.fetchall()
    cursor.execute(_REWIND, {name: [one[at] for one in noted] for at, name in enumerate(("family", "part", "off"))})
    return len(taken) - unreadable
