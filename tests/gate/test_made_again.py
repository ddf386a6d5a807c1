"""An inbox is deleted and made again, and soon holds more than the gate had committed of the one before: nothing of it is passed over."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from kafka.admin import KafkaAdminClient, NewTopic

from schemas import codec
from schemas.topics import Topic, native_topic
from tests.conftest import eventually
from tests.gate.desk import Desk
from tests.streams.world import arrival, assigned, source

_CODES = count(900)


class Inbox:
    """The topic of a native source of its own."""

    def __init__(self, desk: Desk) -> None:
        here = f"4206{next(_CODES)}"
        self.source, self.desk = f"//{here}/native", desk
        self.topic: Topic = native_topic("county", "suggestion", self.source)
        self.admin = KafkaAdminClient(**desk.parts.client())
        desk.say(source(self.source, "420624"))
        self.make()

    def make(self) -> None:
        topic = self.topic
        self.admin.create_topics([NewTopic(topic.name, topic.partitions, 1, topic_configs=dict(topic.config))])

    def make_again(self) -> None:
        self.admin.delete_topics([self.topic.name])
        eventually(lambda: self.topic.name not in self.admin.list_topics())
        self.make()

    def say(self, number: int) -> list[dict[str, Any]]:
        events = [assigned(source=self.source, subject=f"{self.source}/s-{at}") for at in range(number)]
        self.desk.publish([arrival(codec.encode(one), sender=None) for one in events], self.topic.name)
        return events


@pytest.fixture
def inbox(desk: Desk) -> Iterator[Inbox]:
    made = Inbox(desk)
    yield made
    made.admin.close()


def test_while_the_gate_reads_it_and_while_it_is_away(desk: Desk, inbox: Inbox) -> None:
    with desk.worker() as worker:
        # given a gate that has committed all of an inbox and reads on
        desk.lands(*inbox.say(3))
        eventually(lambda: worker.progress()["positions"].get(f"{inbox.topic.name}/0") == 3)
        # when the inbox is made again and at once holds more than that, then the gate reads it from its beginning
        inbox.make_again()
        desk.lands(*inbox.say(6))
        eventually(lambda: worker.progress()["positions"].get(f"{inbox.topic.name}/0") == 6)
        assert worker.end() == 0
    # when the gate is away, and the inbox is made again and holds more still, then the next one reads it from its beginning
    inbox.make_again()
    events = inbox.say(9)
    with desk.worker():
        desk.lands(*events)
