"""The watch of deadlines is killed at every named place, and two watch at once: each thing is kept once, whatever the topic holds."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from hub.embedded.parts import Parts
from hub.provision import provision
from hub.shipped import calendars
from schemas import notice
from schemas.faults import VARIABLE
from schemas.topics import FAMILIES, LEDGER_PARTITIONS, NOTICES
from tests.conftest import eventually
from tests.projections.play import Playing, playing
from tests.views import office
from tests.views.office import assigned, registered, suggestion
from tests.views.test_deadline import RULES, rule

ROOT: Final = Path(__file__).parents[2]
FAULTS: Final = ("deadlines.seen", "deadlines.told", "deadlines.read", "deadlines.kept")
FOLDED: Final = """
INSERT INTO core.view_position (version, family, part, off) SELECT v.version, %s, %s, 10 ^ 12 FROM core.view_version AS v WHERE v.live
ON CONFLICT (version, family, part) DO UPDATE SET off = excluded.off RETURNING off
"""
"""The events of this test came past the broker: its ledger, with what other tests wrote there, is no measure of what is folded."""


@dataclass
class Desk:
    """A database with deadlines, the broker, and the file that stands for the clock."""

    hub: Playing
    kafka: Parts
    folder: Path
    dsn: str
    names: Sequence[str]

    def show(self, day: str) -> None:
        """It is noon of a day."""
        draft = self.folder / "clock.draft"
        draft.write_text(f"{day}T12:00:00+08:00")
        draft.replace(self.folder / "clock")

    def kept(self) -> list[tuple[str, str, str]]:
        """What was kept of this test's objects, in the order of the feed."""
        rows = self.hub.rows("SELECT object, rule, day::text AS day FROM core.told WHERE object = ANY(%s) ORDER BY off", list(self.names))
        return [(row["object"], row["rule"], row["day"]) for row in rows]

    def state(self) -> str:
        """What the watch says of itself."""
        told = self.folder / "deadlines.json"
        return str(json.loads(told.read_text("utf-8"))["state"]) if told.exists() else ""

    def write_again(self) -> None:
        """Copies of all that the topic holds, as two write them who have looked at once."""
        producer = KafkaProducer(**self.kafka.client())
        for one in self.records():
            producer.send(NOTICES, one, partition=0)
        producer.close()

    def written(self) -> list[Mapping[str, Any]]:
        """Every notice that the topic holds, copies too."""
        return [notice.decode(one) for one in self.records()]

    def records(self) -> list[bytes]:
        """Every record of the topic."""
        consumer = KafkaConsumer(**self.kafka.client(), auto_offset_reset="earliest", enable_auto_commit=False)
        try:
            place = TopicPartition(NOTICES, 0)
            consumer.assign([place])
            end = consumer.end_offsets([place])[place]
            found: list[bytes] = []
            while consumer.position(place) < end:
                found += [one.value for several in consumer.poll(1000).values() for one in several]
            return found
        finally:
            consumer.close()

    @contextmanager
    def watching(self, name: str = "deadlines", fault: str = "") -> Iterator[subprocess.Popen[bytes]]:
        """A watch for the time of the block."""
        said = {"client": self.kafka.client(), "dsn": self.dsn, "marks": str(self.folder), "name": name, "test_clock": str(self.folder / "clock")}
        with (self.folder / f"{name}.log").open("ab") as log:
            command = [sys.executable, "-m", "tests.deadlines.program", json.dumps(said)]
            process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, env={**os.environ, VARIABLE: fault, "PYTHONWARNINGS": "ignore"})
        try:
            yield process
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture
def desk(database: str, kafka: Parts, tmp_path: Path) -> Iterator[Desk]:
    """Five suggestions that are due on five days of October 2025; in contact their department should have been in August."""
    provision(kafka.client())
    with playing(database) as hub:
        known = [one for one in calendars() if one["data"]["year"] == 2025]
        hub.tell(*office.reference(), *known, *RULES, rule("due_soon", 2, "d"), rule("contact", 1))
        names = [suggestion(number) for number in range(5)]
        for number, name in enumerate(names):
            hub.tell(registered(name, "2025-06-20"), assigned(name, f"2025-07-{20 + number}", "A"))
        hub.fold()
        for family, title in enumerate(FAMILIES):
            for part in range(LEDGER_PARTITIONS[title]):
                hub.rows(FOLDED, family, part)
        yield Desk(hub, kafka, tmp_path, database, names)


def due(number: int) -> str:
    return f"2025-10-{20 + number}"


def test_killed_at_every_place_and_two_at_once_each_thing_is_kept_once(desk: Desk) -> None:
    # given days on each of which another suggestion becomes due soon, and watches that are killed at named places of telling it and of keeping it
    for number, fault in enumerate(FAULTS):
        desk.show(f"2025-10-{18 + number}")
        with desk.watching(fault=fault) as child:
            assert child.wait(30) == -signal.SIGKILL, (desk.folder / "deadlines.log").read_text()
    # when nobody watches for days, and then two at once
    desk.show("2025-10-31")
    late = [(name, "overdue", due(number)) for number, name in enumerate(desk.names)]
    late += [(name, "overdue contact A", f"2025-08-{day}") for name, day in zip(desk.names, (20, 21, 22, 25, 25), strict=True)]
    with desk.watching("deadlines-0"), desk.watching("deadlines-1"):
        eventually(lambda: set(late) <= set(desk.kept()))
        # then what two have told comes to nothing more: the position has passed the end of the topic
        desk.write_again()
        eventually(lambda: desk.hub.rows("SELECT off FROM core.told_position")[0]["off"] >= len(desk.written()))
    kept = desk.kept()
    assert len(kept) == len(set(kept))
    # and nobody was lost on the way: what the killed had told is there, and of what is over is told that it is, once
    soon = {(name, "due_soon", due(number)) for number, name in enumerate(desk.names[:4])}
    assert set(late) < set(kept) <= set(late) | soon
    assert (desk.names[1], "due_soon", due(1)) in kept
    written = [one for one in desk.written() if one["subject"] in desk.names]
    told = [(one["subject"], one["data"]) for one in written]
    assert {(name, notice.said(one["rule"], one.get("step"), one.get("about")), one["due"]) for name, one in told} == set(kept)
    assert len({one["id"] for one in written}) == len(kept) < len(written)
    # when the database has lost all that was kept, and the position with it, then it is read off the topic, at the same places
    desk.hub.rows("DELETE FROM core.told RETURNING 1")
    desk.hub.rows("UPDATE core.told_position SET off = 0 RETURNING 1")
    with desk.watching():
        assert eventually(lambda: len(desk.kept()) == len(kept) and desk.kept()) == kept
    # given views of an earlier release, which cannot be asked about steps, and nothing kept; then it says so, and tells of replies all the same
    desk.hub.rows("ALTER FUNCTION {view}.heed(integer) RENAME TO later; DELETE FROM core.told RETURNING 1")
    with desk.watching():
        eventually(lambda: set(desk.kept()) == {one for one in late if one[1] == "overdue"})
        eventually(lambda: desk.state() == "outdated")
        # when they are made anew, and the list of where to look with them, then on its next look it tells of steps
        desk.hub.rows("ALTER FUNCTION {view}.later(integer) RENAME TO heed; DELETE FROM core.heed_position RETURNING 1")
        desk.show("2025-11-01")
        eventually(lambda: set(desk.kept()) == set(late))
        eventually(lambda: desk.state() == "idle")
