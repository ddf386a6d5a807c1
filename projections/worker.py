"""A projection worker: appends the partitions it is given, and folds while it holds the fold lock (decision 0001)."""

import asyncio
import logging
import signal
import sys
import time
from collections.abc import Mapping
from typing import Final

import psycopg2
from aiokafka.errors import KafkaError
from psycopg2 import extensions

from projections import database, inflow, ledger
from projections.append import Fenced, append
from projections.asking import Asking
from projections.folding import Folding
from projections.inflow import Inflow, Place
from projections.ledger import Shorter
from projections.past.recalling import Recalling
from projections.progress import Progress
from projections.records import Slice
from projections.settings import ProjectionSettings
from schemas import collecting, faults
from schemas.errors import Unavailable

LOG: Final = logging.getLogger(__name__)
AGAIN_SECONDS: Final = 0.5
AHEAD_SECONDS: Final = 0.02
AHEAD_RECORDS: Final = 5_000
"""So many records are appended before it is asked again how far appending is ahead."""

SWITCH_SECONDS: Final = 0.001
"""How long a thread keeps the interpreter when another waits: the one that folds asks the database some fifteen things, and waits after each."""

CHECK_SECONDS: Final = 10.0
HINT_SECONDS: Final = 1.0


class Broken(Exception):
    """Broker or database went away, or somebody moved a position: connect and place again."""


class Worker:
    """One worker on one event loop; the database is asked in threads, the fold has a thread of its own."""

    def __init__(self, settings: ProjectionSettings) -> None:
        """Of what it is told; nothing is connected yet."""
        settings.marks.mkdir(parents=True, exist_ok=True)
        self._settings = settings
        self._progress = Progress(settings.progress, settings.name)
        self._folding = Folding(settings, self._progress)
        self._recalling = Recalling(settings.dsn)
        self._inflow = Inflow(settings, self._stored, self._finish)
        self._ending = asyncio.Event()
        self._appending: asyncio.Task[bool] | None = None
        self._checking: asyncio.Task[None] | None = None
        self._connection: extensions.connection | None = None
        self._asking: Asking | None = None
        self._since = AHEAD_RECORDS
        self._checked = self._hinted = 0.0

    async def run(self) -> None:
        """Until `end`. Raises what cannot be mended by connecting again: MadeAgain, or a failure of the fold."""
        self._folding.start()
        self._recalling.start()
        try:
            while not self._ending.is_set():
                try:
                    await self._session()
                except (KafkaError, psycopg2.OperationalError, psycopg2.InterfaceError, Unavailable, Shorter, Broken) as error:
                    LOG.warning("append: %s", str(error).strip())
                    self._progress.turned("recovering")
                    await self._pause(AGAIN_SECONDS)
        finally:
            await asyncio.to_thread(self._folding.end)
            await asyncio.to_thread(self._recalling.end)
            self._progress.write()

    def end(self) -> None:
        """Finish the present batch and fold, then stop."""
        self._ending.set()

    async def _session(self) -> None:
        """From connecting to the first thing that breaks. Appending has a connection to itself: what else is asked would end its transaction."""
        try:
            self._connection = await asyncio.to_thread(database.connect, self._settings.dsn)
            self._asking = await asyncio.to_thread(Asking, self._settings.dsn)
            await self._check()
            await self._inflow.start()
            while not self._ending.is_set():
                await self._turn()
            await self._appended()
        finally:
            await self._finish()
            await self._inflow.stop()
            self._disconnect()

    async def _turn(self) -> None:
        """Take a batch while the one before it is appended, then append it beside the next turn."""
        if self._folding.failure is not None:
            raise self._folding.failure
        await self._check_sometimes()
        if await self._far_ahead():
            self._progress.turned("ahead")
            await self._pause(AHEAD_SECONDS)
            return
        slices = await self._inflow.take()
        self._progress.turned("working" if slices else "idle")
        if not await self._appended():
            # Another worker appended these: read on from where it is. What was taken meanwhile may lie behind that.
            self._inflow.place()
        elif slices:
            self._appending = asyncio.create_task(self._append(slices))

    async def _append(self, slices: list[Slice]) -> bool:
        """Append a batch; whether it was this worker's to append."""
        try:
            report = await asyncio.to_thread(append, self._open(), slices)
        except Fenced as error:
            LOG.info("append: %s", error)
            return False
        faults.point("append.after_commit")
        self._progress.appended(report.events + report.unreadable)
        self._since += report.events + report.unreadable
        self._folding.wake()
        if time.monotonic() - self._hinted > HINT_SECONDS:
            self._hinted = time.monotonic()
            await self._inflow.hint(slices)
        return True

    async def _appended(self) -> bool:
        """Wait for the batch that is being appended; False when another worker had appended it. Raises what appending raised."""
        appending, self._appending = self._appending, None
        return appending is None or await appending

    async def _check(self) -> None:
        self._checked = time.monotonic()
        await asyncio.to_thread(ledger.check, self._settings.client, self._settings.dsn)

    async def _check_sometimes(self) -> None:
        """Check beside appending; what was found is raised in a later turn."""
        if self._checking is None:
            if time.monotonic() - self._checked > CHECK_SECONDS:
                self._checking = asyncio.create_task(self._check())
        elif self._checking.done():
            checking, self._checking = self._checking, None
            await checking

    async def _finish(self) -> None:
        """Awaited before partitions are given up: the batch being appended is either whole or nothing. What it raised is raised in its turn."""
        running = [one for one in (self._appending, self._checking) if one is not None]
        if running:
            await asyncio.wait(running)

    def _disconnect(self) -> None:
        """After a session: what it left unheard is heard no more, for everything is asked again."""
        for task in (self._appending, self._checking):
            if task is not None and task.done() and not task.cancelled():
                task.exception()
        self._appending = self._checking = None
        self._since = AHEAD_RECORDS
        for connection in (self._connection, self._asking):
            if connection is not None:
                connection.close()
        self._connection = self._asking = None

    async def _far_ahead(self) -> bool:
        """Whether appending is to wait for the fold; asked only when enough was appended since to make a difference."""
        if self._since < AHEAD_RECORDS:
            return False
        far = await asyncio.to_thread(self._open_asking().ahead) > self._settings.append_ahead
        if not far:
            self._since = 0
        return far

    def _stored(self) -> Mapping[Place, int]:
        return self._open_asking().positions()

    def _open(self) -> extensions.connection:
        if self._connection is None:
            raise Broken("PostgreSQL")
        return self._connection

    def _open_asking(self) -> Asking:
        if self._asking is None:
            raise Broken("PostgreSQL")
        return self._asking

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._ending.wait(), seconds)
        except TimeoutError:
            return


def run(settings: ProjectionSettings) -> None:
    """Run a worker until SIGTERM or SIGINT. Raises what cannot be mended by connecting again."""
    sys.setswitchinterval(SWITCH_SECONDS)
    collecting.seldom()
    inflow.install()
    asyncio.run(_run(settings))


async def _run(settings: ProjectionSettings) -> None:
    worker = Worker(settings)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, worker.end)
    await worker.run()
