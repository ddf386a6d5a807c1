"""Writing to Kafka from many threads: whole record batches, by one event loop in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, ProducerClosed

from connectors.receipt import Place
from connectors.translate import Outgoing
from schemas.errors import Problem, shown
from schemas.partition import hashes
from schemas.signing import signed

ACKNOWLEDGED_SECONDS: Final = 30.0
BLOCKED_SECONDS: Final = 5.0
"""A broker is given so long to take a connection, or to say what partitions a topic has."""

ABANDON_SECONDS: Final = 2.0
GATHERED_BYTES: Final = 512 * 1024
"""Of one partition so much goes to the broker as one batch: a batch that is under way holds back the next. Half of what an inbox takes."""

DOWN: Final = (KafkaError, OSError, TimeoutError)


class Delivery:
    """Records handed over together, and what became of each."""

    def __init__(self, records: Sequence[Outgoing]) -> None:
        """Of records that are not on their way yet."""
        self.records = records
        self._known: list[Place | Problem | None] = [None] * len(records)
        self._left = len(records)
        self._over = threading.Event()
        self._heard: Callable[[], None] | None = None
        self._deadline = time.monotonic() + ACKNOWLEDGED_SECONDS
        if not records:
            self._over.set()

    def found(self) -> list[Place | Problem]:
        """Where the broker keeps each record, or UNAVAILABLE: it may or may not be kept. Waits at most ACKNOWLEDGED_SECONDS from the handing over."""
        self._over.wait(max(0.0, self._deadline - time.monotonic()))
        return [unavailable(TimeoutError()) if one is None else one for one in self._known]

    def then(self, hear: Callable[[], None]) -> None:
        """Have `hear` called once it is known what became of every record, from whatever thread; once more may happen. For one who waits."""
        self._heard = hear
        if self._over.is_set():
            hear()

    @property
    def over(self) -> bool:
        """Whether it is known what became of every record."""
        return self._over.is_set()

    def settle(self, at: int, told: Place | Problem) -> None:
        """What became of one record; what was said first holds. Only the writer says it."""
        if self._known[at] is not None:
            return
        self._known[at] = told
        self._left -= 1
        if not self._left:
            self._over.set()
            if self._heard is not None:
                self._heard()

    def refuse(self, problem: Problem) -> None:
        """Say the same of every record of which nothing is known."""
        for at in range(len(self._known)):
            self.settle(at, problem)


def unavailable(error: BaseException) -> Problem:
    """What is said of a record that the broker has not acknowledged."""
    return Problem("UNAVAILABLE", "", "", shown(f"Kafka {type(error).__name__}"))


class Writer:
    """Loses nothing it has acknowledged, writes nothing twice by itself, keeps the order within a partition; safe between threads.

    A producer that failed, or that waited in vain, is of no use: its numbers have a gap, or it goes on for ever. The next records get another.
    """

    def __init__(self, client: Mapping[str, Any]) -> None:
        """`client` is how to sign in, in kafka-python's words. Nothing is connected before the first record."""
        self._client = client
        self._changed = threading.Condition()
        self._queue: deque[Delivery] = deque()
        self._closed = False
        self._stage: _Stage | None = None
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    @property
    def connected(self) -> bool:
        """Whether there is a producer that has not failed."""
        stage = self._stage
        return stage is not None and stage.ready

    def write(self, records: Sequence[Outgoing]) -> Delivery:
        """Hand records over, without waiting. To which partition each goes follows from its key, as with every Kafka client."""
        delivery = Delivery(records)
        with self._changed:
            if self._closed:
                delivery.refuse(unavailable(ProducerClosed()))
            elif records:
                self._queue.append(delivery)
                self._tell()
        return delivery

    def close(self, seconds: float = BLOCKED_SECONDS) -> None:
        """Write what was handed over, if that can be done in time; refuse what comes after."""
        with self._changed:
            self._closed = True
            self._tell()
        self._thread.join(seconds)

    def _tell(self) -> None:
        self._changed.notify()
        if self._stage is not None:
            self._stage.loop.call_soon_threadsafe(self._stage.woken.set)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._queue or self._closed)
                if not self._queue:
                    return
            asyncio.run(self._staged())

    async def _staged(self) -> None:
        """One producer, from its connection to its end."""
        stage = _Stage()
        with self._changed:
            self._stage = stage
        try:
            await stage.open(self._client)
            while not stage.failed:
                stage.woken.clear()
                taken, closed = self._taken()
                await stage.take(taken)
                if closed:
                    break
                await stage.woken.wait()
        except Exception as error:
            # Whatever it was, who waits is told, and the next try is another's.
            stage.fail(error)
            for one in self._taken()[0]:
                one.refuse(unavailable(error))
        finally:
            with self._changed:
                self._stage = None
            await stage.end()

    def _taken(self) -> tuple[Sequence[Delivery], bool]:
        """What was handed over since, and whether that was the last."""
        with self._changed:
            taken, self._queue = self._queue, deque()
            return taken, self._closed


