"""By which rules figures are counted: fingerprints of the views, and of how they are asked. A manifest names them."""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from projections import folders

PACKAGE: Final = "congress-hub"
_COUNTED: Final = (".sql", ".toml")


@cache
def definition() -> Mapping[str, str]:
    """`views`: SHA-256 of what the views hold; `asking`: of every statement and formula by which they are asked; `release`: of this code."""
    return {"release": _release(), "views": folders.definition(), "asking": _asking()}


def same(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two definitions count alike, whatever the releases are called."""
    return all(one[name] == other[name] for name in ("views", "asking"))


def _asking() -> str:
    digest = hashlib.sha256()
    for path, entry in _files(files("projections.statistics"), ""):
        # Line by line, so that a checkout with other line ends is not another definition.
        text = "\n".join(entry.read_text("utf-8").splitlines())
        digest.update(f"{path}\n{text}\n".encode())
    return digest.hexdigest()


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            yield from _files(entry, f"{path}{entry.name}/")
        elif entry.name.endswith(_COUNTED):
            yield f"{path}{entry.name}", entry


def _release() -> str:
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return "?"
