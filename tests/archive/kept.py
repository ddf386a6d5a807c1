"""Manifests of each release with the archive of their ledger, kept for ever: `python -m tests.archive.kept DSN` makes those of this release.

DSN names a PostgreSQL server on which a database may be made. Releases before are never made again: what they published is what must be found.
"""

from __future__ import annotations

import io
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from hub.audit.scratch import scratch
from projections.figures import released
from projections.figures.definition import definition
from projections.statistics import Question, catalogue
from tests.archive.made import tree_of
from tests.archive.told import Ledger, registered
from tests.cases.reading import read

KEPT: Final = Path(__file__).parents[1] / "golden" / "figures"


def make(server: str) -> Path:
    """Keep this release: its code, and every figure of the first case's county published by it, with an event that came later."""
    released.keep()
    place = KEPT / definition()["release"]
    place.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as name, scratch(server) as room:
        ledger = Ledger().tell(*read("01").events, recorded="2025-12-31T04:00:00Z")
        published = ledger.publish(Path(name), room.database(), Question(tuple(catalogue()), "420624"), 5)
        ledger.tell(registered("late-1", 13, "2025-05-06"), recorded="2026-01-09T04:00:00Z").archive.lay(Path(name))
        (place / "manifest.json").write_text(published.text, "utf-8")
        _pack(place / "archive.tar.xz", tree_of(Path(name)))
    return place


def _pack(path: Path, files: Mapping[str, bytes]) -> None:
    """The same octets for the same files."""
    with tarfile.open(path, "w:xz") as tar:
        for name, content in files.items():
            told = tarfile.TarInfo(name)
            told.size = len(content)
            tar.addfile(told, io.BytesIO(content))


if __name__ == "__main__":
    sys.stdout.write(f"{make(sys.argv[1])}\n")
