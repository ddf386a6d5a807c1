"""Bad input at the Kafka door: each a located answer, the partition goes on, nothing is lost, memory stays bounded."""

import asyncio
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from kafka import KafkaProducer
from kafka.errors import KafkaError

from schemas import cloudevents, codec, quarantine
from schemas.limits import QUARANTINE_VALUE_BYTES
from schemas.topics import SOURCE_HEADER
from streams.gate.intake import Arrival
from tests.conftest import eventually
from tests.gate.desk import Desk, Worker
from tests.streams.world import CITY, COUNTY, FOREIGN, arrival, assigned, event, sent

BOUND_KIB = 500 * 1024
INBOX = "inbox.county.suggestion"


@pytest.fixture(scope="module")
def gate(module_desk: Desk) -> Iterator[Worker]:
    with module_desk.worker() as worker:
        eventually(worker.settled)
        yield worker


def text(body: Mapping[str, Any] | None = None) -> bytes:
    return cloudevents.to_structured(body or assigned())


def swapped(old: bytes, new: bytes) -> Callable[[], bytes]:
    def make() -> bytes:
        whole = text()
        assert old in whole
        return whole.replace(old, new)

    return make


def corrected_with(value: str, name: str = "personal") -> dict[str, Any]:
    return event("suggestion.corrected", {"corrects": {"source": COUNTY, "id": "x"}, "fields": {name: value}})


def avro(change: Callable[[bytes], bytes]) -> Callable[[], bytes]:
    return lambda: change(codec.encode(assigned()))


def array_bomb(frame: bytes) -> bytes:
    """The list of departments claims fifty million items in five octets."""
    at = frame.index(b"\x02\x14420624-jtj")
    return frame[:at] + b"\x80\xe1\xeb\x2f" + frame[at + 1 :]


def titled(octets: bytes) -> Callable[[], bytes]:
    """An Avro datum whose title is these octets, as long as those they stand for."""

    def make() -> bytes:
        whole = codec.encode(event("suggestion.drafted", {"origin": "420624101", "title": "T" * len(octets)}))
        assert whole.count(b"T" * len(octets)) == 1
        return whole.replace(b"T" * len(octets), octets)

    return make


