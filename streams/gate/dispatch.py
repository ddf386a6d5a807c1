"""What is written of a judged batch: ledger records by partition, quarantine records in order. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
    for (family,), several in rows.filter("passes").partition_by("family", as_dict=True).items():
        placed = several.select("row", "subject", partitions(several["subject"], LEDGER_PARTITIONS[str(family)]).alias("partition"))
        for (partition,), group in placed.partition_by("partition", as_dict=True, maintain_order=True).items():
            values = [frames[row] or b"" for row in group["row"].to_list()]
            keys = group["subject"].cast(pl.Binary).to_list()
            parcels.append(Parcel(ledger(str(family)), int(partition), keys, values))
    return parcels


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
