"""A PostgreSQL for the length of one replay: a server of its own in a temporary folder, or databases on one that is named; nothing stays of it."""

from __future__ import annotations

import secrets
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import psycopg2
from psycopg2 import extensions, sql

from hub.embedded import postgres
from hub.embedded.parts import POSTGRES_OPTIONS
from hub.embedded.process import alive, end, mark, until
from schemas.errors import Unavailable

READY_SECONDS: Final = 60
_FORGETFUL: Final = {**POSTGRES_OPTIONS, "fsync": "off", "full_page_writes": "off", "shared_buffers": "256MB"}
"""Nobody wants it after a crash."""


@dataclass
class Scratch:
    """Databases on a server, by the connection string of one that is there; they go when the replay ends."""

    server: str
    _made: list[str] = field(default_factory=list)

    def database(self, template: str | None = None) -> str:
        """Another database, empty or a copy of one made before, to which nobody is connected: its connection string."""
        name = f"replay_{secrets.token_hex(6)}"
        form = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY" if template else "CREATE DATABASE {} TEMPLATE template0"
        words = [sql.Identifier(one) for one in (name, *([extensions.parse_dsn(template)["dbname"]] if template else []))]
        self._execute(sql.SQL(form).format(*words))
        self._made.append(name)
        return extensions.make_dsn(self.server, dbname=name)

    def clear(self) -> None:
        """Drop what was made."""
        for name in self._made:
            self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _execute(self, statement: sql.Composed) -> None:
        try:
            with closing(psycopg2.connect(self.server)) as connection:
                connection.autocommit = True
                with connection.cursor() as cursor:
                    cursor.execute(statement)
        except psycopg2.OperationalError as error:
            raise Unavailable("PostgreSQL") from error


@contextmanager
def scratch(server: str = "") -> Iterator[Scratch]:
    """Databases for a replay, on the server named or on one that is started for it. Raises Unavailable."""
    if server:
        made = Scratch(server)
        try:
            yield made
        finally:
            made.clear()
        return
    with TemporaryDirectory(prefix="hub-replay-", ignore_cleanup_errors=True) as name, _started(Path(name)) as dsn:
        yield Scratch(dsn)


@contextmanager
def _started(folder: Path) -> Iterator[str]:
    data, port, password = folder / "postgres", postgres.free_port(), secrets.token_urlsafe()
    postgres.create(data, password)
    process = postgres.launch(data, port, _FORGETFUL, folder / "postgres.log")
    child = mark(process.pid)
    dsn = postgres.PostgresServer(data, port, password, process.pid).dsn()
    try:
        until(lambda: postgres.answers(dsn), READY_SECONDS, "postgres", lambda: alive(child))
        yield dsn
    finally:
        end(child, signal.SIGQUIT, 10.0)
        process.wait()
