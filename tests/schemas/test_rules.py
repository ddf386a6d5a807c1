"""The rules over columns never pass what the walk over one record refuses, whatever stands in the fields."""

import json
import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import codec, columns, form, registry, single
from schemas.errors import Problem, Refused
from schemas.registry import EventType

TEXTS = [
    "",
    "420624-cwh",
    "//420624/jyxt/s-12",
    "4.20624E+17",
    "//420624/jyxt/4.20624e+17",
    "420624198001010000",
    "420624198001011000",
    "110105194912310000",
    "a b",
    "a\u3000b",
    "a\u200bb",
    "a\x00b",
    "a\nb",
    "坏\ufffd字",
    "满意",
    "\u202e倒写",
    "x" * 256,
    "x" * 257,
    "字" * 85,
    "字" * 86,
    "2025-06-08",
    "2025-02-29",
    "2024-02-29",
    "0000-01-01",
    "0999-12-31",
    "2025-06-08T16:20:00+08:00",
    "2025-06-08t16:20:00.123456789z",
    "2025-06-08T24:00:00Z",
    "2025-06-08T16:20:60Z",
    "2025-06-08T16:20:00",
    "2025-06-08T16:20:00+24:00",
    "0001-01-01T00:00:00+08:00",
    "9999-12-31T23:59:59-08:00",
    "2025-06-08\n",
    "county",
    "main",
    "{}",
    '{"people":31}',
    '{"time":"2025-06-08"}',
    '{"a":1,"a":2}',
    "f" * 64,
    "F" * 64,
]
NUMBERS = [0, 1, -1, 17, 2**31 - 1, -(2**31), 2**53 - 1, 2**53, -(2**53), 2**63 - 1, -(2**63)]
INSTANTS = [0, 1749370800000, -62135596800000, -62135596800001, 253402300799999, 253402300800000, 2**63 - 1]


def some(chance: random.Random, schema: Any) -> Any:
    """Any value that Avro lets stand at this place, however wrong it is for us."""
    if isinstance(schema, list):
        return None if chance.random() < 0.5 else some(chance, schema[1])
    if schema == "string":
        return chance.choice(TEXTS)
    if schema == "boolean":
        return chance.random() < 0.5
    if schema in ("int", "long"):
        return chance.choice([number for number in NUMBERS if schema == "long" or -(2**31) <= number < 2**31])
    if schema["type"] == "record":
        return {field["name"]: some(chance, field["type"]) for field in schema["fields"]}
    if schema["type"] == "array":
        return [some(chance, schema["items"]) for _ in range(chance.randrange(3))]
    return chance.choice(INSTANTS)


def spoilt(chance: random.Random, kind: EventType) -> bytes:
    """A good record of which one member, at any depth, holds a value that may be wrong."""
    example = json.loads((registry.FOLDER / "examples" / f"{kind.name}.json").read_text("utf-8"))
    datum = form.datum_of(kind, example)
    record, schema = datum, kind.schema
    if chance.random() < 0.6:
        record, schema = datum["data"], schema["fields"][-1]["type"]
    field = chance.choice([field for field in schema["fields"] if field["name"] != "data"])
    record[field["name"]] = some(chance, field["type"])
    return codec.frame(kind, datum)


def problem_of(value: bytes) -> Problem | None:
    try:
        codec.decode(value)
    except Refused as refused:
        return refused.problem
    return None


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_columns_refuse_what_the_codec_refuses_and_nothing_else(seed: int) -> None:
    # given fewer or more records of one type than are judged one by one, each with one member replaced
    chance = random.Random(seed)
    kind = chance.choice(registry.all_types())
    values = [spoilt(chance, kind) for _ in range(chance.choice((8, columns.ONE_BY_ONE + 8)))]

    # when they are decoded as columns
    batch = columns.decode_batch(values)

    # then the same rows are refused, for the same reasons
    expected = {row: problem for row, value in enumerate(values) if (problem := problem_of(value)) is not None}
    assert {refusal.row: refusal.problem for refusal in batch.refused} == expected


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_what_is_read_in_one_pass_is_what_the_codec_reads(seed: int) -> None:
    # given records of one type, each with one member replaced
    chance = random.Random(seed)
    kind = chance.choice(registry.all_types())
    for value in (spoilt(chance, kind) for _ in range(16)):
        # when one is read in one pass, then the codec gives the same datum, and what it refuses is doubted
        datum = single.datum(kind, value)
        assert datum is None or problem_of(value) is None
        assert datum is None or datum == _given(codec.read(kind, value[codec.HEADER.size :]))


def test_no_good_example_is_doubted() -> None:
    # given the example of every type, when it is read in one pass, then the codec is not needed
    for kind in registry.all_types():
        example = json.loads((registry.FOLDER / "examples" / f"{kind.name}.json").read_text("utf-8"))
        assert single.datum(kind, codec.encode(example)) is not None


def _given(value: Any) -> Any:
    """Without absent members."""
    if isinstance(value, dict):
        return {name: _given(member) for name, member in value.items() if member is not None}
    return [_given(member) for member in value] if isinstance(value, list) else value
