"""One listener for all followers of a process: hears when something was judged, or a notice kept, and wakes those whose feed it concerns."""

from __future__ import annotations

import asyncio
import select
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Final

import psycopg2
from psycopg2 import extensions

from hub.feeds.cursor import Cursor
from hub.feeds.reading import end_of
from hub.feeds.stage import CHANNEL
from hub.feeds.statements import statement
from hub.feeds.window import Span, columns
from hub.notices.reading import end_of as kept_end_of
from schemas.topics import NOTICES

LOOK_SECONDS: Final = 1.0
"""So often the positions are looked at even when nothing is heard: a notice may be lost with a connection."""

MOST: Final = 20_000
"""Behind so many new records everybody is woken, rather than to find out whom they concern."""


@dataclass
class Bell:
    """Wakes followers. `close` ends it, and the waiting of all."""

    dsn: str
    _waiting: dict[str, set[tuple[asyncio.AbstractEventLoop, asyncio.Event]]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _closed: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    @property
    def closed(self) -> bool:
        """Whether nothing will be heard any more."""
        return self._closed.is_set()

    @contextmanager
    def waiting(self, region: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever something new may be in the feed of a region, or of notices (`NOTICES`); whoever has woken clears it, then
        reads."""
        self._start()
        mine = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            self._waiting.setdefault(region, set()).add(mine)
        try:
            yield mine[1]
        finally:
            with self._lock:
                self._waiting[region].discard(mine)
                if not self._waiting[region]:
                    del self._waiting[region]

    def ring(self, regions: set[str] | None) -> None:
        """Wake the followers of regions; null wakes all."""
        with self._lock:
            found = [one for region, several in self._waiting.items() if regions is None or region in regions for one in several]
        for loop, event in found:
            if not loop.is_closed():
                loop.call_soon_threadsafe(event.set)

    def leave(self) -> None:
        """Let every follower go; nothing will be heard any more. May be called from a signal handler."""
        self._closed.set()
        threading.Thread(target=self.ring, args=(None,)).start()

    def close(self) -> None:
        """End the listening."""
        self._closed.set()
        self.ring(None)
        if self._thread is not None:
            self._thread.join()

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="feed-bell", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while not self.closed:
            try:
                with closing(psycopg2.connect(self.dsn, connect_timeout=5)) as connection:
                    self._listen(connection)
            except psycopg2.Error:
                self.ring(None)
                self._closed.wait(LOOK_SECONDS)

    def _listen(self, connection: extensions.connection) -> None:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
            seen: Cursor | None = None
            kept = -1
            while not self.closed:
                end = end_of(cursor)
                if end != seen:
                    self.ring(_touched(cursor, seen, end))
                    seen = end
                told, kept = kept, kept_end_of(cursor)
                if told != kept:
                    self.ring({NOTICES})
                select.select([connection], [], [], LOOK_SECONDS)
                connection.poll()
                connection.notifies.clear()


def _touched(cursor: extensions.cursor, seen: Cursor | None, end: Cursor) -> set[str] | None:
    """The regions whose feeds have grown; null where it may be any."""
    if seen is None:
        return None
    spans = end.since(seen)
    if any(one[0] == 0 for one in spans) or sum(one[3] - one[2] for one in spans) > MOST:
        return None
    cursor.execute(statement("touched"), columns(Span, [Span(*one) for one in spans]))
    return {region for (region,) in cursor.fetchall()}
