"""How the worker of the archive fares: a small file, written whole or not at all, for `hub doctor`."""

import json
import os
import time
from pathlib import Path
from typing import Any

from schemas.errors import Problem


class Progress:
    """Counts since the start of the process; `beat` is when the loop last turned, `problem` why nothing is written, null while it is."""

    def __init__(self, path: Path, name: str) -> None:
        """Of the worker of this name."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._told: dict[str, Any] = {"worker": name, "pid": os.getpid(), "state": "starting", "archived": 0, "beat": time.time(), "problem": None}
        self._written = 0.0

    def turned(self, state: str, every: float = 1.0) -> None:
        """The loop has turned: `state` is idle, working or recovering. Written down once in so many seconds."""
        self._told |= {"state": state, "beat": time.time()} | ({} if state == "recovering" else {"problem": None})
        if time.time() - self._written >= every:
            self.write()

    def archived(self, records: int) -> None:
        """So many records were archived."""
        self._told["archived"] += records

    def stopped(self, problem: Problem) -> None:
        """Nothing is written, for this reason."""
        self._told |= {"state": "stopped", "beat": time.time(), "problem": {"code": problem.code, "got": problem.got}}
        self.write()

    def write(self) -> None:
        """Write the file now."""
        self._written = time.time()
        draft = self._path.with_suffix(".tmp")
        draft.write_text(json.dumps(self._told, ensure_ascii=False), "utf-8")
        draft.replace(self._path)
