"""Inboxes are kept short, and nothing goes that the gate has not committed past."""

import asyncio

from kafka import KafkaConsumer, TopicPartition

from streams.follower import Follower
from streams.settings import GateSettings
from streams.sweeper import sweep
from tests.conftest import eventually
from tests.gate.desk import Desk
from tests.streams.world import assigned


def swept(desk: Desk, kept_ms: int) -> None:
    async def run() -> None:
        settings = GateSettings(desk.parts.client(), desk.marks)
        follower = Follower(settings)
        await follower.start()
        try:
            await sweep(settings, follower, kept_ms)
        finally:
            await follower.stop()

    asyncio.run(run())


def test_only_old_records_that_are_committed_go(desk: Desk) -> None:
    judged, waiting = assigned(), [assigned() for _ in range(20)]
    with desk.worker() as worker:
        ((topic, partition, offset),) = desk.say(judged)
        desk.lands(judged)
        eventually(lambda: worker.progress()["positions"].get(f"{topic}/{partition}") == offset + 1)
    places = desk.say(*waiting)
    consumer = KafkaConsumer(**desk.parts.client(), enable_auto_commit=False)

    def first() -> int:
        return int(consumer.beginning_offsets([TopicPartition(topic, partition)])[TopicPartition(topic, partition)])

    before = first()
    swept(desk, kept_ms=3_600_000)
    assert first() == before
    swept(desk, kept_ms=-3_600_000)
    assert first() == offset + 1
    consumer.close()
    with desk.worker():
        assert len({(one["source"], one["id"]) for one in waiting} & desk.lands(*waiting).keys()) == len(places)
