"""How fast a worker appends and folds a ledger into all views, exactly; beside COPY of the same rows into one bare table."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Final

import psycopg2
from psycopg2.extensions import parse_dsn

from bench import ground
from bench.federation import Record
from bench.row import Row, against, measured
from hub.settings import Settings
from hub.supervisor import bringup
from projections.rebuild import rebuild
from projections.statistics import Question, ask

WORKER: Final = "hub.workers.projection"
_POSITIONS: Final = """
SELECT
    (SELECT coalesce(sum(off), 0) FROM core.position WHERE family < 3),
    (SELECT coalesce(sum(off), 0) FROM core.view_position JOIN core.view_version USING (version) WHERE live)
"""
_COPY_BACK: Final = "COPY bench_copy FROM %s (FORMAT binary)"


def rows(settings: Settings, records: Sequence[Record], runs: int) -> list[Row]:
    """Rows `copy`, `live` (events/s), `live-memory-half` and `live-memory` (MB), on a ledger that holds `records` already.

    The ratio of the last to the one before says whether memory grows with history.
    """
    rates, copies, halves, memory = [], [], [], []
    for _ in range(runs):
        empty(settings)
        rate, half, megabytes = fold_all(settings)
        check(settings, matters(records))
        rates.append(rate)
        halves.append(half)
        memory.append(megabytes)
        copies.append(copied(settings))
    limit, half_way = measured("copy", copies, "events/s"), measured("live-memory-half", halves, "MB")
    return [limit, against(measured("live", rates, "events/s"), limit), half_way, against(measured("live-memory", memory, "MB"), half_way)]


def beside(settings: Settings, records: Sequence[Record], runs: int, bare: Sequence[Row], name: str, workers: int = 1) -> Row:
    """A row (events/s) of folding the ledger as it stands by so many workers, beside `live` among `bare`."""
    rates = []
    for _ in range(runs):
        empty(settings)
        rate, _, _ = fold_all(settings, workers=workers)
        check(settings, matters(records))
        rates.append(rate)
    (limit,) = (row for row in bare if row.row == "live")
    return against(measured(name, rates, "events/s"), limit)


def empty(settings: Settings) -> None:
    """A new database in the place of the old one; the ledger stays."""
    words = parse_dsn(settings.dsn())
    connection = psycopg2.connect(**{**words, "dbname": "postgres"})
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{words["dbname"]}" WITH (FORCE)')
    connection.close()
    bringup.bring_up(settings)


def fold_all(settings: Settings, before: int = 0, workers: int = 1) -> tuple[float, float, float]:
    """Workers from the first `before` events to the end of the ledger: events a second, peak memory in MB of the first worker to the half of that and
    to its end.

    Counted is steady folding: from the first append that is seen to the commit of the last fold, so neither the start of the process
    nor joining the group, but the last fold's tail. What was appended before the first look is not counted, its folding is.
    """
    goal, connection = ground.ends(settings) - before, psycopg2.connect(settings.dsn())
    connection.autocommit = True

    def positions() -> tuple[int, int]:
        with connection.cursor() as cursor:
            cursor.execute(_POSITIONS)
            ((appended, folded),) = cursor.fetchall()
            return int(appended) - before, int(folded) - before

    try:
        with ExitStack() as running:
            process, *_ = [running.enter_context(ground.worker(settings, WORKER, f"projection-{number}")) for number in range(workers)]
            peak = ground.Peak(process)
            half = ground.Peak(process)

            def look(folded: int) -> None:
                peak.look()
                if folded <= goal // 2:
                    half.look()

            return ground.rate(positions, goal, look), half.megabytes, peak.megabytes
    finally:
        connection.close()


def matters(records: Sequence[Record]) -> int:
    """How many matters these records tell of."""
    return len({one.key for one in records if one.family == "suggestion"})


def check(settings: Settings, number: int) -> None:
    """The nation's figure is the number of matters that were drawn. Raises AssertionError: a rate of wrong figures is none."""
    connection = psycopg2.connect(settings.dsn())
    try:
        (row,) = ask(connection, Question(("suggestions.consolidated",), "00")).rows
    finally:
        connection.close()
    assert row.n == number, f"{row.n} matters of {number}"


def rebuilt(settings: Settings, runs: int) -> Row:
    """Row `rebuild`: events a second from the index into a new version of all views, compared and switched to.

    Raises Differs when the version made anew differs: a rate of wrong views is none.
    """
    goal, rates = ground.ends(settings), []
    for _ in range(runs):
        begun = time.perf_counter()
        made = rebuild(settings.dsn(), lambda *_: None)
        rates.append(goal / (time.perf_counter() - begun))
        assert made.compared
    return measured("rebuild", rates, "events/s")


def copied(settings: Settings) -> float:
    """Rows a second of COPY of the ledger index's rows into a table without indexes."""
    file = settings.folder.root / "postgres" / "bench-copy.bin"
    connection = psycopg2.connect(settings.dsn())
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("COPY (SELECT * FROM core.event) TO %s (FORMAT binary)", (str(file),))
            cursor.execute("CREATE TABLE IF NOT EXISTS bench_copy (LIKE core.event)")
        with connection, connection.cursor() as cursor:
            cursor.execute("TRUNCATE bench_copy")
            begun = time.perf_counter()
            cursor.execute(_COPY_BACK, (str(file),))
            number = cursor.rowcount
        spent = time.perf_counter() - begun
        with connection, connection.cursor() as cursor:
            cursor.execute("DROP TABLE bench_copy")
    finally:
        connection.close()
        file.unlink(missing_ok=True)
    return number / spent
