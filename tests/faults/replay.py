"""A clean replay: the ledger and the quarantine as the broker keeps them, played once into an empty database."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any, Final

import psycopg2
import psycopg2.extensions
from kafka import KafkaConsumer, TopicPartition

from projections import database, fold, verify, versions
from projections.append import append
from projections.ledger import TOPICS
from projections.records import Slice
from projections.verify import Fingerprint
from schemas.topics import FAMILIES, LEDGER_PARTITIONS
from tests.running import RunningHub

_NUMBER: Final = count()
_PARTITIONS: Final = (*(LEDGER_PARTITIONS[family] for family in FAMILIES), 1)


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


def rows(dsn: str, query: str) -> list[tuple[Any, ...]]:
    """Rows of a query."""
    connection = psycopg2.connect(dsn)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())
    finally:
        connection.close()


def replayed(hub: RunningHub) -> str:
    """Connection string of a new database beside the hub's, holding what the broker's records give when played once."""
    name = f"replay{next(_NUMBER)}"
    owner = psycopg2.connect(hub.settings.dsn())
    owner.autocommit = True
    owner.cursor().execute(f"DROP DATABASE IF EXISTS {name}")
    owner.cursor().execute(f"CREATE DATABASE {name} TEMPLATE template0 LOCALE 'C'")
    owner.close()
    dsn = hub.settings.dsn().replace("dbname=hub", f"dbname={name}")
    database.migrate(dsn)
    connection = database.connect(dsn)
    try:
        append(connection, _records(hub))
        fold.fold_once(connection)
    finally:
        connection.close()
    return dsn


def forgotten(hub: RunningHub, dsn: str) -> None:
    """Drops the database of a replay, so that many audits of a long ledger do not fill the disk."""
    owner = psycopg2.connect(hub.settings.dsn())
    owner.autocommit = True
    owner.cursor().execute(f"DROP DATABASE {psycopg2.extensions.parse_dsn(dsn)['dbname']}")
    owner.close()


def _records(hub: RunningHub) -> list[Slice]:
    """Every record, read from its beginning; offsets without a gap."""
    consumer = KafkaConsumer(**hub.settings.client(), enable_auto_commit=False, auto_offset_reset="earliest")
    places = {TopicPartition(topic, part): (number, part) for number, topic in enumerate(TOPICS) for part in range(_PARTITIONS[number])}
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
