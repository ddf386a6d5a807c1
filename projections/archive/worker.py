"""The worker of the archive: reads the ledger behind the gate, and lets the keeper write it down three times a second, or as fast as it comes."""

import asyncio
import logging
import signal
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

import psycopg2
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from projections import inflow, ledger
from projections.archive.keeper import Ahead, Keeper
from projections.archive.progress import Progress
from projections.archive.settings import ArchiveSettings
from projections.records import Slice
from schemas import collecting
from schemas.errors import HubError, Unavailable
from schemas.signing import signed

LOG: Final = logging.getLogger(__name__)
AGAIN_SECONDS: Final = 0.5
AHEAD_SECONDS: Final = 5.0
"""A ledger that is shorter than the archive may still be recovering: it is looked at again, and nothing is written."""

IDLE_MS: Final = 1_000
FETCH_WAIT_MS: Final = 500
"""How long the broker holds a fetch that finds nothing: nobody waits for the archive, and each fetch costs both sides a millisecond."""

FETCH_BYTES: Final = 2 * 1024 * 1024
ROUND_RECORDS: Final = 50_000
ROUND_SECONDS: Final = 0.3
"""From one round to the next at live pace: what is made durable costs as much for one record as for a hundred."""

MANY: Final = 5_000
"""A round of so many records is followed by the next at once: there is a backlog."""

BESIDE_SECONDS: Final = 10.0
CHECK_SECONDS: Final = 30.0
"""While records come, topics are checked beside the writing; what was checked longer ago than this is checked again before anything is written.
While nothing comes nothing is asked."""

BEATS_SECONDS: Final = 5.0
Broken = (KafkaError, psycopg2.OperationalError, psycopg2.InterfaceError, Unavailable, OSError)
"""Broker or database went away, or the disk is full: open again from what lies on disk and in the database."""


