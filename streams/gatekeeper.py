"""The gate of one worker: take, judge, write, wait for every acknowledgement, commit. Any error goes back to the commit."""

import asyncio
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any, Final

from aiokafka import OffsetAndMetadata, TopicPartition
from aiokafka.errors import KafkaError
from mode.utils.logging import get_logger

from schemas import faults
from schemas.errors import Inconsistent, Problem, Unavailable
from schemas.topics import LEDGER_PARTITIONS, ledger
from streams.clock import Clock
from streams.detention import PLACE, Detention
from streams.follower import Follower
from streams.gate.inbox import PATTERN, parse
from streams.gate.intake import Arrival, in_order
from streams.gate.judge import Judge, Judgement
from streams.gate.rows import FEW
from streams.inflow import Inflow
from streams.outflow import Outflow
from streams.progress import Progress
from streams.settings import GateSettings
from streams.sweeper import sweep
from streams.witness import Witness

log: Final = get_logger(__name__)
COMPARE_SECONDS: Final = 5.0
SWEEP_SECONDS: Final = 600.0
PAUSE_SECONDS: Final = 0.5
LONGEST_PAUSE_SECONDS: Final = 10.0
WRITTEN: Final = (*(TopicPartition(ledger(family), part) for family, parts in LEDGER_PARTITIONS.items() for part in range(parts)), PLACE)

Taken = Mapping[TopicPartition, Sequence[Arrival]]
Commits = dict[TopicPartition, OffsetAndMetadata]


