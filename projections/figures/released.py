"""Releases that are kept: their rules can be asked after this code has others. `python -m projections.figures.released` keeps this one.

Each is `projections/released/<views>-<asking>.tar.xz`, named by how its fingerprints begin: the rooms `projections` and `schemas` as they were.
It is never imported: a process of its own runs it, and is spoken to as `replay` says, which holds for every release.
"""

import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from projections.figures.definition import definition
from schemas.errors import HubError, Inconsistent, Problem

ROOMS: Final = ("projections", "schemas")
FOLDER: Final = Path(__file__).parents[1] / "released"
_KEPT: Final = (".py", ".sql", ".toml", ".avsc")
_APART: Final = frozenset({"__pycache__", "examples"})


class Ended(Inconsistent):
    """A kept release ended without an answer."""

    code = "RELEASE_ENDED"


def place(rules: Mapping[str, str], folder: Path | None = None) -> Path:
    """Where a definition is kept, if it is: in this tree, or in another folder."""
    return (folder or FOLDER) / f"{rules['views'][:16]}-{rules['asking'][:16]}.tar.xz"


def keep(folder: Path | None = None) -> Path:
    """Keep the definition of this code; the same octets for the same files."""
    path, root = place(definition(), folder), FOLDER.parents[1]
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:xz", preset=9) as tar:
        for one in sorted(_files(root)):
            told = tarfile.TarInfo(str(one.relative_to(root)))
            content = one.read_bytes()
            told.size = len(content)
            tar.addfile(told, io.BytesIO(content))
    path.write_bytes(packed.getvalue())
    return path


def _files(root: Path) -> Iterator[Path]:
    for room in ROOMS:
        for path in (root / room).rglob("*"):
            parts = path.relative_to(root).parts
            if path.suffix in _KEPT and not _APART.intersection(parts) and not (parts[1] == FOLDER.name and path.name != "__init__.py"):
                yield path


class Release:
    """A kept release that runs in a process of its own: what is asked of it is asked of its code. One thing at a time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Of a process that reads a line for each thing to be done, and answers by a line."""
        self._process = process

    def do(self, words: Mapping[str, Any]) -> Any:
        """What `replay.do` of that release answers. Raises HubError with what it says is wrong; Ended where it says nothing."""
        asking, telling = self._process.stdin, self._process.stdout
        assert asking is not None  # noqa: S101 - as it was started
        assert telling is not None  # noqa: S101 - as it was started
        with suppress(BrokenPipeError):
            asking.write(json.dumps(dict(words)) + "\n")
            asking.flush()
        line = telling.readline()
        if not line:
            raise Ended(str(self._process.wait()))
        answer = json.loads(line)
        if "problem" in answer:
            raise HubError(problem=Problem(**answer["problem"]))
        return answer["done"]


@contextmanager
def release(rules: Mapping[str, str], folder: Path | None = None) -> Iterator[Release | None]:
    """The kept release of a definition, ready to be asked; null where none is kept."""
    path = place(rules, folder)
    if not path.is_file():
        yield None
        return
    with TemporaryDirectory(prefix="hub-release-") as name:
        with tarfile.open(path) as tar:
            tar.extractall(name, filter="data")
        command = [sys.executable, "-m", "projections.figures.replay"]
        environment = {**os.environ, "PYTHONPATH": name, "PYTHONDONTWRITEBYTECODE": "1"}
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=name, env=environment) as process:
            yield Release(process)


if __name__ == "__main__":
    sys.stdout.write(f"{keep()}\n")
