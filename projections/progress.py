"""How far a projection worker is: a small file, written whole or not at all, for `hub status` and the metrics."""

import json
import os
import time
from collections import deque
from pathlib import Path
from threading import Lock
from typing import Any, Final

EVERY_SECONDS: Final = 1.0
RATE_SECONDS: Final = 10.0


class Progress:
    """Counts since the start of the process; `beat` is when the loop last turned, `moved` when a position last moved. For several threads."""

    def __init__(self, path: Path, name: str) -> None:
        """Of the worker of this name; the file's folder must be there."""
        self._path, self._name, self._lock = path, name, Lock()
        self._appended = self._folded = 0
        self._recent: dict[str, deque[tuple[float, int]]] = {"append": deque(), "fold": deque()}
        self._state, self._fold_state = "starting", "waiting"
        self._beat = self._moved = time.time()
        self._written = 0.0

    def turned(self, state: str) -> None:
        """The appending loop has turned: `state` is starting, idle, working, ahead or recovering."""
        with self._lock:
            self._beat, self._state = time.time(), state
            self._write_sometimes()

    def folding(self, state: str) -> None:
        """The fold is waiting for the database, folding, recovering, or stopped by the reason of that code."""
        with self._lock:
            self._fold_state = state

    def appended(self, records: int) -> None:
        """So many records were appended."""
        with self._lock:
            self._appended += records
            self._note("append", records)

    def folded(self, records: int) -> None:
        """So many records were folded."""
        with self._lock:
            self._folded += records
            self._note("fold", records)

    def write(self) -> None:
        """Write the file now."""
        with self._lock:
            self._write()

    def _note(self, what: str, records: int) -> None:
        if records:
            self._moved = time.time()
            self._recent[what].append((self._moved, records))

    def _write_sometimes(self) -> None:
        if time.time() - self._written >= EVERY_SECONDS:
            self._write()

    def _write(self) -> None:
        self._written = time.time()
        draft = self._path.with_suffix(".tmp")
        draft.write_text(json.dumps(self._document(), ensure_ascii=False), "utf-8")
        draft.replace(self._path)

    def _document(self) -> dict[str, Any]:
        return {
            "worker": self._name,
            "pid": os.getpid(),
            "state": self._state,
            "fold": self._fold_state,
            "at": time.time(),
            "beat": self._beat,
            "moved": self._moved,
            "appended": self._appended,
            "folded": self._folded,
            "append_rate": self._rate("append"),
            "fold_rate": self._rate("fold"),
        }

    def _rate(self, what: str) -> float:
        recent = self._recent[what]
        while recent and recent[0][0] < time.time() - RATE_SECONDS:
            recent.popleft()
        return round(sum(number for _, number in recent) / RATE_SECONDS, 1)
