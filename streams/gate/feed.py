"""Accepted reference events as the registry folds them. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import polars as pl

from streams.gate.facts import MAKERS, Fact
from streams.gate.registry import CORRECTED, KNOWN, RETRACTED, Statement


def statements(frames: Mapping[str, pl.DataFrame], records: Sequence[bytes | None], passed: Collection[int] | None = None) -> Iterator[Statement]:
    """The statements in decoded frames that the registry keeps; `records` by row, `passed` names the rows that count (all)."""
    for name in KNOWN & frames.keys():
        frame = frames[name]
        concerns = _concerns(frame) if name in (CORRECTED, RETRACTED) else [None] * frame.height
        made = _made(name, frame) if name in MAKERS else [None] * frame.height
        rows = frame.select("row", "source", "id").iter_rows()
        for (row, source, ident), concerned, one in zip(rows, concerns, made, strict=True):
            record = records[row]
            if record is not None and (passed is None or row in passed):
                yield Statement((source, ident), name, record, concerned, one)


def _made(name: str, frame: pl.DataFrame) -> list[tuple[str, Fact]]:
    """The facts of a type's frame, each with its key."""
    orders = frame.select(pl.col("time").cast(pl.Int64), "source", "id").iter_rows()
    data = frame.select("data").unnest("data").iter_rows(named=True)
    return [MAKERS[name](one, order) for one, order in zip(data, orders, strict=True)]


def _concerns(frame: pl.DataFrame) -> list[tuple[str, str] | None]:
    corrects = frame.select(pl.col("data").struct.field("corrects")).unnest("corrects")
    return list(corrects.select("source", "id").iter_rows())
