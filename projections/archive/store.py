"""The files of the archive on disk: each is whole or not there, and what a checkpoint speaks of is durable before it."""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import Final

from projections.archive.verifier import ENTRIES, KEYS, WIDTH, Tree, tile_path
from schemas import faults
from schemas.errors import HubError, Inconsistent

CHECKPOINT: Final = "checkpoint"
_AT_ONCE: Final = 16
"""Files that are made durable side by side: the disk writes down several for little more than one."""


class Fenced(HubError):
    """Another process writes this archive."""

    code = "ARCHIVE_FENCED"


class Damaged(Inconsistent):
    """The files of a log are not those of its signed head."""

    code = "ARCHIVE_DAMAGED"


class Store:
    """The folder of one archive. Paths are beneath it, with `/` between their parts."""

    def __init__(self, folder: Path) -> None:
        """Nothing is made before it is written."""
        self.folder = folder
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="archive")

    def close(self) -> None:
        """No more is written."""
        self._pool.shutdown()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Holds the archive for this process; the lock dies with it. Raises Fenced when another holds it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("a") as lock:
            try:
                flock(lock, LOCK_EX | LOCK_NB)
            except OSError:
                raise Fenced(str(self.folder)) from None
            yield

    def read(self, path: str) -> bytes:
        """The content of a file. Raises OSError."""
        return (self.folder / path).read_bytes()

    def checkpoint(self, log: str) -> bytes | None:
        """The published checkpoint of a log; null before the first."""
        path = self.folder / log / CHECKPOINT
        return path.read_bytes() if path.is_file() else None

    def lay(self, files: Mapping[str, bytes]) -> None:
        """Write files that are read only once a checkpoint speaks of them: when this returns they are durable under their names."""
        touched = self._folders(files)
        list(self._pool.map(self._write, files.keys(), files.values()))
        list(self._pool.map(_settle, touched))
        faults.point("archive.laid")

    def publish(self, checkpoints: Mapping[str, str]) -> None:
        """Let the world see these checkpoints, by log."""
        files = {f"{log}/{CHECKPOINT}": text.encode() for log, text in checkpoints.items()}
        touched = self._folders(files)
        for path, content in files.items():
            self._write(path, content)
            faults.point("archive.published")
        list(self._pool.map(_settle, touched))

    def keys(self, lines: Iterable[str]) -> None:
        """Write the file of the verifier keys, if they are not there."""
        text = "".join(f"{line}\n" for line in lines).encode()
        path = self.folder / KEYS
        if not path.is_file() or path.read_bytes() != text:
            self._write(KEYS, text)

    def tidy(self, log: str, old: int, tree: Tree) -> None:
        """Take away partial tiles of sizes that have passed since `old`: what is wanted of them is the beginning of a wider one."""
        for level in (ENTRIES, *range(len(tree.levels))):
            span = 8 * ((level if isinstance(level, int) else 0) + 1)
            for number in range(old >> span, (tree.size >> span) + 1):
                kept = str((tree.size >> span - 8) % WIDTH) if number == tree.size >> span else ""
                self._clear(self.folder / log / f"{tile_path(level, number)}.p", kept)

    def _clear(self, folder: Path, kept: str) -> None:
        if not folder.is_dir():
            return
        if not kept or kept == "0":
            shutil.rmtree(folder)
            return
        for one in folder.iterdir():
            if one.name != kept:
                one.unlink()

    def _folders(self, paths: Iterable[str]) -> list[Path]:
        """Make the folders of some files; every folder in which a name is new."""
        touched: set[Path] = set()
        for folder in {(self.folder / path).parent for path in paths}:
            touched.add(folder)
            while not folder.is_dir():
                folder = folder.parent
                touched.add(folder)
        for path in paths:
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        return sorted(touched)

    def _write(self, path: str, content: bytes) -> None:
        place = self.folder / path
        draft = place.with_name(f"{place.name}.tmp")
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        faults.point("archive.written")
        draft.replace(place)


def _settle(folder: Path) -> None:
    """Make the names in a folder durable."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
