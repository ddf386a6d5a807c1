"""Delivered records as JSON text: CloudEvents with the member `cursor`, and `late` and `equivocation` where they hold. Pure."""

import json
from collections.abc import Sequence
from typing import Final

import polars as pl

from hub.feeds.cursor import Cursor, encode
from hub.feeds.reading import Item, Slot
from schemas import codec
from schemas.columns import decode_batch, json_data
from schemas.text import compact

COLUMNS_FROM: Final = 32
"""So many records are turned as columns; fewer one by one."""

_TIME: Final = "%Y-%m-%dT%H:%M:%S%.3fZ"
# Inside a JSON text every quote is escaped, so what reads like a member is one.
_ABSENT: Final = r',"\w+":(?:null|\[\])'
_ABSENT_FIRST: Final = r'\{"\w+":(?:null|\[\]),?'


def texts(slots: Sequence[tuple[Cursor, Slot]]) -> list[list[str]]:
    """Every item of every slot as one JSON object."""
    events = iter(_events([item.raw for _, slot in slots for item in slot.items]))
    return [[f"{next(events)[:-1]},{_marks(encode(after), item)}}}" for item in slot.items] for after, slot in slots]


def _marks(cursor: str, item: Item) -> str:
    late = ',"late":true' if item.late else ""
    mark = ',"equivocation":true' if item.equivocation else ""
    return f'"cursor":"{cursor}"{late}{mark}'


def _events(records: Sequence[bytes]) -> list[str]:
    if len(records) < COLUMNS_FROM:
        return [compact(codec.decode(one)) for one in records]
    found = dict.fromkeys(range(len(records)), "")
    batch = decode_batch(records)
    for name, frame in batch.frames.items():
        found.update(zip(frame["row"], _texts(name, frame), strict=True))
    for refusal in batch.refused:
        found[refusal.row] = compact(codec.decode(records[refusal.row]))
    return list(found.values())


def _texts(name: str, frame: pl.DataFrame) -> pl.Series:
    """The rows of one type's frame as JSON objects, without absent members."""
    envelope = frame.select(pl.exclude("row", "data"))
    present = [one.name for one in envelope if one.null_count() < envelope.height]
    head = envelope.select(present).with_columns(pl.col("time").dt.strftime(_TIME))
    whole = head.select(pl.struct(pl.all()).struct.json_encode().alias("head")).with_columns(json_data(frame).alias("data"))
    start = f'{{"specversion":"1.0","type":{json.dumps(name)},'
    head_text, data = (pl.col(one).str.replace_all(_ABSENT, "").str.replace_all(_ABSENT_FIRST, "{") for one in ("head", "data"))
    return whole.select(pl.concat_str(pl.lit(start), head_text.str.slice(1).str.head(-1), pl.lit(',"data":'), data, pl.lit("}"))).to_series()
