"""What is written of a judged batch: ledger records by partition, quarantine records in order. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

import numpy as np
import polars as pl

from schemas import quarantine
from schemas.partition import hashes
from schemas.quarantine import Quarantined
from schemas.topics import FAMILIES, LEDGER_PARTITIONS, QUARANTINE, ledger
from streams.gate.decide import Verdicts
from streams.gate.detain import detained, names_of
from streams.gate.intake import Arrival, Headers
from streams.gate.rows import Numbers, kinds

PLACES: Final = tuple((ledger(family), part) for family in FAMILIES for part in range(LEDGER_PARTITIONS[family]))
"""The ledger's partitions."""
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
    if not rows.height or not rows.get_column("passes").any():
        return []
    passed = rows if rows.get_column("passes").all() else rows.filter("passes")
    subjects = passed.get_column("subject").cast(pl.Binary).to_list()
    numbers, places = passed.get_column("row").to_numpy(), _places(passed.get_column("kind").to_numpy(), subjects)
    order = np.lexsort((numbers, places))
    keys = np.array([*subjects, None], dtype=object)[order].tolist()
    values = [frames[row] or b"" for row in numbers[order].tolist()]
    return [Parcel(*PLACES[place], keys[begin:end], values[begin:end]) for place, begin, end in _runs(places[order])]


def _places(kind: Numbers, keys: Sequence[bytes]) -> Numbers:
    """Where each record belongs, as a place in PLACES."""
    first, count = _borders()
    places: Numbers = first[kind] + hashes(keys) % count[kind]
    return places


@cache
def _borders() -> tuple[Numbers, Numbers]:
    """By kind, the first of the places it belongs to, and how many they are."""
    families = [one.family for one in kinds()]
    first = [PLACES.index((ledger(family), 0)) for family in families]
    return np.array(first), np.array([LEDGER_PARTITIONS[family] for family in families])


def _runs(ordered: Numbers) -> Iterable[tuple[int, int, int]]:
    """Each number of an ascending column, and where its rows begin and end."""
    borders = [0, *(np.flatnonzero(np.diff(ordered)) + 1).tolist(), len(ordered)]
    return ((int(ordered[begin]), begin, end) for begin, end in pairwise(borders))


def held_back(records: Sequence[Arrival], verdicts: Verdicts) -> list[Quarantined]:
    """Quarantine records of the rows that do not pass."""
    if not verdicts.rulings:
        return []
    names = names_of(verdicts.rows, verdicts.rulings.keys())
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
