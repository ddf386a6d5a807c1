"""The state of the hub at one moment, as plain values. Pure: no clock, no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime


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
    """What was heard of one source: ledger records, latest times, numbers absent from its own `sequence`, records in quarantine."""

    source: str
    events: int
    last_time: datetime | None
    last_recorded: datetime | None
    missing: int
    refused: int
    waiting: int


@dataclass(frozen=True)
class WorkerHealth:
    """One process of the hub: whether it lives, and how often its supervisor has started it."""

    alive: bool
    starts: int


@dataclass(frozen=True)
class Snapshot:
    """Everything `hub status` and `/metrics` show, taken at `at` (UTC). `rates`: records a second by reader and by source, of the last
    minute. `test_clock`: what the test clock shows, null when time is real."""

    at: datetime
    positions: Sequence[Position]
    sources: Sequence[SourceHealth]
    quarantine: Mapping[tuple[str, str], int]
    workers: Mapping[str, WorkerHealth]
    rates: Mapping[str, float]
    test_clock: str | None = None


def lag_seconds(position: Position, at: datetime) -> float:
    """Age of the oldest record not yet taken, in seconds; 0 when nothing waits, whatever the time of the last event.

    A reader that is idle because nothing comes has no lag; one that stands still while a record waits grows older by a second each second.
    """
    if position.lag == 0 or position.next_recorded is None:
        return 0.0
    return max(0.0, (at.astimezone(UTC) - position.next_recorded.astimezone(UTC)).total_seconds())


def worst_lag(positions: Sequence[Position], at: datetime) -> dict[str, float]:
    """The largest lag in seconds of each reader (the gate, the index, each view version)."""
    worst: dict[str, float] = {}
    for position in positions:
        worst[position.reader] = max(worst.get(position.reader, 0.0), lag_seconds(position, at))
    return worst
