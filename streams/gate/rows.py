"""The readable rows of a batch, of whatever type, as one table of what every record is judged by. Pure.

Put together from whole columns: a question put to a frame costs some 0.2 ms however few its rows are, a batch of fifty
events may have twenty types, and a column is handed over for next to nothing. Of a type a number is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from schemas import registry as vocabulary
from schemas.columns import Batch
from schemas.days import BEIJING_MS, DAY_MS
from schemas.registry import EventType
from streams.gate.rights import REGION_OF, SUBJECTS, Right, right, unit_of

Numbers = npt.NDArray[np.int64]

FEW: Final = 256
"""Of so many rows each is looked at by itself: quicker than a question to the whole table."""

_ENVELOPE: Final = ("row", "id", "source", "subject", "unit", "level", "region", "time")
_MEMBERS: Final = ("origin", "host", "about", "object")
_NONE: Final = pl.Series([None], dtype=pl.String)


@dataclass(frozen=True)
class Kind:
    """What a type tells of its records: its family, who may state it, and the members of `data` that are asked for, where it
    has them."""

    name: str
    family: str
    right: Right
    members: Mapping[str, str]


def rows_of(batch: Batch, carriers: Numbers) -> pl.DataFrame:
    """Every row of the batch's frames, type by type; no column is there when no row is.

    Columns: `row`, those of the envelope, `time` in ms, its Beijing `day`, the number of its `kind` and that of the first kind
    of the same family and right (`group`), of `data` the `origin`, the `host` unit or the unit that a fact concerns, the region it is
    `about` and the `object` that its subject must equal, and its `carrier`, of the carriers of all input rows.
    """
    frames = {name: frame for name, frame in batch.frames.items() if frame.height}
    if not frames:
        return pl.DataFrame()
    numbers = _numbers()
    parts = [_columns(kinds()[numbers[name]], frame) for name, frame in frames.items()]
    columns = [pl.concat(several).alias(name) for name, *several in zip((*_ENVELOPE, *_MEMBERS), *parts, strict=True)]
    row, time = columns[0].to_numpy(), columns[_ENVELOPE.index("time")].to_numpy()
    kind = np.repeat([numbers[name] for name in frames], [frame.height for frame in frames.values()])
    made = {"kind": kind, "group": _groups()[kind], "day": (time + BEIJING_MS) // DAY_MS, "carrier": carriers[row]}
    return pl.DataFrame([*columns, *(pl.Series(name, column) for name, column in made.items())])


@cache
def kinds() -> Sequence[Kind]:
    """The types of the vocabulary; a row's `kind` is a place among them."""
    return [_kind(one) for one in vocabulary.all_types()]


def kind_of(row_kind: int) -> Kind:
    """The type with this number."""
    return kinds()[row_kind]


@cache
def _numbers() -> Mapping[str, int]:
    return {one.name: number for number, one in enumerate(kinds())}


@cache
def _groups() -> Numbers:
    """By kind, the first kind whose records are judged by the same rights."""
    same = [(one.family, one.right) for one in kinds()]
    return np.array([same.index(one) for one in same], dtype=np.int64)


def _kind(kind: EventType) -> Kind:
    may = right(kind.name, kind.family)
    data = next(one for one in kind.schema["fields"] if one["name"] == "data")
    members = {one["name"] for one in data["type"]["fields"]}
    wanted = {"origin": "origin", "host": unit_of(may), "about": REGION_OF.get(may, ""), "object": SUBJECTS.get(kind.name, "")}
    return Kind(kind.name, kind.family, may, {told: member for told, member in wanted.items() if member in members})


def _columns(kind: Kind, frame: pl.DataFrame) -> list[pl.Series]:
    """The columns of one type's frame."""
    data = frame.get_column("data").struct.unnest()
    envelope = [frame.get_column(one) for one in _ENVELOPE[:-1]]
    none = _NONE.new_from_index(0, frame.height)
    members = [data.get_column(kind.members[one]) if one in kind.members else none for one in _MEMBERS]
    return [*envelope, frame.get_column("time").cast(pl.Int64), *members]
