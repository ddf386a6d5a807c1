"""Connections to PostgreSQL, few and kept: sessions of the hub itself, and sessions in the role of a reader."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg2
from psycopg2 import sql
from psycopg2.errors import QueryCanceled

from schemas.errors import NotFound, Unavailable

MOST: Final = 16
WAIT_SECONDS: Final = 10.0
STATEMENT_TIMEOUT: Final = "60s"


@dataclass
class Pool:
    """At most `most` connections to one database, opened when needed. Safe between threads."""

    dsn: str
    most: int = MOST
    _idle: list[Any] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _free: threading.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        """Count the places."""
        self._free = threading.Semaphore(self.most)

    @contextmanager
    def session(self) -> Iterator[Any]:
        """A connection of the hub's own role; committed at the end, rolled back when the block raises.

        Raises Unavailable when all connections stay busy, psycopg2.OperationalError when the database does not answer.
        """
        if not self._free.acquire(timeout=WAIT_SECONDS):
            raise Unavailable("PostgreSQL")
        try:
            with self._borrowed() as connection:
                yield connection
        finally:
            self._free.release()

    @contextmanager
    def reader(self, role: str | None) -> Iterator[Any]:
        """A read-only session in which row-level security is that of a reader's database role.

        Raises NotFound for a principal without such a role: to it there is nothing to see.
        """
        if role is None:
            raise NotFound
        with self.session() as connection:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
                cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
            yield connection
            connection.rollback()

    @contextmanager
    def _borrowed(self) -> Iterator[Any]:
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        connection = connection or psycopg2.connect(self.dsn, options=f"-c statement_timeout={STATEMENT_TIMEOUT}", connect_timeout=5)
        try:
            with connection:
                yield connection
        except QueryCanceled:
            # It took too long, which says nothing against the server.
            raise
        except (psycopg2.OperationalError, psycopg2.InterfaceError):
            # The server may have gone: every other connection is as doubtful as this one.
            self.close()
            raise
        finally:
            self._give_back(connection)

    def _give_back(self, connection: Any) -> None:
        if connection.closed:
            return
        with self._lock:
            self._idle.append(connection)

    def close(self) -> None:
        """Close what is idle."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()
