"""How long an event takes from its publisher to a view, at several paces."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import psycopg2
from aiokafka import AIOKafkaProducer

from bench.federation import Record
from bench.row import Row, measured
from hub.settings import Settings
from schemas import codec
from schemas.topics import INBOX_PARTITIONS, SOURCE_HEADER, inbox

RATES: Final = (200, 500, 2_000, 10_000)
"""Events a second; at 500 the rows bear no pace in their name."""
PLAIN: Final = 500
MOST: Final = 100_000
"""Events of one run at most: at the fastest pace it lasts as long as that takes."""
TICKS: Final = 500
"""Times a second at most that something is handed over: what is faster comes in batches, as it does from a door."""
_VISIBLE: Final = "SELECT family, part, off FROM core.view_position JOIN core.view_version USING (version) WHERE live"
_PLACES: Final = "SELECT id, family, part, off FROM core.event WHERE id = ANY (%s)"


def rows(settings: Settings, records: Sequence[Record], seconds: int, runs: int, rates: Sequence[int] = RATES) -> list[Row]:
    """Rows `latency-p50`, `latency-p99` and `latency-<pace>-…` in ms: from handing events to the broker until a view's position has passed them.

    Each run publishes events of its own for `seconds`; medians of the runs' percentiles. Raises ValueError where there are too few records.
    """
    slices = _slices([one for one in records if not one.damaged], seconds, runs, rates)
    rows = []
    for rate in rates:
        found = [percentiles(settings, next(slices), rate) for _ in range(runs)]
        name = "latency" if rate == PLAIN else f"latency-{rate}"
        rows += [measured(f"{name}-{percent}", [one[at] for one in found], "ms") for at, percent in enumerate(("p50", "p99"))]
    return rows


def _slices(whole: Sequence[Record], seconds: int, runs: int, rates: Sequence[int]) -> Iterator[Sequence[Record]]:
    """Events of its own for each run at each pace. Raises ValueError where there are too few."""
    at = 0
    for rate in rates:
        for _ in range(runs):
            number = min(rate * seconds, MOST)
            if at + number > len(whole):
                raise ValueError(f"{len(whole)} records are too few for {rates} a second")
            yield whole[at : at + number]
            at += number


def percentiles(settings: Settings, records: Sequence[Record], rate: int) -> list[float]:
    """How long these events took, handed over at a rate: 50th and 99th percentile (ms). Raises AssertionError when one was never visible."""
    watch = _Watch(settings.dsn())
    watch.start()
    sent = asyncio.run(_paced(settings.client(), records, rate))
    waits = watch.waits(sent)
    assert len(waits) == len(sent), f"{len(waits)} of {len(sent)} became visible"
    return [float(one) for one in np.percentile(waits, (50, 99))]


async def _paced(client: Mapping[str, Any], records: Sequence[Record], rate: int) -> Mapping[str, float]:
    """Hand records to the broker as the doors do, a batch each tick; id → when (seconds)."""
    producer = AIOKafkaProducer(**client, acks="all", enable_idempotence=True, linger_ms=0)
    await producer.start()
    sent: dict[str, float] = {}
    ids = [codec.decode(one.value)["id"] for one in records]
    many = max(1, rate // TICKS)
    begun, waiting = time.perf_counter(), []
    try:
        for tick, at in enumerate(range(0, len(records), many)):
            if (early := begun + at / rate - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            # Of what is handed over twice the first time counts.
            now = time.perf_counter()
            for name in ids[at : at + many]:
                sent.setdefault(name, now)
            waiting += await _handed(producer, records[at : at + many], tick % INBOX_PARTITIONS)
        await asyncio.gather(*waiting)
    finally:
        await producer.stop()
    return sent


async def _handed(producer: AIOKafkaProducer, records: Sequence[Record], part: int) -> list[Any]:
    waiting = []
    for family in dict.fromkeys(one.family for one in records):
        batch = producer.create_batch()
        for one in records:
            if one.family == family:
                kept = batch.append(key=one.key, value=one.value, timestamp=None, headers=[(SOURCE_HEADER, one.source.encode())])
                assert kept is not None, "a batch of one tick is too large"
        batch.close()
        waiting.append(await producer.send_batch(batch, inbox("county", family), partition=part))
    return waiting


class _Watch(threading.Thread):
    """Looks at the views' positions every few milliseconds and remembers when each was first seen."""

    def __init__(self, dsn: str) -> None:
        """Of a database; nothing is seen yet."""
        super().__init__(daemon=True)
        self._connection = psycopg2.connect(dsn)
        self._connection.autocommit = True
        self._seen: dict[tuple[int, int], list[tuple[int, float]]] = {}
        self._ended = threading.Event()

    def run(self) -> None:
        """Look until told to end."""
        while not self._ended.is_set():
            self._look()
            time.sleep(0.002)

    def _look(self) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(_VISIBLE)
            now = time.perf_counter()
            for family, part, off in cursor.fetchall():
                steps = self._seen.setdefault((family, part), [])
                if not steps or steps[-1][0] < off:
                    steps.append((off, now))

    def waits(self, sent: Mapping[str, float], patience: float = 30.0) -> list[float]:
        """Milliseconds until each of these events was visible, once all of them are."""
        deadline = time.monotonic() + patience
        while len(found := self._waits(sent)) < len(sent) and time.monotonic() < deadline:
            time.sleep(0.2)
        self._ended.set()
        self.join()
        return found

    def _waits(self, sent: Mapping[str, float]) -> list[float]:
        connection = psycopg2.connect(self._connection.dsn, password=self._connection.info.password)
        with connection, connection.cursor() as cursor:
            cursor.execute(_PLACES, (list(sent),))
            places: dict[str, tuple[int, int, int]] = {}
            for name, family, part, off in sorted(cursor.fetchall(), key=lambda one: -one[3]):
                places[name] = (family, part, off)
        connection.close()
        found = []
        for name, (family, part, off) in places.items():
            moment = next((when for upto, when in list(self._seen.get((family, part), ())) if upto > off), None)
            if moment is not None:
                found.append((moment - sent[name]) * 1000)
        return found
