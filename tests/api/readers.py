"""A hub with readers of several regions, each signing in with its own database role."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from psycopg2 import extensions

from projections.api import Reader, create_reader
from tests.projections.play import Playing

Rows = list[tuple[Any, ...]]


def reader(hub: Playing, name: str, region: str) -> Reader:
    """A reader made now."""
    with hub.connection:
        return create_reader(hub.connection, name, region)


@contextmanager
def signed_in(dsn: str, who: Reader) -> Iterator[extensions.connection]:
    """A session of the reader's own role."""
    parameters = {**extensions.parse_dsn(dsn), "user": who.role, "password": who.password}
    connection = psycopg2.connect(**parameters)
    try:
        yield connection
    finally:
        connection.close()


def run(connection: extensions.connection, statement: str) -> None:
    """One statement that is expected to fail: AssertionError where it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            raise AssertionError(statement)
    finally:
        connection.rollback()


def ask(connection: extensions.connection, statement: str, *values: object) -> Rows:
    """The rows of one statement; the transaction ends with it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return list(cursor.fetchall())
    finally:
        if not connection.closed:
            connection.rollback()
