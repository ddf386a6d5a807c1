"""SQL of this room by file; `{view}` in it stands for the schema of a version of the views, other `{words}` are the caller's."""

import re
from functools import cache
from importlib.resources import files
from typing import Final

from projections import overlaid
from schemas.errors import UsageError

_SCHEMA: Final = re.compile(r"view_[0-9]+|past_[0-9]+_[0-9]+")


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
    if overlaid.is_past(view):
        text = re.sub(r"\{([a-z_]+)\}", lambda match: words.get(match[1], match[0]), template)
        return overlaid.renamed(text, view).replace("{view}", view)
    return re.sub(r"\{([a-z_]+)\}", lambda match: {"view": view, **words}.get(match[1], match[0]), template)


def emptying(table: str) -> str:
    """The statement that takes all rows away from a temporary table of ours."""
    return f"DELETE FROM pg_temp.{table}"  # noqa: S608 - names of our own
