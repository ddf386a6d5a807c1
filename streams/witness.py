"""The database as a witness: what time it is there, and up to where the ledger has been read."""

from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any, Final

import psycopg2

from schemas.errors import Unavailable
from schemas.topics import FAMILIES, QUARANTINE, ledger

QUERIES: Final = Path(__file__).parent / "queries"
_CLOCK: Final = (QUERIES / "clock.sql").read_text("utf-8")
_POSITIONS: Final = (QUERIES / "positions.sql").read_text("utf-8")
CONNECT_SECONDS: Final = 5
TOPICS: Final = (*(ledger(family) for family in FAMILIES), QUARANTINE)
"""Topics in the order in which the database numbers them."""


class Witness:
    """One connection, made when first asked and again after it broke; threads ask one after the other."""

    def __init__(self, dsn: str) -> None:
        """Of the database with this connection string."""
        self._dsn = dsn
        self._connection: Any = None
        self._lock = Lock()

    def clock(self) -> int:
        """The database's clock in ms. Raises Unavailable."""
        return int(self._ask(_CLOCK)[0][0])

    def positions(self) -> Mapping[tuple[str, int], int]:
        """The next offset that the index wants, by topic and partition of ledger and quarantine. Raises Unavailable."""
        return {(TOPICS[family], part): off for family, part, off in self._ask(_POSITIONS)}

    def close(self) -> None:
        """Give the connection back."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _ask(self, query: str) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._answer(query)

    def _answer(self, query: str) -> list[tuple[Any, ...]]:
        try:
            if self._connection is None:
                self._connection = psycopg2.connect(self._dsn, connect_timeout=CONNECT_SECONDS, application_name="gate")
                self._connection.autocommit = True
            with self._connection.cursor() as cursor:
                cursor.execute(query)
                found: list[tuple[Any, ...]] = cursor.fetchall()
                return found
        except psycopg2.Error as error:
            self.close()
            raise Unavailable(str(error).strip()) from error
