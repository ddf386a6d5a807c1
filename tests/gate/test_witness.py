"""The database as a witness: the gate stops, loudly, rather than write a second meaning or a time of the future."""

from pathlib import Path

import psycopg2
import pytest

from schemas import codec
from schemas.errors import Unavailable
from streams.witness import Witness
from tests.archive.made import Archive, entry
from tests.conftest import eventually
from tests.cutting import Proxy, before_kafka
from tests.gate.desk import Desk
from tests.streams.world import assigned


def move(dsn: str, off: int) -> None:
    connection = psycopg2.connect(dsn)
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core.position (family, part, off) VALUES (2, 3, %s) ON CONFLICT (family, part) DO UPDATE SET off = excluded.off", (off,)
        )
    connection.close()


def test_positions_and_clock_are_read(database: str) -> None:
    witness = Witness(database)
    move(database, 17)
    assert witness.positions()["ledger.suggestion", 3] == 17
    assert witness.clock() > 1_700_000_000_000
    witness.close()


def test_the_archive_is_a_witness_too(database: str, tmp_path: Path) -> None:
    # given a database that has read some partitions, and an archive of others and of more
    move(database, 17)
    folder = Archive().add("ledger.suggestion/3", [entry(0)] * 18).add("quarantine", [entry(0)] * 2).lay(tmp_path)
    witness = Witness(database, folder)
    # then each partition reached as far as either says
    known = witness.positions()
    assert (known["ledger.suggestion", 3], known["quarantine", 0], known["ledger.reference", 0]) == (18, 2, 0)
    move(database, 19)
    assert witness.positions()["ledger.suggestion", 3] == 19
    # and a checkpoint that says nothing is no reason to write on, as none at all is
    (folder / "quarantine/checkpoint").write_text("hub.example/quarantine\n")
    with pytest.raises(Unavailable):
        witness.positions()
    assert "quarantine" not in {topic for topic, _ in Witness(database, tmp_path / "none").positions()}
    witness.close()


def test_with_a_database_that_agrees_the_gate_writes(desk: Desk, database: str) -> None:
    event = assigned()
    with desk.worker(dsn=database):
        desk.say(event)
        desk.lands(event)


def test_a_ledger_that_ends_before_what_was_read_of_it_is_not_written_on(desk: Desk, database: str) -> None:
    move(database, 1_000_000_000)
    event = assigned()
    desk.say(event)
    with desk.worker(dsn=database) as worker:
        assert worker.process.wait(30) == 1
        assert "1000000000" in worker.log()
    assert (event["source"], event["id"]) not in desk.accepted()
    move(database, 0)
    with desk.worker(dsn=database):
        desk.lands(event)


def test_after_a_reconnect_nothing_is_written_before_the_ledger_reaches_what_was_read_of_it(desk: Desk, database: str) -> None:
    port = int(desk.parts.bootstrap.rpartition(":")[2])
    cutter = before_kafka(port, most=0)
    proxy = Proxy(cutter)
    first, second, third = assigned(), assigned(), assigned()
    try:
        with desk.worker(dsn=database, instead=(port, proxy.port)) as worker:
            # given a gate at rest that has written, when its connections are cut, then it writes on over others
            desk.say(first)
            desk.lands(first)
            eventually(worker.settled)
            cutter.drop()
            desk.say(second)
            desk.lands(second)
            eventually(worker.settled)
            # when they are cut again, and meanwhile more has been read of the ledger than it holds
            move(database, 1_000_000_000)
            cutter.drop()
            desk.say(third)
            # then it says so, ends, and has written nothing
            assert worker.process.wait(30) == 1
            assert "1000000000" in worker.log()
    finally:
        proxy.close()
    assert (third["source"], third["id"]) not in desk.accepted()


def test_a_clock_more_than_a_minute_ahead_stops_the_gate_and_nothing_is_stamped(desk: Desk, database: str) -> None:
    event = assigned()
    desk.say(event)
    with desk.worker(dsn=database, ahead_ms=90_000) as worker:
        assert worker.process.wait(30) == 1
        assert "ahead of the database" in worker.log()
    assert (event["source"], event["id"]) not in desk.accepted()
    with desk.worker(dsn=database, ahead_ms=30_000):
        desk.lands(event)


def test_a_test_clock_gives_the_recorded_time_and_is_read_per_batch(desk: Desk, tmp_path: Path, database: str) -> None:
    clock = tmp_path / "clock"
    clock.write_text("2027-06-08T09:00:00+08:00")
    first, second = assigned(time="2027-06-08T00:00:00Z"), assigned(time="2027-06-08T00:00:00Z")
    with desk.worker(dsn=database, test_clock=str(clock)):
        desk.say(first)
        one, *_ = desk.lands(first)[first["source"], first["id"]]
        clock.write_text("2027-06-09T09:00:00+08:00")
        desk.say(second)
        other, *_ = desk.lands(second)[second["source"], second["id"]]
    assert (one.timestamp, other.timestamp - one.timestamp) == (1_812_416_400_000, 86_400_000)
    assert codec.decode(one.value)["id"] == first["id"]


def test_while_the_database_is_away_the_gate_writes_on(desk: Desk, database: str) -> None:
    event = assigned()
    name = database.split("dbname=")[1].split()[0]
    with desk.worker(dsn=database) as worker:
        eventually(worker.settled)
        connection = psycopg2.connect(database.replace(f"dbname={name}", "dbname=postgres"))
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        connection.close()
        desk.say(event)
        desk.lands(event)
        eventually(lambda: "does not answer" in worker.log())
