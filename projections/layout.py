"""Whether the tables that a database has already are those of this code: starting makes what is missing, and changes no table that is there."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from psycopg2 import extensions

from projections import sql
from schemas.errors import Inconsistent, Problem, shown

NONE: Final = "—"
_TABLE: Final = re.compile(r"^CREATE TABLE IF NOT EXISTS (\w+\.\w+) \(\n(.*?)^\)", re.MULTILINE | re.DOTALL)
_COLUMN: Final = re.compile(r'^    "?([a-z_]+)"? ([a-z0-9]+(?:\[\])?)', re.MULTILINE)


class OtherLayout(Inconsistent):
    """The tables were made by another release, and lack columns of this one or have others."""

    code = "LAYOUT_OTHER"


@cache
def tables() -> Mapping[str, Mapping[str, str]]:
    """The columns of every table that outlives the versions of the views, with their types: `schema.table` → column → type."""
    texts = "".join(sql.text("core", name) for name in sql.names("core"))
    return {name: dict(_COLUMN.findall(body)) for name, body in _TABLE.findall(texts)}


def check(cursor: extensions.cursor, where: str) -> None:
    """Raises OtherLayout when a table that is there is not the one of this code; `where` says for people which database it is."""
    columns = [(relation, name, kind) for relation, columns in tables().items() for name, kind in columns.items()]
    relations, names, types = map(list, zip(*columns, strict=True))
    cursor.execute(sql.text("layouts", "differing"), {"relations": relations, "names": names, "types": types})
    differing = cursor.fetchall()
    if not differing:
        return
    wanted = [f"{relation}.{name} {kind}" for relation, name, kind, _ in differing if kind is not None]
    kept = [f"{relation}.{name} {kind}" for relation, name, _, kind in differing if kind is not None]
    raise OtherLayout(problem=Problem(OtherLayout.code, where, _listed(wanted), _listed(kept)))


def _listed(columns: list[str]) -> str:
    return shown(", ".join(columns) or NONE)
