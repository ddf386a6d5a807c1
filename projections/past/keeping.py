"""Keeps the views of a few moments past, each until others are wanted more, or what it rests on is other."""

from contextlib import closing
from typing import Final

from psycopg2 import errors, extensions

from projections import database, fold, overlaid, sql, versions
from projections.past import making
from projections.statistics import moments
from projections.statistics.moments import Recall
from schemas.days import format_instant

KEPT: Final = 8
"""So many are kept: each holds what differs, and a copy of the regions and units where these do."""

LOCK: Final = 0x70617374
_PATIENCE_MS: Final = 200
CHANNEL: Final = "past"
_PUT: Final = """
INSERT INTO core.past (until, made, version, key, schema) VALUES (%(until)s, clock_timestamp(), %(version)s, %(key)s, %(schema)s)
ON CONFLICT (until) DO UPDATE
SET made = excluded.made, version = excluded.version, key = excluded.key, schema = excluded.schema, failed = NULL
"""
_SPARE: Final = """
SELECT n.nspname FROM pg_namespace AS n
WHERE starts_with(n.nspname, 'past_') AND n.nspname NOT IN (
    SELECT p.schema FROM core.past AS p WHERE p.schema IS NOT NULL AND p.version = %s ORDER BY p.wanted DESC LIMIT %s
)
"""


def keep(connection: extensions.connection, until: int) -> str | None:
    """Make the views as known at an instant, unless they are kept; their schema, null where nothing was folded yet. Commits.

    The connection is the worker's, in no transaction, and holds no workspace of a fold afterwards.
    """
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
    try:
        with fold.snapshot(connection) as cursor:
            live = versions.live(cursor)
            if live is None:
                return None
            when = moments.cut(cursor, live.schema, until)
            schema = moments.kept(cursor, live.schema, when)
            if schema is None:
                schema = making.make(cursor, versions.of_this_code(live), when)
            cursor.execute(_PUT, {"until": format_instant(until), "version": live.number, "key": when.key, "schema": schema})
        drop_spare(connection)
        return schema
    finally:
        if not connection.closed:
            connection.rollback()
            with connection, connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", (LOCK,))


def drop_spare(connection: extensions.connection) -> None:
    """Drop what is kept no longer; what readers still hold is dropped another time. Commits."""
    with connection, connection.cursor() as cursor:
        live = versions.live(cursor)
        cursor.execute(_SPARE, (0 if live is None else live.number, KEPT))
        spare = [name for (name,) in cursor.fetchall() if overlaid.is_past(name)]
    for name in spare:
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout TO {_PATIENCE_MS}; SET LOCAL client_min_messages TO warning")
                cursor.execute(sql.within("DELETE FROM core.past WHERE schema = '{view}'; DROP SCHEMA IF EXISTS {view} CASCADE", name))
        except errors.LockNotAvailable:
            continue


def recall(dsn: str) -> Recall:
    """Makes them by a connection of its own."""

    def make(until: int) -> None:
        with closing(database.connect(dsn)) as connection:
            keep(connection, until)

    return make
