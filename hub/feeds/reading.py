"""Reading the feed of a region from a cursor on, in one snapshot: no item is left out, whatever is written meanwhile.

Items come in the order of their recorded time; where a partition is cut off, the others go no further. All that a late
fact brings comes with the fact, under one cursor, and is never divided.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from psycopg2 import extensions

from hub.feeds import above
from hub.feeds.cursor import PARTITIONS, UNNAMED, Cursor, Partition, encode
from hub.feeds.statements import statement
from hub.feeds.window import Span, columns
from schemas.errors import HubError, Problem

FEW: Final = 200
BACKLOG: Final = 5_000
"""So many records are read on through whatever they are; only behind more of them a short way is looked for."""


class CursorUnknown(HubError):
    """The cursor is none of this ledger; the problem names the oldest valid one."""

    code = "CURSOR_UNKNOWN"


@dataclass(frozen=True)
class Wish:
    """What a follower wants: the feed of a region, after a cursor, of these types (None: all), at most about `limit` items."""

    region: str
    after: Cursor
    limit: int
    types: tuple[str, ...] | None = None


class Item(NamedTuple):
    """One delivered record: `place` is (family, part, offset)."""

    place: tuple[int, int, int]
    raw: bytes
    late: bool
    equivocation: bool


class Slot(NamedTuple):
    """What is delivered under one cursor: one record, or a fact with all that it brings late."""

    recorded: datetime
    partition: Partition
    off: int
    items: Sequence[Item]


@dataclass(frozen=True)
class Batch:
    """What a follower gets: slots, each with the cursor behind it, and the cursor to go on with."""

    slots: Sequence[tuple[Cursor, Slot]]
    after: Cursor


def end_of(cursor: extensions.cursor) -> Cursor:
    """The cursor behind everything that is judged in this snapshot."""
    cursor.execute(statement("bounds"))
    ((positions, name),) = cursor.fetchall()
    offsets = {(family, part): off for family, part, off in positions}
    return Cursor(UNNAMED if name is None else bytes(name)[:4], tuple(offsets.get(one, 0) for one in PARTITIONS))


def known(end: Cursor, after: Cursor) -> Cursor:
    """The cursor of a follower, which has to be one of this ledger. Raises CursorUnknown.

    One that is ahead is not unknown: the index is being filled again, and the follower waits.
    """
    if end.ledger == UNNAMED:
        return after
    if after.ledger not in (end.ledger, UNNAMED) and any(after.offsets):
        raise CursorUnknown(problem=Problem("CURSOR_UNKNOWN", "/after", encode(Cursor(end.ledger))))
    return Cursor(end.ledger, after.offsets)


def beginning(cursor: extensions.cursor, instant: datetime) -> Cursor:
    """The cursor before everything that was recorded at an instant or after it, as far as it is judged.

    Recorded times never fall within a partition, so the place is found by halving.
    """
    end = end_of(cursor)
    low, high = [0] * len(PARTITIONS), list(end.offsets)
    while any(first < last for first, last in zip(low, high, strict=True)):
        middle = [(first + last) // 2 for first, last in zip(low, high, strict=True)]
        spans = [Span(*one, at, last) for one, at, last in zip(PARTITIONS, middle, high, strict=True)]
        cursor.execute(statement("since"), {**columns(Span, spans), "instant": instant})
        for place, (later,) in enumerate(cursor.fetchall()):
            if low[place] < high[place]:
                low[place], high[place] = (low[place], middle[place]) if later else (middle[place] + 1, high[place])
    return Cursor(end.ledger, tuple(low))


def read(cursor: extensions.cursor, wish: Wish) -> Batch:
    """The next slots of a feed; none where there is nothing new. Raises CursorUnknown."""
    end = end_of(cursor)
    after = known(end, wish.after)
    spans = [Span(*one) for one in end.since(after)]
    if not spans:
        return Batch((), after)
    # A little more than its share of each partition: they are never quite even.
    chunk = max(1, -(-5 * wish.limit // (4 * len(spans))))
    slots = _data(cursor, wish, [one for one in spans if one.family > 0], chunk)
    slots += [slot for one in spans if one.family == 0 for slot in _facts(cursor, wish, one)]
    if not slots:
        return Batch((), after.joined(end))
    found = _numbered(after, _cut(sorted(slots, key=lambda one: (one.recorded, one.partition, one.off)), chunk, wish.limit))
    return Batch(found, found[-1][0])


def _numbered(after: Cursor, slots: Iterable[Slot]) -> list[tuple[Cursor, Slot]]:
    found = []
    for slot in slots:
        after = after.moved(slot.partition, slot.off + 1)
        found.append((after, slot))
    return found


def _cut(slots: Sequence[Slot], chunk: int, limit: int) -> list[Slot]:
    """No further than any partition that has more to give, and about as many items as wanted; never nothing of something."""
    counts: dict[Partition, int] = {}
    kept: list[Slot] = []
    number = 0
    for slot in slots:
        if kept and number + len(slot.items) > limit:
            break
        kept.append(slot)
        number += len(slot.items)
        counts[slot.partition] = counts.get(slot.partition, 0) + 1
        if slot.partition[0] > 0 and counts[slot.partition] == chunk:
            break
    return kept


def _data(cursor: extensions.cursor, wish: Wish, spans: Sequence[Span], chunk: int) -> list[Slot]:
    if not spans:
        return []
    rows = _rows(cursor, wish, spans, chunk)
    return [
        Slot(recorded, (family, part), off, (Item((family, part, off), bytes(raw), False, mark),)) for family, part, off, recorded, mark, raw in rows
    ]


def _rows(cursor: extensions.cursor, wish: Wish, spans: Sequence[Span], chunk: int) -> list[tuple[Any, ...]]:
    words = {**columns(Span, spans), "region": wish.region, "types": None if wish.types is None else list(wish.types), "chunk": chunk, "few": FEW}
    name = "read_many"
    if sum(one.next - one.first for one in spans) > BACKLOG:
        cursor.execute(statement("few"), words)
        ((few,),) = cursor.fetchall()
        name = "read_few" if few else name
    cursor.execute(statement(name), words)
    return cursor.fetchall()


def _facts(cursor: extensions.cursor, wish: Wish, span: Span) -> list[Slot]:
    """Facts of a region, what they bring late with them, and late ones under facts that are not the region's own."""
    direct = {off: mark for _, _, off, _, mark, _ in _rows(cursor, Wish(wish.region, wish.after, wish.limit), [span], 2 * wish.limit)}
    full = len(direct) == 2 * wish.limit
    last = max(direct) + 1 if full else span.next
    cursor.execute(statement("late_ones"), {"region": wish.region, "first": span.first, "next": last})
    brought: dict[int, list[tuple[int, int, int]]] = {}
    for fact, *place in cursor.fetchall():
        brought.setdefault(fact, []).append((place[0], place[1], place[2]))
    for fact, off in above.entries(cursor, wish.region, Span(0, 0, span.first, last)):
        if fact == off:
            direct[off] = False
        else:
            brought.setdefault(fact, []).append((0, 0, off))
    return _slots(cursor, wish.types, direct.keys() | brought.keys(), direct.keys(), brought)


