"""Facts about the ancestors of a region: they belong to its feed from when the region was known to lie under them."""

from collections.abc import Iterator, Sequence

from psycopg2 import extensions

from hub.feeds.places import ancestors
from hub.feeds.statements import statement
from hub.feeds.window import Span

Version = tuple[int, Sequence[tuple[int, Sequence[str]]]]
"""(the fact from which a line is known, the line)."""


def entries(cursor: extensions.cursor, region: str, span: Span) -> Iterator[tuple[int, int]]:
    """(fact, offset) for each fact about an ancestor that enters the feed under a fact of the span: under itself, or later."""
    cursor.execute(statement("lines"), {"region": region})
    versions: list[Version] = cursor.fetchall()
    every = {code for _, line in versions for _, codes in line for code in codes}
    if not every:
        return
    cursor.execute(statement("above"), {"ancestors": sorted(every), "region": region, "next": span.next})
    for off, about, day in cursor.fetchall():
        fact = _entry(versions, off, about, day)
        if fact is not None and span.first <= fact < span.next:
            yield fact, off


def _entry(versions: Sequence[Version], off: int, about: str, day: int) -> int | None:
    """The first fact, from the offset on, by which the region was known to lie under what the fact is about."""
    held = [one for one in versions if one[0] <= off][-1:]
    for fact, line in (*held, *(one for one in versions if one[0] > off)):
        if about in ancestors(line, day):
            return max(fact, off)
    return None
