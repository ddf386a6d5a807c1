"""Bombs and damage are refused by code and place before a decoder could act on them, and memory stays bounded."""

import json
import time
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from schemas import codec, columns, guard, registry, walk
from schemas.errors import Refused
from schemas.limits import ITEMS, RECORD_BYTES

ASSIGNED = "cn.npc.suggestion.assigned.v1"
FRAME = codec.encode(json.loads((registry.FOLDER / "examples" / f"{ASSIGNED}.json").read_text("utf-8")))
ITEM = b"\x02x\x08main"
# The departments stand between round (a union, then a number) and due (a union, then a text).
BEFORE, AFTER = FRAME[: FRAME.index(b"\x04\x14420624-jtj")], FRAME[FRAME.index(b"\x00\x02\x142025-09-08") :]


def varint(number: int) -> bytes:
    raw, octets = (number << 1) ^ (number >> 63), bytearray()
    while raw >= 0x80:
        octets.append(raw & 0x7F | 0x80)
        raw >>= 7
    return bytes((*octets, raw))


BOMBS = {
    "fifty million items in five bytes": (BEFORE + varint(50_000_000) + AFTER, "AVRO_BOMB", "/data/departments"),
    "more items than allowed": (BEFORE + varint(ITEMS + 1) + ITEM * (ITEMS + 1) + AFTER, "AVRO_BOMB", "/data/departments"),
    "a negative count of 2^62": (BEFORE + varint(-(2**62)) + varint(1) + AFTER, "AVRO_BOMB", "/data/departments"),
    "the most negative count": (BEFORE + varint(-(2**63)) + varint(1) + AFTER, "AVRO_BOMB", "/data/departments"),
    "a block of another size than it says": (BEFORE + varint(-1) + varint(99) + ITEM + AFTER, "AVRO_DAMAGED", "/data/departments"),
    "a text of 2^40 bytes": (FRAME[:5] + varint(2**40), "AVRO_BOMB", "/id"),
    "a text of negative length": (FRAME[:5] + varint(-5), "AVRO_BOMB", "/id"),
    "a number of 1 MB": (FRAME[:5] + b"\x80" * 1_000_000, "RECORD_TOO_LARGE", ""),
    "a number of 50 KB": (FRAME[:5] + b"\x80" * 50_000, "AVRO_DAMAGED", "/id"),
    "a number of 11 bytes": (FRAME[:5] + b"\x80" * 10 + b"\x01", "AVRO_DAMAGED", "/id"),
    "a number beyond 64 bits": (FRAME[:5] + b"\xff" * 9 + b"\x7f", "AVRO_DAMAGED", "/id"),
    "a number that is not in its shortest form": (FRAME[:5] + b"\x80\x00", "AVRO_DAMAGED", "/id"),
    "bytes behind the datum": (FRAME + b"\x00", "AVRO_TRAILING", ""),
    "nothing behind the frame": (FRAME[:5], "AVRO_DAMAGED", "/id"),
    "a branch that a union does not have": (BEFORE + AFTER.replace(b"\x00\x02\x14", b"\x00\x04\x14"), "AVRO_DAMAGED", "/data/due"),
    "an object container": (b"Obj\x01" + FRAME, "NOT_FRAMED", ""),
    "a schema of nobody": (b"\x00\x00\x0f\xff\xff" + FRAME[5:], "SCHEMA_UNKNOWN", ""),
    "the hub's own kind of record": (b"\x00" + (9001).to_bytes(4, "big") + FRAME[5:], "SCHEMA_UNKNOWN", ""),
}


@pytest.mark.parametrize("around", [40, columns.ONE_BY_ONE])
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_with_its_place_alone_and_among_others(name: str, around: int) -> None:
    # given a bomb, and a batch of good records, read one by one or as columns, with the bomb in its middle
    bomb, code, field = BOMBS[name]
    batch = [FRAME] * around + [bomb] + [FRAME] * around
    tracemalloc.start()
    begun = time.monotonic()

    # when it is decoded alone and in the batch
    with pytest.raises(Refused) as caught:
        codec.decode(bomb)
    decoded = columns.decode_batch(batch)
    took, peak = time.monotonic() - begun, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    # then it is answered by code and place, its neighbours are whole, and neither time nor memory were spent on it
    assert (caught.value.problem.code, caught.value.problem.field) == (code, field)
    assert [(refusal.row, refusal.problem) for refusal in decoded.refused] == [(around, caught.value.problem)]
    assert decoded.frames[ASSIGNED]["row"].to_list() == [*range(around), *range(around + 1, 2 * around + 1)]
    assert took < 2
    assert peak < 50 * RECORD_BYTES


