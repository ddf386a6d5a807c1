"""What many ledger records say, read as columns. Pure."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

import polars as pl

from projections.copying import MEMBERS, TEXTS, framed
from projections.said import Said, fixed, idents
from schemas import columns
from schemas.columns import Refusal

_EMPTY: Final = pl.Schema(
    dict.fromkeys(("source", "id", "subject", "unit", "level", "region", "sequence", "causationid"), pl.String)
    | {"row": pl.Int64, "time": pl.Datetime("ms", "UTC"), "data": pl.Struct({"origin": pl.String})}
)

_WIDTHS: Final = pl.Series([width.to_bytes(4).decode() for width in range(128)])
"""The widths of short texts as the file holds them, which are texts too."""

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
        events["source"].cast(pl.Binary).to_list(),
        idents(_named(events["source"], events["id"])),
        events["target"].to_list(),
        _texts(events),
        events["data"].cast(pl.Binary).to_list(),
    )
    return said, batch.refused


def _columns(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The columns that an event type's frame gives: the same names and types for every event type."""
    members = {field.name for field in frame.schema["data"].fields}  # type: ignore[attr-defined]
    given = {"type": pl.lit(name), "origin": pl.col("data").struct.field("origin") if "origin" in members else pl.lit(None, dtype=pl.String)}
    return frame.select(
        "row", pl.col("time").cast(pl.Int64),
        *(given.get(text, pl.col(MEMBERS.get(text, text))).alias(text) for text in TEXTS),
        data=columns.json_data(frame) if "fields" in members else _json(frame),
        target=_targets(frame, members),
    )  # fmt: skip


def _texts(events: pl.DataFrame) -> Sequence[Sequence[bytes]]:
    """The texts of every row as copying.Rows has them. Those before the first that a row lacks, or that is long, are one piece."""
    short = list(takewhile(lambda name: _is_short(events[name]), TEXTS))
    widths = pl.lit(_WIDTHS)
    pieces = [piece for name in short for piece in (widths.gather(pl.col(name).str.len_bytes()), pl.col(name))]
    joined = [events.select(texts=pl.concat_str(pieces).cast(pl.Binary))["texts"].to_list()] if pieces else []
    return joined + [framed(events[name].cast(pl.Binary).to_list()) for name in TEXTS[len(short) :]]


def _is_short(texts: pl.Series) -> bool:
    return texts.null_count() == 0 and (texts.is_empty() or int(texts.str.len_bytes().max()) < len(_WIDTHS))  # type: ignore[arg-type]


def _named(sources: pl.Series, ids: pl.Series) -> list[bytes]:
    """What identities are made of, joined as columns, so that the loop does nothing but hash."""
    joined = sources.to_frame("source").select(pl.concat_str("source", ids.rename("id"), separator="\n").cast(pl.Binary))
    return joined.to_series().to_list()


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
    members = data.struct.unnest().iter_columns()
    kept = [_given(value.struct.field(one.name), one).alias(one.name) for one in members if one.null_count() < len(one)]
    return pl.struct(kept) if kept else value


def _targets(frame: pl.DataFrame, members: set[str]) -> pl.Series:
    """The identity that each row amends, null for nearly all."""
    if "corrects" in members:
        named = frame["data"].struct.field("corrects").struct
        return pl.Series(idents(_named(named.field("source"), named.field("id"))), dtype=pl.Binary)
    causes = frame["causationid"]
    if not causes.str.starts_with("fix:").any():
        return pl.Series([None], dtype=pl.Binary).new_from_index(0, frame.height)
    return pl.Series([None if cause is None else fixed(cause) for cause in causes], dtype=pl.Binary)