# What is published, the reason of the refusal, and the field it names: "" where it is the record as a whole.
BAD: Mapping[str, tuple[Callable[[], bytes], str, str]] = {
    "no event at all": (lambda: b"hello", "NOT_FRAMED", ""),
    "nothing": (lambda: b"", "NOT_FRAMED", ""),
    "an unknown schema": (avro(lambda one: b"\x00\x00\x0f\xff\xff" + one[5:]), "SCHEMA_UNKNOWN", ""),
    "an unknown type": (swapped(b"suggestion.assigned.v1", b"suggestion.dreamt.v1"), "TYPE_UNKNOWN", "/type"),
    "an unknown version": (swapped(b"suggestion.assigned.v1", b"suggestion.assigned.v9"), "TYPE_VERSION_UNKNOWN", "/type"),
    "Avro cut short": (avro(lambda one: one[:-3]), "AVRO_DAMAGED", "/data/departments/0/role"),
    "Avro with more behind it": (avro(lambda one: one + b"\x00"), "AVRO_TRAILING", ""),
    "an Avro bomb": (avro(array_bomb), "AVRO_BOMB", "/data/departments"),
    "JSON of depth 100,000": (lambda: b'{"specversion":"1.0","data":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "JSON_TOO_DEEP", ""),
    "not a number": (swapped(b'"role":"main"', b'"role":NaN'), "JSON_NUMBER", ""),
    "a member twice": (swapped(b'"level":"county"', b'"level":"county","level":"city"'), "JSON_DUPLICATE_MEMBER", ""),
    "half a character": (swapped(b'"main"', b'"\\ud800"'), "TEXT_NOT_UTF8", "/data/departments/0/role"),
    "GBK in JSON": (lambda: text().replace(b'"main"', '"主办"'.encode("gbk")), "TEXT_NOT_UTF8", ""),
    "an octet that is no UTF-8 in Avro": (titled("修".encode()[:2] + b"\xff" + "路好".encode()), "TEXT_NOT_UTF8", "/data/title"),
    "half a character in Avro": (titled(b"\xed\xa0\x80" + "路好".encode()), "TEXT_NOT_UTF8", "/data/title"),
    "a replacement character": (
        lambda: text(event("suggestion.drafted", {"origin": "420624101", "title": "T"})).replace(b'"T"', '"修\ufffd路"'.encode()),
        "TEXT_REPLACEMENT_CHARACTER",
        "/data/title",
    ),
    "an id that a spreadsheet damaged": (lambda: text(assigned(id="420624198001010000")), "ID_DAMAGED", "/id"),
    "a million digits": (swapped(b'"main"', b"1" * 200_000), "JSON_NUMBER", ""),
    "900 KB": (lambda: text(event("suggestion.drafted", {"origin": "420624101", "title": "长" * 300_000})), "RECORD_TOO_LARGE", ""),
    "a day from now": (lambda: text(assigned(time="2099-01-01T00:00:00Z")), "TIME_IN_FUTURE", "/time"),
    "before 1954": (lambda: text(assigned(time="1953-01-01T00:00:00Z")), "TIME_TOO_OLD", "/time"),
    "personal data in the clear": (lambda: text({**assigned(), "personal": "张三 13800000000"}), "NOT_YET_SEALED", "/personal"),
    "personal data in a text cut off": (lambda: text({**assigned(), "personal": "13800000000"})[:-3], "BODY_UNREADABLE", ""),
    "personal data in UTF-16": (lambda: text({**assigned(), "personal": "13800000000"}).decode().encode("utf-16-le"), "BODY_UNREADABLE", ""),
    "personal data in a correction": (lambda: text(corrected_with("13800000000")), "NOT_YET_SEALED", "/data/fields/personal"),
    "personal data in a correction in Avro": (
        # Its name is as long as the one that stands in its place.
        lambda: codec.encode(corrected_with("13800000000", "persones")).replace(b"persones", b"personal"),
        "NOT_YET_SEALED",
        "/data/fields/personal",
    ),
    "personal data by an escaped name": (
        lambda: text({**assigned(), "personal": "13800000000"}).replace(b'"p', b'"\\u0070')[:-3],
        "BODY_UNREADABLE",
        "",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_is_refused_and_the_partition_goes_on(name: str, module_desk: Desk, gate: Worker) -> None:
    make, code, field = BAD[name]
    value, good = make(), assigned()
    place, _ = module_desk.publish([arrival(value), sent(good)], INBOX)
    *_, kept = module_desk.stands(place, "refused", code)
    assert kept.field == field
    # Of a text that was read so far a field is named, or line and column.
    assert field or not code.startswith(("JSON_", "TEXT_")) or re.match(r"[0-9]+:[0-9]+ ?", kept.got or "")
    assert kept.value == (None if b"13800000000" in value.replace(b"\x00", b"") else value)
    assert b"13800000000" not in b"".join(one.value for one in module_desk.ledger())
    assert b"13800000000" not in quarantine.encode(kept)
    module_desk.lands(good)
    assert gate.process.poll() is None


NO_REGION = {"origin": "999999", "departments": [{"dept": "420624-jtj", "role": "main"}]}
WAITING: Mapping[str, tuple[Mapping[str, Any], str, str]] = {
    "an unknown source": ({"source": "//420624/nobody"}, "SOURCE_UNKNOWN", "/source"),
    "a source of another region": ({"source": FOREIGN}, "NOT_YOUR_REGION", "/unit"),
    "an unknown region": ({"data": NO_REGION}, "REGION_UNKNOWN", "/data/origin"),
    "an unknown unit": ({"unit": "420624-nobody"}, "UNIT_UNKNOWN", "/unit"),
}


@pytest.mark.parametrize("name", WAITING)
@pytest.mark.usefixtures("gate")
def test_waits(name: str, module_desk: Desk) -> None:
    members, code, field = WAITING[name]
    (place,) = module_desk.say({**assigned(), **members})
    *_, kept = module_desk.stands(place, "waiting", code)
    assert kept.field == field
    assert kept.missing


@pytest.mark.usefixtures("gate")
def test_nobody_vouches_for_a_record_without_a_sender_or_with_another(module_desk: Desk) -> None:
    frame = codec.encode(assigned())
    for place in module_desk.publish([arrival(frame, sender=None), arrival(frame, sender=CITY)], INBOX):
        *_, kept = module_desk.stands(place, "refused", "NOT_YOU")
        assert kept.field == "/source"


@pytest.mark.usefixtures("gate")
def test_the_same_id_with_other_content_and_a_reply_before_its_assignment_pass(module_desk: Desk) -> None:
    first = assigned()
    other = {**first, "data": {"origin": "420624101", "departments": [{"dept": "420624-czj", "role": "main"}]}}
    early = event("suggestion.replied", {"origin": "420624101", "dept": "420624-jtj"})
    module_desk.say(first, other, early)
    module_desk.lands(early)
    eventually(lambda: {one.value for one in module_desk.accepted().get((COUNTY, first["id"]), [])} == {codec.encode(first), codec.encode(other)})


@pytest.mark.usefixtures("gate")
def test_two_megabytes_are_refused_by_the_broker_or_packed_by_the_gate(module_desk: Desk) -> None:
    large = text(event("suggestion.drafted", {"origin": "420624101", "title": "长" * 700_000}))
    assert len(large) > 2_000_000
    record = arrival(large)
    with pytest.raises(KafkaError) as told:
        module_desk.publish([record])
    assert "large" in str(told.value).lower() or "large" in type(told.value).__name__.lower()
    producer = KafkaProducer(**module_desk.parts.client(), max_request_size=8 * 1024 * 1024, compression_type="gzip")
    sent_to = producer.send(INBOX, value=large, headers=[(SOURCE_HEADER, COUNTY.encode())]).get(10)
    producer.close()
    *_, kept = module_desk.stands((sent_to.topic, sent_to.partition, sent_to.offset), "refused", "RECORD_TOO_LARGE")
    assert (kept.value, kept.size) == (large[:QUARANTINE_VALUE_BYTES], len(large))


def test_a_flood_of_bad_records_leaves_memory_bounded_and_good_ones_pass(module_desk: Desk, gate: Worker) -> None:
    deep, bomb = BAD["JSON of depth 100,000"][0](), BAD["an Avro bomb"][0]()
    good = [assigned() for _ in range(20)]
    records: list[Arrival] = []
    for one in good:
        records += [arrival(deep), arrival(bomb), arrival(b"x" * 500_000), sent(one)]
    module_desk.publish(records, INBOX)
    module_desk.lands(*good)
    status = dict(line.split(":", 1) for line in Path(f"/proc/{gate.process.pid}/status").read_text().splitlines())
    assert int(status["VmHWM"].split()[0]) < BOUND_KIB


@pytest.mark.parametrize("codec", ["gzip", "zstd", "lz4"])
def test_batches_that_unpack_to_a_hundred_megabytes_are_refused_unread(codec: str, module_desk: Desk, gate: Worker) -> None:
    good = assigned()
    places = asyncio.run(bombs(module_desk, codec, 6))
    module_desk.publish([sent(good)], INBOX)
    for place in places:
        module_desk.stands(place, "refused", "RECORD_TOO_LARGE")
    module_desk.lands(good)
    status = dict(line.split(":", 1) for line in Path(f"/proc/{gate.process.pid}/status").read_text().splitlines())
    assert int(status["VmHWM"].split()[0]) < BOUND_KIB


async def bombs(desk: Desk, codec: str, number: int) -> list[tuple[str, int, int]]:
    producer = AIOKafkaProducer(**desk.parts.client(), compression_type=codec, max_batch_size=1 << 30, acks="all")
    await producer.start()
    found = []
    for _ in range(number):
        batch = producer.create_batch()
        batch.append(timestamp=None, key=None, value=b"\x00" * 100_000_000, headers=[(SOURCE_HEADER, COUNTY.encode())])
        told = await (await producer.send_batch(batch, INBOX, partition=0))
        found.append((INBOX, 0, told.offset))
    await producer.stop()
    return found
