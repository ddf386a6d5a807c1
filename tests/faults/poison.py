"""Records that are no events, as a broken or hostile sender writes them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Final

from kafka import KafkaProducer

from schemas import codec
from schemas.topics import inbox, ledger
from tests.faults.stream import stream
from tests.running import RunningHub

INBOXES: Final = (inbox("town", "activity"), inbox("county", "suggestion"))
LEDGERS: Final = (ledger("activity"), ledger("suggestion"))
EACH: Final = 5


def poison(seed: int) -> list[bytes]:
    """Noise, events cut short, frames of no schema, events with noise in them, and JSON of great depth."""
    drawn = random.Random(seed)
    frames = [codec.encode(event) for event in stream(1_000_000, 1_000_000 + EACH)]
    made = [drawn.randbytes(200) for _ in range(EACH)]
    made += [frame[: drawn.randrange(6, len(frame) - 1)] for frame in frames[:EACH]]
    made += [b"\x00\x00\x0f\xff\xff" + frame[5:] for frame in frames[:EACH]]
    made += [frame + drawn.randbytes(20) for frame in frames[:EACH]]
    made += [b'{"specversion":"1.0","data":' + b"[" * 100_000] * EACH
    return made


def write(hub: RunningHub, topics: Sequence[str], values: Sequence[bytes]) -> None:
    """Writes each value to each topic, partition after partition."""
    producer = KafkaProducer(**hub.settings.client(), acks="all")
    parts = {topic: sorted(producer.partitions_for(topic)) for topic in topics}
    sent = [producer.send(topic, value, partition=parts[topic][at % len(parts[topic])]) for topic in topics for at, value in enumerate(values)]
    producer.flush(30)
    assert all(one.get(30) for one in sent)
    producer.close()
