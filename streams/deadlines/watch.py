"""The watch: at each turn it sees whether there is anything new to look at, looks, and tells what nobody has told."""

import asyncio
import time
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from aiokafka.errors import KafkaError
from mode.utils.logging import get_logger

from schemas import faults
from schemas.days import beijing_day
from schemas.errors import Unavailable
from streams.clock import shown_ms
from streams.deadlines.decide import Told, Turn, looks, notices, steps
from streams.deadlines.memory import Memory
from streams.deadlines.progress import Progress
from streams.deadlines.settings import WatchSettings
from streams.deadlines.telling import Telling

log: Final = get_logger(__name__)
AGAIN_SECONDS: Final = 2.0
"""After a turn that failed."""


class Watch:
    """One watch of deadlines; `turn` is called by a timer."""

    def __init__(self, settings: WatchSettings, progress: Progress) -> None:
        """Of a worker; nothing is connected yet."""
        self._settings, self._progress = settings, progress
        self._memory, self._telling = Memory(settings.dsn), Telling(settings)
        self._turn, self._told = Turn(), Told()
        self._not_before = 0.0
        self._able = True
        self._at_work, self._ending = asyncio.Lock(), False

    @property
    def busy(self) -> bool:
        """Whether a turn is under way."""
        return self._at_work.locked()

    async def turn(self) -> None:
        """Look if there is anything new. While broker or database is away, nothing is seen and nothing lost: the next turn sees it."""
        async with self._at_work:
            if not self._ending and time.monotonic() >= self._not_before:
                await self._tried()

    async def _tried(self) -> None:
        try:
            while not await self._looked():
                self._progress.turned("working")
            self._progress.turned("idle" if self._able else "outdated")
        except (KafkaError, Unavailable, OSError) as error:
            log.warning("not now: %s", error)
            await self._telling.close()
            self._progress.turned("recovering")
            self._not_before = time.monotonic() + AGAIN_SECONDS

    async def close(self) -> None:
        """Disconnect when the turn under way has ended."""
        self._ending = True
        async with self._at_work:
            await self._telling.close()
            self._memory.close()

    async def _looked(self) -> bool:
        """One look, if it is due; whether nothing is left to look at now."""
        ends, standing = await self._telling.ends(), await asyncio.to_thread(self._memory.standing)
        at = shown_ms(self._settings.test_clock)
        if standing is None or not self._turn.ready(beijing_day(at), *standing, ends, time.monotonic()):
            return True
        day, version, began = beijing_day(at), standing[0], time.monotonic()
        replies, others = await self._asked(version)
        seen = notices(await asyncio.to_thread(self._memory.to_tell, version, day, self._settings.most), at) if replies else []
        end, rows = await self._heeded(version, day) if others else (True, [])
        # What was told and is not kept yet stands in the way of more: the next look is for it.
        whole, heeded = len(seen) < self._settings.most, end and len(looks(rows)) < self._settings.objects
        new = self._told.new([*seen, *steps(rows, at)])
        faults.point("deadlines.seen")
        if new:
            await self._telling.tell(new)
            faults.point("deadlines.told")
            self._told.note({one.id for one in new})
            self._progress.told(len(new))
        if rows:
            # Only now: whoever dies before has told it, or not put it off.
            await asyncio.to_thread(self._memory.settle, looks(rows))
        self._turn.looked(day, version, whole, began, time.monotonic(), heeded)
        return whole or not new

    async def _asked(self, version: int) -> tuple[bool, bool]:
        """Whether these views can be asked about replies, and about steps. Those of an earlier release cannot, and are asked what they can."""
        replies, others = await asyncio.to_thread(self._memory.able, version)
        if self._able and not (replies and others):
            log.error("view_%s was made by an earlier release, not every deadline is watched: hub rebuild", version)
        self._able = replies and others
        return replies, others

    async def _heeded(self, version: int, day: date) -> tuple[bool, Sequence[Sequence[Any]]]:
        """Whether all that was said is on the list of what to look at, and what is to be told of the first on it."""
        end = await asyncio.to_thread(self._memory.heed, version, self._settings.records)
        return end, await asyncio.to_thread(self._memory.heeded, version, day, self._settings.objects)
