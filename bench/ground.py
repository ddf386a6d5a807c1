"""What every measurement stands on: an empty hub's broker and database, records on its topics, and clocks."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import psutil
from aiokafka import AIOKafkaProducer
from kafka import KafkaConsumer, TopicPartition

from bench.federation import Record
from hub.settings import Settings
from hub.supervisor import bringup
from schemas.topics import FAMILIES, LEDGER_PARTITIONS, ledger

BATCH_BYTES: Final = 900_000


def prepared(root: Path) -> Settings:
    """An empty hub's parts in a folder, running: topics and tables made, no worker."""
    settings = Settings(data=root)
    settings.prepare()
    bringup.bring_up(settings)
    return settings


def fill(settings: Settings, records: Sequence[Record]) -> float:
    """Write whole records to the ledger topics as the gate does, in whole batches; seconds until all are acknowledged."""
    held: dict[tuple[str, int], list[Record]] = {}
    for one in records:
        held.setdefault((ledger(one.family), crc32(one.key) % LEDGER_PARTITIONS[one.family]), []).append(one)
    return asyncio.run(write(settings.client(), held))


async def write(client: Mapping[str, str], held: Mapping[tuple[str, int], Sequence[Record]]) -> float:
    """Write records to these topics and partitions, in whole batches; seconds until all are acknowledged."""
    producer = AIOKafkaProducer(**client, acks="all", enable_idempotence=True, compression_type="zstd", max_batch_size=BATCH_BYTES)
    await producer.start()
    begun = time.perf_counter()
    try:
        sent = [
            await producer.send_batch(batch, topic, partition=part)
            for (topic, part), records in held.items()
            for batch in _batches(producer, records)
        ]
        await asyncio.gather(*sent)
    finally:
        await producer.stop()
    return time.perf_counter() - begun


def _batches(producer: AIOKafkaProducer, records: Sequence[Record]) -> Iterator[Any]:
    now, batch = time.time_ns() // 1_000_000, producer.create_batch()
    for one in records:
        if batch.append(key=one.key, value=one.value, timestamp=now) is None:
            yield batch
            batch = producer.create_batch()
            batch.append(key=one.key, value=one.value, timestamp=now)
    yield batch


def ends(settings: Settings) -> int:
    """Records on the ledger."""
    consumer = KafkaConsumer(**settings.client(), enable_auto_commit=False)
    places = [TopicPartition(ledger(family), part) for family in FAMILIES for part in range(LEDGER_PARTITIONS[family])]
    found = consumer.end_offsets(places)
    consumer.close()
    return int(sum(found.values()))


@contextmanager
def worker(settings: Settings, module: str, name: str) -> Iterator[psutil.Process]:
    """A worker of the hub as a process of its own; ended at the end."""
    log = settings.folder.logs / f"bench-{name}.log"
    environment = {**os.environ, "HUB_DATA": str(settings.folder.root)}
    with log.open("ab") as out:
        process = subprocess.Popen([sys.executable, "-m", module, name], stdout=out, stderr=out, env=environment)
    try:
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def most(process: int) -> float:
    """The most resident memory that a process has ever had, in MB, as Linux remembers it."""
    return _status(process, "VmHWM")


def resident(process: int) -> float:
    """The resident memory of a process, in MB."""
    return _status(process, "VmRSS")


def _status(process: int, name: str) -> float:
    (kib,) = (line.split()[1] for line in Path(f"/proc/{process}/status").read_text("ascii").splitlines() if line.startswith(name))
    return int(kib) * 1024 / 1e6


class Peak:
    """The largest resident memory seen of a process, in MB."""

    def __init__(self, process: psutil.Process) -> None:
        """Nothing is seen yet."""
        self._process = process
        self.megabytes = 0.0

    def look(self) -> None:
        """Look once."""
        self.megabytes = max(self.megabytes, self._process.memory_info().rss / 1e6)


def rate(positions: Callable[[], tuple[int, int]], goal: int, look: Callable[[int], None], seconds: float = 600.0) -> float:
    """Events a second until the second position reaches the goal, timed from the first sight of the first position above zero.

    `look` is called with the second position again and again.

    What the first position shows at first sight is not counted, though the second has still to take it: the rate is no larger
    than the truth. Raises TimeoutError when the goal is not reached in time, ValueError when there was too little to time.
    """
    begun: tuple[float, int] | None = None
    deadline = time.monotonic() + seconds
    while (at := positions())[1] < goal:
        look(at[1])
        if begun is None and at[0] > 0:
            begun = (time.perf_counter(), at[0])
        if time.monotonic() > deadline:
            raise TimeoutError(f"{at} of {goal}")
        time.sleep(0.02)
    if begun is None or begun[1] >= goal:
        raise ValueError(f"{goal} events came in one step")
    return (goal - begun[1]) / (time.perf_counter() - begun[0])
