"""The files of a log as they are asked for: only what its published checkpoint speaks of, and narrower partial tiles out of wider ones."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from projections.archive.store import CHECKPOINT
from projections.archive.verifier import ENTRIES, HASH_BYTES, WIDTH, bundled, tile_path, unbundle

_TILE: Final = re.compile(r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")
_RECORD: Final = re.compile(r"record/[0-9a-f]{64}")


@dataclass(frozen=True)
class Part:
    """A tile or a bundle, or (`level` null) a record that lies aside."""

    path: str
    level: int | str | None = None
    number: int = 0
    width: int = WIDTH


def part_of(path: str) -> Part | None:
    """What a path beneath a log asks for; null for what is no such file."""
    if _RECORD.fullmatch(path):
        return Part(path)
    found = _TILE.fullmatch(path)
    if found is None:
        return None
    level = found[1] if found[1] == ENTRIES else int(found[1])
    number, width = int(re.sub("[x/]", "", found[2])), int(found[3] or WIDTH)
    good = tile_path(level, number, width) == path and (level == ENTRIES or int(level) < 64)
    return Part(path, level, number, width) if good else None


def read_part(folder: Path, part: Part) -> bytes | None:
    """The octets of a part of the log that lies in a folder; null for what its checkpoint does not speak of."""
    if part.level is None:
        return _read(folder / part.path)
    said = _read(folder / CHECKPOINT)
    if said is None or part.number * WIDTH + part.width > _reach(int(said.split(b"\n")[1]), part.level):
        return None
    whole = _read(folder / part.path)
    return whole if whole is not None else _narrowed(folder, part)


def _reach(size: int, level: int | str) -> int:
    """How many hashes of a level a log of this size has."""
    return size >> 8 * (0 if level == ENTRIES else int(level))


def _narrowed(folder: Path, part: Part) -> bytes | None:
    """The beginning of the wider tile that took its place."""
    assert part.level is not None  # noqa: S101 - records that lie aside have no width
    full = folder / tile_path(part.level, part.number)
    partial = full.with_name(f"{full.name}.p")
    widths = [int(one.name) for one in partial.iterdir() if one.name.isdigit()] if partial.is_dir() else []
    for wider in (full, *(partial / str(one) for one in sorted(widths) if one > part.width)):
        found = _read(wider)
        if found is not None:
            return bundled(unbundle(found)[: part.width]) if part.level == ENTRIES else found[: part.width * HASH_BYTES]
    return None


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
