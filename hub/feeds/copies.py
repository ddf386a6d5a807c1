"""Copies of one identity: which of them are duplicates, and which say something else."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from schemas import codec, content


class Copy(NamedTuple):
    """One record of an identity that was sent more than once, in the order of judging; `fresh`: not judged before."""

    ident: str
    family: int
    part: int
    off: int
    raw: bytes
    fresh: bool


class Repeat(NamedTuple):
    """A fresh record that is not the first of its identity. `kept`: its content is new, so it is delivered, marked."""

    family: int
    part: int
    off: int
    kept: bool


def repeats(copies: Iterable[Copy]) -> list[Repeat]:
    """What becomes of fresh copies; `copies` are grouped by identity, earlier ones first."""
    return [repeat for _, same in groupby(copies, key=lambda one: one.ident) for repeat in _of_one(same)]


def _of_one(copies: Iterable[Copy]) -> Iterator[Repeat]:
    """Digests are computed only where the octets differ."""
    records: set[bytes] = set()
    digests: set[bytes] = set()
    for copy in copies:
        fresh_octets = copy.raw not in records
        digest = content.digest(codec.decode(copy.raw)) if fresh_octets and records else None
        if copy.fresh and records:
            yield Repeat(copy.family, copy.part, copy.off, fresh_octets and digest not in _all(records, digests))
        records.add(copy.raw)
        if digest is not None:
            digests.add(digest)


def _all(records: set[bytes], digests: set[bytes]) -> set[bytes]:
    """The digests of every content seen; that of the first record is computed once it is needed."""
    if not digests:
        digests.update(content.digest(codec.decode(one)) for one in records)
    return digests
