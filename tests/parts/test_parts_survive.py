"""Parts up, killed, up again with their data."""

from __future__ import annotations

import os
import signal
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

from hub.embedded import kafka, parts, process
from hub.embedded.parts import Parts

READY_AGAIN_SECONDS = 6


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A data folder whose parts are ended whatever the test did."""
    yield tmp_path / "hub"
    parts.stop(tmp_path / "hub")


def _write(running: Parts) -> None:
    admin = KafkaAdminClient(**running.client())
    admin.create_topics([NewTopic("kept", 1, 1)])
    admin.close()
    producer = KafkaProducer(**running.client(), acks="all")
    producer.send("kept", b"record").get(10)
    producer.close()
    with psycopg2.connect(running.dsn(database="postgres")) as connection:
        connection.cursor().execute("CREATE TABLE kept AS SELECT 'row' AS word")


def _read(running: Parts) -> tuple[list[bytes], list[str]]:
    consumer = KafkaConsumer(**running.client(), enable_auto_commit=False)
    place = TopicPartition("kept", 0)
    consumer.assign([place])
    consumer.seek_to_beginning(place)
    records = [record.value for batch in consumer.poll(10_000).values() for record in batch]
    consumer.close()
    with psycopg2.connect(running.dsn(database="postgres")) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT word FROM kept")
        return records, [word for (word,) in cursor.fetchall()]


def _kill(running: Parts) -> None:
    for name in ("kafka", "postgres"):
        pid, start = running.folder.recall(name)
        os.kill(pid, signal.SIGKILL)
        process.until(lambda pid=pid, start=start: not process.alive((pid, start)), 10, name)  # type: ignore[misc]


@pytest.mark.alone
def test_data_survive_a_kill_of_everything_and_the_second_start_is_quick(root: Path) -> None:
    # given both parts with a record and a row that were acknowledged
    running = parts.start(root)
    _write(running)
    # when every process is killed and the parts are started again
    _kill(running)
    begun = time.monotonic()
    again = parts.start(root)
    taken = time.monotonic() - begun
    # then the data are there, the addresses are the same, and it was quick
    assert _read(again) == ([b"record"], ["row"])
    assert (again.kafka_port, again.postgres_port) == (running.kafka_port, running.postgres_port)
    assert taken < READY_AGAIN_SECONDS


def test_no_secret_is_guessed_or_shared(root: Path) -> None:
    # given two data folders
    first, second = parts.locate(root), parts.locate(root.parent / "other")
    # when the secrets of both are drawn
    secrets = {running.folder.secret("postgres-hub_owner") for running in (first, second)}
    # then they differ, and only their owner reads them
    assert len(secrets) == 2
    mode = (root / "secrets" / "postgres-hub_owner").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_strangers_are_refused(root: Path) -> None:
    # given running parts
    running = parts.start(root)
    # when someone signs in with a guessed password
    wrong = running.dsn(database="postgres").replace(running.folder.secret("postgres-hub_owner"), "postgres")
    # then the database refuses him, and the broker too
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(wrong)
    assert not kafka.answers(running.bootstrap, "guess")


def test_a_used_process_id_of_another_is_never_ended() -> None:
    # given our own process id with another start time
    stranger = (os.getpid(), 1)
    # when it is to be ended
    process.end(stranger, signal.SIGKILL, 0)
    # then we are still here
    assert not process.alive(stranger)
