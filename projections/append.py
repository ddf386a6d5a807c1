"""The first stage of decision 0001: ledger records into `core.event`, with their positions, in one transaction."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from psycopg2 import extensions

from projections import quarantined
from projections.records import COLUMNS, Slice, index_rows, to_csv
from schemas import faults
from schemas.days import EARLIEST
from schemas.errors import HubError
from schemas.topics import FAMILIES

QUARANTINE_FAMILY: Final = len(FAMILIES)
"""The place of the quarantine topic after the families of the ledger."""

_COPY: Final = f"COPY core.event ({', '.join(COLUMNS)}) FROM STDIN (FORMAT csv)"
_READ_BLOCK: Final = 1 << 20
_BEFORE: Final = """
SELECT (extract(epoch FROM recorded) * 1000)::bigint FROM core.position WHERE family = %s AND part = %s AND recorded > '-infinity'
"""
_BEGIN: Final = "INSERT INTO core.position (family, part, off) VALUES (%s, %s, 0) ON CONFLICT DO NOTHING"
_MOVE: Final = """
UPDATE core.position SET off = %(next)s, recorded = greatest(recorded, %(recorded)s)
WHERE family = %(family)s AND part = %(part)s AND off = %(first)s
"""
_UNREADABLE: Final = "INSERT INTO core.unreadable (family, part, off, recorded, code, raw) VALUES (%s, %s, %s, %s, %s, %s)"


class Fenced(HubError):
    """Another worker has moved the position: nothing was written. Read the position again, or drop the partition."""

    code = "POSITION_MOVED"


@dataclass(frozen=True)
class AppendReport:
    """What one transaction wrote: events, and records that are no events."""

    events: int
    unreadable: int


def append(connection: extensions.connection, slices: Iterable[Slice]) -> AppendReport:
    """Write slices of different partitions and move their positions; all in one transaction, which is committed.

    Raises Fenced when a slice does not begin at its partition's position. Any error leaves nothing behind.
    """
    told = sorted((one for one in slices if one.values), key=lambda one: (one.family, one.part))
    with connection, connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO off")
        before = [_move(cursor, one) for one in told]
        unreadable = _write(cursor, told, before)
        faults.point("append.before_commit")
    return AppendReport(sum(len(one.values) for one in told) - unreadable, unreadable)


def _move(cursor: extensions.cursor, records: Slice) -> int:
    """Move the position of a partition over a slice; the effective recorded time (ms) before it."""
    place = (records.family, records.part)
    cursor.execute(_BEGIN, place)
    cursor.execute(_BEFORE, place)
    before = cursor.fetchone()
    newest = datetime.fromtimestamp(max(records.stamps) / 1000, UTC)
    words = {"family": records.family, "part": records.part, "first": records.first, "next": records.first + len(records.values)}
    cursor.execute(_MOVE, {**words, "recorded": newest})
    if cursor.rowcount != 1:
        raise Fenced(f"{records.family}/{records.part} @ {records.first}")
    return int(before[0]) if before else EARLIEST


def _write(cursor: extensions.cursor, told: Sequence[Slice], before: Sequence[int]) -> int:
    """Write events, and quarantine records; the number of records that are neither, which are kept too."""
    ledger = [at for at, one in enumerate(told) if one.family != QUARANTINE_FAMILY]
    unreadable = [one for records in told if records.family == QUARANTINE_FAMILY for one in quarantined.write(cursor, records)]
    if ledger:
        rows, refused = index_rows([told[at] for at in ledger], [before[at] for at in ledger])
        cursor.copy_expert(_COPY, io.BytesIO(to_csv(rows)), _READ_BLOCK)
        unreadable += refused
    for one in unreadable:
        records = one.records
        stamp = datetime.fromtimestamp(records.stamps[one.row] / 1000, UTC)
        cursor.execute(_UNREADABLE, (records.family, records.part, records.first + one.row, stamp, one.code, records.values[one.row]))
    return len(unreadable)
