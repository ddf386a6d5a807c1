"""kill -9 at every named place, of the broker, and while partitions change hands: nothing is lost, nothing counts twice."""

import os
import signal
from itertools import count

import pytest

from hub.embedded import parts
from schemas import codec
from schemas.quarantine import Quarantined
from schemas.topics import SOURCE_HEADER
from streams.points import POINTS
from tests.conftest import eventually
from tests.cutting import Proxy, before_kafka
from tests.gate.desk import Desk
from tests.gate.reading import Written
from tests.streams.world import assigned, region, source, unit

_CODES = count(500)
_OFFSETS = count(1_000_000)
Place = tuple[str, int, int]


class Story:
    """A county of its own: its facts, events that rest on them, one refused, one that waited already."""

    def __init__(self, desk: Desk, events: int = 40) -> None:
        here = f"4206{next(_CODES)}"
        mine = f"//{here}/jyxt"
        members = {"source": mine, "unit": f"{here}-cwh", "region": here}
        self.good = [assigned(**members, subject=f"{mine}/s-{number}") for number in range(events)]
        self.bad = assigned(**members, subject=f"{mine}/s-0", time="2099-01-01T00:00:00Z")
        self.waited = assigned(**members, subject=f"{mine}/s-w")
        self.place: Place = ("inbox.county.suggestion", 0, next(_OFFSETS))
        self.facts = [source(mine, here), unit(f"{here}-cwh", here), region(here, "4206")]
        self.desk = desk

    def tell(self) -> Place:
        """Everything into the inboxes and the quarantine; where the refused one is."""
        frame, headers = codec.encode(self.waited), ((SOURCE_HEADER, self.waited["source"].encode()),)
        missing = (f"source:{self.waited['source']}",)
        self.desk.detain(
            Quarantined("waiting", *self.place, 0, code="SOURCE_UNKNOWN", missing=missing, value=frame, size=len(frame), headers=headers)
        )
        return self.desk.say(self.bad, *self.good, *self.facts)[0]

    def ends_well(self, refused: Place) -> dict[tuple[str, str], list[Written]]:
        """Every good event on the ledger, every copy equal; one standing outcome for each of the others."""
        found = self.desk.lands(*self.good, self.waited, *self.facts, seconds=120)
        for one in (*self.good, self.waited, *self.facts):
            assert {written.value for written in found[one["source"], one["id"]]} == {codec.encode(one)}
        self.desk.stands(refused, "refused", "TIME_IN_FUTURE")
        self.desk.stands(self.place, "released")
        assert (self.bad["source"], self.bad["id"]) not in found
        return found


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_named_place_and_started_again_nothing_is_lost(point: str, desk: Desk) -> None:
    story = Story(desk)
    refused = story.tell()
    with desk.worker(fault=point) as killed:
        assert killed.process.wait(30) == -signal.SIGKILL, killed.log()
    with desk.worker() as worker:
        story.ends_well(refused)
        eventually(worker.settled)


def test_two_workers_share_the_work_and_one_takes_it_all_when_the_other_is_killed(desk: Desk) -> None:
    second = Story(desk, 200)
    with desk.worker("gate-0") as one, desk.worker("gate-1") as other:

        def both_have_worked() -> bool:
            # The group may give the second its share only after some of it was told: told until both have had some.
            first = Story(desk, 50)
            first.ends_well(first.tell())
            return bool(one.progress()["accepted"] and other.progress()["accepted"])

        eventually(lambda: one.settled() and other.settled())
        eventually(both_have_worked, 60)
        places = [set(worker.progress()["positions"]) for worker in (one, other)]
        other.process.kill()
        refused = second.tell()
        second.ends_well(refused)
        assert not places[0] & places[1]


def test_killed_while_partitions_change_hands(desk: Desk) -> None:
    story = Story(desk, 200)
    with desk.worker("gate-0", fault="gate.revoked:2") as one:
        eventually(one.settled)
        with desk.worker("gate-1"):
            assert one.process.wait(30) == -signal.SIGKILL
            refused = story.tell()
            story.ends_well(refused)


def test_members_that_come_and_go_lose_nothing(desk: Desk) -> None:
    stories = [Story(desk, 100) for _ in range(3)]
    with desk.worker("gate-0") as stays:
        eventually(stays.settled)
        for number, story in enumerate(stories):
            with desk.worker("gate-1") as comes:
                refused = story.tell()
                if number == 1:
                    comes.process.kill()
                story.ends_well(refused)


@pytest.mark.faults
def test_the_broker_killed_in_the_middle_of_a_stream(desk: Desk) -> None:
    story = Story(desk, 3000)
    with desk.worker() as worker:
        eventually(worker.settled)
        refused = story.tell()
        eventually(lambda: worker.progress()["accepted"] > 0)
        process = desk.parts.folder.recall("kafka")[0]

        os.kill(process, signal.SIGKILL)
        parts.start(desk.parts.folder.root)
        story.ends_well(refused)
        assert worker.process.poll() is None


def test_connections_cut_around_acknowledgement_and_commit(desk: Desk) -> None:
    # given a worker whose connections are cut when it has sent records or a commit, some after the broker has done it and some before
    port = int(desk.parts.bootstrap.rpartition(":")[2])
    cutter = before_kafka(port)
    proxy = Proxy(cutter)
    wanted = {(kind, done) for kind in ("produce", "commit") for done in (True, False)}
    stories: list[tuple[Story, Place]] = []

    def met() -> bool:
        story = Story(desk, 5)
        stories.append((story, story.tell()))
        return wanted <= set(cutter.cuts)

    try:
        with desk.worker(instead=(port, proxy.port)) as worker:
            # when systems publish until each kind was cut in both ways
            eventually(met, 60)
            cutter.most = 0
            # then nothing is lost, whatever was written twice is the same octets, and the worker lives on
            for story, refused in stories:
                story.ends_well(refused)
            eventually(worker.settled)
            assert worker.process.poll() is None
    finally:
        proxy.close()
