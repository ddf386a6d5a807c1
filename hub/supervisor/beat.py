"""Whether the watch of deadlines turns: it has no position while there is nothing to tell, so what is looked at is the file in which it says
that it turned. Whoever cannot turn cannot write it either."""

from __future__ import annotations

import time
from typing import Final

from hub.settings import Settings
from hub.supervisor.stall import Absence

KIND: Final = "deadlines"
LOOK_SECONDS: Final = 1.0


class Beat:
    """Looks once a second, in the thread of whoever asks. One that waits for broker or database turns too, and is left alone."""

    def __init__(self, settings: Settings) -> None:
        """Of a hub whose watch need not run yet."""
        self._folder, self._seconds = settings.folder, settings.stall_seconds
        self._absence = Absence()
        self._seen: object = None
        self._still, self._turned, self._next = 0.0, False, 0.0

    def start(self) -> None:
        """Begins to look: what an earlier process wrote is no sign of life."""
        self._seen = self._said()

    def end(self) -> None:
        """Looks no more."""

    def stalled(self) -> set[str]:
        """The kind of the watch, if it was found standing still since this was asked last."""
        now = time.monotonic()
        if now < self._next:
            return set()
        self._next = now + LOOK_SECONDS
        return {KIND} if self._stands(self._said()) else set()

    def _said(self) -> object:
        told = self._folder.recall(KIND)
        return None if told is None else (told["pid"], told["beat"])

    def _stands(self, said: object) -> bool:
        if said != self._seen:
            self._seen, self._still, self._turned = said, 0.0, True
            self._absence.over()
            return False
        if not self._turned:
            return self._absence.lasts(LOOK_SECONDS)
        self._still += LOOK_SECONDS
        self._turned = self._still < self._seconds
        return not self._turned
