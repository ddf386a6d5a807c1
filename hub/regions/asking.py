"""Questions about regions, each answered from the live views at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from psycopg2 import extensions
from psycopg2.extras import RealDictCursor

from projections.sql import within
from projections.statistics.asking import live


@cache
def query(name: str) -> str:
    """The file `queries/<name>.sql`."""
    return files("hub.regions").joinpath("queries", f"{name}.sql").read_text("utf-8")


def rows(connection: extensions.connection, name: str, words: Mapping[str, object]) -> list[dict[str, Any]]:
    """The rows of a query as objects."""
    with connection.cursor() as plain:
        view = live(plain)
    with connection.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(within(query(name), view), dict(words))
        return [dict(row) for row in cursor.fetchall()]
