"""Columns say the same as the codec, row by row, and a bad row never touches its neighbours."""

import json
import random
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import codec, columns, registry
from schemas.errors import Problem, Refused

EXAMPLES = {path.stem: codec.encode(json.loads(path.read_text("utf-8"))) for path in sorted((registry.FOLDER / "examples").glob("*.json"))}


def outcome(value: bytes | None) -> str | Problem:
    """What the codec says of one record: the event's id, or the problem."""
    try:
        return str(codec.decode(value or b"")["id"])
    except Refused as refused:
        return refused.problem


def outcomes(values: list[bytes]) -> Mapping[int, str | Problem]:
    """What the columns say of each row."""
    batch = columns.decode_batch(values)
    said: dict[int, str | Problem] = {refusal.row: refusal.problem for refusal in batch.refused}
    for frame in batch.frames.values():
        said |= dict(zip(frame["row"], frame["id"], strict=True))
    return said


def test_every_example_is_decoded_with_its_row() -> None:
    batch = columns.decode_batch(list(EXAMPLES.values()))
    assert not batch.refused
    assert {name: frame["row"].to_list() for name, frame in batch.frames.items()} == {name: [row] for row, name in enumerate(EXAMPLES)}


@pytest.mark.parametrize("name", EXAMPLES)
def test_data_as_json_is_what_the_codec_gives(name: str) -> None:
    frame = columns.decode_batch([EXAMPLES[name]]).frames[name]
    assert _bare(json.loads(columns.json_data(frame)[0])) == codec.decode(EXAMPLES[name])["data"]


def _bare(value: Any) -> Any:
    """Without null and empty members, as the CloudEvents form leaves them out."""
    if isinstance(value, dict):
        return {name: _bare(member) for name, member in value.items() if member is not None and member != []}
    return [_bare(member) for member in value] if isinstance(value, list) else value


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), times=st.integers(1, 12))
def test_damage_is_answered_as_the_codec_answers_and_shifts_nobody(seed: int, times: int) -> None:
    # given a batch of two types in which some octets are changed, cut, added or repeated
    chance = random.Random(seed)
    values = chance.choices(chance.sample(list(EXAMPLES.values()), 2), k=chance.choice((16, 3 * columns.ONE_BY_ONE)))
    for _ in range(times):
        place = chance.randrange(len(values))
        values[place] = _damaged(chance, values[place])

    # when it is decoded as columns, then each row is what the codec says of it alone
    assert outcomes(values) == {row: outcome(value) for row, value in enumerate(values)}


def _damaged(chance: random.Random, value: bytes) -> bytes:
    if not value:
        return value
    at = chance.randrange(len(value))
    return chance.choice(
        [
            value[:at] + bytes([chance.randrange(256)]) + value[at + 1 :],
            value[:at] + bytes([value[at] ^ 1 << chance.randrange(8)]) + value[at + 1 :],
            value[:at],
            value + chance.randbytes(chance.randrange(1, 4)),
            value[:at] + chance.randbytes(chance.randrange(1, 9)) + value[at:],
            value[:at] + value[at + 1 :],
            value[:5] + chance.randbytes(chance.randrange(200)),
        ]
    )


@pytest.mark.parametrize("rest", [0, -columns.ONE_BY_ONE])
def test_two_bad_rows_that_make_up_for_one_another_are_both_refused(rest: int) -> None:
    # given one record that gave its last octet to the next, so that joined they have the right length
    one = EXAMPLES["cn.npc.suggestion.contacted.v1"]
    values = [one, one[:-1], one[:5] + one[-1:] + one[5:], *[one] * (columns.ONE_BY_ONE + rest)]

    # when they are decoded
    batch = columns.decode_batch(values)

    # then exactly these two are refused, the others are whole
    assert [refusal.row for refusal in batch.refused] == [1, 2]
    assert batch.frames["cn.npc.suggestion.contacted.v1"]["row"].to_list() == [0, *range(3, len(values))]
