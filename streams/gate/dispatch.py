"""What is written of a judged batch: ledger records by partition, quarantine records in order. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import polars as pl

from schemas import quarantine
from schemas.quarantine import Quarantined
from schemas.topics import LEDGER_PARTITIONS, QUARANTINE, ledger
from streams.gate.decide import Verdicts
from streams.gate.detain import detained, names_of
from streams.gate.intake import Arrival, Headers
from streams.gate.partition import partitions

Tally = Counter[tuple[str, str]]
"""Records by what became of them and by reason code (empty where there is none)."""


@dataclass(frozen=True)
class Parcel:
    """Records for one partition, in order. `headers` are those of each record, null when none has any."""

    topic: str
    partition: int
    keys: Sequence[bytes]
    values: Sequence[bytes]
    headers: Sequence[Headers] | None = None


def accepted(rows: pl.DataFrame, frames: Sequence[bytes | None]) -> list[Parcel]:
    """Ledger records of the rows that pass: the bytes as they came or were translated, keyed by their subject."""
    parcels = []
    passed = rows.filter("passes").select("row", "family", "subject")
    for (family,), several in passed.partition_by("family", as_dict=True).items():
        numbers = several["row"].to_numpy()
        placed = partitions(several["subject"], LEDGER_PARTITIONS[str(family)]).to_numpy()
        order = np.lexsort((numbers, placed))
        keys = several["subject"].cast(pl.Binary).gather(order).to_list()
        values = [frames[row] or b"" for row in numbers[order].tolist()]
        for part, begin, end in _runs(placed[order]):
            parcels.append(Parcel(ledger(str(family)), part, keys[begin:end], values[begin:end]))
    return parcels


def _runs(ordered: npt.NDArray[np.int32]) -> Iterable[tuple[int, int, int]]:
    """Each number of an ascending column, and where its rows begin and end."""
    borders = [0, *(np.flatnonzero(np.diff(ordered)) + 1).tolist(), len(ordered)]
    return ((int(ordered[begin]), begin, end) for begin, end in pairwise(borders))


def held_back(records: Sequence[Arrival], verdicts: Verdicts) -> list[Quarantined]:
    """Quarantine records of the rows that do not pass."""
    if not verdicts.rulings:
        return []
    names = names_of(verdicts.rows, pl.Series("row", list(verdicts.rulings), pl.Int64))
    return [detained(records[row], ruling, names.get(row, {})) for row, ruling in sorted(verdicts.rulings.items())]


def quarantined(records: Iterable[Quarantined]) -> list[Parcel]:
    """Quarantine records as they are written."""
    several = list(records)
    if not several:
        return []
    keys = [quarantine.key_of(one) for one in several]
    return [Parcel(QUARANTINE, 0, keys, [quarantine.encode(one) for one in several], [quarantine.headers_of(one) for one in several])]


def tally(passed: int, held: Iterable[Quarantined]) -> Tally:
    """What became of a batch, counted."""
    counted: Tally = Counter((str(one.kind), one.code or "") for one in held)
    counted["accepted", ""] += passed
    return counted
