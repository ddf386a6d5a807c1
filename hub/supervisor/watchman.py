"""A thread that looks at every position from outside, says which kind of worker stands still, and keeps count of what each source says."""

from __future__ import annotations

import threading
import time
from typing import Final

from hub.access.staff import WATCH
from hub.settings import Settings
from hub.supervisor.stall import Stillness
from hub.watch.ends import Ends
from hub.watch.hearing import hear
from hub.watch.positions import Observer
from hub.watch.rates import Rates
from hub.watch.snapshot import Position
from schemas.errors import Unavailable

LOOK_SECONDS: Final = 1.0
_HEARD: Final = "SELECT source, events FROM core.heard"


class Watchman:
    """Looks once a second. A part that does not answer makes it blind for that while, never stuck: who waits for a part is not stalled."""

    def __init__(self, settings: Settings) -> None:
        """Of a hub whose parts need not run yet."""
        self._settings = settings
        self._stillness, self._rates = Stillness(settings.stall_seconds), Rates()
        self._ends = Ends()
        self._found: set[str] = set()
        self._lock, self._ending = threading.Lock(), threading.Event()
        self._thread = threading.Thread(target=self._look, name="watchman", daemon=True)

    def start(self) -> None:
        """Begins to look."""
        self._thread.start()

    def end(self) -> None:
        """Looks no more. The thread is not waited for: it dies with the process."""
        self._ending.set()

    def stalled(self) -> set[str]:
        """Kinds of worker found standing still since this was asked last."""
        with self._lock:
            found, self._found = self._found, set()
        return found

    def _look(self) -> None:
        while not self._ending.is_set():
            try:
                with Observer(self._settings.client(WATCH.user), self._settings.dsn(WATCH.role)) as observer:
                    while not self._ending.wait(LOOK_SECONDS):
                        self._observe(observer)
            except Unavailable:
                self._ending.wait(LOOK_SECONDS)

    def _observe(self, observer: Observer) -> None:
        positions, now = observer.positions(stamps=False), time.monotonic()
        for kind in self._stillness.stalled(positions, now):
            self._stillness.forget(kind, now)
            with self._lock:
                self._found.add(kind)
        while hear(observer.connection) and time.monotonic() < now + LOOK_SECONDS:
            pass
        self._count(observer, positions, now)

    def _count(self, observer: Observer, positions: list[Position], now: float) -> None:
        counters: dict[str, int] = dict(observer.rows(_HEARD))
        for one in positions:
            counters[one.reader] = counters.get(one.reader, 0) + one.position
        self._settings.folder.remember("rates", self._rates.see(counters, now))
        if self._settings.clock_file is not None:
            self._settings.folder.remember("ends", self._ends.see(positions, time.time()))
