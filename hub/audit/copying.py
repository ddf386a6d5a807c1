"""Copies an archive as its head says it is, so that it can be verified anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from projections.archive.proofs import Read
from projections.archive.store import CHECKPOINT
from projections.archive.verifier import (
    ENTRIES,
    HEADS,
    KEYS,
    WIDTH,
    WITNESSED,
    WITNESSES,
    Checkpoint,
    Key,
    aside,
    aside_path,
    notes,
    read_checkpoint,
    tile_path,
    unbundle,
)
from schemas.errors import NotFound

STEP: Final = 64
"""Files between two words about how far it is."""


def copy(read: Read, folder: Path, key: Key, entries: bool, told: Callable[[int, int], None]) -> dict[str, int]:
    """Copy a hub's archive into a folder, going on where one left off; of each log the number of its entries.

    `read` gives a file by its path beneath the archive. Full tiles that are there are not asked for again. With `entries` those of every log are
    copied, else of the heads alone. `told` hears of files done and in all. Raises Wrong, and as `read`.
    """
    # What was cosigned first, so that the checkpoint read then is no shorter.
    beside = {name: _perhaps(read, f"{HEADS}/{name}") for name in (WITNESSED, WITNESSES)}
    heads = read_checkpoint(read(f"{HEADS}/{CHECKPOINT}"), key, f"{key.hub}/{HEADS}")
    _log(read, folder, HEADS, heads.size, True, told)
    logs = {HEADS: heads} | {one.origin.removeprefix(f"{key.hub}/"): one for one in _last(folder, heads, key)}
    for name, one in logs.items():
        if name != HEADS:
            _log(read, folder, name, one.size, entries, told)
    for name, octets in beside.items():
        if octets is not None:
            _put(folder / HEADS / name, octets)
    for name, one in logs.items():
        _put(folder / name / CHECKPOINT, one.text.encode())
    _put(folder / KEYS, f"{key.of(f'{key.hub}/{HEADS}').text()}\n".encode())
    return {name: one.size for name, one in logs.items()}


def _perhaps(read: Read, path: str) -> bytes | None:
    """A file that not every archive has."""
    try:
        return read(path)
    except (NotFound, OSError):
        return None


def _last(folder: Path, heads: Checkpoint, key: Key) -> list[Checkpoint]:
    """The checkpoints of which the last head consists."""
    if not heads.size:
        return []
    number = (heads.size - 1) // WIDTH
    width = heads.size - number * WIDTH
    bundle = (folder / HEADS / tile_path(ENTRIES, number, width)).read_bytes()
    return [read_checkpoint(one, key) for one in notes(unbundle(bundle)[width - 1])]


def _log(read: Read, folder: Path, name: str, size: int, entries: bool, told: Callable[[int, int], None]) -> None:
    paths = list(_paths(size, entries))
    for done, path in enumerate(paths, 1):
        place = folder / name / path
        if ".p/" in path or not place.is_file():
            _put(place, read(f"{name}/{path}"))
        if path.startswith(f"tile/{ENTRIES}/"):
            for digest in _asides(place.read_bytes()):
                if not (folder / name / aside_path(digest)).is_file():
                    _put(folder / name / aside_path(digest), read(f"{name}/{aside_path(digest)}"))
        if done % STEP == 0 or done == len(paths):
            told(done, len(paths))


def _paths(size: int, entries: bool) -> Iterator[str]:
    """Every file of a log of this size."""
    level, hashes = 0, size
    while hashes:
        for number in range(-(-hashes // WIDTH)):
            width = min(WIDTH, hashes - number * WIDTH)
            yield tile_path(level, number, width)
            if level == 0 and entries:
                yield tile_path(ENTRIES, number, width)
        level, hashes = level + 1, hashes // WIDTH


def _asides(bundle: bytes) -> Iterator[bytes]:
    for entry in unbundle(bundle):
        kept = aside(entry)
        if kept is not None:
            yield kept[1]


def _put(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f"{place.name}.tmp")
    draft.write_bytes(content)
    draft.replace(place)
