"""What many ledger records say, read as columns. Pure."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from projections.copying import MEMBERS, TEXTS
from projections.said import Said, fixed, ident
from schemas import columns
from schemas.columns import Refusal

_EMPTY: Final = pl.Schema(
    dict.fromkeys(("source", "id", "subject", "unit", "level", "region", "sequence", "causationid"), pl.String)
    | {"row": pl.Int64, "time": pl.Datetime("ms", "UTC"), "data": pl.Struct({"origin": pl.String})}
)

_NULL: Final = ',"[A-Za-z0-9_]+":null|"[A-Za-z0-9_]+":null,?'
"""A member of a JSON object that is null, with its comma."""


def read(values: Sequence[bytes | None]) -> tuple[Said, Sequence[Refusal]]:
    """What the events among framed records say, and what is no event."""
    batch = columns.decode_batch(values)
    frames = [_columns(name, frame) for name, frame in batch.frames.items()]
    events = (pl.concat(frames) if frames else _columns("", pl.DataFrame(schema=_EMPTY))).sort("row")
    said = Said(
        events["row"].to_list(),
        events["time"].to_list(),
        events["ident"].to_list(),
        events["target"].to_list(),
        [events[name].to_list() for name in TEXTS],
        events["data"].to_list(),
    )
    return said, batch.refused


def _columns(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The columns that an event type's frame gives: the same names and types for every event type."""
    members = {field.name for field in frame.schema["data"].fields}  # type: ignore[attr-defined]
    given = {"type": pl.lit(name), "origin": pl.col("data").struct.field("origin") if "origin" in members else pl.lit(None, dtype=pl.String)}
    return frame.select(
        "row", pl.col("time").cast(pl.Int64),
        *(given.get(text, pl.col(MEMBERS.get(text, text))).cast(pl.Binary).alias(text) for text in TEXTS),
        data=(columns.json_data(frame) if "fields" in members else _json(frame)).cast(pl.Binary),
        ident=_idents(frame["source"], frame["id"]), target=_targets(frame, members),
    )  # fmt: skip


def _idents(sources: pl.Series, ids: pl.Series) -> pl.Series:
    """The identity of every row: joined as columns, so that the loop does nothing but hash."""
    joined = sources.to_frame("source").select(pl.concat_str("source", ids.rename("id"), separator="\n").cast(pl.Binary)).to_series()
    return pl.Series([ident(one) for one in joined.to_list()], dtype=pl.Binary)


def _json(frame: pl.DataFrame) -> pl.Series:
    """`data` of every row as JSON, without the members that are null.

    Those that no row has are left out first, others cut out of the text: inside of it a quote is escaped, so what reads like a member is one.
    """
    texts = frame.select(data=_given(pl.col("data"), frame["data"]).struct.json_encode())["data"]
    if not texts.str.contains(":null", literal=True).any():
        return texts
    return texts.str.replace_all(_NULL, "")


def _given(value: pl.Expr, data: pl.Series) -> pl.Expr:
    """Structs without the members that are null in every row. One that is itself null in a row stays as it is."""
    if not isinstance(data.dtype, pl.Struct) or data.null_count():
        return value
    members = [data.struct.field(name) for name in data.struct.fields]
    kept = [_given(value.struct.field(one.name), one).alias(one.name) for one in members if one.null_count() < len(one)]
    return pl.struct(kept) if kept else value


def _targets(frame: pl.DataFrame, members: set[str]) -> pl.Series:
    """The identity that each row amends, null for nearly all."""
    if "corrects" in members:
        named = frame["data"].struct.field("corrects").struct
        return _idents(named.field("source"), named.field("id"))
    causes = frame["causationid"]
    if not causes.str.starts_with("fix:").any():
        return pl.Series([None], dtype=pl.Binary).new_from_index(0, frame.height)
    return pl.Series([None if cause is None else fixed(cause) for cause in causes], dtype=pl.Binary)
