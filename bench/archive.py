"""The archive: how fast it catches up with a ledger, how far it is behind one that goes on, how fast it is verified."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, Final

import psutil
import psycopg2
from kafka import KafkaProducer

from bench import ground
from bench.federation import Record
from bench.row import Row, measured
from hub.settings import Settings
from projections.archive.verifier import HEADS, verify
from schemas.topics import LEDGER_PARTITIONS, ledger

LOOK_SECONDS: Final = 0.01
RATE: Final = 2_000
TICK_SECONDS: Final = 0.02
_STANDS: Final = f"SELECT count(*), coalesce(sum(size) FILTER (WHERE log <> '{HEADS}'), 0)::bigint FROM core.archive_head"  # noqa: S608 - a name of ours


def rows(settings: Settings, records: Sequence[Record], runs: int, seconds: int) -> list[Row]:
    """Rows `archive` (events/s by the clock), `archive-processor` (the same by the worker's processor time), `archive-memory`, `archive-octets` (on
    disk, an event), `archive-verify` (entries/s) of the ledger as it stands, and `archive-lag…` at 2,000 events a second after that.
    """
    clocks, processors, memory, checks = [], [], [], []
    number = ground.ends(settings)
    for _ in range(runs):
        _forget(settings)
        with _archiving(settings) as (process, cursor):
            begun, spent = _moment(process, cursor, 0)
            ended, more = _moment(process, cursor, number)
            clocks.append(number / (ended - begun))
            processors.append(number / max(0.01, more - spent))
            memory.append(ground.most(process.pid))
        checks.append(_verified(settings))
    with _archiving(settings) as (process, cursor):
        while (settings.folder.recall("archive") or {}).get("pid") != process.pid or settings.folder.recall("archive")["state"] == "starting":
            time.sleep(LOOK_SECONDS)
        lags = _paced(settings, records, seconds, cursor, number)
    octets = sum(one.stat().st_size for one in settings.folder.archive.rglob("*") if one.is_file()) / ground.ends(settings)
    return [
        measured("archive", clocks, "events/s"),
        measured("archive-processor", processors, "events/s"),
        measured("archive-verify", checks, "events/s"),
        measured("archive-memory", memory, "MB"),
        measured("archive-octets", [octets], "octets"),
        measured("archive-lag", [1000 * lags[len(lags) // 2]], "ms"),
        measured("archive-lag-p99", [1000 * lags[len(lags) * 99 // 100]], "ms"),
    ]


@contextmanager
def _archiving(settings: Settings) -> Iterator[tuple[psutil.Process, Any]]:
    with closing(psycopg2.connect(settings.dsn())) as connection, ground.worker(settings, "hub.workers.archive", "archive") as process:
        connection.autocommit = True
        yield process, connection.cursor()


def _forget(settings: Settings) -> None:
    """An archive that was never written."""
    with closing(psycopg2.connect(settings.dsn())) as connection, connection, connection.cursor() as cursor:
        cursor.execute("TRUNCATE core.archive_head")
    shutil.rmtree(settings.folder.archive, ignore_errors=True)


def _moment(process: psutil.Process, cursor: Any, size: int) -> tuple[float, float]:
    """When the archive has begun and has so many entries: the clock, and the worker's processor time until then."""
    while True:
        cursor.execute(_STANDS)
        ((logs, found),) = cursor.fetchall()
        if logs and found >= size:
            spent = process.cpu_times()
            return time.perf_counter(), spent.user + spent.system
        time.sleep(LOOK_SECONDS)


def _verified(settings: Settings) -> float:
    begun = time.perf_counter()
    entries = verify(settings.folder.archive, settings.signer.key).entries
    return entries / (time.perf_counter() - begun)


def _paced(settings: Settings, records: Sequence[Record], seconds: int, cursor: Any, before: int) -> list[float]:
    """From the broker's acknowledgement to a signed head, in seconds, sorted; of the last event of each tick."""
    topic, waiting, lags = ledger("activity"), dict[int, float](), list[float]()
    each, told, ticks = int(RATE * TICK_SECONDS), before, round(seconds / TICK_SECONDS)

    def written(_metadata: object, size: int) -> None:
        waiting[size] = time.perf_counter()

    with closing(KafkaProducer(**settings.client(), acks="all")) as producer:
        begun = time.perf_counter()
        for tick in range(ticks):
            for _ in range(each):
                sent = producer.send(topic, records[told % len(records)].value, partition=told % LEDGER_PARTITIONS["activity"])
                told += 1
            sent.add_callback(written, size=told)
            while time.perf_counter() < begun + (tick + 1) * TICK_SECONDS:
                _seen(cursor, waiting, lags)
                time.sleep(LOOK_SECONDS)
        while len(lags) < ticks:
            time.sleep(LOOK_SECONDS)
            _seen(cursor, waiting, lags)
    return sorted(lags)


def _seen(cursor: Any, waiting: dict[int, float], lags: list[float]) -> None:
    cursor.execute(_STANDS)
    ((_, found),) = cursor.fetchall()
    for size in [size for size in list(waiting) if size <= found]:
        lags.append(time.perf_counter() - waiting.pop(size))
