"""The first stage of decision 0001: ledger records into `core.event`, with their positions, in one transaction."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from psycopg2 import extensions
from psycopg2.extras import execute_values

from projections import quarantined
from projections.copying import COLUMNS, to_copy
from projections.records import Slice, index_rows
from schemas import faults
from schemas.days import EARLIEST
from schemas.errors import HubError
from schemas.topics import FAMILIES

QUARANTINE_FAMILY: Final = len(FAMILIES)
"""The place of the quarantine topic after the families of the ledger."""

_COPY: Final = f"COPY core.event ({', '.join(COLUMNS)}) FROM STDIN (FORMAT binary)"
_READ_BLOCK: Final = 1 << 20
_BEGIN: Final = "INSERT INTO core.position (family, part, off) VALUES %s ON CONFLICT DO NOTHING"
_MOVE: Final = """
UPDATE core.position AS p SET off = n.next, recorded = greatest(p.recorded, n.recorded)
FROM (VALUES %s) AS n (family, part, first, next, recorded)
WHERE p.family = n.family AND p.part = n.part AND p.off = n.first
RETURNING p.family, p.part, (extract(epoch FROM nullif(old.recorded, '-infinity')) * 1000)::bigint
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
        before = _move(cursor, told)
        unreadable = write(cursor, told, before)
        faults.point("append.before_commit")
    return AppendReport(sum(len(one.values) for one in told) - unreadable, unreadable)


def _move(cursor: extensions.cursor, told: Sequence[Slice]) -> list[int]:
    """Move the positions over the slices, those of new partitions from the beginning; of each the effective recorded time (ms) before it.

    Raises Fenced when a slice does not begin at its partition's position.
    """
    if not told:
        return []
    before = _moved(cursor, told)
    if len(before) < len(told):
        # Of a partition that was never written there is no position yet.
        new = [one for one in told if one.first == 0 and (one.family, one.part) not in before]
        if new:
            execute_values(cursor, _BEGIN, [(one.family, one.part) for one in new], "(%s, %s, 0)", page_size=len(new))
            before |= _moved(cursor, new)
    for one in told:
        if (one.family, one.part) not in before:
            raise Fenced(f"{one.family}/{one.part} @ {one.first}")
    return [before[one.family, one.part] for one in told]


def _moved(cursor: extensions.cursor, told: Sequence[Slice]) -> dict[tuple[int, int], int]:
    """Move what begins at its position, in one statement; by partition the effective recorded time (ms) before it."""
    ends = [(one.family, one.part, one.first, one.first + len(one.values), datetime.fromtimestamp(max(one.stamps) / 1000, UTC)) for one in told]
    rows = execute_values(cursor, _MOVE, ends, "(%s, %s, %s::bigint, %s::bigint, %s::timestamptz)", page_size=len(ends), fetch=True)
    return {(family, part): EARLIEST if before is None else int(before) for family, part, before in rows}


def write(cursor: extensions.cursor, told: Sequence[Slice], before: Sequence[int]) -> int:
    """Write events, and quarantine records; the number of records that are neither, which are kept too.

    `before`: of each slice the effective recorded time (ms) of the offset before it.
    """
    ledger = [at for at, one in enumerate(told) if one.family != QUARANTINE_FAMILY]
    unreadable = [one for records in told if records.family == QUARANTINE_FAMILY for one in quarantined.write(cursor, records)]
    if ledger:
        rows, refused = index_rows([told[at] for at in ledger], [before[at] for at in ledger])
        cursor.copy_expert(_COPY, io.BytesIO(to_copy(rows)), _READ_BLOCK)
        unreadable += refused
    for one in unreadable:
        records = one.records
        stamp = datetime.fromtimestamp(records.stamps[one.row] / 1000, UTC)
        cursor.execute(_UNREADABLE, (records.family, records.part, records.first + one.row, stamp, one.code, records.values[one.row]))
    return len(unreadable)
