"""The worker of the archive beside a real broker: it follows, goes on where it was, and writes nothing beside a ledger that is another."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
import pytest
from kafka import KafkaProducer

from hub.access.staff import ARCHIVE
from projections import ledger
from projections.archive.keeper import Differs, Keeper
from projections.archive.settings import ArchiveSettings
from projections.archive.verifier import Wrong, unbundle, verify
from projections.archive.worker import Worker
from tests.archive.made import KEY, SIGNER, tree_of
from tests.archive.program import BY_NAME, records
from tests.conftest import eventually
from tests.doors.conftest import Served

LOG, PART = "ledger.suggestion/6", 6


@pytest.fixture
def settings(served: Served, tmp_path: Path) -> ArchiveSettings:
    """An archive of its own beside the session's broker, in the name of the part that it is."""
    with closing(psycopg2.connect(served.settings.dsn())) as connection, connection, connection.cursor() as cursor:
        cursor.execute("TRUNCATE core.archive_head")
    client, dsn = served.settings.client(ARCHIVE.user), served.settings.dsn(ARCHIVE.role)
    return ArchiveSettings(client, dsn, tmp_path / "archive", tmp_path / "run", SIGNER, head_seconds=0.1)


@contextmanager
def running(settings: ArchiveSettings) -> Iterator[None]:
    worker = Worker(settings)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(worker.run()))
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(worker.end)
        thread.join()
        loop.close()


def sent(served: Served, values: list[bytes]) -> int:
    """Records written to the partition; the offset after them."""
    with closing(KafkaProducer(**served.settings.client(), acks="all")) as producer:
        return 1 + max(int(producer.send("ledger.suggestion", one, partition=PART).get(timeout=10).offset) for one in values)


def headed(settings: ArchiveSettings) -> int:
    """How many entries of the log stand under a head of all; none before there is one, or while one is written."""
    try:
        return verify(settings.folder, KEY).logs.get(LOG, 0)
    except Wrong:
        return 0


def test_the_worker_follows_the_ledger_and_goes_on_where_it_was(served: Served, settings: ArchiveSettings) -> None:
    # given records on the ledger, and more while the worker is away, and more when it is back
    end = sent(served, [b"\x00first", b"\x00second"])
    with running(settings):
        eventually(lambda: headed(settings) == end)
    end = sent(served, [b"\x00third"])
    with running(settings):
        eventually(lambda: headed(settings) == end)
        end = sent(served, [b"\x00fourth"])
        eventually(lambda: headed(settings) == end)
    # then they stand there in their order
    assert [one[8:] for one in unbundle((settings.folder / LOG / f"tile/entries/000.p/{end}").read_bytes())][-4:] == [
        b"\x00first", b"\x00second", b"\x00third", b"\x00fourth",
    ]  # fmt: skip


def test_a_ledger_that_is_another_stops_it_before_anything_is_written(served: Served, settings: ArchiveSettings) -> None:
    # given an archive whose ledger lost its tail and was written to since: as long as it, or longer
    made, _ = ledger.observe(settings.client, ledger.ARCHIVED)
    end = sent(served, [b"\x00another"])
    with closing(Keeper(settings.folder, settings.dsn, SIGNER)) as keeper:
        keeper.begin(made)
        keeper.take([records(BY_NAME[LOG], 0, end)], head=True)
    before = tree_of(settings.folder)
    # when the worker starts, then it ends, and says why
    with pytest.raises(Differs):
        asyncio.run(Worker(settings).run())
    assert '"ARCHIVE_DIFFERS"' in settings.progress.read_text()
    assert tree_of(settings.folder) == before
    # when the archive is longer than the ledger, then it waits, and says why
    with closing(Keeper(settings.folder, settings.dsn, SIGNER)) as keeper:
        keeper.take([records(BY_NAME[LOG], end, end + 1)], head=True)
    before = tree_of(settings.folder)
    with running(settings):
        eventually(lambda: '"ARCHIVE_AHEAD"' in settings.progress.read_text())
    assert tree_of(settings.folder) == before
