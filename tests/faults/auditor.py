"""Judges a hub after a fault by what was acknowledged to its publishers, by the ledger, and by a clean replay of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

import psycopg2
from kafka import KafkaConsumer, TopicPartition

from projections import database, fold, verify, versions
from projections.append import append
from projections.records import Slice
from projections.verify import Fingerprint
from schemas.topics import FAMILIES, LEDGER_PARTITIONS, ledger
from tests.running import RunningHub

_NUMBER = count()


def nothing_lost(hub: RunningHub, acknowledged: Iterable[Mapping[str, Any]]) -> None:
    """Every event that was acknowledged is in the ledger index."""
    kept = set(hub.sql("SELECT DISTINCT source, id FROM core.event"))
    missing = [one for event in acknowledged if (one := (event["source"], event["id"])) not in kept]
    assert missing == []


def positions_are_exact(hub: RunningHub) -> None:
    """Each stored position is one after the last record of its partition, and no record before it is absent."""
    wrong = hub.sql(
        """
        SELECT p.family, p.part, p.off, count(one.off), max(one.off)
        FROM core.position AS p
        LEFT JOIN (SELECT family, part, off FROM core.event UNION ALL SELECT family, part, off FROM core.unreadable) AS one
            ON p.family = one.family AND p.part = one.part
        WHERE p.family < %(families)s
        GROUP BY p.family, p.part, p.off
        HAVING count(one.off) <> p.off OR count(DISTINCT one.off) <> p.off OR coalesce(max(one.off) + 1, 0) <> p.off
        """,
        {"families": len(FAMILIES)},
    )
    assert wrong == []


def equals_a_clean_replay(hub: RunningHub) -> None:
    """The live views are, row for row and recorded day for recorded day, what the ledger gives when it is played once into an empty database."""
    live, replayed = fingerprints(hub.settings.dsn()), _replay(hub)
    assert verify.differing(live, replayed) == []


def fingerprints(dsn: str) -> Mapping[str, Fingerprint]:
    """Fingerprints of the live version."""
    connection = database.connect(dsn)
    try:
        with connection, connection.cursor() as cursor:
            version = versions.live(cursor)
            assert version is not None
            return verify.fingerprints(cursor, version)
    finally:
        connection.close()


def _replay(hub: RunningHub) -> Mapping[str, Fingerprint]:
    name = f"replay{next(_NUMBER)}"
    owner = psycopg2.connect(hub.settings.dsn())
    owner.autocommit = True
    owner.cursor().execute(f"CREATE DATABASE {name} TEMPLATE template0 LOCALE 'C'")
    owner.close()
    dsn = hub.settings.dsn().replace("dbname=hub", f"dbname={name}")
    database.migrate(dsn)
    connection = database.connect(dsn)
    try:
        append(connection, _ledger(hub))
        fold.fold_once(connection)
    finally:
        connection.close()
    return fingerprints(dsn)


def _ledger(hub: RunningHub) -> list[Slice]:
    """Every record of the ledger, read from its beginning."""
    consumer = KafkaConsumer(**hub.settings.client(), enable_auto_commit=False, auto_offset_reset="earliest")
    places = {
        TopicPartition(ledger(family), part): (number, part) for number, family in enumerate(FAMILIES) for part in range(LEDGER_PARTITIONS[family])
    }
    consumer.assign(list(places))
    ends = consumer.end_offsets(list(places))
    taken: dict[TopicPartition, list[Any]] = {place: [] for place in places}
    while any(len(taken[place]) < ends[place] for place in places):
        for place, records in consumer.poll(500).items():
            taken[place] += records
    consumer.close()
    slices = []
    for place, (family, part) in places.items():
        records = taken[place][: ends[place]]
        assert [record.offset for record in records] == list(range(ends[place]))
        slices.append(Slice(family, part, 0, [record.timestamp for record in records], [record.value for record in records]))
    return slices