def test_arrays_in_several_blocks_and_with_sizes_are_good_avro() -> None:
    # given the same two items as one block, as two blocks, and as a block that tells its size
    forms = [
        BEFORE + varint(2) + ITEM * 2 + AFTER,
        BEFORE + varint(1) + ITEM + varint(1) + ITEM + AFTER,
        BEFORE + varint(-2) + varint(2 * len(ITEM)) + ITEM * 2 + AFTER,
    ]
    # when each is decoded, alone and in a batch, then they are the same event
    events = [codec.decode(form) for form in forms]
    assert events[0] == events[1] == events[2]
    batch = columns.decode_batch([*forms, *[FRAME] * columns.ONE_BY_ONE])
    assert not batch.refused
    assert batch.frames[ASSIGNED]["data"][0] == batch.frames[ASSIGNED]["data"][1] == batch.frames[ASSIGNED]["data"][2]


def test_as_many_items_as_allowed_pass_both_ways() -> None:
    full = BEFORE + varint(ITEMS) + ITEM * ITEMS + AFTER
    more_than_abreast = BEFORE + varint(walk.ITEMS_ABREAST + 1) + ITEM * (walk.ITEMS_ABREAST + 1) + AFTER
    batch = columns.decode_batch([full, more_than_abreast, *[FRAME] * columns.ONE_BY_ONE])
    assert not batch.refused
    assert len(codec.decode(full)["data"]["departments"]) == ITEMS


def _items(schema: Any) -> Iterator[Any]:
    """The schema of the items of every array, at any depth."""
    if isinstance(schema, list):
        for branch in schema:
            yield from _items(branch)
    elif isinstance(schema, dict) and schema["type"] == "array":
        yield schema["items"]
        yield from _items(schema["items"])
    elif isinstance(schema, dict) and schema["type"] == "record":
        for field in schema["fields"]:
            yield from _items(field["type"])


def _least(schema: Any) -> int:
    """The least number of bytes that a value of the schema takes."""
    if isinstance(schema, dict) and schema["type"] == "record":
        return sum(_least(field["type"]) for field in schema["fields"])
    return 0 if schema == "null" else 1


def test_every_item_of_every_array_takes_at_least_one_byte() -> None:
    """So the count of items is bounded by the bytes that are there."""
    items = [item for kind in registry.default().ids.values() for item in _items(kind.schema)]
    assert len(items) > 10
    assert all(_least(item) >= 1 for item in items)


def test_schemas_hold_only_what_guard_and_walk_know() -> None:
    """A schema with a recursive, named, map, enum or float type would need new guards first."""

    def kinds(schema: Any) -> Iterator[str]:
        if isinstance(schema, list):
            assert len(schema) == 2
            assert schema[0] == "null"
            yield from kinds(schema[1])
        elif isinstance(schema, str):
            yield schema
        elif schema["type"] == "record":
            for field in schema["fields"]:
                yield from kinds(field["type"])
        elif schema["type"] == "array":
            yield from kinds(schema["items"])
        else:
            yield schema["logicalType"]

    found = {name for kind in registry.default().ids.values() for name in kinds(kind.schema)}
    assert found == {"string", "boolean", "int", "long", "bytes", "timestamp-millis"}


def test_the_guard_reads_each_byte_of_a_largest_record_in_little_time() -> None:
    kind = registry.default().names[ASSIGNED]
    body = (BEFORE + varint(ITEMS) + ITEM * ITEMS + AFTER)[5:]
    begun = time.monotonic()
    guard.check(kind.schema, body)
    assert time.monotonic() - begun < 1
