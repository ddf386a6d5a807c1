"""Keeping what was told: the topic `notices` is read from its beginning to `core.told`, each notice once, with the position in one transaction."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from mode.utils.logging import get_logger

from schemas import faults, notice
from schemas.days import parse_instant
from schemas.errors import Refused, Unavailable
from schemas.signing import signed
from schemas.topics import NOTICES
from streams.deadlines.memory import Memory, Row
from streams.deadlines.settings import WatchSettings
from streams.identity import ids

log: Final = get_logger(__name__)
PLACE: Final = TopicPartition(NOTICES, 0)
CHUNK: Final = 2_000
WAIT_MS: Final = 500
AGAIN_SECONDS: Final = 1.0


class Keeping:
    """A reader in no group: where it stands, the database says. Several keep to one another by the position."""

    def __init__(self, settings: WatchSettings) -> None:
        """Of a worker; nothing is connected yet."""
        self._settings = settings
        self._memory = Memory(settings.dsn)
        self._consumer: Any = None
        self._topic = ""
        self._ending = asyncio.Event()

    async def run(self) -> None:
        """Read on until `end`. While broker or database is away it tries again."""
        while not self._ending.is_set():
            try:
                await self._place()
                while not self._ending.is_set():
                    await self._read()
            except (KafkaError, Unavailable, OSError) as error:
                log.warning("notices are not kept now: %s", error)
                await self._disconnect()
                await self._pause()

    async def end(self) -> None:
        """Stop reading."""
        self._ending.set()

    async def close(self) -> None:
        """Disconnect."""
        await self._disconnect()
        self._memory.close()

    async def _place(self) -> None:
        """Stand where the database says."""
        if self._consumer is None:
            self._consumer = AIOKafkaConsumer(
                **signed(self._settings.client), client_id=f"{self._settings.name}-notices", enable_auto_commit=False, auto_offset_reset="none"
            )
            await self._consumer.start()
            self._topic = (await ids(self._consumer._client, [NOTICES])).get(NOTICES, "")
            if not self._topic:
                raise Unavailable(NOTICES)
            self._consumer.assign([PLACE])
        self._consumer.seek(PLACE, await asyncio.to_thread(self._memory.place, self._topic))

    async def _read(self) -> None:
        found = await self._consumer.getmany(PLACE, timeout_ms=WAIT_MS, max_records=CHUNK)
        records = [one for several in found.values() for one in several]
        if not records:
            return
        first, following = records[0].offset, records[-1].offset + 1
        faults.point("deadlines.read")
        if not await asyncio.to_thread(self._memory.keep, self._topic, first, following, _rows(records)):
            # Another worker has kept them: on from where it is.
            await self._place()
        faults.point("deadlines.kept")

    async def _disconnect(self) -> None:
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            try:
                await consumer.stop()
            except (KafkaError, OSError) as error:
                log.warning("%s", error)

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self._ending.wait(), AGAIN_SECONDS)
        except TimeoutError:
            return


def _rows(records: Sequence[Any]) -> list[Row]:
    """The notices among records; what is none is passed over, for the topic is the hub's own."""
    rows = []
    for one in records:
        try:
            told = notice.decode(one.value or b"")
        except Refused as refused:
            log.warning("%s/%s is no notice: %s", NOTICES, one.offset, refused)
            continue
        data, subject = told["data"], told["subject"]
        day, at = date.fromisoformat(data["due"]), parse_instant(told["time"])
        rule = notice.said(data["rule"], data.get("step"), data.get("about"))
        rows.append((one.offset, told["id"], subject, rule, day, at, data.get("regions", ()), one.value))
    return rows
