"""Routines in the database (`routines/*.sql`): the statements of a fold with the decisions between them, so that a step is one question.

Each is made in two ways on a connection: its statements are planned `ONCE`, for the few rows that the temporary tables then hold and again
whenever PostgreSQL's statistics change, or `ANEW` each time they run.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from psycopg2 import extensions

from projections import sql

ONCE: Final = "once"
ANEW: Final = "anew"
WAYS: Final = (ONCE, ANEW)
_NOTHING: Final = "NULL"

Statements = Mapping[str, str | Sequence[str] | None]


def make(cursor: extensions.cursor, name: str, view: str, statements: Statements, ways: Sequence[str] = WAYS, /, **words: str) -> None:
    """Make the routine `routines/<name>.sql` these ways: each statement stands for its name in it, or for `rows_<name>` where its rows are told."""
    for way in ways:
        slots = {key: _run(way, "", one) for key, one in statements.items()}
        rows = {f"rows_{key}": _run(way, "RETURN QUERY ", one) for key, one in statements.items()}
        ours = {word: sql.within(text, view, way=way) for word, text in words.items()}
        cursor.execute(sql.within(sql.text("routines", name), view, way=way, **ours, **slots, **rows))


def call(cursor: extensions.cursor, name: str, way: str, *values: object) -> list[tuple[Any, ...]]:
    """Run a routine; the rows it tells."""
    cursor.execute(f"SELECT * FROM pg_temp.{name}_{way}({', '.join(['%s'] * len(values))})", values)  # noqa: S608 - names of our own
    return cursor.fetchall()


def count(cursor: extensions.cursor, name: str, way: str, *values: object) -> int:
    """Run a routine that tells one number; 0 for none."""
    ((number,),) = call(cursor, name, way, *values)
    return int(number or 0)


def _run(way: str, how: str, statement: str | Sequence[str] | None) -> str:
    if statement is None:
        return _NOTHING
    if not isinstance(statement, str):
        return ";\n".join(_run(way, how, one) for one in statement)
    return f"{how}{statement}\n" if way == ONCE else f"{how}EXECUTE $run${statement}$run$"
