"""Records a second of the last minute, from counters seen now and then. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

WINDOW_SECONDS: Final = 60.0


@dataclass
class Rates:
    """Counters of the last minute. Times are `time.monotonic()` seconds, given by the caller."""

    window: float = WINDOW_SECONDS
    seen: deque[tuple[float, Mapping[str, int]]] = field(default_factory=deque)

    def see(self, counters: Mapping[str, int], now: float) -> dict[str, float]:
        """Takes note of the counters; the rate of each, 0 for one that was not there before."""
        self.seen.append((now, dict(counters)))
        while len(self.seen) > 2 and self.seen[1][0] <= now - self.window:
            self.seen.popleft()
        since, first = self.seen[0]
        if now <= since:
            return dict.fromkeys(counters, 0.0)
        return {name: round(max(0, value - first.get(name, 0)) / (now - since), 2) for name, value in counters.items()}
