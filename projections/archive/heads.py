"""The last signed heads as PostgreSQL keeps them: moved by compare-and-set, so that nobody else moves them unseen."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from psycopg2 import extensions
from psycopg2.extras import execute_values

from projections.archive.logs import Log
from projections.archive.store import Fenced

_READ: Final = "SELECT log, topic, size, root, checkpoint FROM core.archive_head"
_BEGIN: Final = "INSERT INTO core.archive_head (log, family, part, topic, size, root, checkpoint) VALUES %s"
_MOVE: Final = """
UPDATE core.archive_head AS h SET size = n.size, root = n.root, checkpoint = n.checkpoint
FROM (VALUES %s) AS n (log, before, root_before, size, root, checkpoint)
WHERE h.log = n.log AND h.size = n.before AND h.root = n.root_before AND n.size >= h.size
RETURNING h.log
"""


@dataclass(frozen=True)
class Head:
    """One log's head: its size, its root, and the note that says so."""

    size: int
    root: bytes
    checkpoint: str


def stored(connection: extensions.connection) -> tuple[dict[str, Head], dict[str, uuid.UUID]]:
    """The heads by log, and the ids of the topics that the logs were read from, as far as they are known."""
    with connection, connection.cursor() as cursor:
        cursor.execute(_READ)
        rows = cursor.fetchall()
    heads = {log: Head(size, bytes(root), checkpoint) for log, _, size, root, checkpoint in rows}
    return heads, {log: uuid.UUID(topic) for log, topic, *_ in rows if topic is not None}


def begin(cursor: extensions.cursor, heads: Mapping[str, Head], logs: Sequence[Log], topics: Mapping[str, uuid.UUID]) -> None:
    """Heads of logs that the database does not know yet; `topics` by name."""
    places = {one.name: (one.family, one.part, str(topics[one.topic])) for one in logs}
    rows = [(log, *places.get(log, (None, None, None)), one.size, one.root, one.checkpoint) for log, one in heads.items()]
    execute_values(cursor, _BEGIN, rows, page_size=len(rows))


def move(cursor: extensions.cursor, before: Mapping[str, Head], after: Mapping[str, Head]) -> None:
    """Heads of logs that have grown. Raises Fenced when one is not what it was: somebody else signs too."""
    rows = [(log, before[log].size, before[log].root, one.size, one.root, one.checkpoint) for log, one in after.items()]
    shape = "(%s, %s::bigint, %s::bytea, %s::bigint, %s::bytea, %s)"
    moved = execute_values(cursor, _MOVE, rows, shape, page_size=len(rows), fetch=True)
    if len(moved) != len(rows):
        raise Fenced(f"core.archive_head {min(after.keys() - {log for (log,) in moved})}")
