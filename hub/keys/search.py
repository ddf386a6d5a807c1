"""Looks through files for octets that must be nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CHUNK: Final = 1 << 20


@dataclass(frozen=True)
class Searched:
    """What was looked through, and in which files something was found."""

    files: int
    octets: int
    found: Sequence[str]


def search(folders: Iterable[Path], needles: Sequence[bytes]) -> Searched:
    """Every file under some folders, whole; a needle that lies across two chunks is found too."""
    files, octets, found = 0, 0, []
    for path in sorted({one for folder in folders for one in folder.rglob("*") if one.is_file() and not one.is_symlink()}):
        files += 1
        hit = False
        for size, text in _chunks(path, max((len(one) for one in needles), default=1)):
            octets += size
            hit = hit or any(one in text for one in needles)
        if hit:
            found.append(str(path))
    return Searched(files, octets, found)


def _chunks(path: Path, longest: int) -> Iterator[tuple[int, bytes]]:
    """The octets of a file in pieces, each with the end of the one before in front; and how many octets are new."""
    before = b""
    try:
        with path.open("rb") as opened:
            while chunk := opened.read(CHUNK):
                yield len(chunk), before + chunk
                before = (before + chunk)[-(longest - 1) :] if longest > 1 else b""
    except FileNotFoundError:
        # It went while the folder was listed.
        return
