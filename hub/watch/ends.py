"""Since when a record has been waiting, by what was seen from outside: under a test clock the stamps of the ledger tell nothing of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from hub.watch.snapshot import Position

MOST: Final = 600
"""Steps of one partition that are remembered; of more every second one is forgotten."""
Steps = Mapping[str, list[list[float]]]


@dataclass
class Ends:
    """For each partition, how far it reached when (seconds since 1970), from the slowest reader's position on."""

    seen: dict[str, list[list[float]]] = field(default_factory=dict)

    def see(self, positions: Iterable[Position], now: float) -> Steps:
        """Takes note of where everything stands; what is remembered now."""
        slowest: dict[str, int] = {}
        for one in positions:
            place = place_of(one)
            slowest[place] = min(slowest.get(place, one.position), one.position)
            steps = self.seen.setdefault(place, [])
            if not steps or steps[-1][0] < one.end:
                steps.append([one.end, now])
        self.seen = {place: _thin([step for step in steps if step[0] > slowest.get(place, 0)]) for place, steps in self.seen.items()}
        return self.seen


def place_of(one: Position) -> str:
    """`topic/partition`."""
    return f"{one.topic}/{one.partition}"


def _thin(steps: list[list[float]]) -> list[list[float]]:
    return steps if len(steps) <= MOST else [*steps[:-1:2], steps[-1]]


def waiting_since(one: Position, seen: Steps, now: datetime) -> Position:
    """The position with the moment at which its next record was first seen to be there; now, where nobody has seen it yet."""
    if one.lag == 0:
        return one
    at = next((at for end, at in seen.get(place_of(one), ()) if end > one.position), None)
    return replace(one, next_recorded=now if at is None else datetime.fromtimestamp(at, UTC))