class Gatekeeper:
    """Everything one worker holds. `start`, then `run` until it is stopped, then `stop`."""

    def __init__(self, settings: GateSettings) -> None:
        """Of a worker; nothing is connected yet."""
        self._settings = settings
        self._judge = Judge()
        self._follower = Follower(settings)
        self._inflow = Inflow(settings, self._before_revoked, self._after_assigned)
        self._outflow = Outflow(settings, self._check_ledger)
        self._detention = Detention(settings)
        self._clock = Clock(settings.test_clock)
        self._witness = Witness(settings.dsn, settings.archive) if settings.dsn is not None else None
        self._progress = Progress(settings.progress, settings.name)
        self._busy = asyncio.Lock()
        self._under_way: asyncio.Task[None] | None = None
        self._background: list[asyncio.Task[None]] = []
        self._stopping = self._to_take_over = False
        self._inconsistent: Inconsistent | None = None

    async def start(self) -> None:
        """Learn every fact there is, make sure of the ledger, then join the group."""
        self._settings.marks.mkdir(parents=True, exist_ok=True)
        self._progress.turned("starting")
        await self._follower.start()
        await self._follower.catch_up()
        self._learn()
        if self._witness is not None:
            self._clock.compare(await asyncio.to_thread(self._witness.clock))
        await self._outflow.start()
        await self._inflow.start(await self._follower.partitions(PATTERN))
        self._background = [asyncio.create_task(one()) for one in (self._follow, self._compare, self._sweep)]

    async def run(self) -> None:
        """Turn until `stop` is asked for. Raises Inconsistent: then nothing may be written by anyone before somebody looks."""
        failures = 0
        while not self._stopping:
            try:
                self._watch_background()
                await self._turn()
                failures = 0
            except (KafkaError, Unavailable, OSError) as error:
                log.warning("back to the committed offsets: %r", error)
                await self._recover(failures)
                failures += 1

    async def stop(self) -> None:
        """End what is under way, and disconnect."""
        self._stopping = True
        async with self._busy:
            await self._under_way_settled(quietly=True)
        for task in self._background:
            task.cancel()
        for part in (self._inflow, self._outflow, self._detention, self._follower):
            await part.stop()
        if self._witness is not None:
            self._witness.close()
        self._progress.write()

    async def _turn(self) -> None:
        if self._inconsistent is not None:
            raise self._inconsistent
        taken = await self._inflow.take()
        async with self._busy:
            if self._stopping:
                return  # What would be written now could not be committed any more.
            self._progress.turned("working" if taken else "idle")
            self._learn()
            for records in self._chunks(taken):
                faults.point("gate.taken")
                await self._pass(records)
            if not taken:
                await self._under_way_settled()
            if self._to_take_over:
                await self._take_over()
            elif self._detention.held:
                await self._judge_anew(taken.get(PLACE, ()))

    def _learn(self) -> None:
        """Take in the facts that were read since the last turn."""
        touched = self._judge.learn(self._follower.take(self._judge.learnt))
        if touched:
            self._detention.came(touched)

    def _chunks(self, taken: Taken) -> Iterable[Taken]:
        """Inbox records, those of the reference family first, since others may rest on them; each part bounded in octets."""
        inboxes = {place: records for place, records in taken.items() if place != PLACE}
        for first in (True, False):
            chunk: dict[TopicPartition, Sequence[Arrival]] = {}
            size = 0
            for place, records in inboxes.items():
                if _reference(place.topic) is not first:
                    continue
                for part, octets in runs(records, self._settings.batch_bytes):
                    if chunk and (size + octets > self._settings.batch_bytes or place in chunk):
                        yield chunk
                        chunk, size = {}, 0
                    chunk[place] = part
                    size += octets
            if chunk:
                yield chunk

    async def _pass(self, taken: Taken) -> None:
        """Judge records while those before are being written; write them once those are committed."""
        facts = any(_reference(place.topic) for place in taken)
        records = in_order(taken.values()) if facts else [*chain.from_iterable(taken.values())]
        judge = partial(self._judge.arrived, records, self._clock.stamp())
        judgement = await asyncio.to_thread(judge) if len(records) > FEW else judge()
        faults.point("gate.judged")
        commits = {place: self._inflow.until(place, several[-1].offset + 1) for place, several in taken.items()}
        await self._under_way_settled()
        sent = await self._outflow.send(judgement.parcels, self._clock.stamp())
        faults.point("gate.sent")
        self._under_way = asyncio.create_task(self._finish(sent, judgement, commits))
        if judgement.facts:
            await self._under_way_settled()

    async def _finish(self, sent: Sequence[Awaitable[Any]], judgement: Judgement, commits: Commits) -> None:
        """Await the acknowledgements, then commit; facts are known from their acknowledgement on."""
        await self._outflow.settled(sent)
        faults.point("gate.acked")
        if judgement.facts:
            self._detention.came(self._judge.learn(judgement.facts))
        if not await self._inflow.commit(commits):
            await self._inflow.rewind()
        faults.point("gate.committed")
        self._progress.moved(judgement.tally, {f"{place.topic}/{place.partition}": one.offset for place, one in commits.items()})

    async def _under_way_settled(self, quietly: bool = False) -> None:
        task, self._under_way = self._under_way, None
        if task is not None:
            try:
                await task
            except (KafkaError, OSError) as error:
                if not quietly:
                    raise
                log.warning("not committed: %r", error)

    async def _judge_anew(self, records: Sequence[Arrival]) -> None:
        """Read on in the quarantine, and judge what waits for facts that have come."""
        self._detention.read(records)
        kept = await self._detention.due()
        if kept:
            await self._under_way_settled()
            judgement = self._judge.anew(kept, self._clock.stamp())
            sent = await self._outflow.send(judgement.parcels, self._clock.stamp())
            faults.point("gate.anew.sent")
            await self._outflow.settled(sent)
            faults.point("gate.anew.acked")
            self._detention.settled(judgement.anew)
            if judgement.facts:
                self._detention.came(self._judge.learn(judgement.facts))
            self._progress.moved(judgement.tally, {})
        if records and self._detention.caught_up:
            await self._inflow.commit({PLACE: OffsetAndMetadata(self._detention.position, self._detention.note)})

    async def _before_revoked(self, _revoked: frozenset[TopicPartition]) -> None:
        async with self._busy:
            try:
                await self._under_way_settled(quietly=True)
            except Inconsistent as error:
                # The client would swallow it here, so the next turn raises it.
                self._inconsistent = error
            self._detention.give_up()
            self._to_take_over = False
            self._progress.gave_up()

    async def _after_assigned(self, assigned: frozenset[TopicPartition]) -> None:
        self._to_take_over = PLACE in assigned

    async def _take_over(self) -> None:
        """Read the quarantine on from where the index stands. What was taken of it before is taken again.

        Done in the turn, not when assigned: the client would swallow an error there, and nobody would judge anew.
        """
        end = (await self._follower.ends([PLACE]))[PLACE]
        self._inflow.seek(PLACE, self._detention.take_over(await self._inflow.note(PLACE), end))
        self._to_take_over = False

    async def _recover(self, failures: int) -> None:
        """A producer that failed is of no use: make another, make sure of the ledger, stand at the committed offsets."""
        async with self._busy:
            await self._under_way_settled(quietly=True)
            while not self._stopping:
                self._progress.turned("recovering")
                await asyncio.sleep(min(LONGEST_PAUSE_SECONDS, PAUSE_SECONDS * 2**failures))
                try:
                    await self._write_anew()
                    return
                except (KafkaError, Unavailable, OSError) as error:
                    log.warning("not yet: %r", error)
                    failures += 1

    async def _write_anew(self) -> None:
        old, self._outflow = self._outflow, Outflow(self._settings, self._check_ledger)
        await old.abandon()
        await self._outflow.start()
        await self._inflow.rewind()
        # What was taken of the quarantine in the failed turn may not have been read into the index.
        self._to_take_over = self._to_take_over or self._detention.held

    async def _check_ledger(self) -> None:
        """Raises Inconsistent when the ledger ends before what was read or archived of it: writing on would give offsets a second meaning."""
        if self._witness is None:
            return
        positions = await asyncio.to_thread(self._witness.positions)
        ends = await self._follower.ends(WRITTEN)
        for (topic, part), position in positions.items():
            end = ends[TopicPartition(topic, part)]
            if end < position:
                raise Inconsistent(problem=Problem("LEDGER_BEHIND", f"{topic}/{part}", f"≥ {position}", str(end)))

    async def _follow(self) -> None:
        while True:
            await self._follower.read(1000)

    async def _compare(self) -> None:
        while self._witness is not None:
            await asyncio.sleep(COMPARE_SECONDS)
            try:
                self._clock.compare(await asyncio.to_thread(self._witness.clock))
            except Unavailable as error:
                log.warning("the database does not answer; its clock is carried on: %s", error)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            if self._detention.held:
                try:
                    await sweep(self._settings, self._follower)
                except (KafkaError, OSError) as error:
                    log.warning("inboxes are not swept this time: %r", error)

    def _watch_background(self) -> None:
        """A background task that failed ends the worker, as nobody would hear of it otherwise."""
        for task in [one for one in self._background if one.done()]:
            self._background.remove(task)
            task.result()


def _reference(topic: str) -> bool:
    inbox = parse(topic)
    return inbox is not None and inbox.family == "reference"


def runs(records: Sequence[Arrival], most: int) -> Iterable[tuple[Sequence[Arrival], int]]:
    """The records in runs of at most so many octets, at least one record each, with their octets."""
    sizes = [len(one.value or b"") for one in records]
    whole = sum(sizes)
    if whole <= most:
        yield records, whole
        return
    begin = size = 0
    for at, octets in enumerate(sizes):
        if size + octets > most and at > begin:
            yield records[begin:at], size
            begin, size = at, 0
        size += octets
    yield records[begin:], size
