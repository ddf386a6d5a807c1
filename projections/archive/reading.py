"""Reads a log of the archive as columns: every entry is held against its hash, and every hash against the signed checkpoint, before it is given.

`read` gives the octets of a file by its path beneath the log: `beneath` out of a folder, or whoever has them elsewhere.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Final

import numpy as np

from projections.archive.logs import Log
from projections.archive.proofs import Read
from projections.archive.served import part_of, read_part
from projections.archive.store import CHECKPOINT, Damaged
from projections.archive.verifier import (
    ENTRIES,
    HASH_BYTES,
    HEADS,
    TIME,
    WIDTH,
    Checkpoint,
    Key,
    Wrong,
    aside,
    aside_path,
    leaf,
    notes,
    over,
    read_checkpoint,
    split,
    subtree,
    tile_path,
    unbundle,
)
from projections.records import Slice
from schemas.errors import NotFound, Problem

BUNDLES: Final = 32
"""Bundles of which a slice consists: what columns cost is by slice."""


class Reading:
    """One log up to a checkpoint, the latest or one of before. Not for two threads at once."""

    def __init__(self, read: Read, log: str, checkpoint: Checkpoint) -> None:
        """Of a checkpoint whose signature is verified. Raises Damaged where the tiles of the right edge are not those of its root."""
        self._read, self._log = read, log
        self._root, self.size = checkpoint.root, checkpoint.size
        self._held: dict[tuple[int, int], bytes] = {}
        self._edge()

    def entries(self, first: int = 0, end: int | None = None) -> Iterator[tuple[int, Sequence[bytes]]]:
        """The entries from an index to before another (the size), bundle by bundle, each with the index of its first.

        Raises Damaged at the first that is missing or another, naming log, index and file.
        """
        last = self.size if end is None else min(end, self.size)
        for number in range(first // WIDTH, -(-last // WIDTH)):
            start = number * WIDTH
            yield max(first, start), self._bundle(number)[max(0, first - start) : last - start]

    def slices(self, log: Log, first: int = 0, end: int | None = None) -> Iterator[Slice]:
        """The records in the same way, as they lie in the ledger: by slices of some bundles, to be indexed as the broker's are."""
        held: list[tuple[int, Sequence[bytes]]] = []
        for one in self.entries(first, end):
            held.append(one)
            if len(held) == BUNDLES:
                yield self._slice(log, held)
                held = []
        if held:
            yield self._slice(log, held)

    def _slice(self, log: Log, held: Sequence[tuple[int, Sequence[bytes]]]) -> Slice:
        entries = [*chain.from_iterable(several for _, several in held)]
        short = next((at for at, one in enumerate(entries) if len(one) < TIME.size), None)
        if short is not None:
            raise self._damaged(held[0][0] + short, "")
        stamps: list[int] = np.frombuffer(b"".join([one[: TIME.size] for one in entries]), ">i8").tolist()
        values = [self._value(held[0][0] + at, one) for at, one in enumerate(entries)]
        return Slice(log.family, log.part, held[0][0], stamps, values)

    def _value(self, index: int, entry: bytes) -> bytes | None:
        kept = aside(entry)
        if kept is None:
            return entry[TIME.size :] or None
        record = self._file(index, aside_path(kept[1]))
        if (len(record), hashlib.sha256(record).digest()) != kept:
            raise self._damaged(index, aside_path(kept[1]))
        return record

    def _bundle(self, number: int) -> list[bytes]:
        """The entries of a bundle. Raises Damaged unless they are those of its proved tile."""
        first, width = number * WIDTH, min(WIDTH, self.size - number * WIDTH)
        path = tile_path(ENTRIES, number, width)
        tile, octets = self._proved(0, number), self._file(first, path)
        try:
            entries = unbundle(octets)
        except ValueError:
            entries = []
        sha256 = hashlib.sha256
        leaves = [sha256(b"\x00" + one).digest() for one in entries]
        if b"".join(leaves) != tile:
            told = split(tile)
            at = next((at for at, (own, said) in enumerate(zip(leaves, told, strict=False)) if own != said), min(len(leaves), width - 1))
            raise self._damaged(first + at, path)
        return entries

    def _proved(self, level: int, number: int) -> bytes:
        """A tile that the root stands for: on the right edge by itself, else through the tile above it."""
        if (level, number) in self._held:
            return self._held[level, number]
        octets, above = self._tile(level, number), self._proved(level + 1, number // WIDTH)
        at = number % WIDTH * HASH_BYTES
        if subtree(split(octets)) != above[at : at + HASH_BYTES]:
            raise self._damaged(self._first_other(level, number, octets), tile_path(level, number))
        if level:
            self._held[level, number] = octets
        return octets

    def _tile(self, level: int, number: int) -> bytes:
        width = min(WIDTH, (self.size >> 8 * level) - number * WIDTH)
        path = tile_path(level, number, width)
        octets = self._file(number * WIDTH << 8 * level, path)
        if len(octets) != width * HASH_BYTES:
            raise self._damaged(number * WIDTH << 8 * level, path)
        return octets

    def _edge(self) -> None:
        """Read the partial tiles, which the root is made of."""
        rows: list[list[bytes]] = []
        for level in range(max(1, (self.size.bit_length() + 7) // 8)):
            number = self.size >> 8 * (level + 1)
            if (self.size >> 8 * level) % WIDTH:
                self._held[level, number] = self._tile(level, number)
            rows.append(split(self._held.get((level, number), b"")))
        if over(rows) != self._root:
            edge = sorted((number * WIDTH << 8 * level, level, number) for level, number in self._held)
            for _, level, number in edge:
                self._blame(level, number)
            raise self._damaged(None, CHECKPOINT)

    def _blame(self, level: int, number: int) -> None:
        """Raises Damaged when a tile of the edge is not that of what lies below it."""
        index = self._first_other(level, number, self._held[level, number], -1)
        if index >= 0:
            raise self._damaged(index, tile_path(level, number, len(self._held[level, number]) // HASH_BYTES))

    def _first_other(self, level: int, number: int, octets: bytes, none: int | None = None) -> int:
        """The first index at which a tile is another than what lies below it says; else `none`, the first of the tile."""
        hashes, first = split(octets), number * WIDTH
        below = self._below(level, number, len(hashes))
        for at, (own, said) in enumerate(zip(below, hashes, strict=False)):
            if own != said:
                return first + at << 8 * level
        return first << 8 * level if none is None else none

    def _below(self, level: int, number: int, width: int) -> Iterator[bytes]:
        """The hashes of a tile as the files below it have them."""
        first = number * WIDTH
        if level:
            for one in range(first, first + width):
                yield subtree(split(self._tile(level - 1, one)))
            return
        try:
            yield from (leaf(one) for one in unbundle(self._file(first, tile_path(ENTRIES, number, width))))
        except ValueError:
            raise self._damaged(first, tile_path(ENTRIES, number, width)) from None

    def _file(self, index: int, path: str) -> bytes:
        try:
            return self._read(path)
        except (OSError, NotFound):
            raise self._damaged(index, path) from None

    def _damaged(self, index: int | None, path: str) -> Damaged:
        where = self._log if index is None else f"{self._log} #{index}"
        return Damaged(problem=Problem(Damaged.code, where, got=f"{self._log}/{path}"))


def beneath(folder: Path) -> Read:
    """What gives the files of the log that lies in a folder, narrower tiles of before out of wider ones too. It raises OSError."""

    def read(path: str) -> bytes:
        place, part = folder / path, part_of(path)
        # A head may be signed that is not published yet.
        found = place.read_bytes() if part is None or place.is_file() else read_part(folder, part)
        if found is None:
            raise FileNotFoundError(path)
        return found

    return read


def open_log(folder: Path, name: str, key: Key) -> Reading:
    """A log of the archive in a folder, up to its checkpoint there. Raises Damaged where that is none of this key."""
    return Reading(beneath(folder / name), name, checkpoint_of(folder, name, key))


def checkpoint_of(folder: Path, name: str, key: Key) -> Checkpoint:
    """The checkpoint of a log in a folder. Raises Damaged."""
    try:
        return read_checkpoint((folder / name / CHECKPOINT).read_bytes(), key, f"{key.hub}/{name}")
    except (Wrong, OSError) as wrong:
        told = wrong.code if isinstance(wrong, Wrong) else "MISSING"
        raise Damaged(problem=Problem(Damaged.code, f"{name}/{CHECKPOINT}", got=told)) from None


def head_at(heads: Reading, index: int, key: Key) -> Mapping[str, Checkpoint]:
    """The checkpoints of all logs, by name, of which a head consists: where each log stood. Raises Damaged; NotFound where there is no such head."""
    if not 0 <= index < heads.size:
        raise NotFound(f"{HEADS} #{index}")
    ((_, (entry,)),) = heads.entries(index, index + 1)
    try:
        found = [read_checkpoint(one, key) for one in notes(entry)]
    except Wrong as wrong:
        raise Damaged(problem=Problem(Damaged.code, f"{HEADS} #{index}", got=wrong.code)) from None
    return {one.origin.removeprefix(f"{key.hub}/"): one for one in found}
