"""One supervisor at work: brings everything up, tends it four times a second, ends it cleanly."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Final

import httpx
import psycopg2

from hub.embedded.process import reap, until
from hub.settings import OWNER, Settings
from hub.supervisor.beat import Beat
from hub.supervisor.bringup import bring_up
from hub.supervisor.child import Child
from hub.supervisor.duties import worker_duties
from hub.supervisor.marks import end_orphans, leave
from hub.supervisor.pulse import Pulse
from hub.supervisor.turning import Turning
from hub.supervisor.watchman import Watchman
from projections.database import connect
from projections.versions import live
from schemas.errors import HubError, Unavailable, shown, to_json

TICK_SECONDS: Final = 0.25
READY_SECONDS: Final = 60.0


class Supervisor:
    """The processes of one hub. `stopping` is set by whoever wants them to end."""

    def __init__(self, settings: Settings, parts: list[Child], stopping: threading.Event) -> None:
        """Of settings that have been prepared, and of parts that are starting."""
        self.settings, self.parts, self.stopping = settings, parts, stopping
        duties = worker_duties(settings)
        self.workers = [Child(duty) for duty in duties if not duty.late]
        self._late = [Child(duty) for duty in duties if duty.late]
        self.watchers = (Watchman(settings), Pulse(settings), Beat(settings), Turning(settings))

    def run(self) -> None:
        """Everything from start to clean end; what goes wrong before readiness is left in `run/failure.json`."""
        folder = self.settings.folder
        try:
            self._start()
            while not self.stopping.wait(TICK_SECONDS):
                self._tend()
        except Exception as wrong:
            told = to_json(wrong.problem, self.settings.lang) if isinstance(wrong, HubError) else {"sentence": shown(str(wrong))}
            folder.remember("failure", told)
            raise
        finally:
            self._end()

    def _start(self) -> None:
        end_orphans(self.settings.folder)
        # The HTTP server connects to nothing before it is asked, so it may start beside the parts.
        for child in self.workers[:1]:
            child.tend(time.monotonic())
        bring_up(self.settings)
        self._tend()
        until(self._answers, READY_SECONDS, f"{self.settings.http}/healthz", self._wanted)
        for watcher in self.watchers:
            watcher.start()
        until(self._asked, READY_SECONDS, f"view ({self.settings.folder.logs / 'worker-projection-0.log'})", self._wanted)
        self.settings.keep_password()
        self.settings.folder.remember("endpoints", self.settings.endpoints())
        self.workers += self._late

    def _answers(self) -> bool:
        self._tend()
        try:
            return httpx.get(f"{self.settings.http}/healthz", timeout=2).is_success
        except httpx.HTTPError:
            return False

    def _wanted(self) -> bool:
        return not self.stopping.is_set()

    def _asked(self) -> bool:
        """Whether there is something to be asked: in a new hub a projection worker makes the views first. A database that is away comes back."""
        self._tend()
        try:
            with closing(connect(self.settings.dsn(OWNER))) as connection, connection.cursor() as cursor:
                return live(cursor) is not None
        except (Unavailable, psycopg2.Error):
            return False

    def _tend(self) -> None:
        """One pass: who died is started again, who stands still is ended so that the next pass starts him again."""
        now = time.monotonic()
        reap()
        stalled = {kind for watcher in self.watchers for kind in watcher.stalled()}
        for child in self.workers:
            if child.duty.kind in stalled:
                child.kill()
        if sum(child.tend(now) for child in (*self.parts, *self.workers)) or stalled:
            self._tell()

    def _tell(self) -> None:
        """Leaves for others to read which process does what, and how often it was started."""
        told = {child.duty.name: {"mark": child.process, "starts": child.starts} for child in (*self.parts, *self.workers)}
        self.settings.folder.remember("processes", told)

    def _end(self) -> None:
        folder = self.settings.folder
        leave(folder)
        (folder.run / "endpoints.json").unlink(missing_ok=True)
        for watcher in self.watchers:
            watcher.end()
        with ThreadPoolExecutor(max(1, len(self.workers))) as pool:
            list(pool.map(Child.end, self.workers))
        with ThreadPoolExecutor(max(1, len(self.parts))) as pool:
            list(pool.map(Child.end, self.parts))
        (folder.run / "processes.json").unlink(missing_ok=True)
