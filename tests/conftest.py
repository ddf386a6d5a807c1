"""Real parts for the tests: one PostgreSQL and one Kafka a session, each in a folder of its own."""

from __future__ import annotations

import contextlib
import itertools
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import psycopg2
import pytest
from hypothesis import settings

from hub.embedded import parts, postgres
from hub.embedded.folder import Folder
from hub.embedded.parts import Parts
from projections import database as made
from projections import fold, sql
from tests.projections.anew import Anew, anew

# What lands is judged by the same examples each time; new ones are drawn on the machines of those who work on it.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

Value = TypeVar("Value")
_NUMBER = itertools.count()
# A test's database may be lost with the machine; the durable settings are tested where they matter (tests/parts).
FAST = {**parts.POSTGRES_OPTIONS, "fsync": "off", "full_page_writes": "off", "shared_buffers": "256MB"}


def eventually(condition: Callable[[], Value], seconds: float = 30.0) -> Value:
    """The first true answer of `condition`, asked every 50 ms. Fails after `seconds` with the last answer."""
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < deadline, f"not within {seconds} s: last answer {answer!r}"
        time.sleep(0.05)
    return answer


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """A PostgreSQL server of this session alone."""
    folder = Folder(tmp_path_factory.mktemp("postgres"))
    folder.make()
    server = Parts(folder, 0, postgres.free_port())
    postgres.create(folder.postgres, folder.secret(f"postgres-{postgres.SUPERUSER}"))
    child = postgres.launch(folder.postgres, server.postgres_port, FAST, folder.logs / "postgres.log")
    eventually(lambda: postgres.answers(server.dsn(database="postgres")))
    yield server
    child.terminate()
    child.kill()
    child.wait()


def _execute(dsn: str, statement: str) -> None:
    connection = psycopg2.connect(dsn)
    connection.autocommit = True
    try:
        connection.cursor().execute(statement)
    finally:
        connection.close()


@pytest.fixture(scope="session")
def copied(postgres_server: Parts) -> Callable[[str], str]:
    """Makes another database each time as one is by whose name it is called: its connection string."""

    def copy(template: str) -> str:
        name = f"t{next(_NUMBER)}"
        _execute(postgres_server.dsn(database="postgres"), f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        # Rights on a database itself are not copied with it.
        _execute(postgres_server.dsn(database=name), sql.text("core", "64_database"))
        return postgres_server.dsn(database=name)

    return copy


@pytest.fixture(scope="session")
def migrated(postgres_server: Parts) -> str:
    """Name of a migrated database that has no views yet."""
    _execute(postgres_server.dsn(database="postgres"), "CREATE DATABASE migrated")
    made.migrate(postgres_server.dsn(database="migrated"))
    return "migrated"


@pytest.fixture(scope="session")
def folding(postgres_server: Parts, migrated: str) -> str:
    """Name of a migrated database whose first views are made and have nothing in them, as a worker leaves a new one."""
    _execute(postgres_server.dsn(database="postgres"), f"CREATE DATABASE folding TEMPLATE {migrated} STRATEGY FILE_COPY")
    with contextlib.closing(made.connect(postgres_server.dsn(database="folding"))) as connection:
        fold.fold_once(connection)
    return "folding"


@pytest.fixture
def bare(copied: Callable[[str], str], migrated: str) -> str:
    """Connection string of a fresh migrated database without views."""
    return copied(migrated)


@pytest.fixture(scope="session")
def new_database(copied: Callable[[str], str], folding: str) -> Callable[[], str]:
    """Makes another fresh database with empty views each time: its connection string."""
    return lambda: copied(folding)


@pytest.fixture
def database(new_database: Callable[[], str]) -> str:
    """Connection string of a fresh database with empty views."""
    return new_database()


@pytest.fixture(scope="session")
def hubs(new_database: Callable[[], str]) -> Iterator[Anew]:
    """One database for tests that only tell and ask, as if nothing had been told each time: another takes longer to make than most of them last."""
    with anew(new_database()) as kept:
        yield kept


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """Kafka and PostgreSQL of this session, as `hub up` starts them."""
    root = Path(tmp_path_factory.mktemp("hub"))
    yield parts.start(root)
    parts.stop(root)
