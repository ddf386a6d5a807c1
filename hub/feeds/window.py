"""The window of one step: as many unjudged records of every partition as one transaction takes, none ahead of its time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from psycopg2 import extensions

from hub.feeds.statements import statement
from schemas.topics import FAMILIES


class Span(NamedTuple):
    """Offsets of one partition, `next` excluded."""

    family: int
    part: int
    first: int
    next: int


@dataclass(frozen=True)
class Window:
    """What is judged in one transaction."""

    spans: Sequence[Span]

    def words(self, **more: Any) -> dict[str, Any]:
        """The spans as parameters of the statements."""
        return {**columns(Span, self.spans), **more}

    @property
    def facts(self) -> tuple[int, int]:
        """The span of reference facts."""
        return next(((one.first, one.next) for one in self.spans if one.family == 0), (0, 0))


def columns(kind: type[Any], rows: Sequence[Any]) -> dict[str, list[Any]]:
    """Rows as lists by name, as `unnest` takes them."""
    return {name: [row[place] for row in rows] for place, name in enumerate(kind._fields)}


def window(cursor: extensions.cursor, most: int) -> Window:
    """At most `most` records of each partition; where one is cut off, the others go no further in recorded time."""
    cursor.execute(statement("spans"), {"families": len(FAMILIES)})
    found = [(Span(family, part, first, min(end, first + most)), end > first + most) for family, part, first, end in cursor.fetchall()]
    spans = [span for span, _ in found]
    cut = [one for _, one in found]
    if not any(cut):
        return Window(spans)
    cursor.execute(statement("horizon"), {**columns(Span, spans), "cut": cut})
    return Window(_shortened(cursor, spans, *(cursor.fetchone() or (None,))))


def _shortened(cursor: extensions.cursor, spans: Sequence[Span], horizon: datetime | None) -> list[Span]:
    if horizon is None:
        return list(spans)
    cursor.execute(statement("ends"), {**columns(Span, spans), "horizon": horizon})
    ends = {(family, part): off for family, part, off in cursor.fetchall()}
    shorter = (one._replace(next=ends.get((one.family, one.part), one.next)) for one in spans)
    return [one for one in shorter if one.next > one.first]
