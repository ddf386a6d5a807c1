"""The recalling half of a worker: a thread that makes the views of moments past that somebody wants; of several workers one at a time."""

import logging
import select
import threading
from contextlib import closing
from typing import Final

import psycopg2
from psycopg2 import extensions

from projections import database
from projections.past import keeping
from schemas.errors import HubError, Unavailable

LOG: Final = logging.getLogger(__name__)
LOOK_SECONDS: Final = 1.0
"""How soon it is seen that the worker ends; what is wanted wakes at once."""

AGAIN_SECONDS: Final = 1.0
STATEMENT_MINUTES: Final = 10
"""Beyond this it is said to have failed: one fact may touch what a nation ever said."""

_WANTED: Final = """
SELECT (extract(epoch FROM until) * 1000)::bigint FROM core.past
WHERE wanted > coalesce(made, '-infinity') ORDER BY wanted LIMIT 1
"""
_FAILED: Final = "UPDATE core.past SET made = clock_timestamp(), failed = %s WHERE (extract(epoch FROM until) * 1000)::bigint = %s"


class Recalling(threading.Thread):
    """Runs until `end`, beside appending and folding, on a connection of its own."""

    def __init__(self, dsn: str) -> None:
        """Of a worker; nothing is connected yet."""
        super().__init__(name="recall", daemon=True)
        self._dsn = dsn
        self._ending = threading.Event()

    def end(self) -> None:
        """Begin nothing more; returns when the thread has ended."""
        self._ending.set()
        if self.is_alive():
            self.join()

    def run(self) -> None:
        """Make what is wanted, and connect again after the database was away."""
        while not self._ending.is_set():
            try:
                with closing(database.connect(self._dsn)) as connection:
                    self._recall(connection)
            except (psycopg2.OperationalError, psycopg2.InterfaceError, Unavailable) as error:
                LOG.warning("recall: %s", str(error).strip())
                self._ending.wait(AGAIN_SECONDS)

    def _recall(self, connection: extensions.connection) -> None:
        with connection, connection.cursor() as cursor:
            cursor.execute(f"LISTEN {keeping.CHANNEL}; SET statement_timeout TO '{STATEMENT_MINUTES}min'")
        while not self._ending.is_set():
            until = _wanted(connection)
            if until is None:
                select.select([connection], [], [], LOOK_SECONDS)
                connection.poll()
                connection.notifies.clear()
                continue
            try:
                keeping.keep(connection, until)
            except (HubError, psycopg2.errors.QueryCanceled) as error:
                LOG.error("recall: %s", error)
                with connection, connection.cursor() as cursor:
                    cursor.execute(_FAILED, (str(error).strip(), until))


def _wanted(connection: extensions.connection) -> int | None:
    with connection, connection.cursor() as cursor:
        cursor.execute(_WANTED)
        row = cursor.fetchone()
    return None if row is None else int(row[0])
