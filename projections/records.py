"""Ledger records as columns of the ledger index. Pure."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import polars as pl

from schemas import columns
from schemas.columns import Refusal

COLUMNS: Final = (
    "family", "part", "off", "plain", "recorded", "rday", "ident", "source", "id", "type", "object", "time", "day",
    "unit", "level", "region", "origin", "sequence", "target", "causation", "data", "raw",
)  # fmt: skip
"""The columns that appending fills, in the order of the file that COPY reads."""

_FIX: Final = re.compile(r"fix:(\S+) (.+)", re.DOTALL)
_BEIJING: Final = pl.duration(hours=8)
_ENVELOPE: Final = ("row", "source", "id", "subject", "time", "unit", "level", "region", "sequence", "causationid")


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


def ident(source: str, event: str) -> str:
    """The identity of an event as 32 hexadecimal digits: the first 16 octets of SHA-256 of source, newline, id."""
    return hashlib.sha256(f"{source}\n{event}".encode()).hexdigest()[:32]


def index_rows(records: Slice, recorded_before: datetime | None) -> tuple[pl.DataFrame, Sequence[Refusal]]:
    """One row per event with COLUMNS, in the order of the offsets, and what is no event.

    `recorded_before` is the effective recorded time of the offset before; that of a row is never smaller.
    """
    batch = columns.decode_batch(records.values)
    effective = pl.Series("recorded", records.stamps, dtype=pl.Int64).cast(pl.Datetime("ms", "UTC")).cum_max()
    if recorded_before is not None:
        effective = effective.to_frame().select(pl.max_horizontal("recorded", pl.lit(recorded_before, dtype=pl.Datetime("ms", "UTC")))).to_series()
    placed = pl.DataFrame(
        {
            "row": pl.int_range(len(records.values), eager=True, dtype=pl.Int64),
            "recorded": effective,
            "raw": pl.Series(records.values, dtype=pl.Binary),
        }
    )
    frames = [_columns(name, frame) for name, frame in batch.frames.items()]
    events = pl.concat(frames) if frames else _columns("", pl.DataFrame(schema=_EMPTY))
    joined = placed.join(events, on="row", how="inner", maintain_order="left")
    return joined.with_columns(
        family=pl.lit(records.family), part=pl.lit(records.part), off=pl.col("row") + records.first,
        rday=_day("recorded"), day=_day("time"), raw=pl.lit("\\x") + pl.col("raw").bin.encode("hex"),
    ).select(COLUMNS), batch.refused  # fmt: skip


def to_csv(rows: pl.DataFrame) -> bytes:
    """The rows as COPY … csv reads them: an empty field is null, a quoted empty one the empty text."""
    text: str = rows.write_csv(include_header=False, quote_style="necessary")
    return text.encode()


_EMPTY: Final = pl.Schema(
    dict.fromkeys(_ENVELOPE, pl.String) | {"row": pl.Int64, "time": pl.Datetime("ms", "UTC"), "data": pl.Struct({"origin": pl.String})}
)


def _columns(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The columns that an event type's frame gives: the same names and types for every event type."""
    members = {field.name for field in frame.schema["data"].fields}  # type: ignore[attr-defined]
    origin = pl.col("data").struct.field("origin") if "origin" in members else pl.lit(None, dtype=pl.String)
    sources, ids = frame["source"], frame["id"]
    targets = _targets(frame, members)
    return frame.select(*_ENVELOPE, origin=origin).with_columns(
        columns.json_data(frame) if "fields" in members else _without_null(columns.json_data(frame)),
        type=pl.lit(name),
        ident=pl.Series([ident(source, one) for source, one in zip(sources, ids, strict=True)], dtype=pl.String),
        target=targets, plain=targets.is_null(),
    ).rename({"subject": "object", "causationid": "causation"})  # fmt: skip


def _without_null(texts: pl.Series) -> pl.Series:
    """JSON objects without the members that are null.

    Inside a JSON text a quote is escaped, so what reads like a member is one.
    """
    return texts.str.replace_all(r',"\w+":null', "").str.replace_all(r'\{"\w+":null,?', "{").alias("data")


def _targets(frame: pl.DataFrame, members: set[str]) -> pl.Series:
    """The identity that a correction or retraction names, or that a desk's fix stands for; null for all others."""
    if "corrects" in members:
        named = frame["data"].struct.field("corrects").struct
        pairs = zip(named.field("source"), named.field("id"), strict=True)
        return pl.Series([ident(source, one) for source, one in pairs], dtype=pl.String)
    fixes = [_FIX.fullmatch(cause) if cause is not None and cause.startswith("fix:") else None for cause in frame["causationid"]]
    return pl.Series([ident(one[1], one[2]) if one else None for one in fixes], dtype=pl.String)


def _day(column: str) -> pl.Expr:
    """The Beijing day of an instant."""
    return (pl.col(column).dt.replace_time_zone(None) + _BEIJING).dt.date()
