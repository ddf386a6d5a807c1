"""Who saw the ledger: the database, which also knows what time it is, up to where it was read; the archive, up to where it was signed."""

from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any, Final

import psycopg2

from schemas.errors import Unavailable
from schemas.topics import FAMILIES, LEDGER_PARTITIONS, QUARANTINE, ledger

QUERIES: Final = Path(__file__).parent / "queries"
_CLOCK: Final = (QUERIES / "clock.sql").read_text("utf-8")
_POSITIONS: Final = (QUERIES / "positions.sql").read_text("utf-8")
CONNECT_SECONDS: Final = 5
TOPICS: Final = (*(ledger(family) for family in FAMILIES), QUARANTINE)
"""Topics in the order in which the database numbers them."""


_LOGS: Final = {
    **{(ledger(family), part): f"{ledger(family)}/{part}" for family, parts in LEDGER_PARTITIONS.items() for part in range(parts)},
    (QUARANTINE, 0): QUARANTINE,
}
"""The log of the archive whose indexes are a partition's offsets."""


class Witness:
    """One connection, made when first asked and again after it broke; threads ask one after the other."""

    def __init__(self, dsn: str, archive: Path | None = None) -> None:
        """Of the database with this connection string, and of the folder of the archive, if there is one here."""
        self._dsn, self._archive = dsn, archive
        self._connection: Any = None
        self._lock = Lock()

    def clock(self) -> int:
        """The database's clock in ms. Raises Unavailable."""
        return int(self._ask(_CLOCK)[0][0])

    def positions(self) -> Mapping[tuple[str, int], int]:
        """How far each partition of ledger and quarantine reached at least: up to where the index has read it, or the archive signed it.

        Either may be lost with what it stood on, so both are asked. Raises Unavailable.
        """
        read = {(TOPICS[family], part): int(off) for family, part, off in self._ask(_POSITIONS)}
        signed = {} if self._archive is None else archived(self._archive)
        return {place: max(read.get(place, 0), signed.get(place, 0)) for place in read.keys() | signed.keys()}

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


def archived(folder: Path) -> dict[tuple[str, int], int]:
    """Of each partition that is archived the size of its log, as the checkpoint in the folder says. Raises Unavailable for one that says none."""
    found = {}
    for place, log in _LOGS.items():
        try:
            found[place] = int((folder / log / "checkpoint").read_text("utf-8").split("\n")[1])
        except FileNotFoundError:
            continue
        except (OSError, ValueError, IndexError) as error:
            raise Unavailable(f"{log}/checkpoint {error}") from error
    return found
