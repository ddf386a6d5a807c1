"""What the machine allows at most: records fetched and nothing more, decoded and nothing more, their bytes read and nothing more."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition

from bench import ground
from bench.row import Row, measured
from hub.settings import Settings
from schemas.columns import decode_batch
from schemas.topics import FAMILIES, LEDGER_PARTITIONS, ledger

BATCH: Final = 8_000
FETCH_BYTES: Final = 4 << 20
SHARES: Final = {
    "gate": ("limit-fetch", "limit-decode"),
    "live": ("limit-fetch", "limit-decode", "limit-read"),
    "rebuild": ("limit-fetch", "limit-decode"),
}
"""Ours, and the limits of which each is told as a share; of `copy` the row of `live` tells."""


def rows(settings: Settings, runs: int) -> list[Row]:
    """Rows `limit-fetch`, `limit-decode` and `limit-read`, in events/s, of the ledger as it stands: its records fetched by the workers' client,
    decoded into columns by the workers' codec, and their bytes read from a file from beginning to end.
    """
    fetches, decodes, reads = [], [], []
    for _ in range(runs):
        begun = time.perf_counter()
        values = asyncio.run(_fetched(settings, ground.ends(settings)))
        fetches.append(len(values) / (time.perf_counter() - begun))
        decodes.append(_decoded(values))
        reads.append(_read(settings, values))
    return [
        measured("limit-fetch", fetches, "events/s"),
        measured("limit-decode", decodes, "events/s"),
        measured("limit-read", reads, "events/s"),
    ]


def shares(rows: Sequence[Row]) -> list[Row]:
    """Rows `<ours>-of-<limit>`: ours as a share of each limit that was measured in the same run."""
    by_name = {row.row: row for row in rows}
    return [
        Row(f"{ours}-of-{limit}", by_name[ours].value / by_name[limit].value, "of 1", limit, by_name[ours].value / by_name[limit].value)
        for ours, limits in SHARES.items()
        for limit in limits
        if ours in by_name and limit in by_name
    ]


async def _fetched(settings: Settings, number: int) -> list[bytes]:
    consumer = AIOKafkaConsumer(**settings.client(), enable_auto_commit=False, auto_offset_reset="earliest", max_partition_fetch_bytes=FETCH_BYTES)
    await consumer.start()
    consumer.assign([TopicPartition(ledger(family), part) for family in FAMILIES for part in range(LEDGER_PARTITIONS[family])])
    values: list[bytes] = []
    while len(values) < number:
        found = await consumer.getmany(timeout_ms=200)
        values += [one.value for several in found.values() for one in several]
    await consumer.stop()
    return values


def _decoded(values: Sequence[bytes]) -> float:
    begun = time.perf_counter()
    for at in range(0, len(values), BATCH):
        decode_batch(values[at : at + BATCH])
    return len(values) / (time.perf_counter() - begun)


def _read(settings: Settings, values: Sequence[bytes]) -> float:
    """The file lies in the memory of the system by then: what a disk would add is not measured."""
    file = settings.folder.run / "bench-octets"
    file.write_bytes(b"".join(values))
    begun = time.perf_counter()
    with file.open("rb", buffering=0) as octets:
        while octets.read(1 << 20):
            pass
    spent = time.perf_counter() - begun
    file.unlink()
    return len(values) / spent
