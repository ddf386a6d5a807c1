"""How far a watch of deadlines is: a small file, written whole or not at all, for the supervisor, `hub doctor` and the metrics."""

import json
import os
import time
from pathlib import Path
from typing import Any


class Progress:
    """`beat`: the watch turned; `moved`: notices were told, `told` of them since the start of the process."""

    def __init__(self, path: Path, name: str) -> None:
        """Of the worker of this name; the file's folder must be there."""
        self._path, self._name = path, name
        self._told = 0
        self._moved = time.time()

    def turned(self, state: str) -> None:
        """The watch has turned: `state` is starting, idle, working, recovering, or outdated where the views lack what it asks."""
        now = time.time()
        document: dict[str, Any] = {
            "worker": self._name, "pid": os.getpid(), "state": state, "at": now, "beat": now, "moved": self._moved, "told": self._told,
        }  # fmt: skip
        draft = self._path.with_suffix(".tmp")
        draft.write_text(json.dumps(document), "utf-8")
        draft.replace(self._path)

    def told(self, notices: int) -> None:
        """So many notices were told."""
        self._told += notices
        self._moved = time.time()
