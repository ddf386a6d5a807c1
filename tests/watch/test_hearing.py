"""What was heard of a source is counted exactly once, and the gaps in its own numbers are seen."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import psycopg2
import pytest
from psycopg2 import extensions

from hub.watch import hearing
from hub.watch.hearing import hear

SOURCES = hearing._QUERIES.joinpath("sources.sql").read_text("utf-8")
INSERT = """
INSERT INTO core.event (family, part, off, plain, recorded, rday, ident, source, id, type, object, time, day, unit, level, region,
    sequence, data, raw)
VALUES (1, %(part)s, %(off)s, TRUE, '2026-03-01', '2026-03-01', gen_random_uuid(), %(source)s, %(off)s::text, 'cn.npc.activity.held.v1', 'o',
    '2026-03-01', '2026-03-01', 'u', 'town', 'r', %(sequence)s, '{}', '')
"""
POSITION = """
INSERT INTO core.position (family, part, off) VALUES (1, %(part)s, %(off)s)
ON CONFLICT (family, part) DO UPDATE SET off = excluded.off
"""


class Ledger:
    """Records of one source in some partitions, as the index has them."""

    def __init__(self, connection: extensions.connection) -> None:
        self.connection, self.offsets = connection, dict.fromkeys(range(8), 0)

    def write(self, sequences: Iterable[object], part: int = 0, source: str = "//4206/a") -> None:
        with self.connection, self.connection.cursor() as cursor:
            for sequence in sequences:
                words = {"part": part, "off": self.offsets[part], "source": source, "sequence": None if sequence is None else str(sequence)}
                cursor.execute(INSERT, words)
                self.offsets[part] += 1
            cursor.execute(POSITION, {"part": part, "off": self.offsets[part]})

    def heard(self) -> dict[str, tuple[int, int]]:
        with self.connection, self.connection.cursor() as cursor:
            cursor.execute(SOURCES)
            return {source: (events, missing) for source, events, _, _, missing, *_ in cursor.fetchall()}


@pytest.fixture
def ledger(database: str) -> Iterable[Ledger]:
    connection = psycopg2.connect(database)
    yield Ledger(connection)
    connection.close()


def test_gaps_are_numbers_that_never_came_in_any_partition(ledger: Ledger) -> None:
    # given numbers 1 to 10 without 4 and 7, in two partitions and out of order, some twice, some without a number
    ledger.write([9, 1, 2, 3, 3, None], part=0)
    ledger.write([10, 5, 8, 6, "x7", "99999999999999999999"], part=1)
    # when they are heard
    assert hear(ledger.connection)
    # then two are missing, and when one of them comes late only one
    assert ledger.heard() == {"//4206/a": (12, 2)}
    ledger.write([4])
    assert hear(ledger.connection)
    assert ledger.heard() == {"//4206/a": (13, 1)}


def test_each_record_is_heard_once_however_it_is_cut(ledger: Ledger) -> None:
    # given records of two sources in three partitions
    for part in range(3):
        ledger.write(range(part, 60, 3), part)
    ledger.write([None] * 5, 2, "//42/b")
    # when they are heard seven at a time, and again when there is nothing new
    while hear(ledger.connection, 7):
        pass
    assert not hear(ledger.connection)
    # then each counts once
    assert ledger.heard() == {"//4206/a": (60, 0), "//42/b": (5, 0)}


def test_only_one_watcher_hears_at_a_time(ledger: Ledger, database: str) -> None:
    # given another watcher in the middle of hearing
    ledger.write([1])
    other = psycopg2.connect(database)
    other.cursor().execute("SELECT pg_advisory_xact_lock(%s)", (hearing.LOCK,))
    # when this one wants to hear, then it leaves it to the other, until that is gone
    assert not hear(ledger.connection)
    other.rollback()
    assert hear(ledger.connection)


def test_a_source_with_endless_gaps_stays_small(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    # given a source that numbers by twos, and room for ten ranges
    monkeypatch.setattr(hearing, "MOST_RANGES", 10)
    ledger.write(itertools.islice(itertools.count(0, 2), 40))
    # when it is heard
    assert hear(ledger.connection)
    # then the gaps are still counted, and few ranges are kept
    assert ledger.heard() == {"//4206/a": (40, 39)}
    with ledger.connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM unnest(numbers)) FROM core.heard")
        assert cursor.fetchall() == [(5,)]
