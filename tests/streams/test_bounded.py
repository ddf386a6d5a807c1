"""A record batch that would unpack to more than the bound is not unpacked."""

import zlib
from collections.abc import Callable

import cramjam
import pytest
import zstandard
from aiokafka import TopicPartition
from aiokafka.consumer.fetcher import READ_COMMITTED
from aiokafka.errors import CorruptRecordException
from aiokafka.record.default_records import DefaultRecordBatchBuilder

from streams.bounded import BATCH_BYTES, FETCH_BYTES, SHOWN_BYTES, BoundedRecords, QuickRecords, measured
from streams.gate.intake import Arrival

pytestmark = pytest.mark.quick
GZIP, SNAPPY, LZ4, ZSTD = 1, 2, 3, 4


def batch(codec: int, *values: bytes) -> bytes:
    builder = DefaultRecordBatchBuilder(2, codec, 0, -1, -1, 0, 1 << 30)
    for at, value in enumerate(values):
        builder.append(at, 1000 + at, b"k", value, [])
    return bytes(builder.build())


def at_offset(octets: bytes, base: int) -> bytes:
    return base.to_bytes(8, "big") + octets[8:]


def offsets(records: BoundedRecords) -> list[tuple[int, int]]:
    found = []
    while records.has_next():
        found += [(one.offset, len(one.value)) for one in records.next_batch()]
    return found


@pytest.mark.parametrize("codec", [0, GZIP, SNAPPY, LZ4, ZSTD])
def test_batches_within_the_bound_are_read_as_ever(codec: int) -> None:
    octets = batch(codec, b"a" * 10, b"b" * 100_000) + at_offset(batch(codec, b"c"), 2)
    assert offsets(BoundedRecords(octets)) == [(0, 10), (1, 100_000), (2, 1)]


@pytest.mark.parametrize("codec", [GZIP, SNAPPY, LZ4, ZSTD])
def test_of_a_bomb_one_record_is_shown_and_the_next_batch_is_read(codec: int) -> None:
    bomb = at_offset(batch(codec, b"x", b"\x00" * 2 * BATCH_BYTES, b"y"), 5)
    records = BoundedRecords(bomb + at_offset(batch(codec, b"after"), 8))
    shown = records.next_batch()
    assert [(one.offset, len(one.value), one.headers) for one in shown] == [(5, SHOWN_BYTES, ())]
    assert (shown.base_offset, shown.next_offset, shown.is_control_batch, shown.producer_id) == (5, 8, False, None)
    assert offsets(records) == [(8, 5)]


@pytest.mark.parametrize("codec", [GZIP, ZSTD])
def test_a_large_batch_of_events_is_read_whole(codec: int) -> None:
    # given events of more than 8 MB that a source has packed into one batch, which a topic takes
    values = [
        f'{{"id":"e-{at}","title":"关于改善{at * 7919 % 10_007}路公交的建议","people":{at * 31 % 997}}}'.encode() + b" " * 300 for at in range(24_000)
    ]
    octets = batch(codec, *values)
    assert sum(map(len, values)) > 8_000_000
    assert len(octets) < 1_000_000
    # when it is read, then no record of it is missing
    assert offsets(BoundedRecords(octets)) == [(at, len(value)) for at, value in enumerate(values)]


def test_the_client_hands_over_what_the_gate_takes() -> None:
    builder = DefaultRecordBatchBuilder(2, ZSTD, 0, -1, -1, 0, 1 << 20)
    builder.append(0, 1000, b"k", b"v", [("hub-source", b"//420624/jyxt")])
    builder.append(1, 1001, None, None, [])
    octets = at_offset(bytes(builder.build()), 7)
    place = TopicPartition("inbox.county.suggestion", 3)
    found = list(QuickRecords(place, BoundedRecords(octets), [], 7, None, None, True, READ_COMMITTED))
    assert found == [
        Arrival("inbox.county.suggestion", 3, 7, 1000, b"k", b"v", [("hub-source", b"//420624/jyxt")]),
        Arrival("inbox.county.suggestion", 3, 8, 1001, None, None, []),
    ]


def test_many_batches_within_the_bound_are_left_to_the_next_fetch() -> None:
    one = batch(ZSTD, b"\x00" * (BATCH_BYTES - 1000))
    octets = b"".join(at_offset(one, number) for number in range(20))
    assert len(offsets(BoundedRecords(octets))) <= FETCH_BYTES // (BATCH_BYTES - 1000) + 1


PACK: dict[int, Callable[[bytes], bytes]] = {
    GZIP: lambda one: zlib.compress(one, wbits=31),
    SNAPPY: lambda one: bytes(cramjam.snappy.compress_raw(one)),
    LZ4: lambda one: bytes(cramjam.lz4.compress(one)),
    ZSTD: lambda one: zstandard.ZstdCompressor().compress(one),
}


@pytest.mark.parametrize("codec", PACK)
@pytest.mark.parametrize("size", [BATCH_BYTES, BATCH_BYTES + 1, 10 * BATCH_BYTES])
def test_the_bound_is_sharp_and_what_is_measured_stays_small(codec: int, size: int) -> None:
    found, head = measured(codec, memoryview(PACK[codec](b"\x00" * size)))
    assert (found > BATCH_BYTES) == (size > BATCH_BYTES)
    assert len(head) <= SHOWN_BYTES


@pytest.mark.parametrize("codec", [GZIP, LZ4, ZSTD, 7])
def test_what_is_no_such_compression_is_corrupt(codec: int) -> None:
    with pytest.raises(CorruptRecordException):
        measured(codec, memoryview(b"junk" * 20_000))
