"""The SQL of this folder, by file name; `{view}` in it stands for the schema of a version of the views."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from projections import overlaid

_VIEW: Final = re.compile(r"view_[0-9]+|past_[0-9]+_[0-9]+")


def statement(name: str, view: str = "") -> str:
    """The statement `queries/<name>.sql` against a version of the views."""
    return within(_text("queries", f"{name}.sql"), view)


def definitions(folder: str, view: str) -> Iterator[str]:
    """The statements of a folder in the order of their file names, against a version of the views."""
    for entry in sorted(files("projections.statistics").joinpath(folder).iterdir(), key=lambda one: one.name):
        if entry.name.endswith(".sql"):
            yield within(entry.read_text("utf-8"), view)


def within(text: str, view: str) -> str:
    """The text with `{view}` replaced. Raises ValueError unless `view` is a schema of ours, so nothing can be injected."""
    if "{view}" not in text:
        return text
    if _VIEW.fullmatch(view) is None:
        raise ValueError(f"not a version of the views: {view!r}")
    return (overlaid.renamed(text, view) if overlaid.is_past(view) else text).replace("{view}", view)


@cache
def _text(folder: str, name: str) -> str:
    return files("projections.statistics").joinpath(folder, name).read_text("utf-8")
