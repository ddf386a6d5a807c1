"""A hub as the doctor sees it: its settings, and connections to the parts that answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg2
from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError
from psycopg2 import extensions

from hub.broker import listens
from hub.embedded.kafka import IMPATIENT
from hub.settings import OWNER, Settings
from hub.supervisor.marks import supervisor


@dataclass(frozen=True)
class Patient:
    """`admin` and `connection` are null where the part does not answer; `now` is this machine's clock in seconds."""

    settings: Settings
    running: bool
    admin: Any = None
    connection: extensions.connection | None = None
    now: Callable[[], float] = time.time

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of a question to the database, which answers."""
        assert self.connection is not None  # noqa: S101 - checks that need it are not run without
        with self.connection.cursor() as cursor:
            cursor.execute(query, values or None)
            return list(cursor.fetchall())


@contextmanager
def visited(settings: Settings) -> Iterator[Patient]:
    """A hub, running or stopped, with connections to what answers for the time of the block; nothing is created in its folder."""
    if not (settings.folder.root / "secrets").is_dir():
        yield Patient(settings, False)
        return
    running = settings.folder.run.is_dir() and supervisor(settings.folder) is not None
    with ExitStack() as stack:
        admin, connection = _admin(settings), _connection(settings)
        for one in (admin, connection):
            if one is not None:
                stack.enter_context(closing(one))
        yield Patient(settings, running, admin, connection)


def _admin(settings: Settings) -> Any:
    try:
        if any(map(listens, settings.bootstrap.split(","))):
            return KafkaAdminClient(**settings.client(), **IMPATIENT)
    except KafkaError:
        pass
    return None


def _connection(settings: Settings) -> extensions.connection | None:
    try:
        connection = psycopg2.connect(settings.dsn(OWNER), connect_timeout=5, application_name="doctor")
    except psycopg2.OperationalError:
        return None
    connection.autocommit = True
    return connection