def _slots(
    cursor: extensions.cursor,
    types: Sequence[str] | None,
    facts: Iterable[int],
    direct: Iterable[int],
    brought: Mapping[int, Sequence[tuple[int, int, int]]],
) -> list[Slot]:
    places = {(0, 0, off) for off in facts} | {place for several in brought.values() for place in several}
    if not places:
        return []
    cursor.execute(statement("records"), {name: [place[at] for place in places] for at, name in enumerate(("family", "part", "off"))})
    records = {values[:3]: values[3:] for values in cursor.fetchall()}
    own = set(direct)
    slots = []
    for off in facts:
        items = [_item((0, 0, off), records, late=False)] if off in own and _wanted(records[0, 0, off], types) else []
        items += [_item(place, records, late=True) for place in sorted(brought.get(off, ())) if _wanted(records[place], types)]
        if items:
            slots.append(Slot(records[0, 0, off][0], (0, 0), off, items))
    return slots


def _wanted(record: tuple[Any, ...], types: Sequence[str] | None) -> bool:
    return types is None or record[3] in types


def _item(place: tuple[int, int, int], records: Mapping[tuple[int, int, int], tuple[Any, ...]], late: bool) -> Item:
    _, mark, raw, _ = records[place]
    return Item(place, bytes(raw), late, mark)
