"""A bound on what a compressed record batch may unpack to, before it is unpacked.

A megabyte may hold gigabytes of zeros, and the client unpacks whole batches. The consumer's reader of record batches is
replaced by one that measures first: of a batch beyond the bound one record is shown, too long for any door, at the
batch's first offset; so it is refused with a place like any other, and the partition goes on behind the batch.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import cramjam
import zstandard
from aiokafka import TopicPartition
from aiokafka.consumer import fetcher
from aiokafka.errors import CorruptRecordException
from aiokafka.record import MemoryRecords

from schemas.limits import EVENT_JSON_BYTES
from streams.gate.intake import Arrival

BATCH_BYTES: Final = 16 * 1024 * 1024
"""What one batch may unpack to. A topic takes a megabyte packed, and events pack to a tenth or so; zeros to less than a thousandth."""

FETCH_BYTES: Final = 16 * 1024 * 1024
"""What the batches of one fetched partition are unpacked to before the rest is left to the next fetch."""

SHOWN_BYTES: Final = EVENT_JSON_BYTES + 1
"""Of a batch beyond the bound so much is shown: too long as JSON and as Avro."""

_HEAD: Final = struct.Struct(">qiibIhiqq")
"""First offset, length, leader epoch, magic, checksum, attributes, last offset delta, first and largest time stamp."""
_RECORDS_AT: Final = 61
_LENGTH_BEHIND: Final = 12
_CODEC_MASK: Final = 0x07
_XERIAL: Final = b"\x82SNAPPY\x00"


@dataclass(frozen=True)
class Shown:
    """The one record shown of a batch that is not unpacked."""

    offset: int
    timestamp: int
    value: bytes
    timestamp_type: int = 1
    key: bytes | None = None
    checksum: int | None = None
    headers: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True)
class Unpacked:
    """A batch that is not unpacked, with what the fetcher asks of a batch."""

    base_offset: int
    next_offset: int
    timestamp: int
    head: bytes
    producer_id: int | None = None
    is_control_batch: bool = False
    is_transactional: bool = False

    def validate_crc(self) -> bool:
        """The broker has checked what it took."""
        return True

    def __iter__(self) -> Iterator[Shown]:
        """The record that stands for all."""
        yield Shown(self.base_offset, self.timestamp, self.head)


class BoundedRecords:
    """The batches of one fetched partition, in order."""

    def __init__(self, octets: bytes) -> None:
        """Of what the broker handed over."""
        self._octets = memoryview(octets)
        self._inner: Any = MemoryRecords(octets)
        self._at = 0
        self._left = FETCH_BYTES

    def size_in_bytes(self) -> int:
        """How much the broker handed over."""
        return int(self._inner.size_in_bytes())

    def has_next(self) -> bool:
        """Whether a batch follows that is to be unpacked now."""
        return self._left > 0 and bool(self._inner.has_next())

    def next_batch(self) -> Any:
        """The next batch. Raises CorruptRecordException where its data are no such compression."""
        batch = self._inner.next_batch()
        base, length, _, _, _, attributes, last, _, largest = _HEAD.unpack_from(self._octets, self._at)
        packed = self._octets[self._at + _RECORDS_AT : self._at + _LENGTH_BEHIND + length]
        self._at += _LENGTH_BEHIND + length
        codec = attributes & _CODEC_MASK
        if not codec:
            return batch
        size, head = measured(codec, packed)
        if size <= BATCH_BYTES:
            self._left -= size
            return batch
        return Unpacked(base, base + last + 1, largest, head.ljust(SHOWN_BYTES, b"\x00"))


def measured(codec: int, packed: memoryview) -> tuple[int, bytes]:
    """What a batch unpacks to, counted no further than just beyond BATCH_BYTES, and its beginning if it is more.

    `codec` is Kafka's number. Raises CorruptRecordException.
    """
    try:
        size, head = _MEASURES[codec](packed)
    except (KeyError, ValueError, struct.error, zlib.error, zstandard.ZstdError, cramjam.DecompressionError) as error:
        raise CorruptRecordException(f"codec {codec}: {error!r}") from error
    return size, head if size > BATCH_BYTES else b""


def _gzip(packed: memoryview) -> tuple[int, bytes]:
    found = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(packed, BATCH_BYTES + 1)
    return len(found), found[:SHOWN_BYTES]


def _zstd(packed: memoryview) -> tuple[int, bytes]:
    with zstandard.ZstdDecompressor().stream_reader(packed.tobytes(), read_across_frames=True) as reader:
        found = reader.read(BATCH_BYTES + 1)
    return len(found), found[:SHOWN_BYTES]


def _lz4(packed: memoryview) -> tuple[int, bytes]:
    """A block of at most 255 times its size: what cannot be too large is not unpacked to be measured."""
    if len(packed) * 255 <= BATCH_BYTES:
        return len(packed), b""
    room = bytearray(BATCH_BYTES + 1)
    try:
        return int(cramjam.lz4.decompress_into(packed.tobytes(), room)), b""
    except cramjam.DecompressionError as error:
        if _overfull(error):
            return BATCH_BYTES + 1, bytes(room[:SHOWN_BYTES])
        raise


def _overfull(error: Exception) -> bool:
    return "write whole buffer" in str(error)


def _snappy(packed: memoryview) -> tuple[int, bytes]:
    """Every block says how long it will be."""
    octets = packed.tobytes()
    if not octets.startswith(_XERIAL):
        return int(cramjam.snappy.decompress_raw_len(octets)), b""
    size, at = 0, 16
    while at < len(octets) and size <= BATCH_BYTES:
        (block,) = struct.unpack_from(">i", octets, at)
        size += int(cramjam.snappy.decompress_raw_len(octets[at + 4 : at + 4 + block]))
        at += 4 + block
    return size, b""


_MEASURES: Final = {1: _gzip, 2: _snappy, 3: _lz4, 4: _zstd}


class QuickRecords(fetcher.PartitionRecords):  # type: ignore[misc]
    """The records of one fetched partition as the gate takes them: the client's own record costs as much as its decoding."""

    def _consumer_record(self, place: TopicPartition, record: Any) -> Arrival:
        return Arrival(place.topic, place.partition, record.offset, record.timestamp, record.key, record.value, record.headers)


def install() -> None:
    """Let every consumer of this process read through the bound, and hand over `Arrival`s."""
    fetcher.MemoryRecords = BoundedRecords
    fetcher.PartitionRecords = QuickRecords
