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
    """Noise, events cut short, frames of no schema, events with noise in them, Avro bombs, and JSON of great depth."""
    drawn = random.Random(seed)
    events = list(stream(1_000_000, 1_000_000 + EACH))
    frames = [codec.encode(event) for event in events]
    made = [drawn.randbytes(200) for _ in range(EACH)]
    made += [frame[: drawn.randrange(6, len(frame) - 1)] for frame in frames[:EACH]]
    made += [b"\x00\x00\x0f\xff\xff" + frame[5:] for frame in frames[:EACH]]
    made += [frame + drawn.randbytes(20) for frame in frames[:EACH]]
    made += [_bomb(codec.encode(event), event["data"]["departments"][0]["dept"]) for event in events if "departments" in event["data"]]
    made += [b'{"specversion":"1.0","data":' + b"[" * 100_000] * EACH
    return made


def _bomb(frame: bytes, dept: str) -> bytes:
    """The list that begins with a department claims fifty million items in five octets."""
    at = frame.index(bytes((2, 2 * len(dept))) + dept.encode())
    return frame[:at] + b"\x80\xe1\xeb\x2f" + frame[at + 1 :]


def write(hub: RunningHub, topics: Sequence[str], values: Sequence[bytes]) -> None:
    """Writes each value to each topic, partition after partition."""
    producer = KafkaProducer(**hub.settings.client(), acks="all")
    parts = {topic: sorted(producer.partitions_for(topic)) for topic in topics}
    sent = [producer.send(topic, value, partition=parts[topic][at % len(parts[topic])]) for topic in topics for at, value in enumerate(values)]
    producer.flush(30)
    assert all(one.get(30) for one in sent)
    producer.close()
