"""A database for many examples: emptied of whatever was told, its version and its connections' workspaces kept.

These take longer to make than a small history takes to fold. With `anew(database) as hubs` each `hubs.empty()` is as a new hub.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from psycopg2 import extensions

from projections import database, folders
from tests.projections.play import Playing

_TABLES: Final = """
SELECT oid::regclass::text AS name FROM pg_class
WHERE relkind = 'r' AND relnamespace IN ('core'::regnamespace, 'auth'::regnamespace, 'view_1'::regnamespace)
"""


class Anew:
    """`hub`: a connection that stays; `resting`: connections of workers who wait for their next work."""

    def __init__(self, dsn: str) -> None:
        """Of a database that was told nothing yet; makes its first version."""
        self.dsn, self.hub = dsn, Playing(database.connect(dsn))
        self.resting: list[extensions.connection] = []
        self.hub.fold()
        names = [row["name"] for row in self.hub.rows(_TABLES)]
        full = [name for name in names if self.hub.rows(f"SELECT FROM {name} LIMIT 1")]
        views = [f"view_1.{view.name}" for view in folders.views()]
        # Tables of words, and which version lives, are not told; a view may have rows that hold before anything is.
        begun = [name for name in full if name in views]
        steps = [f"DELETE FROM {name}" for name in names if name not in full or name in begun]
        with self.hub.connection, self.hub.connection.cursor() as cursor:
            cursor.execute("CREATE SCHEMA begun")
            for number, name in enumerate(begun):
                cursor.execute(f"CREATE TABLE begun.t{number} AS TABLE {name}")
                steps.append(f"INSERT INTO {name} TABLE begun.t{number}")
        self._empty = "; ".join(steps)

    def empty(self) -> Playing:
        """The same database as if nothing had ever been told, and nobody were known."""
        self.hub.connection.rollback()
        with self.hub.connection, self.hub.connection.cursor() as cursor:
            cursor.execute(self._empty)
        self.hub.heads.clear()
        return self.hub

    @contextmanager
    def playing(self) -> Iterator[Playing]:
        """The same, as `play.playing` gives a new one: for a test that makes no version, leaves every schema as it was, and does not look at which
        places are numbered: those met before keep their numbers.
        """
        yield self.empty()

    def worker(self) -> extensions.connection:
        """A connection of one that rests, else a new one. Whoever is done appends it to `resting`."""
        return self.resting.pop() if self.resting else database.connect(self.dsn)


@contextmanager
def anew(dsn: str) -> Iterator[Anew]:
    """For the examples of a test."""
    made = Anew(dsn)
    try:
        yield made
    finally:
        for connection in (made.hub.connection, *made.resting):
            connection.close()
