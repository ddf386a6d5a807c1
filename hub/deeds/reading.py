"""Reads the audit log, from the broker, in the order in which it was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from kafka import TopicPartition

from hub.broker import Broker
from schemas.audit import Done, decode
from schemas.days import format_instant
from schemas.topics import AUDIT

PLACE: Final = TopicPartition(AUDIT, 0)
MOST_LOOKED_AT: Final = 20_000
"""Entries that one question looks at; whoever asks goes on behind them."""
WAIT_MS: Final = 3_000


@dataclass(frozen=True)
class Wish:
    """Entries from the index `after` on, else from the instant `since` (ms); of `who`, of a kind whose name begins so (`what`); at most `limit`."""

    after: int | None = None
    since: int | None = None
    who: str = ""
    what: str = ""
    limit: int = 1_000

    def takes(self, done: Done) -> bool:
        """Whether an entry is asked for."""
        return self.who in ("", done.who) and done.what.startswith(self.what)


def page(broker: Broker, wish: Wish) -> tuple[list[tuple[int, Done]], int | None]:
    """Entries with their indexes, and the index to go on from, null at the end. Raises Unavailable."""
    with broker.consumer() as consumer:
        end = consumer.end_offsets([PLACE])[PLACE]
        begin = wish.after if wish.after is not None else _since(consumer, wish.since, end)
        last = min(end, begin + MOST_LOOKED_AT)
        found: list[tuple[int, Done]] = []
        for index, done in _entries(consumer, begin, last):
            if wish.takes(done):
                found.append((index, done))
            if len(found) == wish.limit:
                last = index + 1
                break
        return found, last if last < end else None


def _since(consumer: Any, since: int | None, end: int) -> int:
    if since is None:
        return 0
    at = consumer.offsets_for_times({PLACE: since})[PLACE]
    return end if at is None else int(at.offset)


def _entries(consumer: Any, begin: int, end: int) -> Iterator[tuple[int, Done]]:
    consumer.assign([PLACE])
    consumer.seek(PLACE, begin)
    at = begin
    while at < end:
        records = consumer.poll(timeout_ms=WAIT_MS).get(PLACE, [])
        if not records:
            return
        for record in records:
            if record.offset < end:
                yield record.offset, decode(record.value)
        at = records[-1].offset + 1


def to_json(index: int, done: Done) -> dict[str, Any]:
    """An entry as people's programs read it: `{index, at, kind, who, address, what, object, question, status, done, code}`."""
    return {"index": index, **asdict(done), "at": format_instant(done.at)}
