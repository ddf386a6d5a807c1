"""The feed of notices: in the order in which the topic has them, from a cursor on, in one snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from hub.feeds import reading as feeds
from hub.feeds.cursor import UNNAMED, packed, unpacked
from hub.feeds.reading import CursorUnknown
from schemas import notice
from schemas.errors import Problem, shown

_FORM = 2


@dataclass(frozen=True)
class Place:
    """A place in the feed: the ledger's name, as the cursors of regions have it, and where the next notice stands."""

    ledger: bytes = UNNAMED
    off: int = 0

    @property
    def text(self) -> str:
        """The cursor."""
        return packed(_FORM, self.ledger, (self.off,))


@dataclass(frozen=True)
class Wish:
    """What is asked for: the notices that readers of a region may see, or those about what some sources minted; at most `limit`."""

    after: Place
    limit: int
    region: str | None = None
    sources: Sequence[str] | None = None


@cache
def query(name: str) -> str:
    """The file `queries/<name>.sql`."""
    return files("hub.notices").joinpath("queries", f"{name}.sql").read_text("utf-8")


def place_of(cursor: Any, text: str) -> Place:
    """The place that a cursor names. Raises CursorUnknown for what is no cursor, or one of another ledger; one that is ahead waits."""
    ledger = feeds.end_of(cursor).ledger
    try:
        name, (off,) = unpacked(_FORM, text)
    except ValueError:
        raise _unknown(ledger, text) from None
    if name not in (ledger, UNNAMED) and ledger != UNNAMED and off:
        raise _unknown(ledger, text)
    return Place(ledger, off)


def _unknown(ledger: bytes, text: str) -> CursorUnknown:
    return CursorUnknown(problem=Problem("CURSOR_UNKNOWN", "/lastEventId", Place(ledger).text, shown(text)))


def beginning(cursor: Any, since: datetime | None, latest: bool) -> Place:
    """The place before the first notice, before those of an instant or after it, or behind all."""
    off = 0
    if latest or since is not None:
        cursor.execute(query("end" if since is None else "since"), {"instant": since})
        ((off,),) = cursor.fetchall()
    return Place(feeds.end_of(cursor).ledger, int(off))


def end_of(cursor: Any) -> int:
    """The offset behind every notice that is kept."""
    cursor.execute(query("end"))
    ((end,),) = cursor.fetchall()
    return int(end)


def page(cursor: Any, wish: Wish) -> tuple[list[dict[str, Any]], Place]:
    """The next notices as CloudEvents, each with the cursor behind it, and the place to go on from."""
    end = end_of(cursor)
    words = {"after": wish.after.off, "region": wish.region, "limit": wish.limit}
    cursor.execute(query("page"), {**words, "sources": None if wish.sources is None else list(wish.sources)})
    rows = cursor.fetchall()
    ledger = wish.after.ledger
    items = [{**notice.decode(bytes(raw)), "cursor": Place(ledger, off + 1).text} for off, raw in rows]
    after = rows[-1][0] + 1 if len(rows) == wish.limit else max(wish.after.off, end)
    return items, Place(ledger, after)


def line(cursor: Any, source: str) -> list[str]:
    """A source and those that it succeeds: what they minted is its own."""
    cursor.execute(query("line"), {"source": source})
    return [row[0] if isinstance(row, tuple) else row["source"] for row in cursor.fetchall()]
