"""Framed records of one type joined into one Avro container, so that a native reader decodes them all at once.

A container is a header (schema, sync marker), the number of datums, their size, the datums and the marker again. The
five octets of each frame are read along as a fixed field, so that records are joined as they are.
"""

import io
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import fastavro
import numpy as np
import numpy.typing as npt
import polars as pl

from schemas import walk
from schemas.codec import HEADER
from schemas.marks import Positions
from schemas.registry import EventType
from schemas.writing import varint

_FRAME: Final = {"name": "_frame", "type": {"type": "fixed", "name": "frame", "size": HEADER.size}}
_MEANT: Final = frozenset({"type", "name", "namespace", "fields", "items", "size", "logicalType"})
"""What the octets of a datum mean by."""

_SYNC_BYTES: Final = walk.SLACK


@dataclass(frozen=True)
class Container:
    """One container in memory and where in it each datum begins and ends."""

    octets: bytes
    starts: Positions
    ends: Positions


def stitch(kind: EventType, records: Sequence[bytes]) -> Container:
    """Join framed records of this type, none larger than RECORD_BYTES, as one block of a container."""
    header, sync = _header(kind)
    lengths = np.fromiter(map(len, records), dtype=np.int64, count=len(records))
    before = b"".join((header, varint(len(records)), varint(int(lengths.sum()))))
    ends = np.cumsum(lengths) + len(before)
    octets = b"".join(itertools.chain((before,), records, (sync,)))
    return Container(octets, ends - lengths + HEADER.size, ends)


def proven(kind: EventType, container: Container) -> npt.NDArray[np.bool_]:
    """For each record whether its datum ends where the record ends, and nothing in it is doubted (`walk.proven`)."""
    return walk.proven(kind.schema, container.octets, container.starts, container.ends)


def read(kind: EventType, container: Container) -> pl.DataFrame:
    """The datums as columns. Every one must be proven. Raises polars' errors where a text is not UTF-8."""
    return pl.read_avro(io.BytesIO(container.octets), columns=_names(kind))


@cache
def _names(kind: EventType) -> list[str]:
    return [field["name"] for field in kind.schema["fields"]]


@cache
def _header(kind: EventType) -> tuple[bytes, bytes]:
    """The head of a container for this type, and its sync marker."""
    schema = _bare({**kind.schema, "fields": [_FRAME, *kind.schema["fields"]]})
    out = io.BytesIO()
    fastavro.writer(out, fastavro.parse_schema(schema, named_schemas={}), [])
    return out.getvalue(), out.getvalue()[-_SYNC_BYTES:]


def _bare(schema: Any) -> Any:
    """The schema without titles, rules and defaults: it is read again with every container."""
    if isinstance(schema, list):
        return [_bare(one) for one in schema]
    if isinstance(schema, dict):
        return {name: _bare(value) for name, value in schema.items() if name in _MEANT}
    return schema
