"""Whole record batches from many threads: where keys belong, in order, each once; what fails is told and hinders nothing else."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest
from aiokafka.structs import TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic
from kafka.partitioner.default import murmur2

from connectors import writer as writing
from connectors.receipt import Place
from connectors.translate import Outgoing
from connectors.writer import Writer
from schemas.errors import Problem
from tests.conftest import eventually
from tests.doors.conftest import Served

PARTITIONS = 4
THREADS = 6


@pytest.fixture
def topic(served: Served, request: pytest.FixtureRequest) -> str:
    """A topic of a test's own, made a moment before."""
    name = f"writer-{request.node.name.replace('[', '.').replace(']', '')}"
    with closing(KafkaAdminClient(**served.settings.client())) as broker:
        broker.create_topics([NewTopic(name, PARTITIONS, 1)])
    return name


@pytest.fixture
def writer(served: Served) -> Iterator[Writer]:
    opened = Writer(served.settings.client())
    yield opened
    opened.close()


def some(topic: str, name: str, number: int, value: bytes = b"") -> list[Outgoing]:
    return [Outgoing(topic, f"{name}-{at % 7}".encode(), f"{name} {at}".encode() + value, (("said-by", name.encode()),)) for at in range(number)]


def kept(places: Sequence[Place | Problem]) -> list[Place]:
    assert all(isinstance(one, Place) for one in places), places
    return [one for one in places if isinstance(one, Place)]


def codes(places: Sequence[Place | Problem]) -> list[str]:
    return [one.code if isinstance(one, Problem) else "" for one in places]


def test_each_record_lies_where_its_key_belongs_and_where_it_is_said(served: Served, writer: Writer, topic: str) -> None:
    # when more is written than one batch of a partition holds
    records = some(topic, "one", 400, os.urandom(6_000))
    places = kept(writer.write(records).found())
    # then each is at its place, whole, in the partition that every client chooses, in the order of handing over
    lying = {(one.partition, one.offset): one for one in served.records(topic)}
    assert [(lying[at.partition, at.offset].key, lying[at.partition, at.offset].value) for at in places] == [(one.key, one.value) for one in records]
    assert {tuple(one.headers) for one in lying.values()} == {(("said-by", b"one"),)}
    assert [one.partition for one in places] == [(murmur2(one.key) & 0x7FFFFFFF) % PARTITIONS for one in records]
    assert len({one.partition for one in places}) > 1
    for part in range(PARTITIONS):
        offsets = [one.offset for one in places if one.partition == part]
        assert offsets == [*range(len(offsets))]


def test_what_several_threads_write_is_there_once_and_in_the_order_of_each(served: Served, writer: Writer, topic: str) -> None:
    def write(name: int) -> list[Place]:
        handed = [writer.write(some(topic, f"{name}/{turn}", 20)) for turn in range(10)]
        return [place for one in handed for place in kept(one.found())]

    with ThreadPoolExecutor(THREADS) as pool:
        places = [*pool.map(write, range(THREADS))]
    assert len({(one.partition, one.offset) for several in places for one in several}) == THREADS * 200
    assert len(served.records(topic)) == THREADS * 200
    for several in places:
        for part in range(PARTITIONS):
            offsets = [one.offset for one in several if one.partition == part]
            assert offsets == sorted(offsets)


def test_after_a_refusal_that_no_producer_survives_the_next_records_are_written(writer: Writer, topic: str) -> None:
    # given a writer whose numbers have a gap, as after a write that was lost
    before = kept(writer.write(some(topic, "before", 7)).found())
    stage: Any = writer._stage
    (part, *_) = {one.partition for one in before}
    stage._producer._txn_manager.increment_sequence_number(TopicPartition(topic, part), 3)
    # when the broker refuses what comes next, then it is told, and what lies in other partitions is kept
    told = writer.write(some(topic, "before", 7)).found()
    assert {code for code, was in zip(codes(told), before, strict=True) if was.partition == part} == {"UNAVAILABLE"}
    assert {code for code, was in zip(codes(told), before, strict=True) if was.partition != part} == {""}
    # and what comes after that is written by another producer
    kept(writer.write(some(topic, "before", 7)).found())
    assert writer._stage is not stage


def test_a_record_that_is_too_large_hinders_no_other(writer: Writer, topic: str) -> None:
    # given a record beyond what the topic takes, between others of other partitions
    large = Outgoing(topic, b"one-0", os.urandom(2 * 1024 * 1024), ())
    others = [one for one in some(topic, "one", 20) if murmur2(one.key) % PARTITIONS != murmur2(large.key) % PARTITIONS]
    told = writer.write([*others, large]).found()
    assert (kept(told[:-1]), codes(told[-1:])) == (told[:-1], ["UNAVAILABLE"])
    # when the writer goes on, then its partition takes what fits
    kept(writer.write(some(topic, "one", 20)).found())


def test_of_a_topic_that_is_not_there_it_is_told_and_others_are_written(writer: Writer, topic: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(writer.write(some(topic, "one", 1)).found())
    monkeypatch.setattr(writing, "BLOCKED_SECONDS", 0.3)
    told = writer.write([*some("nowhere", "one", 2), *some(topic, "one", 2)]).found()
    assert codes(told) == ["UNAVAILABLE", "UNAVAILABLE", "", ""]


def test_a_broker_that_is_not_there_is_told_at_once_each_time_and_used_when_it_is(served: Served, topic: str) -> None:
    # given a writer to an address where nobody listens
    begun = time.monotonic()
    away = {**served.settings.client(), "bootstrap_servers": "127.0.0.1:9"}
    opened = Writer(away)
    for _ in range(3):
        assert codes(opened.write(some(topic, "one", 2)).found()) == ["UNAVAILABLE"] * 2
    assert time.monotonic() - begun < 5
    # when somebody does, then it is written to
    away["bootstrap_servers"] = served.settings.bootstrap
    opened._client = away
    kept(opened.write(some(topic, "one", 2)).found())
    # and after the end nothing is taken
    opened.close()
    assert codes(opened.write(some(topic, "one", 1)).found()) == ["UNAVAILABLE"]


def test_a_broker_that_does_not_answer_is_not_waited_for_longer_than_said(writer: Writer, topic: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # given a connection over which nothing comes back
    kept(writer.write(some(topic, "one", 7)).found())
    stage: Any = writer._stage
    stage._producer.client.send = _silence
    monkeypatch.setattr(writing, "ACKNOWLEDGED_SECONDS", 0.5)
    begun = time.monotonic()
    assert set(codes(writer.write(some(topic, "one", 7)).found())) == {"UNAVAILABLE"}
    assert time.monotonic() - begun < 3
    # when another producer has taken over, then it is written again
    eventually(lambda: writer._stage is not stage)
    monkeypatch.undo()
    kept(writer.write(some(topic, "one", 7)).found())


async def _silence(*_: object, **__: object) -> Any:
    await asyncio.Event().wait()
