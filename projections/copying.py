"""Rows of the ledger index as the binary file that COPY reads: no text is quoted, no octet written as hexadecimal digits. Pure."""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

TEXTS: Final = ("source", "id", "type", "object", "unit", "level", "region", "origin", "sequence", "causation")
COLUMNS: Final = ("family", "part", "off", "plain", "recorded", "rday", "time", "day", "newest", "ident", "target", *TEXTS, "data", "raw")
"""The columns that appending fills, in the order of the file."""

_SOURCE: Final = TEXTS.index("source")

MEMBERS: Final = {"object": "subject", "causation": "causationid"}
"""The members of the envelope whose columns are called otherwise."""

_WIDE: Final = (
    ("family", ">i2"), ("part", ">i2"), ("off", ">i8"), ("plain", "i1"), ("recorded", ">i8"), ("rday", ">i4"),
    ("time", ">i8"), ("day", ">i4"), ("newest", "i1"), ("ident", "V16"),
)  # fmt: skip
"""Columns of one width; they come first in a row, each after its width."""

_FIRST: Final = np.dtype([("columns", ">i2"), *(one for name, kind in _WIDE for one in ((f"{name}_width", ">i4"), (name, kind)))])
_HEAD: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TAIL: Final = struct.pack(">h", -1)
_WIDTH: Final = struct.Struct(">i")
_NULL: Final = _WIDTH.pack(-1)
_JSONB: Final = b"\x01"
"""The version of its form that precedes each jsonb."""

_EPOCH_MS: Final = 946_684_800_000
"""PostgreSQL counts microseconds and days from the year 2000."""

_AT_ONCE: Final = 1_000
"""Rows put together at once: what they are made of stays in the processor's cache, which halves the time of 20,000."""

_BEIJING_MS: Final = 8 * 3_600_000
_DAY_MS: Final = 86_400_000


@dataclass(frozen=True)
class Rows:
    """Rows of the ledger index, column by column; texts and JSON are octets in UTF-8."""

    places: NDArray[np.int64]
    """Of every row family, partition, offset and effective recorded time (ms)."""

    times: NDArray[np.int64]
    """When it happened (ms)."""

    idents: Sequence[bytes]
    targets: Sequence[bytes | None]
    texts: Sequence[Sequence[bytes | None]]
    """In the order of TEXTS."""

    data: Sequence[bytes]
    raw: Sequence[bytes]


def to_copy(rows: Rows) -> bytes:
    """The file of `COPY core.event (COLUMNS) FROM STDIN (FORMAT binary)`."""
    first = _first(rows)
    parts = (slice(start, start + _AT_ONCE) for start in range(0, len(first), _AT_ONCE))
    return b"".join((_HEAD, *(_tuples(first[part], _part(rows, part)) for part in parts), _TAIL))


def _part(rows: Rows, part: slice) -> Rows:
    texts = [values[part] for values in rows.texts]
    return Rows(rows.places[part], rows.times[part], rows.idents[part], rows.targets[part], texts, rows.data[part], rows.raw[part])


def _tuples(first: Iterable[bytes], rows: Rows) -> bytes:
    columns = [first]
    for values in (rows.targets, *rows.texts):
        columns += _framed(values)
    columns += ([_WIDTHS[len(one) + 1] for one in rows.data], [_JSONB] * len(rows.data), rows.data)
    columns += _framed(rows.raw)
    return b"".join(chain.from_iterable(zip(*columns, strict=True)))


def _first(rows: Rows) -> list[bytes]:
    """Of every row the number of its columns, and those of one width."""
    first = np.empty(len(rows.idents), dtype=_FIRST)
    first["columns"] = len(COLUMNS)
    for name, _ in _WIDE:
        first[f"{name}_width"] = _FIRST[name].itemsize
    recorded = rows.places[:, 3]
    first["family"], first["part"], first["off"] = rows.places[:, 0], rows.places[:, 1], rows.places[:, 2]
    first["plain"] = [one is None for one in rows.targets]
    first["recorded"], first["rday"] = _micros(recorded), _day(recorded)
    first["time"], first["day"] = _micros(rows.times), _day(rows.times)
    first["newest"] = _newest(rows.texts[_SOURCE], rows.times)
    first["ident"] = np.frombuffer(b"".join(rows.idents), dtype=_FIRST["ident"])
    octets: list[bytes] = first.view(f"V{_FIRST.itemsize}").tolist()
    return octets


def _newest(sources: Sequence[bytes | None], times: NDArray[np.int64]) -> NDArray[np.bool_]:
    """For each source the row that happened last, one of them."""
    order = np.argsort(times, kind="stable").tolist()
    last = dict(zip(map(sources.__getitem__, order), order, strict=True))
    newest = np.zeros(len(times), dtype=np.bool_)
    newest[list(last.values())] = True
    return newest


def _micros(milliseconds: NDArray[np.int64]) -> NDArray[np.int64]:
    return (milliseconds - _EPOCH_MS) * 1000


def _day(milliseconds: NDArray[np.int64]) -> NDArray[np.int64]:
    """The Beijing day of each instant."""
    return (milliseconds + (_BEIJING_MS - _EPOCH_MS)) // _DAY_MS


def _framed(values: Sequence[bytes | None]) -> tuple[Iterable[bytes], Iterable[bytes]]:
    """The width of each value, and its octets; of null the width is -1."""
    return [_NULL if one is None else _WIDTHS[len(one)] for one in values], [one or b"" for one in values]


class _Widths(dict[int, bytes]):
    """Widths as they are written, each made once."""

    def __missing__(self, width: int) -> bytes:
        written = self[width] = _WIDTH.pack(width)
        return written


_WIDTHS: Final = _Widths()
