"""Writes the audit log, for a process that serves: nothing is answered before the broker has acknowledged who asked for what."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from kafka import TopicPartition
from kafka.admin import KafkaAdminClient, OffsetSpec
from kafka.errors import KafkaError

from connectors.receipt import Place
from connectors.translate import Outgoing
from connectors.writer import Delivery, Writer
from hub.embedded.kafka import IMPATIENT
from projections.archive.store import CHECKPOINT
from schemas.audit import KEY, Done, encode, now
from schemas.errors import HubError, Problem, shown
from schemas.topics import AUDIT

WAIT_SECONDS: Final = 5.0
AGAIN_SECONDS: Final = 0.5
MOST: Final = 1_024
"""Entries under way at one time; who comes then waits."""

_LOG: Final = logging.getLogger(__name__)
Told = Callable[[Problem | None], None]
"""Hears what keeps the log from being written, or that nothing does."""


class AuditAway(HubError):
    """The audit log cannot be written, so nothing is done that belongs in it."""

    code = "AUDIT_AWAY"


class AuditShorter(AuditAway):
    """The topic has lost its end: what came behind it would contradict the archive."""

    code = "AUDIT_SHORTER"


def outgoing(done: Done) -> Outgoing:
    """The record of an entry."""
    return Outgoing(AUDIT, KEY, encode(done), ())


class Book:
    """The audit log as one process writes it. Of one event loop; the records go out by a thread of the writer's, many at a time."""

    def __init__(self, client: Mapping[str, Any], archive: Path, told: Told) -> None:
        """Of a Kafka sign-in and the folder of the archive. Nothing is connected yet."""
        self._client, self._archive, self._told = client, archive, told
        self._writer = Writer(client)
        self._room, self._opening = asyncio.Semaphore(MOST), asyncio.Lock()
        self._unwritten: deque[Done] = deque(maxlen=MOST)
        self._open, self._began, self._floor, self._again = False, False, 0, 0.0
        self._problem = AuditAway.code, ""

    async def ready(self) -> None:
        """Raises AuditAway unless entries can be written: after a failure one is tried first, which says so."""
        if self._open:
            return
        async with self._opening:
            await self._opened()

    async def _opened(self) -> None:
        """As `ready`, by one at a time; those who waited for it find it open."""
        if not self._open:
            if time.monotonic() < self._again:
                raise _away(self._problem)
            try:
                await self._resume()
            except HubError as error:
                self._fail(error.problem)
                raise
            self._open = self._began = True
            self._told(None)

    async def write(self, done: Done) -> None:
        """Write one entry; returns when the broker has it. Raises AuditAway: it is kept, and written as soon as one can be."""
        try:
            async with asyncio.timeout(WAIT_SECONDS), self._room:
                await self._send([done])
        except (TimeoutError, AuditAway) as error:
            self._unwritten.append(done)
            self._fail(error.problem if isinstance(error, AuditAway) else Problem(AuditAway.code, got="Kafka TimeoutError"))
            raise _away(self._problem) from None

    def close(self) -> None:
        """Let go of the writer."""
        self._writer.close()

    async def _resume(self) -> None:
        self._floor = await asyncio.to_thread(floor, self._client, self._archive)
        first = Done(now(), "hub", "http", "audit.resumed" if self._began or self._unwritten else "audit.began", 0, True)
        kept = [*self._unwritten]
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                await self._send([first, *kept])
        except TimeoutError:
            raise AuditAway("Kafka TimeoutError") from None
        for _ in kept:
            self._unwritten.popleft()

    async def _send(self, entries: Sequence[Done]) -> None:
        delivery = self._writer.write([outgoing(one) for one in entries])
        await _over(delivery)
        check(delivery, self._floor)

    def _fail(self, problem: Problem) -> None:
        self._open, self._again, self._problem = False, time.monotonic() + AGAIN_SECONDS, (problem.code, problem.got)
        _LOG.error("audit log: %s %s", problem.code, problem.got)
        self._told(problem)


def _away(known: tuple[str, str]) -> AuditAway:
    code, got = known
    return AuditAway(problem=Problem(code, got=got))


async def _over(delivery: Delivery) -> None:
    loop, over = asyncio.get_running_loop(), asyncio.Event()

    def hear() -> None:
        loop.call_soon_threadsafe(over.set)

    delivery.then(hear)
    await over.wait()


def check(delivery: Delivery, least: int) -> None:
    """Raises AuditAway for an entry that the broker has not acknowledged, AuditShorter for one before the offset `least`."""
    for found in delivery.found():
        if not isinstance(found, Place):
            raise AuditAway(found.got)
        if found.offset < least:
            raise AuditShorter(f"{found.offset} < {least}")


def floor(client: Mapping[str, Any], archive: Path) -> int:
    """Where the topic ends, as far as the archive knows that it must have one. Raises AuditShorter, AuditAway."""
    try:
        signed = int((archive / AUDIT / CHECKPOINT).read_text("utf-8").split("\n")[1])
    except FileNotFoundError:
        return 0
    except (OSError, ValueError, IndexError) as error:
        raise AuditAway(shown(f"{AUDIT}/{CHECKPOINT} {error}")) from None
    if not signed:
        return 0
    try:
        admin = KafkaAdminClient(**client, **IMPATIENT)
        try:
            place = TopicPartition(AUDIT, 0)
            end = int(admin.list_partition_offsets({place: OffsetSpec.LATEST})[place].offset)
        finally:
            admin.close()
    except KafkaError as error:
        raise AuditAway(f"Kafka {type(error).__name__}") from None
    if end < signed:
        raise AuditShorter(f"{end} < {signed}")
    return end
