"""Batches of framed records as columns: one data frame per event type, every row proven and checked.

A batch is stitched into one Avro container per type and read by polars. Joined datums have no borders of their own, so
`walk` first proves where each ends. Rows that a rule doubts, or that are not proven, are judged one by one by `codec`.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from schemas import codec, registry, rules, single, stitch
from schemas.errors import Problem, Refused
from schemas.limits import RECORD_BYTES
from schemas.registry import EventType, Registry
from schemas.text import compact

ONE_BY_ONE: Final = 96
"""So few records of a type are judged one by one (14 us each; columns cost 1.4 ms a type), and where a search for bad ones ends."""

_REPLACEMENT: Final = "\ufffd".encode()


@dataclass(frozen=True)
class Refusal:
    """A row of the input that is no event, and why."""

    row: int
    problem: Problem


@dataclass(frozen=True)
class Batch:
    """The good rows and the others.

    `frames` by type name: `row` (Int64, the position in the input, ascending), the envelope's columns, `data` (struct).
    """

    frames: Mapping[str, pl.DataFrame]
    refused: Sequence[Refusal]


def decode_batch(values: Sequence[bytes | None], known: Registry | None = None) -> Batch:
    """Decode framed records. Each row is in exactly one frame, or refused with the Problem that `codec.decode` gives.

    `time` is Datetime("ms", "UTC"); absent optional members are null, absent lists empty. Never raises for what a
    record holds.
    """
    kinds = known or registry.default()
    frames: defaultdict[str, list[pl.DataFrame]] = defaultdict(list)
    refused: list[Refusal] = []
    for head, rows in _by_head(values).items():
        kind = _kind(head, kinds)
        if kind is None:
            refused += (Refusal(row, _unframed(values[row], kinds)) for row in rows)
            continue
        result = _decode_version(kind, kinds.names[kind.name], rows, [values[row] or b"" for row in rows])
        frames[kind.name] += result.frames
        refused += result.refused
    joined = {name: _joined(several) for name, several in frames.items() if several}
    filled = {name: frame for name, frame in joined.items() if frame.height}
    return Batch(filled, sorted(refused, key=lambda one: one.row))


@dataclass(frozen=True)
class Part:
    """Framed records of one type, with their positions in the input."""

    kind: EventType
    rows: Sequence[int]
    records: Sequence[bytes]


@dataclass(frozen=True)
class Result:
    """What came of a part: frames in any order, and refusals."""

    frames: list[pl.DataFrame]
    refused: list[Refusal]


def json_data(frame: pl.DataFrame) -> pl.Series:
    """`data` of every row as JSON text: absent optional members are null, `fields` of a correction is an object."""
    data = frame["data"]
    texts = frame.select(pl.col("data").struct.json_encode())["data"]
    if not isinstance(data.dtype, pl.Struct) or "fields" not in [field.name for field in data.dtype.fields]:
        return texts
    # The text of `fields` is JSON already; corrections are few, so they are put together one by one.
    whole = ({**row, "fields": json.loads(row["fields"])} for row in data)
    return pl.Series("data", [compact(row) for row in whole], dtype=pl.String)


def _by_head(values: Sequence[bytes | None]) -> Mapping[bytes, list[int]]:
    """Rows by their first five octets; what is too large to be joined is gathered under none."""
    groups: defaultdict[bytes, list[int]] = defaultdict(list)
    size = codec.HEADER.size
    for row, value in enumerate(values):
        groups[b"" if value is None or len(value) > RECORD_BYTES else value[:size]].append(row)
    return groups


def _joined(several: Sequence[pl.DataFrame]) -> pl.DataFrame:
    return several[0] if len(several) == 1 else pl.concat(several).sort("row")


def _kind(head: bytes, kinds: Registry) -> EventType | None:
    """The event type that a frame names."""
    if len(head) < codec.HEADER.size or head[0] != codec.MAGIC:
        return None
    kind = kinds.ids.get(codec.HEADER.unpack(head)[1])
    return None if kind is None or kind.family == registry.INTERNAL else kind


def _unframed(value: bytes | None, kinds: Registry) -> Problem:
    """Why a value is no framed event."""
    try:
        kind, _ = codec.unframe(value or b"", kinds)
    except Refused as refused:
        return refused.problem
    return Problem("SCHEMA_UNKNOWN", "", "", str(kind.schema_id))


def _decode_version(kind: EventType, newest: EventType, rows: Sequence[int], records: Sequence[bytes]) -> Result:
    """Decode records of one version as the newest one, so that a type has one frame.

    Older records are rewritten one by one: members that came later are absent in them.
    """
    if kind is newest:
        return _decode(Part(newest, rows, records))
    old = Part(kind, rows, records)
    problems = _judged(old, range(len(records)))
    kept = [place for place in range(len(records)) if place not in problems]
    rewritten = [codec.rewrite(kind, newest, records[place]) for place in kept]
    result = _decode(Part(newest, [rows[place] for place in kept], rewritten))
    return Result(result.frames, result.refused + _refusals(old, problems))


def _decode(part: Part) -> Result:
    """Decode records of one type; what cannot be decoded together is parted until it can."""
    if not part.records:
        return Result([], [])
    container = stitch.stitch(part.kind, part.records)
    few = len(part.records) <= ONE_BY_ONE
    unproven = range(len(part.records)) if few else np.flatnonzero(~stitch.proven(part.kind, container))
    problems = _judged(part, unproven)
    if not problems:
        return _read(part, container, few)
    return _rest(part, problems, lambda rest: _read(rest, stitch.stitch(rest.kind, rest.records), few))


def _read(part: Part, container: stitch.Container, few: bool) -> Result:
    """Read records that are all proven; `few`: each was judged by itself already."""
    if not part.records:
        return Result([], [])
    try:
        frame = stitch.read(part.kind, container)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return _apart(part)
    problems = {} if few else _judged(part, _doubts(part, container, frame))
    kept = frame.insert_column(0, pl.Series("row", part.rows, dtype=pl.Int64))
    if problems:
        kept = kept.filter(~pl.Series(range(frame.height)).is_in(list(problems)))
    return Result([kept], _refusals(part, problems))


def _doubts(part: Part, container: stitch.Container, frame: pl.DataFrame) -> Iterable[int]:
    """Places of the records that a rule doubts."""
    doubts = rules.doubtful(part.kind, frame)
    if _REPLACEMENT in container.octets:
        doubts |= pl.Series([_REPLACEMENT in record for record in part.records])
    return doubts.arg_true()


def _judged(part: Part, places: Iterable[int]) -> dict[int, Problem]:
    """What is wrong with the records at these places, judged one by one; the good ones are left out."""
    problems: dict[int, Problem] = {}
    for place in places:
        if single.datum(part.kind, part.records[place]) is not None:
            continue
        try:
            codec.event_of(part.kind, part.records[place][codec.HEADER.size :])
        except Refused as refused:
            problems[place] = refused.problem
    return problems


def _refusals(part: Part, problems: Mapping[int, Problem]) -> list[Refusal]:
    return [Refusal(part.rows[place], problem) for place, problem in problems.items()]


def _rest(part: Part, problems: Mapping[int, Problem], decode: Callable[[Part], Result]) -> Result:
    """Decode the other records."""
    kept = [place for place in range(len(part.records)) if place not in problems]
    rest = decode(Part(part.kind, [part.rows[place] for place in kept], [part.records[place] for place in kept]))
    return Result(rest.frames, rest.refused + _refusals(part, problems))


def _apart(part: Part) -> Result:
    """Decode records that the reader does not read together: in halves, at last one by one."""
    size = len(part.records)
    if size > ONE_BY_ONE:
        middle = size // 2
        first = _decode(Part(part.kind, part.rows[:middle], part.records[:middle]))
        second = _decode(Part(part.kind, part.rows[middle:], part.records[middle:]))
        return Result(first.frames + second.frames, first.refused + second.refused)
    damaged = Problem("AVRO_DAMAGED")
    return _rest(part, _judged(part, range(size)) or dict.fromkeys(range(size), damaged), _decode)
