"""Who stands still while records wait for it, seen from outside: positions alone, no word of the worker; and who never comes. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from hub.watch.snapshot import Position

Place = tuple[str, str, int]
PATIENCE: Final = 3
"""One partition may stand so many times longer while its kind moves elsewhere."""
START_SECONDS: Final = 10.0
"""A kind that was just started is not judged for so long, and twice as long after each start that led to nothing."""
LONGEST_START: Final = 160.0
_OWN: Final = {"gate": "gate", "feeds": "feeds", "notices": "deadlines", "archive": "archive"}


def kind_of(reader: str) -> str:
    """The kind of worker that moves a reader: gate, feeds, notices and archive their own, index and views the projection worker."""
    return _OWN.get(reader, "projection")


@dataclass
class Stillness:
    """How long each reader has stood at each partition. `seconds` is how long it may while a record waits."""

    seconds: float
    since: dict[Place, tuple[int, float]] = field(default_factory=dict)
    moved: dict[str, float] = field(default_factory=dict)
    spared: dict[str, tuple[float, float]] = field(default_factory=dict)

    def stalled(self, positions: Iterable[Position], now: float) -> set[str]:
        """Kinds of worker that stand still at `now` (monotonic seconds): of which nothing moved, or one partition far too long."""
        seen = list(positions)
        for one in seen:
            self._note(one, now)
        lagging = [one for one in seen if one.lag > 0]
        return {kind_of(one.reader) for one in lagging if now >= self.spared[kind_of(one.reader)][0] and self._stands(one, now)}

    def forget(self, kind: str, now: float) -> None:
        """Gives a kind just restarted its whole time again, and time to start."""
        grace = min(LONGEST_START, self.spared[kind][1] * 2)
        self.moved[kind], self.spared[kind] = now, (now + grace, grace)
        self.since = {place: (at, now if kind_of(place[0]) == kind else begun) for place, (at, begun) in self.since.items()}

    def _note(self, one: Position, now: float) -> None:
        place, kind = (one.reader, one.topic, one.partition), kind_of(one.reader)
        before = self.since.get(place)
        if before is None or before[0] != one.position or one.lag == 0:
            self.since[place] = (one.position, now)
        if before is not None and before[0] != one.position:
            self.moved[kind], self.spared[kind] = now, (0.0, START_SECONDS / 2)
        self.moved.setdefault(kind, now)
        self.spared.setdefault(kind, (now + START_SECONDS, START_SECONDS / 2))

    def _stands(self, one: Position, now: float) -> bool:
        still = now - self.since[(one.reader, one.topic, one.partition)][1]
        quiet = now - self.moved[kind_of(one.reader)]
        return min(still, quiet) >= self.seconds or still >= self.seconds * PATIENCE


@dataclass
class Absence:
    """How long nobody has listened where a server is to: while it starts, or for ever if its start hangs."""

    allowed: float = START_SECONDS
    lasted: float = 0.0

    def lasts(self, seconds: float) -> bool:
        """It has gone on for so many more seconds; whether that is too long now. The next start is then given twice the time."""
        self.lasted += seconds
        if self.lasted < self.allowed:
            return False
        self.lasted, self.allowed = 0.0, min(LONGEST_START, self.allowed * 2)
        return True

    def over(self) -> None:
        """Somebody listens: the next absence is given its time anew."""
        self.lasted, self.allowed = 0.0, START_SECONDS
