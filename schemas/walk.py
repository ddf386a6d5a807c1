"""The guard of whole batches: walks many datums of one schema abreast, as columns of positions.

For every record it proves that the datum, read along the schema, ends exactly where the record ends: so records joined
into one block cannot shift one another. Positions only ever grow, so one that has overrun stays beyond its end and is
found at the last comparison; whatever it reads until then concerns itself alone and stays inside the buffer.
On its way it passes every number and every text, and takes those that their rule may forbid for lost (`marks`).
What is not proven here is not yet wrong: it is judged record by record.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from schemas import days
from schemas.form import BOUNDS
from schemas.limits import RECORD_BYTES, VARINT_BYTES
from schemas.marks import Buffer, Mask, Octets, Positions

ITEMS_ABREAST: Final = 128
"""Records with more items in an array are judged one by one: each further item is a round for the whole batch."""

SLACK: Final = 16
"""Octets that must follow the last record: a lost position lies one behind it and a number is read from there."""

_LONG: Final = 0x81
"""Bits that the first octet of a length has if the length is negative, or takes more octets."""

_LOOKS: Final = {"id": Buffer.identifiers, "label": Buffer.labels, "text": Buffer.prose}
"""By format. Dates and the few texts of other formats `rules` looks at."""


def proven(schema: Mapping[str, Any], octets: bytes, starts: Positions, ends: Positions) -> npt.NDArray[np.bool_]:
    """For each record whether the datum between its start and its end is exactly one of the schema, its numbers and texts not doubted.

    Behind the last end the octets go on for SLACK. Texts are not checked to be UTF-8 here: the decoder does that, and
    it cannot shift a record.
    """
    arrived: Mask = _skip({}, schema, Buffer(octets), starts.copy()) == ends
    return arrived


def _lost(octets: Octets) -> int:
    """A position behind every end: where a record goes that is not proven."""
    return len(octets) - SLACK + 1


def _skip(field: Mapping[str, Any], schema: Any, buffer: Buffer, at: Positions) -> Positions:
    """The positions after one value of a field, of the schema, at each position."""
    if isinstance(schema, list):
        return _skip_optional(field, schema, buffer, at)
    kind = schema if isinstance(schema, str) else schema["type"]
    if kind == "record":
        for member in schema["fields"]:
            at = _skip(member, member["type"], buffer, at)
        return at
    if kind == "array":
        return _skip_array(field, schema["items"], buffer, at)
    if kind in ("string", "bytes"):
        return _skip_text(field, buffer, at)
    octets = buffer.octets
    if kind == "boolean":
        return _drop(octets[at] > 1, octets, at + 1)
    values, after = _varints(octets, at)
    least, most = _bounds(field, schema)
    return _drop((values < least) | (values > most), octets, after)


def _bounds(field: Mapping[str, Any], schema: Any) -> tuple[int, int]:
    """The least and the largest number that a field may have; a number of a logical type is an instant."""
    if isinstance(schema, str):
        return field.get("min", -BOUNDS[schema]), BOUNDS[schema]
    return days.EARLIEST, days.LATEST


def _drop(bad: npt.NDArray[np.bool_], octets: Octets, at: Positions) -> Positions:
    """The positions, those marked bad beyond every end, none beyond the slack."""
    lost = _lost(octets)
    if bad.any():
        at[bad] = lost
    return np.minimum(at, lost, out=at)


def _skip_optional(field: Mapping[str, Any], branches: list[Any], buffer: Buffer, at: Positions) -> Positions:
    """A union of null and one type: its branch is one octet, 0 for the first and 2 for the second."""
    octets = buffer.octets
    branch = octets[at]
    if branches[0] == "null" and not branch.any():
        # Absent everywhere, as most are.
        return np.minimum(at + 1, _lost(octets))
    given = branch == (2 if branches[0] == "null" else 0)
    at = _drop((branch != 0) & (branch != 2), octets, at + 1)
    some = np.flatnonzero(given)
    if some.size:
        at[some] = _skip(field, branches[1] if branches[0] == "null" else branches[0], buffer, at[some])
    return at


def _skip_array(field: Mapping[str, Any], items: Any, buffer: Buffer, at: Positions) -> Positions:
    """An array in at most one counted block, as nearly every writer makes it."""
    octets = buffer.octets
    counts, at = _varints(octets, at)
    some = np.flatnonzero(counts)
    if not some.size:
        return at
    some_counts, inside = counts[some], at[some]
    inside = _drop((some_counts < 0) | (some_counts > ITEMS_ABREAST), octets, inside)
    some_counts[inside == _lost(octets)] = 0
    for item in range(int(some_counts.max(initial=0))):
        here = np.flatnonzero(some_counts > item)
        inside[here] = _skip(field, items, buffer, inside[here])
    at[some] = _drop(octets[inside] != 0, octets, inside + 1)
    return at


def _skip_text(field: Mapping[str, Any], buffer: Buffer, at: Positions) -> Positions:
    octets = buffer.octets
    lengths, at, bad = _lengths(octets, at)
    ends = np.minimum(at + lengths, _lost(octets))
    if "words" in field:
        bad |= buffer.others(tuple(field["words"]), at, ends)
    elif field.get("format") in _LOOKS:
        bad |= _LOOKS[field["format"]](buffer, at, ends)
    return _drop(bad, octets, ends)


def _lengths(octets: Octets, at: Positions) -> tuple[Positions, Positions, Mask]:
    """Of every text its length, where it begins, and whether the length is none."""
    first = octets[at]
    if not (first & _LONG).any():
        return (first >> 1).astype(np.int64), at + 1, np.zeros(len(at), dtype=np.bool_)
    lengths, at = _varints(octets, at)
    bad = (lengths < 0) | (lengths > RECORD_BYTES)
    if bad.any():
        lengths[bad] = 0
    return lengths, at, bad


def _varints(octets: Octets, at: Positions) -> tuple[Positions, Positions]:
    """Zigzag numbers in their shortest form, and the positions after them."""
    first = octets[at]
    raw = first.astype(np.uint64)
    after = at + 1
    long = np.flatnonzero(first >= 0x80)
    bad = long[:0]
    if long.size:
        raw[long], after[long], wrong = _long_varints(octets, at[long])
        bad = long[wrong]
    values = (raw >> np.uint64(1)).view(np.int64) ^ -(raw & np.uint64(1)).view(np.int64)
    after[bad] = _lost(octets)
    return values, np.minimum(after, _lost(octets), out=after)


def _long_varints(octets: Octets, at: Positions) -> tuple[npt.NDArray[np.uint64], Positions, npt.NDArray[np.bool_]]:
    """Raw numbers of two and more octets, the positions after them, and which are not well formed."""
    raw = (octets[at] & 0x7F).astype(np.uint64)
    after = at + 1
    last = np.full(len(at), 0x80, dtype=np.uint8)
    open_ = np.arange(len(at))
    for place in range(1, VARINT_BYTES):
        octet = octets[after[open_]]
        raw[open_] |= (octet & 0x7F).astype(np.uint64) << np.uint64(7 * place)
        after[open_] += 1
        last[open_] = octet
        if place == VARINT_BYTES - 1:
            last[open_[octet > 1]] = 0
        open_ = open_[octet >= 0x80]
        if not open_.size:
            break
    return raw, after, (last == 0) | (last >= 0x80)
