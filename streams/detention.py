"""The waiting room: the member that holds the quarantine's partition judges waiting records anew, by itself."""

from collections.abc import Iterable, Sequence, Set
from heapq import nsmallest
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from mode.utils.logging import get_logger

from schemas import quarantine
from schemas.errors import Refused
from schemas.quarantine import Quarantined
from schemas.signing import signed
from schemas.topics import QUARANTINE
from streams.gate.intake import Arrival
from streams.gate.waiting import Mark, Waiting, concerns, due, lacks, mark, note, resume, want
from streams.settings import GateSettings

PLACE: Final = TopicPartition(QUARANTINE, 0)
CHUNK: Final = 500
READ_MS: Final = 2000
log: Final = get_logger(__name__)

Kept = tuple[int, Quarantined]
"""A quarantine record with its offset."""


class Detention:
    """What waits, as known from the quarantine's records read so far. `held` while this member has the partition.

    The index is a fold of the topic, so it stays right while another member judges; it is only read on when held again.
    """

    def __init__(self, settings: GateSettings) -> None:
        """Of a worker; nothing is connected yet."""
        self._settings = settings
        self._reader: Any = None
        self._todo: set[int] = set()
        self._end = 0
        self.waiting = Waiting()
        self.position = 0
        self.held = False

    def give_up(self) -> None:
        """The partition may be another member's from now on."""
        self.held = False

    def take_over(self, kept: str, end: int) -> int:
        """Have the partition; the offset to read from. `kept` is the note beside the committed position, `end` the end now.

        What was dealt with before the end must be read before anything is judged.
        """
        self.held, self._end = True, end
        self.position = max(self.position, resume(self.waiting, Mark.of(kept)))
        return self.position

    @property
    def caught_up(self) -> bool:
        """Whether everything that was in quarantine at `take_over` has been read."""
        return self.held and self.position >= self._end

    @property
    def note(self) -> str:
        """What is committed beside the position: the offset from which another member has to read."""
        return str(mark(self.waiting, self.position))

    def read(self, records: Sequence[Arrival]) -> None:
        """Take the next records of the quarantine into the index."""
        for record in records:
            if record.offset < self.position:
                continue
            kept = self._concerning(record)
            if kept is not None and note(self.waiting, record.offset, kept):
                self._todo.add(record.offset)
            self.position = record.offset + 1

    def came(self, facts: Iterable[str]) -> None:
        """Facts have been accepted: what waits for them is to be judged anew."""
        self._todo.update(due(self.waiting, facts))

    def settled(self, judged: Iterable[tuple[int, Sequence[str]]]) -> None:
        """These were judged; each waits for what it still misses."""
        for offset, missing in judged:
            self._todo.discard(offset)
            want(self.waiting, offset, missing)

    async def due(self) -> list[Kept]:
        """Records to be judged now, oldest first, at most CHUNK. Raises KafkaError."""
        if not self._todo or not self.caught_up:
            return []
        self._todo.intersection_update(self.waiting.open.values())
        wanted = set(nsmallest(CHUNK, self._todo))
        return await self._records(wanted) if wanted else []

    def _concerning(self, record: Arrival) -> Quarantined | None:
        lacked = quarantine.lacked(record.headers)
        lacks(self.waiting, record.offset, lacked)
        if not concerns(self.waiting, quarantine.kind_of(record.headers), record.key, lacked):
            return None
        try:
            return quarantine.decode(record.value or b"")
        except Refused as refused:
            log.warning("quarantine/0/%d: %s", record.offset, refused)
            return None

    async def _records(self, wanted: Set[int]) -> list[Kept]:
        """Some of the records at these offsets: those that follow the first one closely enough to be read with it."""
        reader = await self._connected()
        reader.seek(PLACE, min(wanted))
        found: Sequence[Arrival] = (await reader.getmany(PLACE, timeout_ms=READ_MS, max_records=CHUNK)).get(PLACE, ())
        return [(one.offset, quarantine.decode(one.value or b"")) for one in found if one.offset in wanted]

    async def _connected(self) -> Any:
        if self._reader is None:
            self._reader = AIOKafkaConsumer(
                **signed(self._settings.client),
                client_id=f"{self._settings.name}-waiting",
                enable_auto_commit=False,
                auto_offset_reset="earliest",
                max_partition_fetch_bytes=4 * 1024 * 1024,
            )
            await self._reader.start()
            self._reader.assign([PLACE])
        return self._reader

    async def stop(self) -> None:
        """Disconnect."""
        reader, self._reader = self._reader, None
        if reader is not None:
            await reader.stop()
