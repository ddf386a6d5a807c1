"""Whose the records are that wait in the inboxes that the doors share: each is looked at, as no position tells."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from kafka import KafkaConsumer, TopicPartition

from hub.fate.unjudged import vouched
from hub.watch.snapshot import Position
from schemas.levels import LEVELS
from schemas.topics import FAMILIES, inbox

MOST: Final = 5_000
"""So many records are looked at, the first of each partition."""
SECONDS: Final = 0.5
"""So long, however few they are."""
_SHARED: Final = frozenset(inbox(level, family) for level in LEVELS for family in FAMILIES)


@dataclass
class Waiting:
    """`of`: by source how many records wait in shared inboxes, and since when; `unseen`: how many were not looked at, or name no source."""

    of: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    unseen: int = 0

    def see(self, record: Any) -> None:
        """Take note of a record."""
        source, at = vouched(record.headers), datetime.fromtimestamp(record.timestamp / 1000, UTC)
        if source is not None:
            number, oldest = self.of.get(source, (0, at))
            self.of[source] = (number + 1, min(oldest, at))
            self.unseen -= 1


def shared(positions: Iterable[Position]) -> Mapping[TopicPartition, Position]:
    """The partitions of shared inboxes in which records wait for the gate."""
    return {TopicPartition(one.topic, one.partition): one for one in positions if one.reader == "gate" and one.lag and one.topic in _SHARED}


def waiting(consumer: KafkaConsumer, positions: Iterable[Position], most: int = MOST, seconds: float = SECONDS) -> Waiting:
    """Whose the waiting records are: at most `most` are looked at, for `seconds` at most. Raises KafkaError."""
    places = shared(positions)
    found = Waiting(unseen=sum(one.lag for one in places.values()))
    if not places:
        return found
    consumer.assign(list(places))
    # A partition that was paused in a look before is still so when it is assigned again.
    consumer.resume(*places)
    for place, one in places.items():
        consumer.seek(place, one.position)
    open_, deadline = set(places), time.monotonic() + seconds
    while open_ and most > 0 and time.monotonic() < deadline:
        for place, records in consumer.poll(100, max_records=most).items():
            mine = [one for one in records if one.offset < places[place].end]
            for record in mine:
                found.see(record)
            most -= len(mine)
            if consumer.position(place) >= places[place].end:
                open_.discard(place)
                consumer.pause(place)
    return found
