"""Ledger records as columns of the ledger index. Pure."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from schemas import columns
from schemas.columns import Refusal

COLUMNS: Final = (
    "family", "part", "off", "plain", "recorded", "rday", "ident", "source", "id", "type", "object", "time", "day",
    "unit", "level", "region", "origin", "sequence", "target", "causation", "data", "raw",
)  # fmt: skip
"""The columns that appending fills, in the order of the file that COPY reads."""

_FIX: Final = re.compile(r"fix:(\S+) (.+)", re.DOTALL)
_BEIJING: Final = pl.duration(hours=8)


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


@dataclass(frozen=True)
class Unreadable:
    """A record that is no event: in which slice, at which place of it, and why."""

    records: Slice
    row: int
    code: str


def index_rows(slices: Sequence[Slice], before: Sequence[int]) -> tuple[pl.DataFrame, Sequence[Unreadable]]:
    """One row per event with COLUMNS, partition by partition in the order of the offsets, and what is no event.

    `before`: of each slice the effective recorded time (ms) of the offset before it; that of a row is never smaller.
    All slices are decoded together: what a batch costs is the number of its types, not of its partitions.
    """
    values = [value for one in slices for value in one.values]
    batch = columns.decode_batch(values)
    frames = [_columns(name, frame) for name, frame in batch.frames.items()]
    events = (pl.concat(frames) if frames else _columns("", pl.DataFrame(schema=_EMPTY))).sort("row")
    places = _places(slices, before)[events["row"].to_numpy()]
    placed = events.with_columns(
        pl.Series("family", places[:, 0]), pl.Series("part", places[:, 1]), pl.Series("off", places[:, 2]),
        pl.Series("recorded", places[:, 3]).cast(pl.Datetime("ms", "UTC")),
        pl.Series("raw", values, dtype=pl.Binary).gather(events["row"]),
    )  # fmt: skip
    raw = pl.lit("\\x") + pl.col("raw").bin.encode("hex")
    rows = placed.with_columns(rday=_day("recorded"), day=_day("time"), raw=raw).select(COLUMNS)
    return rows, _unreadable(slices, batch.refused)


def _places(slices: Sequence[Slice], before: Sequence[int]) -> NDArray[np.int64]:
    """Of every record its family, partition, offset, and effective recorded time (ms)."""
    parts = []
    for one, least in zip(slices, before, strict=True):
        count = len(one.values)
        offsets = np.arange(one.first, one.first + count, dtype=np.int64)
        recorded = np.maximum.accumulate(np.maximum(np.asarray(one.stamps, dtype=np.int64), least))
        parts.append(np.column_stack([np.full(count, one.family), np.full(count, one.part), offsets, recorded]))
    return np.concatenate(parts) if parts else np.empty((0, 4), dtype=np.int64)


def _unreadable(slices: Sequence[Slice], refused: Sequence[Refusal]) -> Sequence[Unreadable]:
    ends = np.cumsum([len(one.values) for one in slices])
    found = []
    for one in refused:
        at = int(np.searchsorted(ends, one.row, side="right"))
        records = slices[at]
        found.append(Unreadable(records, one.row - int(ends[at]) + len(records.values), one.problem.code))
    return found


def to_csv(rows: pl.DataFrame) -> bytes:
    """The rows as COPY … csv reads them: an empty field is null, a quoted empty one the empty text."""
    text: str = rows.write_csv(include_header=False, quote_style="necessary")
    return text.encode()


_EMPTY: Final = pl.Schema(
    dict.fromkeys(("source", "id", "subject", "unit", "level", "region", "sequence", "causationid"), pl.String)
    | {"row": pl.Int64, "time": pl.Datetime("ms", "UTC"), "data": pl.Struct({"origin": pl.String})}
)


def _columns(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The columns that an event type's frame gives: the same names and types for every event type."""
    members = {field.name for field in frame.schema["data"].fields}  # type: ignore[attr-defined]
    origin = pl.col("data").struct.field("origin") if "origin" in members else pl.lit(None, dtype=pl.String)
    targets = _targets(frame, members)
    texts = columns.json_data(frame)
    return frame.select(
        "row", "source", "id", "time", "unit", "level", "region", "sequence",
        object="subject", causation="causationid", origin=origin, type=pl.lit(name),
        data=texts if "fields" in members else _without_null(pl.lit(texts)),
        ident=_idents(frame["source"], frame["id"]), target=targets, plain=targets.is_null(),
    )  # fmt: skip


def _idents(sources: pl.Series, ids: pl.Series) -> pl.Series:
    """`ident` of every row: joined as columns, so that the loop does nothing but hash."""
    joined = sources.to_frame("source").select(pl.concat_str("source", ids.rename("id"), separator="\n").cast(pl.Binary)).to_series()
    sha256 = hashlib.sha256
    return pl.Series([sha256(one).hexdigest()[:32] for one in joined.to_list()], dtype=pl.String)


def _without_null(texts: pl.Expr) -> pl.Expr:
    """JSON objects without the members that are null.

    Inside a JSON text a quote is escaped, so what reads like a member is one.
    """
    return texts.str.replace_all(r',"\w+":null', "").str.replace_all(r'\{"\w+":null,?', "{")


def _targets(frame: pl.DataFrame, members: set[str]) -> pl.Series:
    """The identity that a correction or retraction names, or that a desk's fix stands for; null for all others."""
    if "corrects" in members:
        named = frame["data"].struct.field("corrects").struct
        return _idents(named.field("source"), named.field("id"))
    causes = frame["causationid"]
    if not causes.str.starts_with("fix:").any():
        return pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
    fixes = [_FIX.fullmatch(cause) if cause is not None and cause.startswith("fix:") else None for cause in causes]
    return pl.Series([ident(one[1], one[2]) if one else None for one in fixes], dtype=pl.String)


def _day(column: str) -> pl.Expr:
    """The Beijing day of an instant."""
    return (pl.col(column).dt.replace_time_zone(None) + _BEIJING).dt.date()
