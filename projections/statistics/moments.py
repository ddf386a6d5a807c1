"""Moments past that rows by recorded day do not tell: on what the views as they were known then rest, and where they are kept (decision 0045)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from psycopg2 import extensions

from projections.statistics.statements import statement
from schemas.days import beijing_day, day_end, format_instant

Recall = Callable[[int], None]
"""Sees to it that the views as known at an instant (its last millisecond) are kept; returns once they are."""


@dataclass(frozen=True)
class Cut:
    """The last millisecond that was known, and on what the views of then rest: `moves` by partition, all in `key`; `known`: the recorded day at
    whose end they are asked. What was recorded on the day of an instant before it counts as recorded the day before: that day is over."""

    until: int
    known: date
    moves: Sequence[Mapping[str, Any]]
    key: str


def cut(cursor: extensions.cursor, view: str, until: int) -> Cut:
    """The ledger cut at an instant, as this transaction's snapshot has it. `view`: the live version's schema."""
    day = beijing_day(until)
    whole = until == day_end(day)
    known = day if whole else day - timedelta(days=1)
    cursor.execute(statement("past", view), {"begun": format_instant(day_end(known)), "until": format_instant(until)})
    ((moves, key),) = cursor.fetchall()
    return Cut(until, known, moves or [], key)


def kept(cursor: extensions.cursor, view: str, when: Cut) -> str | None:
    """The schema of the views as known then, if they are kept and rest on what this transaction sees."""
    found = {"until": format_instant(when.until), "version": int(view.removeprefix("view_")), "key": when.key}
    cursor.execute(statement("past_kept"), found)
    row = cursor.fetchone()
    return None if row is None else str(row[0])
