"""How far the gate is: a small file, written whole or not at all, for the watchdog, `hub status` and the metrics."""

import json
import os
import time
from collections import Counter, deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from streams.gate.dispatch import Tally

EVERY_SECONDS: Final = 1.0
RATE_SECONDS: Final = 10.0


class Progress:
    """`beat`: the loop turned; `moved`: offsets were committed. Counts are since the start of the process."""

    def __init__(self, path: Path, name: str) -> None:
        """Of the worker of this name; the file's folder must be there."""
        self._path, self._name = path, name
        self._tally: Tally = Counter()
        self._positions: dict[str, int] = {}
        self._recent: deque[tuple[float, int]] = deque()
        self._beat = self._moved = time.time()
        self._written = 0.0
        self._state = "starting"

    def turned(self, state: str) -> None:
        """The loop has turned: `state` is starting, idle, working or recovering."""
        self._beat, self._state = time.time(), state
        if self._beat - self._written >= EVERY_SECONDS:
            self.write()

    def moved(self, tally: Tally, positions: Mapping[str, int]) -> None:
        """Offsets were committed (`topic/partition` → next offset) for records with this tally."""
        self._moved = time.time()
        self._tally += tally
        self._positions.update(positions)
        self._recent.append((self._moved, sum(tally.values())))

    def gave_up(self, places: Mapping[str, int] | None = None) -> None:
        """Partitions were given up; their positions are another member's now."""
        kept = places or {}
        self._positions = {place: offset for place, offset in self._positions.items() if place in kept}

    def write(self) -> None:
        """Write the file."""
        self._written = time.time()
        draft = self._path.with_suffix(".tmp")
        draft.write_text(json.dumps(self._document(), ensure_ascii=False), "utf-8")
        draft.replace(self._path)

    def _document(self) -> dict[str, Any]:
        now = time.time()
        while self._recent and self._recent[0][0] < now - RATE_SECONDS:
            self._recent.popleft()
        by: dict[str, dict[str, int]] = {}
        for (kind, code), number in sorted(self._tally.items()):
            by.setdefault(kind, {})[code] = number
        return {
            "worker": self._name,
            "pid": os.getpid(),
            "state": self._state,
            "at": now,
            "beat": self._beat,
            "moved": self._moved,
            "accepted": by.pop("accepted", {}).get("", 0),
            "released": by.pop("released", {}).get("", 0),
            "refused": by.pop("refused", {}),
            "waiting": by.pop("waiting", {}),
            "rate": round(sum(number for _, number in self._recent) / RATE_SECONDS, 1),
            "positions": dict(sorted(self._positions.items())),
        }
