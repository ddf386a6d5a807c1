"""Accepted reference events as the registry folds them. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import polars as pl

from streams.gate.registry import CORRECTED, KNOWN, RETRACTED, Statement


def statements(frames: Mapping[str, pl.DataFrame], records: Sequence[bytes | None], passed: Collection[int] | None = None) -> Iterator[Statement]:
    """The statements in decoded frames that the registry keeps; `records` by row, `passed` names the rows that count (all)."""
    for name in KNOWN & frames.keys():
        frame = frames[name]
        concerns = _concerns(frame) if name in (CORRECTED, RETRACTED) else [None] * frame.height
        for (row, source, ident), concerned in zip(frame.select("row", "source", "id").iter_rows(), concerns, strict=True):
            record = records[row]
            if record is not None and (passed is None or row in passed):
                yield Statement((source, ident), name, record, concerned)


def _concerns(frame: pl.DataFrame) -> list[tuple[str, str] | None]:
    corrects = frame.select(pl.col("data").struct.field("corrects")).unnest("corrects")
    return list(corrects.select("source", "id").iter_rows())
