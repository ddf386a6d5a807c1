"""A whole hub under the stopwatch: what the HTTP door takes, and how long an event takes from its publisher to a view, how long the demo."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx
import numpy as np
import psycopg2
from aiokafka import AIOKafkaProducer

from bench import federation, ground
from bench.federation import Record
from bench.row import Row, against, measured
from bench.tree import Tree
from hub.settings import Settings
from hub.supervisor import control
from schemas import codec
from schemas.topics import INBOX_PARTITIONS, SOURCE_HEADER, inbox

BATCH: Final = 500
CLIENTS: Final = 2
RATE: Final = 500
_BATCH_TYPE: Final = "application/cloudevents-batch+json"
_VISIBLE: Final = "SELECT family, part, off FROM core.view_position JOIN core.view_version USING (version) WHERE live"
_PLACES: Final = "SELECT id, family, part, off FROM core.event WHERE id = ANY (%s)"


@contextmanager
def hub(root: Path, tree: Tree) -> Iterator[tuple[Settings, Mapping[str, str]]]:
    """A running hub that knows a federation; its settings and its addresses."""
    settings = Settings(data=root)
    found = control.up(settings)
    try:
        facts = federation.reference(tree)
        with httpx.Client(base_url=found["http"], headers=_headers(found["token"]), timeout=60) as client:
            for at in range(0, len(facts), BATCH):
                client.post("/v1/events?wait=30", content=json.dumps(facts[at : at + BATCH])).raise_for_status()
        yield settings, found
    finally:
        control.down(settings)


def _headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Content-Type": _BATCH_TYPE}


def ingest(found: Mapping[str, str], records: Sequence[Record], runs: int) -> Row:
    """Row `http-ingest`: events a second in batches of 500 by two clients, counted when the broker has acknowledged them."""
    source = records[0].source
    with httpx.Client(base_url=found["http"], headers={"Authorization": f"Bearer {found['token']}"}, timeout=60) as client:
        # The federation's own fact about the source has no secret: a second one, of the administrator's office, has.
        answer = client.post("/v1/sources", json={"source": source, "region": source.split("/")[2], "families": ["activity", "suggestion"]})
        token = answer.raise_for_status().json()["token"]
    events = [codec.decode(one.value) for one in records if one.source == source and not one.damaged]
    bodies = [json.dumps(events[at : at + BATCH]).encode() for at in range(0, len(events), BATCH)]
    return measured("http-ingest", [_posted(found["http"], token, bodies, len(events)) for _ in range(runs)], "events/s")


def _posted(address: str, token: str, bodies: Sequence[bytes], number: int) -> float:
    with httpx.Client(base_url=address, headers=_headers(token), timeout=60) as client, ThreadPoolExecutor(CLIENTS) as pool:
        begun = time.perf_counter()
        for answer in pool.map(lambda body: client.post("/v1/events", content=body), bodies):
            answer.raise_for_status()
        return number / (time.perf_counter() - begun)


def latency(settings: Settings, records: Sequence[Record], seconds: int, runs: int) -> list[Row]:
    """Rows `latency-p50` and `latency-p99` in ms: from handing 500 events a second to the broker until a view's position has passed them.

    Each run publishes events of its own for `seconds`; medians of the runs' percentiles.
    """
    whole = [one for one in records if not one.damaged]
    found = [_percentiles(settings, whole[at * RATE * seconds : (at + 1) * RATE * seconds]) for at in range(runs)]
    return [measured(f"latency-{name}", [one[at] for one in found], "ms") for at, name in enumerate(("p50", "p99"))]


def _percentiles(settings: Settings, records: Sequence[Record]) -> list[float]:
    watch = _Watch(settings.dsn())
    watch.start()
    sent = asyncio.run(_paced(settings.client(), records))
    waits = watch.waits(sent)
    assert len(waits) == len(sent), f"{len(waits)} of {len(sent)} became visible"
    return [float(one) for one in np.percentile(waits, (50, 99))]


def memory(settings: Settings) -> dict[str, float]:
    """By row name the most memory that the door (`http-memory`), the judge of the feeds (`feeds-memory`) and the watch of deadlines
    (`deadlines-memory`) ever had, in MB.
    """
    return {f"{name}-memory": ground.most(int(settings.folder.recall(f"worker-{name}")[0])) for name in ("http", "feeds", "deadlines")}


def grown(before: Mapping[str, float], after: Mapping[str, float]) -> list[Row]:
    """Rows of memory: what it was earlier, as a limit, and what it is now."""
    early = {name: measured(f"{name}-early", [value], "MB") for name, value in before.items()}
    return [row for name, limit in early.items() for row in (limit, against(measured(name, [after[name]], "MB"), limit))]


def demo(root: Path, runs: int) -> Row:
    """Row `demo`: seconds of `hub demo --once` in an empty folder, from the command to its end. Raises CalledProcessError when a figure disagrees."""
    seconds = []
    for number in range(runs):
        begun = time.perf_counter()
        command = [sys.executable, "-c", "from hub.cli.main import main; main()", "demo", "--once"]
        subprocess.run(command, env={**os.environ, "HUB_DATA": str(root / str(number))}, check=True, capture_output=True)
        seconds.append(time.perf_counter() - begun)
    return measured("demo", seconds, "s")


async def _paced(client: Mapping[str, Any], records: Sequence[Record]) -> Mapping[str, float]:
    """Hand records to the broker as the doors do, one every 2 ms; id → when (seconds)."""
    producer = AIOKafkaProducer(**client, acks="all", enable_idempotence=True, linger_ms=0)
    await producer.start()
    sent: dict[str, float] = {}
    ids = [codec.decode(one.value)["id"] for one in records]
    begun = time.perf_counter()
    try:
        for at, one in enumerate(records):
            if (early := begun + at / RATE - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            sent[ids[at]] = time.perf_counter()
            headers = [(SOURCE_HEADER, one.source.encode())]
            await producer.send(inbox("county", one.family), one.value, one.key, partition=at % INBOX_PARTITIONS, headers=headers)
    finally:
        await producer.stop()
    return sent


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
