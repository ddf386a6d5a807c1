"""The worker on real Kafka and PostgreSQL: killed, doubled, and placed by its own positions."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg2
import pytest
from kafka import KafkaProducer
from kafka.admin import KafkaAdminClient, NewTopic

from hub.embedded.parts import Parts
from projections import database, ledger
from projections.inflow import Inflow
from projections.settings import ProjectionSettings
from schemas import codec
from schemas.topics import shared_topics
from tests.cases.reading import read
from tests.conftest import eventually
from tests.projections.play import Event, content, federation, place, playing, source
from tests.projections.test_settling import COUNTY, TOWN, amends, held

ROOT = Path(__file__).parents[2]
STAMP = 1_767_000_000_000
HALF = 24
MATTER: Sequence[Event] = [event for event in read("01").events if ".suggestion." in event["type"]]
"""A suggestion of the county, and one of the city that continues it."""

EVENTS: Sequence[Event] = (
    *federation("42", "4206", "420624", "420624101"),
    source(TOWN, "420624101"),
    source(COUNTY, "420624"),
    source("//4206/jyxt", "4206"),
    *MATTER[::2],
    *(held(number, event=f"e{number}") for number in range(40)),
    held(1, event="e2"),
    amends("corrected", "c1", of=(TOWN, "e3"), fields={"counts": {"people": 99}}),
    amends("retracted", "r1", of=(TOWN, "e4")),
    *MATTER[1::2],
    *federation("43", "4301", "430101", "430101101"),
)


class Stage:
    """Kafka with fresh ledger topics, a fresh database beside it, and workers as children."""

    def __init__(self, parts: Parts, dsn: str, marks: Path) -> None:
        self.parts, self.dsn, self.marks = parts, dsn, marks
        self.children: list[subprocess.Popen[bytes]] = []

    def start(self, name: str, fault: str = "") -> subprocess.Popen[bytes]:
        told = json.dumps({"client": self.parts.client(), "dsn": self.dsn, "marks": str(self.marks), "name": name})
        with (self.marks / f"{name}.log").open("ab") as out:
            command = [sys.executable, "-m", "tests.projections.child", told]
            child = subprocess.Popen(command, env={**os.environ, "FAULT": fault}, cwd=ROOT, stdout=out, stderr=out)
        self.children.append(child)
        return child

    def tell(self, events: Sequence[Event]) -> None:
        """Write to the ledger as the gate does: framed, keyed by subject, stamped."""
        producer = KafkaProducer(**self.parts.client(), acks="all")
        for number, event in enumerate(events):
            family, part = place(event, number)
            producer.send(ledger.TOPICS[family], codec.encode(event), event["subject"].encode(), timestamp_ms=STAMP, partition=part)
        producer.flush()
        producer.close()

    def folded(self) -> int:
        """Records that the live version has folded."""
        connection = psycopg2.connect(self.dsn)
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(sum(off), 0)::int FROM core.view_position")
            ((records,),) = cursor.fetchall()
        connection.close()
        return int(records)


@pytest.fixture
def stage(kafka: Parts, tmp_path: Path) -> Iterator[Stage]:
    admin = KafkaAdminClient(**kafka.client())
    wanted = {one.name: one for one in shared_topics() if one.name in ledger.TOPICS}
    present = sorted(set(admin.list_topics()) & set(wanted))
    if present:
        admin.delete_topics(present)
        eventually(lambda: not set(admin.list_topics()) & set(wanted))
    admin.create_topics([NewTopic(one.name, one.partitions, 1, topic_configs=dict(one.config)) for one in wanted.values()])
    admin.close()
    name = f"w{abs(hash(tmp_path))}"
    connection = psycopg2.connect(kafka.dsn(database="postgres"))
    connection.autocommit = True
    connection.cursor().execute(f"CREATE DATABASE {name} TEMPLATE template0 LOCALE 'C'")
    connection.close()
    dsn = kafka.dsn(database=name)
    database.migrate(dsn)
    stage = Stage(kafka, dsn, tmp_path)
    yield stage
    for child in stage.children:
        child.kill()
        child.wait()


@pytest.fixture
def expected(database: str) -> dict[str, str]:
    """What the events give when they are played straight into a database, in one batch."""
    with playing(database) as hub:
        hub.tell(*EVENTS)
        hub.fold()
        return content(hub)


def seen(stage: Stage) -> dict[str, str]:
    with playing(stage.dsn) as hub:
        return content(hub)


def test_two_workers_one_of_them_killed_give_what_one_batch_gives(stage: Stage, expected: dict[str, str]) -> None:
    # Given two workers, each with its partitions of the same objects
    first, second = stage.start("a"), stage.start("b")
    stage.tell(EVENTS[:HALF])
    eventually(lambda: stage.folded() == HALF, 60)
    # When one is killed, the rest is written, and it comes back
    first.kill()
    stage.tell(EVENTS[HALF:])
    stage.start("a")
    eventually(lambda: stage.folded() == len(EVENTS), 60)
    # Then the views are those of one batch, of a matter too whose suggestions and their facts lie in many partitions
    assert seen(stage) == expected
    with playing(stage.dsn) as hub:
        parts = hub.rows("SELECT object, count(DISTINCT part) > 1 AS several FROM core.event WHERE family = 2 GROUP BY object ORDER BY object")
        assert parts == [{"object": name, "several": True} for name in sorted({event["subject"] for event in MATTER})]
        assert hub.rows("SELECT members FROM {view}.matter WHERE known_to IS NULL") == [{"members": [row["object"] for row in parts]}]
    # And a worker asked to end ends cleanly, its marks written
    second.send_signal(signal.SIGTERM)
    assert second.wait(20) == 0
    assert json.loads((stage.marks / "b.json").read_text())["worker"] == "b"


FAULTS = ["append.before_commit:2", "append.after_commit:2", "append.seek:3", "append.assigned", "append.revoked"]
FAULTS += [f"fold.{place}:2" for place in ("begun", "marked", "early", "settled", "rows", "cube", "before_commit", "after_commit")]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_worker_killed_at_a_named_place_loses_and_doubles_nothing(stage: Stage, expected: dict[str, str], fault: str) -> None:
    # Given a worker that is killed at a place, while records come in two waves
    child = stage.start("a", fault)
    stage.tell(EVENTS[:HALF])
    eventually(lambda: stage.folded() == HALF or child.poll() is not None, 60)
    if fault == "append.revoked":
        stage.start("b")
    stage.tell(EVENTS[HALF:])
    eventually(lambda: child.poll() is not None, 60)
    assert child.returncode == -signal.SIGKILL
    # When it is started again, then the views are those of one batch
    stage.start("a")
    eventually(lambda: stage.folded() == len(EVENTS), 60)
    assert seen(stage) == expected


def test_a_topic_made_again_stops_the_worker(stage: Stage) -> None:
    stage.tell(EVENTS[:HALF])
    child = stage.start("a")
    eventually(lambda: stage.folded() == HALF, 60)
    child.kill()
    # When a topic is deleted and made anew, its offsets mean other records
    admin = KafkaAdminClient(**stage.parts.client())
    admin.delete_topics(["ledger.activity"])
    eventually(lambda: "ledger.activity" not in admin.list_topics())
    (topic,) = [one for one in shared_topics() if one.name == "ledger.activity"]
    admin.create_topics([NewTopic(topic.name, topic.partitions, 1, topic_configs=dict(topic.config))])
    admin.close()
    # Then the worker says so and ends
    assert stage.start("a").wait(60) == 1
    assert "made again" in (stage.marks / "a.log").read_text()


async def families_read(stage: Stage) -> list[int]:
    """The families of everything on the ledger, in the order in which a worker that begins takes it."""

    async def finish() -> None:
        return

    inflow = Inflow(ProjectionSettings(stage.parts.client(), stage.dsn, stage.marks, "reader"), dict, finish)
    await inflow.start()
    found: list[int] = []
    while len(found) < len(EVENTS):
        found += [one.family for one in await inflow.take() for _ in one.values]
    await inflow.stop()
    return found


def test_a_worker_that_begins_reads_reference_facts_before_all_else(stage: Stage) -> None:
    # given a ledger whose last records are reference facts, when a worker begins, then it takes all of these first: told later,
    # they would move everything derived before
    stage.tell(EVENTS)
    others = [family > 0 for family in asyncio.run(families_read(stage))]
    assert others == sorted(others)
    assert (others[0], others[-1]) == (False, True)
