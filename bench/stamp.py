"""Many framed records from one: the places that differ are found once and stamped column by column, not record by record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from schemas import codec
from schemas.registry import by_name

Bytes = NDArray[np.uint8]

TIME: Final = 1_700_000_000_000
"""The instant that stands in a mould; any of the years 1988 to 2039 takes as many bytes."""
_TIME_BYTES: Final = 6
_HEX: Final = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)
ID: Final = "IIIIIIII-IIII-IIII-IIII-IIIIIIIIIIII"


@dataclass(frozen=True)
class Mould:
    """One record as bytes, and where in it each mark stands (byte offsets)."""

    body: Bytes
    places: Mapping[str, Sequence[int]]
    time: int


def mould(name: str, event: Mapping[str, Any], marks: Sequence[str]) -> Mould:
    """The mould of a type: `event` is an Avro datum with `time` = TIME in which each mark stands for a text of the same length."""
    kind = by_name(name)
    assert kind is not None
    body = codec.frame(kind, {**event, "time": TIME})
    places = {mark: _all(body, mark.encode()) for mark in marks}
    return Mould(np.frombuffer(body, dtype=np.uint8), places, body.index(_varint(np.array([TIME]))[0].tobytes()))


def stamp(one: Mould, times: NDArray[np.int64], texts: Mapping[str, Bytes]) -> list[bytes]:
    """A record for each time. `texts`: mark → bytes, one row for each record, as wide as the mark."""
    records = np.tile(one.body, (len(times), 1))
    records[:, one.time : one.time + _TIME_BYTES] = _varint(times)
    for mark, columns in texts.items():
        for place in one.places.get(mark, ()):
            records[:, place : place + columns.shape[1]] = columns
    width, flat = records.shape[1], records.tobytes()
    return [flat[at : at + width] for at in range(0, len(flat), width)]


def digits(numbers: NDArray[np.int64], width: int) -> Bytes:
    """Decimal digits with leading zeros, one row for each number."""
    powers = 10 ** np.arange(width - 1, -1, -1, dtype=np.int64)
    return (numbers[:, None] // powers % 10 + ord("0")).astype(np.uint8)


def codes(texts: Sequence[str], chosen: NDArray[np.int64]) -> Bytes:
    """The chosen of some texts of one length, one row for each."""
    table = np.array([list(text.encode()) for text in texts], dtype=np.uint8)
    return table[chosen]


def ids(number: int, random: np.random.Generator) -> Bytes:
    """Random UUIDs, as text: one row of 36 for each."""
    text = _HEX[random.integers(0, 16, (number, 36), dtype=np.uint8)]
    text[:, [8, 13, 18, 23]] = ord("-")
    text[:, 14] = ord("7")
    text[:, 19] = ord("a")
    return text


def _all(body: bytes, mark: bytes) -> list[int]:
    found, at = [], body.find(mark)
    while at >= 0:
        found.append(at)
        at = body.find(mark, at + len(mark))
    return found


def _varint(times: NDArray[np.int64]) -> Bytes:
    """Avro's long of each instant, six bytes each."""
    steps = np.arange(_TIME_BYTES, dtype=np.int64) * 7
    sevens = (times[:, None] * 2 >> steps) & 0x7F
    sevens[:, :-1] |= 0x80
    return sevens.astype(np.uint8)
