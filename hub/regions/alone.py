"""One at a time says what regions there are: compared while another sends, an edition would say again what that is saying."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Final

import psycopg2
from psycopg2.errors import LockNotAvailable

from schemas.errors import Problem, Unavailable

LOCK: Final = 0x72656769
"""The session advisory lock of whoever compares and sends, in whatever process: a server whose client is gone lets go of it."""
_WAITING: Final = "SELECT set_config('lock_timeout', %s, FALSE)"


@contextmanager
def alone(dsn: str, seconds: float) -> Iterator[None]:
    """While in here nobody else is, of all processes that use the database. On a connection of its own, as it may last longer than a question may.

    Raises Unavailable REGIONS_BUSY when another still is after so many seconds, or when the database does not answer.
    """
    try:
        connection = psycopg2.connect(dsn, connect_timeout=5)
    except psycopg2.OperationalError as error:
        raise Unavailable("PostgreSQL") from error
    with closing(connection):
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(_WAITING, (f"{max(1, round(seconds * 1000))}ms",))
            try:
                cursor.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
            except LockNotAvailable as busy:
                raise Unavailable(problem=Problem("REGIONS_BUSY")) from busy
        yield
