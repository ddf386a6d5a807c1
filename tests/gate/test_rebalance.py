"""Partitions change hands as planned, in the middle of a stream: nothing failed, so nothing is written twice."""

import threading
from itertools import count
from typing import Any

import pytest
from kafka import KafkaProducer
from kafka.admin import KafkaAdminClient, NewTopic

from schemas import codec
from schemas.topics import SOURCE_HEADER, inbox, native_topic
from tests.conftest import eventually
from tests.gate.desk import Desk
from tests.streams.world import COUNTY, arrival, assigned, source

_CODES = count(800)


class Stream(threading.Thread):
    """Events without a pause, until told to end."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(daemon=True)
        self.events: list[dict[str, Any]] = []
        self._desk, self._ended = desk, threading.Event()

    def run(self) -> None:
        producer = KafkaProducer(**self._desk.parts.client(), linger_ms=0)
        headers = [(SOURCE_HEADER, COUNTY.encode())]
        while not self._ended.wait(0.004):
            event = assigned(subject=f"{COUNTY}/s-{len(self.events)}")
            producer.send(inbox("county", "suggestion"), codec.encode(event), event["subject"].encode(), headers=headers)
            self.events.append(event)
        producer.close()

    def end(self) -> list[dict[str, Any]]:
        self._ended.set()
        self.join()
        return self.events


def native(desk: Desk) -> dict[str, Any]:
    """A native source with a topic of its own, and its first event there."""
    here = f"4206{next(_CODES)}"
    mine = f"//{here}/native"
    topic = native_topic("county", "suggestion", mine)
    desk.say(source(mine, "420624"))
    admin = KafkaAdminClient(**desk.parts.client())
    admin.create_topics([NewTopic(topic.name, topic.partitions, 1, topic_configs=dict(topic.config))])
    admin.close()
    event = assigned(source=mine, subject=f"{mine}/s-1")
    desk.publish([arrival(codec.encode(event), sender=None)], topic.name)
    return event


@pytest.mark.faults
def test_a_topic_that_appears_and_a_worker_that_joins_and_leaves_make_nothing_be_written_twice(desk: Desk) -> None:
    # given a worker in the middle of a stream
    with desk.worker("gate-0") as stays:
        eventually(stays.settled)
        stream = Stream(desk)
        stream.start()
        # when topics appear, and a second worker joins and leaves
        events = []
        for _ in range(3):
            events.append(native(desk))
            desk.lands(events[-1])
        with desk.worker("gate-1") as comes:
            eventually(lambda: comes.progress().get("accepted"), 60)
            assert comes.end() == 0
        # then every event is on the ledger once
        events += stream.end()
        found = desk.lands(*events, seconds=60)
        assert [one["id"] for one in events if len(found[one["source"], one["id"]]) != 1] == []
        assert "back to the committed offsets" not in stays.log() + comes.log()
