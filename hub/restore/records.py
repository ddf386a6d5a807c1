"""What a record has on the broker besides its value and its time: key and headers, which follow from the value. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from projections.append import QUARANTINE_FAMILY
from projections.ledger import ARCHIVED
from projections.records import Slice
from schemas import audit, quarantine
from schemas.columns import decode_batch
from schemas.errors import Refused
from schemas.topics import AUDIT

Headers = Sequence[tuple[str, bytes]]


@dataclass(frozen=True)
class Dressed:
    """Of each record of a slice its key (null where the value tells none) and its headers."""

    keys: Sequence[bytes | None]
    headers: Sequence[Headers]


def dressed(records: Slice) -> Dressed:
    """Keys and headers as the gate writes them: by the subject of an event; by place, kind and what was lacked of a quarantine record.

    A value that this vocabulary cannot read has neither. Nothing reads a ledger record by its key.
    """
    if ARCHIVED[records.family] == AUDIT:
        return Dressed([audit.KEY] * len(records.values), [()] * len(records.values))
    if records.family == QUARANTINE_FAMILY:
        told = [_quarantined(value) for value in records.values]
        return Dressed([key for key, _ in told], [headers for _, headers in told])
    keys: list[bytes | None] = [None] * len(records.values)
    for frame in decode_batch(records.values).frames.values():
        for row, subject in zip(frame.get_column("row").to_list(), frame.get_column("subject").cast(pl.Binary).to_list(), strict=True):
            keys[row] = subject
    return Dressed(keys, [()] * len(keys))


def _quarantined(value: bytes | None) -> tuple[bytes | None, Headers]:
    try:
        record = quarantine.decode(value or b"")
    except Refused:
        return None, ()
    return quarantine.key_of(record), quarantine.headers_of(record)
