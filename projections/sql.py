"""SQL of this room by file; `{view}` in it stands for the schema of a version of the views, other `{words}` are the caller's."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Final

from schemas.errors import UsageError

_SCHEMA: Final = re.compile(r"view_[0-9]+")


@cache
def text(folder: str, name: str) -> str:
    """The file `<folder>/<name>.sql`, unchanged."""
    return files("projections").joinpath(*folder.split("/"), f"{name}.sql").read_text("utf-8")


def names(folder: str) -> list[str]:
    """Names of the SQL files of a folder, in order."""
    entries = files("projections").joinpath(*folder.split("/")).iterdir()
    return sorted(entry.name.removesuffix(".sql") for entry in entries if entry.name.endswith(".sql"))


def within(template: str, view: str, **words: str) -> str:
    """The template with `{view}` and the caller's words put in. Raises UsageError for what is no schema of ours."""
    if _SCHEMA.fullmatch(view) is None:
        raise UsageError(view)
    return re.sub(r"\{([a-z_]+)\}", lambda match: {"view": view, **words}.get(match[1], match[0]), template)


def of_places(template: str, into: str, places: Iterable[tuple[int, int, int, int]]) -> str:
    """INSERT INTO a table what the template gives of each (family, part, folded, appended).

    The numbers stand in the text, so that the planner knows how few records they are of how many.
    """
    chosen = [_placed(template, place) for place in places]
    return f"INSERT INTO {into}\n" + "\nUNION ALL\n".join(chosen)


def _placed(template: str, place: tuple[int, int, int, int]) -> str:
    numbers = dict(zip(("family", "part", "folded", "appended"), map(str, place), strict=True))
    return re.sub(r"\{([a-z]+)\}", lambda match: numbers[match[1]], template)
