"""The database as the watch of deadlines uses it: it asks what there is to tell, and keeps what was told."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Lock
from typing import Any, Final, TypeVar

import psycopg2
from psycopg2 import extensions
from psycopg2.extras import execute_values

from schemas.errors import Unavailable
from schemas.topics import FAMILIES, ledger
from streams.deadlines.decide import Ends, Look

QUERIES: Final = Path(__file__).parent / "queries"
_STANDING, _TO_TELL, _PLACE, _MOVE, _KEEP, _HEED, _HEEDED, _SETTLE, _ABLE = (
    (QUERIES / f"{name}.sql").read_text("utf-8") for name in ("standing", "to_tell", "place", "move", "keep", "heed", "heeded", "settle", "able")
)
CONNECT_SECONDS: Final = 5
Answer = TypeVar("Answer")
Row = tuple[int, str, str, str, date, int, Sequence[str], bytes]
"""Offset, id, object, rule, due day, instant (ms), regions, record."""


class Memory:
    """One connection, made when first asked and again after it broke; threads ask one after the other. Everything raises Unavailable."""

    def __init__(self, dsn: str) -> None:
        """Of the database with this connection string."""
        self._dsn = dsn
        self._connection: extensions.connection | None = None
        self._lock = Lock()

    def standing(self) -> tuple[int, Ends] | None:
        """The live version of the views, and how far it has folded each partition of the ledger; null before the first."""
        rows = self._do(lambda cursor: _rows(cursor, _STANDING, {}))
        folded = {(ledger(FAMILIES[family]), part): off for _, family, part, off in rows if family is not None and family < len(FAMILIES)}
        return (rows[0][0], folded) if rows else None

    def able(self, version: int) -> tuple[bool, bool]:
        """Whether a version of the views says what there is to tell of replies, and of steps."""
        ((replies, steps),) = self._do(lambda cursor: _rows(cursor, _ABLE.replace("{view}", f"view_{version:d}"), {}))
        return bool(replies), bool(steps)

    def to_tell(self, version: int, day: date, most: int) -> Sequence[Sequence[Any]]:
        """What there is to tell of a day, the earliest due first."""
        question = _TO_TELL.replace("{view}", f"view_{version:d}")
        return self._do(lambda cursor: _rows(cursor, question, {"day": day, "most": most}))

    def heed(self, version: int, records: int) -> bool:
        """Go on through the ledger index for what may have moved a step, so many records of each partition; whether its end is reached."""
        ((whole,),) = self._do(lambda cursor: _rows(cursor, _HEED.replace("{view}", f"view_{version:d}"), {"records": records}))
        return bool(whole)

    def heeded(self, version: int, day: date, most: int) -> Sequence[Sequence[Any]]:
        """What there is to tell of the steps of at most so many objects that are to be looked at on a day, and when to look at each again."""
        question = _HEEDED.replace("{view}", f"view_{version:d}")
        return self._do(lambda cursor: _rows(cursor, question, {"day": day, "most": most}))

    def settle(self, looks: Sequence[Look]) -> None:
        """These objects were looked at, and told of."""
        columns = {"objects": [one.object for one in looks], "turns": [one.turn for one in looks], "nexts": [one.next for one in looks]}
        self._do(lambda cursor: cursor.execute(_SETTLE, columns))

    def place(self, topic: str) -> int:
        """The offset of the next record of the topic `notices` that has this id."""
        ((off,),) = self._do(lambda cursor: _rows(cursor, _PLACE, {"topic": topic}))
        return int(off)

    def keep(self, topic: str, first: int, following: int, rows: Sequence[Row]) -> bool:
        """Keep the notices among the records from `first` to before `following`; false, and nothing done, where another worker did it."""
        return self._do(lambda cursor: _kept(cursor, topic, first, following, rows))

    def close(self) -> None:
        """Give the connection back."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _do(self, action: Callable[[Any], Answer]) -> Answer:
        with self._lock:
            try:
                if self._connection is None:
                    self._connection = psycopg2.connect(self._dsn, connect_timeout=CONNECT_SECONDS, application_name="deadlines")
                with self._connection, self._connection.cursor() as cursor:
                    return action(cursor)
            except psycopg2.Error as error:
                self.close()
                raise Unavailable(str(error).strip()) from error


def _rows(cursor: Any, question: str, words: dict[str, Any]) -> list[tuple[Any, ...]]:
    cursor.execute(question, words)
    return list(cursor.fetchall())


def _kept(cursor: Any, topic: str, first: int, following: int, rows: Sequence[Row]) -> bool:
    moved = _rows(cursor, _MOVE, {"topic": topic, "first": first, "next": following})
    if not moved:
        return False
    ((base,),) = moved
    values = [
        (one, base + off, subject, rule, day, datetime.fromtimestamp(at / 1000, UTC), list(regions), raw)
        for off, one, subject, rule, day, at, regions, raw in rows
    ]
    if values:
        execute_values(cursor, _KEEP, values, page_size=len(values))
    return True
