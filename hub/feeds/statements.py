"""SQL of the feeds by file."""

from functools import cache
from importlib.resources import files


@cache
def statement(name: str) -> str:
    """The file `queries/<name>.sql`."""
    return files("hub.feeds").joinpath("queries", f"{name}.sql").read_text("utf-8")
