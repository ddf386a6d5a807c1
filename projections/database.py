"""The tables that outlive every version of the views, and connections to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg2
from psycopg2 import extensions

from projections import layout, sql
from schemas.errors import Inconsistent, Unavailable

_LOCK: Final = 0x636F7265
_ALIVE: Final = "-c client_connection_check_interval=1s"
"""A server looks for its client only when it has something to say: a statement of minutes would keep the lock of folding for as long."""
_ORDERLY: Final = ("C", "C.UTF-8", "POSIX")


class Disorderly(Inconsistent):
    """The database does not sort by code point."""

    code = "DATABASE_ORDER"


def migrate(dsn: str, where: str = "") -> None:
    """Make what is missing of the schemas core, auth and api; whole or not at all, and nothing where nothing is missing.

    Raises Disorderly when the database does not sort by code point, on which keys and fingerprints rest; OtherLayout when another release made
    tables that this one cannot work with (`where` says for people where they lie).
    """
    connection = connect(dsn)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
            _check_order(cursor)
            layout.check(cursor, where)
            for name in sql.names("core"):
                cursor.execute(sql.text("core", name))
    finally:
        connection.close()


def connect(dsn: str) -> extensions.connection:
    """A connection; what it does ends within seconds of the death of its process, and its locks with it. Raises Unavailable."""
    try:
        return psycopg2.connect(dsn, connect_timeout=5, options=_ALIVE)
    except psycopg2.OperationalError as error:
        raise Unavailable("PostgreSQL") from error


def _check_order(cursor: extensions.cursor) -> None:
    cursor.execute("SELECT coalesce(datlocale, datcollate) FROM pg_database WHERE datname = current_database()")
    ((order,),) = cursor.fetchall()
    if order not in _ORDERLY:
        raise Disorderly(str(order))


@contextmanager
def at_once(connection: extensions.connection) -> Iterator[extensions.cursor]:
    """A cursor outside of transactions: one question, where beginning and ending a transaction would be two more."""
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        if not connection.closed:
            connection.autocommit = False
