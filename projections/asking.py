"""What a worker asks of the index beside appending, where it is told to read on and how far it is ahead: one question at a time."""

import threading
from collections.abc import Mapping
from typing import Any, Final

from projections import database, ledger
from projections.inflow import Place

_POSITIONS: Final = "SELECT family, part, off FROM core.position"
_AHEAD: Final = """
SELECT coalesce(sum(p.off - coalesce(v.off, 0)), 0)::bigint
FROM core.position AS p
LEFT JOIN (SELECT v.* FROM core.view_position AS v INNER JOIN core.view_version AS n ON v.version = n.version AND n.live) AS v
    ON p.family = v.family AND p.part = v.part
WHERE p.family < %s
"""


class Asking:
    """A connection of its own, for any thread: a transaction in which two asked at once would end for both when it ends for one."""

    def __init__(self, dsn: str) -> None:
        """Connected at once. Raises Unavailable."""
        self._connection = database.connect(dsn)
        self._one = threading.Lock()

    def positions(self) -> Mapping[Place, int]:
        """How far each partition is appended: the offset of its next record."""
        return {(family, part): off for family, part, off in self._rows(_POSITIONS)}

    def ahead(self) -> int:
        """How many records are appended that the live version has not folded."""
        ((records,),) = self._rows(_AHEAD, len(ledger.TOPICS) - 1)
        return int(records)

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()

    def _rows(self, question: str, *values: int) -> list[tuple[Any, ...]]:
        with self._one, self._connection, self._connection.cursor() as cursor:
            cursor.execute(question, values)
            return list(cursor.fetchall())