class Worker:
    """One worker on one event loop; the keeper works in threads."""

    def __init__(self, settings: ArchiveSettings) -> None:
        """Of what it is told; nothing is connected yet."""
        self._settings = settings
        self._progress = Progress(settings.progress, settings.name)
        self._ending = asyncio.Event()
        self._checked = self._headed = 0.0
        self._writing: asyncio.Task[int] | None = None
        self._checking: asyncio.Task[Any] | None = None

    async def run(self) -> None:
        """Until `end`. Raises what trying again cannot mend, a HubError of its own code."""
        try:
            while not self._ending.is_set():
                try:
                    await self._session()
                except Broken as error:
                    LOG.warning("archive: %s", str(error).strip())
                    self._progress.turned("recovering")
                    await self._pause(AGAIN_SECONDS)
                except Ahead as error:
                    LOG.error("archive: %s", error)
                    self._progress.stopped(error.problem)
                    await self._pause(AHEAD_SECONDS)
        except HubError as error:
            self._progress.stopped(error.problem)
            raise
        finally:
            self._progress.write()

    def end(self) -> None:
        """Finish the present round, then stop."""
        self._ending.set()

    async def _session(self) -> None:
        """From opening to the first thing that breaks."""
        keeper = await asyncio.to_thread(Keeper, self._settings.folder, self._settings.dsn, self._settings.signer)
        consumer = AIOKafkaConsumer(
            **signed(self._settings.client),
            client_id=self._settings.name,
            enable_auto_commit=False,
            auto_offset_reset="none",
            isolation_level="read_committed",
            max_partition_fetch_bytes=FETCH_BYTES,
            fetch_max_wait_ms=FETCH_WAIT_MS,
        )
        try:
            made = await self._check(keeper)
            await consumer.start()
            await self._join(keeper, consumer)
            await asyncio.to_thread(keeper.begin, made)
            while not self._ending.is_set():
                await self._round(keeper, consumer)
            await self._written()
        finally:
            await self._let_go()
            await consumer.stop()
            keeper.close()

    async def _check(self, keeper: Keeper) -> Mapping[str, Any]:
        before = keeper.ends
        made, ends = await asyncio.to_thread(ledger.observe, self._settings.client, ledger.ARCHIVED)
        keeper.check(made, ends, before)
        self._checked = time.monotonic()
        return made

    async def _check_sometimes(self, keeper: Keeper) -> None:
        """Raises what a check has found that was begun in an earlier round, or in this one if the last is long ago."""
        age = time.monotonic() - self._checked
        if self._checking is None and age > BESIDE_SECONDS:
            self._checking = asyncio.create_task(self._check(keeper))
        if self._checking is not None and (self._checking.done() or age > CHECK_SECONDS):
            checking, self._checking = self._checking, None
            await checking

    async def _join(self, keeper: Keeper, consumer: Any) -> None:
        """Place every partition at its log's end, once its last archived record was held against the broker's."""
        places = {TopicPartition(*place): end for place, end in keeper.ends.items()}
        consumer.assign(list(places))
        for place, end in places.items():
            consumer.seek(place, max(0, end - 1))
        left = {place for place, end in places.items() if end}
        while left and not self._ending.is_set():
            for place, records in (await consumer.getmany(*left, timeout_ms=IDLE_MS, max_records=len(left))).items():
                if records and place in left and records[0].offset == places[place] - 1:
                    keeper.join((place.topic, place.partition), records[0].timestamp, records[0].value)
                    left.remove(place)
        for place, end in places.items():
            consumer.seek(place, end)

    async def _round(self, keeper: Keeper, consumer: Any) -> None:
        """Take what has come while the round before is written down, then write it down; at live pace wait for what comes meanwhile."""
        begun = time.monotonic()
        found = await consumer.getmany(timeout_ms=IDLE_MS, max_records=ROUND_RECORDS)
        slices = [_slice(place, records) for place, records in found.items() if records]
        await self._written()
        due = time.monotonic() - self._headed >= self._settings.head_seconds
        if slices:
            await self._check_sometimes(keeper)
        if not slices and not (due and keeper.heads_behind):
            self._progress.turned("idle", BEATS_SECONDS)
            return
        self._headed = time.monotonic() if due else self._headed
        self._writing = asyncio.create_task(asyncio.to_thread(keeper.take, slices, due))
        if sum(len(one.values) for one in slices) < MANY:
            await self._written()
            await self._pause(ROUND_SECONDS - (time.monotonic() - begun))

    async def _written(self) -> None:
        """Wait for the round that is being written down. Raises what writing raised."""
        writing, self._writing = self._writing, None
        if writing is not None:
            self._progress.archived(await writing)
            self._progress.turned("working")

    async def _let_go(self) -> None:
        """After a session: what is being written is whole or nothing; what it raised was raised in its turn, or everything is read anew."""
        for task in (self._writing, self._checking):
            if task is not None:
                await asyncio.wait([task])
                task.exception()
        self._writing = self._checking = None

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._ending.wait(), max(0.0, seconds))
        except TimeoutError:
            return


def _slice(place: TopicPartition, records: Sequence[Any]) -> Slice:
    """Records of one partition; offsets that do not follow each other are no slice."""
    if records[-1].offset - records[0].offset != len(records) - 1:
        raise Gap(f"{place.topic}/{place.partition} {records[0].offset} + {len(records)} ≠ {records[-1].offset + 1}")
    stamps, values = [one.timestamp for one in records], [one.value for one in records]
    return Slice(ledger.ARCHIVED.index(place.topic), place.partition, records[0].offset, stamps, values)


class Gap(HubError):
    """Offsets of a partition do not follow each other: index and offset would part."""

    code = "ARCHIVE_DIFFERS"


def run(settings: ArchiveSettings) -> None:
    """Run the worker until SIGTERM or SIGINT. Raises what trying again cannot mend."""
    collecting.seldom()
    inflow.install()
    asyncio.run(_run(settings))


async def _run(settings: ArchiveSettings) -> None:
    worker = Worker(settings)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, worker.end)
    await worker.run()