_Lane = deque[tuple[Delivery, int]]
"""Records for one partition in order, each as its place in a delivery."""


class _Stage:
    """One idempotent producer on one event loop, and what it was given."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.woken = asyncio.Event()
        self.ready = False
        self.failed: BaseException | None = None
        self._producer: Any = None
        self._given: set[Delivery] = set()
        self._lanes: dict[tuple[str, int], _Lane] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self, client: Mapping[str, Any]) -> None:
        """Connect. Raises DOWN."""
        self._producer = AIOKafkaProducer(
            **signed(client),
            acks="all",
            enable_idempotence=True,
            compression_type="zstd",
            max_batch_size=GATHERED_BYTES,
            request_timeout_ms=10_000,
        )
        await asyncio.wait_for(self._producer.start(), BLOCKED_SECONDS)
        self.ready = True

    async def take(self, deliveries: Iterable[Delivery]) -> None:
        """Put records in their partitions' lanes; what a lane holds is written while more comes."""
        self._given = {one for one in self._given if not one.over}
        for delivery in deliveries:
            self._given.add(delivery)
            topics: defaultdict[str, list[int]] = defaultdict(list)
            for at, record in enumerate(delivery.records):
                topics[record.topic].append(at)
            for topic, several in topics.items():
                await self._sort(delivery, topic, several)

    async def _sort(self, delivery: Delivery, topic: str, several: Sequence[int]) -> None:
        try:
            number = len(await asyncio.wait_for(self._producer.partitions_for(topic), BLOCKED_SECONDS))
        except DOWN as error:
            for at in several:
                delivery.settle(at, unavailable(error))
            return
        parts = hashes([delivery.records[at].key for at in several]) % number
        for part, at in zip(parts.tolist(), several, strict=True):
            lane = self._lanes.get((topic, part))
            if lane is None:
                lane = self._lanes[topic, part] = deque()
                self._begin(self._flow(topic, part, lane))
            lane.append((delivery, at))

    async def _flow(self, topic: str, part: int, lane: _Lane) -> None:
        """Write what is in a lane, in as few batches as it fits in; what comes while one waits is written together."""
        while lane:
            batch, held = self._filled(lane)
            # Waits while another batch of this partition has still to be sent.
            acknowledged = await self._producer.send_batch(batch, topic, partition=part)
            self._begin(self._settled(acknowledged, held))
        del self._lanes[topic, part]

    def _filled(self, lane: _Lane) -> tuple[Any, Sequence[tuple[Delivery, int]]]:
        batch, held = self._producer.create_batch(), []
        while lane:
            delivery, at = lane[0]
            record = delivery.records[at]
            if batch.append(timestamp=None, key=record.key, value=record.value, headers=[*record.headers]) is None:
                break
            held.append(lane.popleft())
        return batch, held

    async def _settled(self, acknowledged: Any, held: Sequence[tuple[Delivery, int]]) -> None:
        written = await asyncio.wait_for(acknowledged, ACKNOWLEDGED_SECONDS)
        # A broker that was told twice, and has forgotten where it put it the first time, names no offset.
        known = written is not None and written.offset >= 0
        for number, (delivery, at) in enumerate(held):
            delivery.settle(at, Place(written.topic, written.partition, written.offset + number) if known else unavailable(KafkaError()))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = self.loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self.fail(error)

    def fail(self, error: BaseException) -> None:
        """Take nothing more."""
        self.ready, self.failed = False, self.failed or error
        self.woken.set()

    async def end(self) -> None:
        """Let what is under way come to its end, for a moment where the producer failed; then say of the rest that it may or may not be kept."""
        until = self.loop.time() + (ABANDON_SECONDS if self.failed else ACKNOWLEDGED_SECONDS)
        while self._tasks and self.loop.time() < until:
            await asyncio.wait({*self._tasks}, timeout=until - self.loop.time())
        self.ready = False
        for one in self._given:
            one.refuse(unavailable(self.failed or TimeoutError()))
        if self._producer is not None:
            # Left to itself it goes on trying, and does not stop before it has succeeded.
            self._producer.client.send = _ended
            for ended in (self._producer.stop, self._producer.client.close):
                with suppress(*DOWN):
                    await asyncio.wait_for(ended(), ABANDON_SECONDS)


async def _ended(*_: object, **__: object) -> Any:
    raise ProducerClosed
