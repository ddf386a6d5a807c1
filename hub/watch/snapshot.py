"""The state of the hub at one moment, as plain values. No clock, no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from hub.watch.calendar import Calendar
from projections import folders
from schemas.topics import native_topics, safe_name


@dataclass(frozen=True)
class Position:
    """How far one reader is in one partition. `next_recorded` is the stamp of the first record not yet taken, null if none."""

    reader: str
    topic: str
    partition: int
    position: int
    end: int
    next_recorded: datetime | None

    @property
    def lag(self) -> int:
        """Records not yet taken."""
        return max(0, self.end - self.position)


@dataclass(frozen=True)
class SourceHealth:
    """What was heard of one source: ledger records, latest times, numbers absent from its own `sequence`, records in quarantine, the largest
    number of its sequence.

    `behind`: its records in the index that are not in the live views yet; `lag`: these and those in inboxes; `oldest`: since when the first of
    all these waits.
    """

    source: str
    events: int
    last_time: datetime | None
    last_recorded: datetime | None
    missing: int
    refused: int
    waiting: int
    sequence: int | None = None
    behind: int = 0
    lag: int = 0
    oldest: datetime | None = None


@dataclass(frozen=True)
class WorkerHealth:
    """One process of the hub: whether it lives, and how often its supervisor has started it."""

    alive: bool
    starts: int


@dataclass(frozen=True)
class Snapshot:
    """Everything `hub status` and `/metrics` show, taken at `at` (UTC). `rates`: records a second by reader and by source, of the last
    minute. `test_clock`: what the test clock shows, null when time is real. `unseen`: records in shared inboxes that no source's lag counts.
    `calendar`: what working days can be counted by, null before the first fold; `calendar_short`: another is wanted now.
    `other`: the live views where they were made by the rules of another release, which this one cannot fold.
    `unwatched`: what the watch of deadlines asks of the live views, and they have not, as an earlier release made them."""

    at: datetime
    positions: Sequence[Position]
    sources: Sequence[SourceHealth]
    quarantine: Mapping[tuple[str, str], int]
    workers: Mapping[str, WorkerHealth]
    rates: Mapping[str, float]
    test_clock: str | None = None
    unseen: int = 0
    calendar: Calendar | None = None
    calendar_short: bool = False
    unwatched: Sequence[str] = ()
    other: str | None = None


def views_of(reader: str) -> list[str]:
    """The views that a reader is: all those of a version, which one fold moves together; none for the gate, the index, the feeds, the archive."""
    return [one.name for one in folders.views()] if reader.startswith("view_") else []


def lag_seconds(position: Position, at: datetime) -> float:
    """Age of the oldest record not yet taken, in seconds; 0 when nothing waits, whatever the time of the last event.

    A reader that is idle because nothing comes has no lag; one that stands still while a record waits grows older by a second each second.
    """
    return age(position.next_recorded, at) if position.lag else 0.0


Waits = Mapping[str, tuple[int, datetime]]
"""By source, how many records wait, and since when."""


def waiting(sources: Sequence[SourceHealth], behind: Waits, unjudged: Waits, positions: Sequence[Position]) -> list[SourceHealth]:
    """The sources with what of each waits: in the index for the views (`behind`), in inboxes that are shared (`unjudged`) and in those of its
    own. One of whom nothing was heard yet is among them if something waits in a shared inbox."""
    inboxes: dict[str, list[Position]] = {}
    own = {topic.name: name for topic, name in native_topics(one.topic for one in positions)}
    for one in positions:
        if one.lag and one.topic in own:
            inboxes.setdefault(own[one.topic], []).append(one)
    new = sorted(unjudged.keys() - {one.source for one in sources})
    every = [*sources, *(SourceHealth(name, 0, None, None, 0, 0, 0) for name in new)]
    return [_waiting(one, behind.get(one.source), unjudged.get(one.source), inboxes.get(safe_name(one.source), ())) for one in every]


def _waiting(
    source: SourceHealth, behind: tuple[int, datetime] | None, unjudged: tuple[int, datetime] | None, inboxes: Sequence[Position]
) -> SourceHealth:
    (records, oldest), (others, first) = behind or (0, None), unjudged or (0, None)
    since = [at for at in (oldest, first, *(one.next_recorded for one in inboxes)) if at is not None]
    lag = records + others + sum(one.lag for one in inboxes)
    return replace(source, behind=records, lag=lag, oldest=min(since, default=None))


def age(at: datetime | None, now: datetime) -> float:
    """Seconds since an instant; 0 for none, and for one that is not past."""
    return 0.0 if at is None else max(0.0, (now.astimezone(UTC) - at.astimezone(UTC)).total_seconds())


def worst_lag(positions: Sequence[Position], at: datetime) -> dict[str, float]:
    """The largest lag in seconds of each reader (the gate, the index, each view version)."""
    worst: dict[str, float] = {}
    for position in positions:
        worst[position.reader] = max(worst.get(position.reader, 0.0), lag_seconds(position, at))
    return worst
