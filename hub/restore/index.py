"""The database's side: what its index has beyond the archive, what it lacks, and which topics its offsets are of."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

from psycopg2 import extensions
from psycopg2.extras import RealDictCursor

from hub.restore.plan import Stand
from projections.append import QUARANTINE_FAMILY, append
from projections.archive.logs import LOGS, Log
from projections.archive.reading import Reading
from projections.ledger import ARCHIVED
from projections.records import Slice
from schemas import faults, quarantine
from schemas.errors import Inconsistent, Problem
from schemas.quarantine import Quarantined

AT_ONCE: Final = 8_192
_FOLDER: Final = Path(__file__).with_name("queries")
_INDEXED, _QUARANTINED, _ADOPT = ((_FOLDER / f"{name}.sql").read_text("utf-8") for name in ("indexed", "quarantined", "adopt"))
_POSITIONS: Final = "SELECT family, part, off FROM core.position"
_MEMBERS: Final = tuple(member.name for member in fields(Quarantined))


class Other(Inconsistent):
    """The index holds another record than the archive at the same place."""

    code = "INDEX_DIFFERS"


def positions(connection: extensions.connection) -> dict[str, int]:
    """The next offset that the index wants, by log."""
    with connection, connection.cursor() as cursor:
        cursor.execute(_POSITIONS)
        found = {(family, part): int(off) for family, part, off in cursor.fetchall()}
    return {one.name: found.get((one.family, one.part), 0) for one in LOGS}


def join(connection: extensions.connection, stand: Stand, reading: Reading) -> None:
    """Hold the last record that index and archive both have against each other, in a partition of the ledger. Raises Other."""
    last = min(stand.indexed, stand.archived) - 1
    if last < 0 or stand.log.family == QUARANTINE_FAMILY:
        return
    (own,) = indexed(connection, stand.log, last, last + 1)
    (archived,) = reading.slices(stand.log, last, last + 1)
    if own.values != archived.values:
        raise Other(problem=Problem(Other.code, f"{stand.log.name} #{last}"))


def indexed(connection: extensions.connection, log: Log, first: int, end: int) -> Iterator[Slice]:
    """The records of a partition that the index has from an offset to before another, by slices, with their effective recorded time.

    Raises Other where one is missing.
    """
    read = _quarantined if log.family == QUARANTINE_FAMILY else _recorded
    for at in range(first, end, AT_ONCE):
        until = min(at + AT_ONCE, end)
        rows = read(connection, {"family": log.family, "part": log.part, "first": at, "end": until})
        if [off for off, _, _ in rows] != [*range(at, until)]:
            raise Other(problem=Problem(Other.code, f"{log.name} #{at}"))
        yield Slice(log.family, log.part, at, [stamp for _, stamp, _ in rows], [value for _, _, value in rows])


def _recorded(connection: extensions.connection, words: Mapping[str, int]) -> list[tuple[int, int, bytes | None]]:
    with connection, connection.cursor() as cursor:
        cursor.execute(_INDEXED, words)
        return [(off, stamp, None if raw is None else bytes(raw)) for off, stamp, raw in cursor.fetchall()]


def _quarantined(connection: extensions.connection, words: Mapping[str, int]) -> list[tuple[int, int, bytes | None]]:
    with connection, connection.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(_QUARANTINED, words)
        return [(row["off"], row["recorded"], quarantine.encode(_record(row))) for row in cursor.fetchall()]


def _record(row: Mapping[str, Any]) -> Quarantined:
    """A quarantine record as the index has it: `projections.quarantined` the other way round."""
    told = {name: row[name] for name in _MEMBERS}
    told["missing"] = tuple(told["missing"])
    told["headers"] = tuple((name, None if value is None else bytes.fromhex(value)) for name, value in told["headers"])
    told |= {name: None if told[name] is None else bytes(told[name]) for name in ("key", "value")}
    return Quarantined(**told)


def fill(connection: extensions.connection, stand: Stand, reading: Reading, told: Callable[[str, int], None]) -> None:
    """Append what the archive has and the index has not; each slice with its position, whole or not at all."""
    for one in reading.slices(stand.log, stand.indexed):
        append(connection, [one])
        told(stand.log.name, len(one.values))
        faults.point("restore.indexed")


def adopt(connection: extensions.connection, made: Mapping[str, uuid.UUID]) -> None:
    """Take the broker's topics (ids by name) for those that the offsets of index and archive are of: once their records are the same."""
    words = {"families": [*range(len(ARCHIVED))], "topics": [str(made[topic]) for topic in ARCHIVED]}
    with connection, connection.cursor() as cursor:
        cursor.execute(_ADOPT, words)
