"""Statements that PostgreSQL keeps on a connection: read and planned once, then run by name."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from itertools import count
from typing import Any, Final, TypeVar, cast

from psycopg2 import extensions

PLAIN: Final = {"planned": False}
"""Of a field (metadata) that holds no statements, or none that are run often."""

T = TypeVar("T")
Keep = Callable[[str, str], str]


def kept(cursor: extensions.cursor, statements: T) -> T:
    """The same statements, kept on the connection of the cursor in place of those kept before: `statements` is a dataclass of
    texts, sequences and mappings of them, and such dataclasses.

    A plan is made when its statement runs first, for tables of the size they have then, and again when PostgreSQL's statistics change.
    """
    cursor.execute("DEALLOCATE ALL")
    numbers = count(1)

    def keep(text: str, called: str) -> str:
        name = f"fold_{next(numbers)}_{called}"
        cursor.execute(f"PREPARE {name} AS {text}")
        return f"EXECUTE {name}"

    return cast("T", _through(statements, keep, "all"))


def _through(value: Any, keep: Keep, called: str) -> Any:
    """The value with every text in it kept; `called`: what contains it, for whoever looks at what the database is doing."""
    if isinstance(value, str):
        return keep(value, called)
    if isinstance(value, Mapping):
        return {name: _through(one, keep, called) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return tuple(_through(one, keep, called) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        whose = getattr(value, "name", "")
        chosen = [one.name for one in fields(value) if one.metadata.get("planned", True)]
        return replace(value, **{name: _through(getattr(value, name), keep, f"{name}_{whose}".rstrip("_")) for name in chosen})
    return value
