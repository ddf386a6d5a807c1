"""A view as its folder says it: key, tables, rules, cells, formula in words."""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

_PARTS: Final = ("table", "functions", "touched", "plain", "derive", "cells")


@dataclass(frozen=True)
class View:
    """One view. `key`: the columns by which its rows are derived again; `hears`: how the types of statements begin that can touch it;
    `parts`: its SQL by file name.

    `measures`: what its rows count, by family: measures of a family that share every dimension share one row of the tally.
    """

    rank: int
    name: str
    key: Sequence[str]
    hears: Sequence[str]
    words: Mapping[str, str]
    formula: Mapping[str, str]
    parts: Mapping[str, str]
    measures: Mapping[str, Sequence[str]]


@cache
def views() -> tuple[View, ...]:
    """Every view of this code, in the order in which they are folded."""
    return read(files("projections.views"))


def read(shelf: Traversable) -> tuple[View, ...]:
    """The views of a shelf of folders, in the order in which they are folded."""
    folders = [entry for entry in shelf.iterdir() if entry.is_dir() and entry.name[:2].isdigit()]
    return tuple(sorted((_read(folder) for folder in folders), key=lambda view: (view.rank, view.name)))


def slots() -> list[tuple[str, str, int]]:
    """Every measure, its family, and its place among the family's measures, from 1."""
    found: dict[str, list[str]] = {}
    for view in views():
        for family, measures in view.measures.items():
            found.setdefault(family, []).extend(measures)
    return [(measure, family, place) for family, measures in found.items() for place, measure in enumerate(measures, 1)]


@cache
def definition() -> str:
    """SHA-256 of everything that says what the views hold: a version made from other folders cannot be folded by this code."""
    digest = hashlib.sha256()
    for view in views():
        for name, text in sorted(view.parts.items()):
            digest.update(f"{view.rank} {view.name} {','.join(view.key)} {name}\n{text}\n".encode())
    digest.update(repr(slots()).encode())
    for folder in ("version", "settling"):
        for entry in sorted(files("projections").joinpath(folder).iterdir(), key=lambda one: one.name):
            digest.update(entry.read_bytes())
    return digest.hexdigest()


def _read(folder: Traversable) -> View:
    rank, name = folder.name.split("_", 1)
    said = tomllib.loads(folder.joinpath("view.toml").read_text("utf-8"))
    found = {part: folder.joinpath(f"{part}.sql") for part in _PARTS}
    parts = {part: entry.read_text("utf-8").rstrip().rstrip(";") for part, entry in found.items() if entry.is_file()}
    words = {"zh": said["zh"], "en": said["en"]}
    return View(int(rank), name, tuple(said["key"]), tuple(said["hears"]), words, said["formula"], parts, said.get("measures", {}))
