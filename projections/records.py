"""Ledger records as rows of the ledger index: few one by one, many as columns. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from projections import by_column, by_record
from projections.copying import Rows
from schemas.columns import Refusal

FEW: Final = 1_000
"""So many records are cheaper one by one than as columns, whose price is by type."""


@dataclass(frozen=True)
class Slice:
    """Consecutive records of one ledger partition: `values[i]` has the offset `first + i` and the time stamp `stamps[i]` (ms).

    `family` is the place in schemas.topics.FAMILIES, one more is the quarantine topic.
    """

    family: int
    part: int
    first: int
    stamps: Sequence[int]
    values: Sequence[bytes | None]


@dataclass(frozen=True)
class Unreadable:
    """A record that is no event: in which slice, at which place of it, and why."""

    records: Slice
    row: int
    code: str


def index_rows(slices: Sequence[Slice], before: Sequence[int], few: int = FEW) -> tuple[Rows, Sequence[Unreadable]]:
    """One row per event, partition by partition in the order of the offsets, and what is no event.

    `before`: of each slice the effective recorded time (ms) of the offset before it; that of a row is never smaller.
    All slices are read together: what columns cost is the number of types, not of partitions. `few`: see FEW.
    """
    values = [value for one in slices for value in one.values]
    said, refused = (by_record if len(values) <= few else by_column).read(values)
    raw = [values[row] or b"" for row in said.rows]
    places = _places(slices, before)[np.asarray(said.rows, dtype=np.int64)]
    rows = Rows(places, np.asarray(said.times, dtype=np.int64), said.sources, said.idents, said.targets, said.texts, said.data, raw)
    return rows, _unreadable(slices, refused)


def _places(slices: Sequence[Slice], before: Sequence[int]) -> NDArray[np.int64]:
    """Of every record its family, partition, offset, and effective recorded time (ms)."""
    counts = [len(one.values) for one in slices]
    places = np.empty((sum(counts), 4), dtype=np.int64)
    end = 0
    for one, count, least in zip(slices, counts, before, strict=True):
        start, end = end, end + count
        places[start:end, :2] = one.family, one.part
        places[start:end, 2] = np.arange(one.first, one.first + count)
        recorded = places[start:end, 3]
        recorded[:] = one.stamps
        np.maximum.accumulate(np.maximum(recorded, least), out=recorded)
    return places


def _unreadable(slices: Sequence[Slice], refused: Sequence[Refusal]) -> Sequence[Unreadable]:
    ends = np.cumsum([len(one.values) for one in slices])
    found = []
    for one in refused:
        at = int(np.searchsorted(ends, one.row, side="right"))
        records = slices[at]
        found.append(Unreadable(records, one.row - int(ends[at]) + len(records.values), one.problem.code))
    return found
