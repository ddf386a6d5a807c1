"""The temporary tables of a fold and the statements over them, made once per connection from the folders of the views."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from psycopg2 import extensions

from projections import folders, sql
from projections.folders import View
from projections.versions import Version

_TABLE: Final = """
SELECT a.attname, coalesce(i.indisprimary, FALSE)
FROM pg_attribute AS a
LEFT JOIN pg_index AS i ON a.attrelid = i.indrelid AND i.indisprimary AND a.attnum = ANY(i.indkey)
WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
"""
_KNOWN: Final = ("known_from", "known_to")


@dataclass(frozen=True)
class Steps:
    """The statements that fold one view, in the order of their members; `cells` is null for a view that counts nothing."""

    name: str
    touch: str
    derive: str
    gone: str
    came: str
    remove: str
    store: str
    cells: str | None


@dataclass(frozen=True)
class Workspace:
    """Everything a fold of one version runs on one connection."""

    version: Version
    views: Sequence[Steps]
    cube: str


_SPACES: Final[WeakKeyDictionary[extensions.connection, Workspace]] = WeakKeyDictionary()


def of(cursor: extensions.cursor, version: Version) -> Workspace:
    """The workspace of this connection for a version; made, or made anew, where it has none for it.

    When the transaction that made it fails, its tables are gone with it: `forget` the workspace then.
    """
    space = _SPACES.get(cursor.connection)
    if space is None or space.version != version or not _stands(cursor):
        space = _make(cursor, version)
        _SPACES[cursor.connection] = space
    return space


def _stands(cursor: extensions.cursor) -> bool:
    cursor.execute("SELECT to_regclass('pg_temp.changed') IS NOT NULL")
    ((stands,),) = cursor.fetchall()
    return bool(stands)


def _make(cursor: extensions.cursor, version: Version) -> Workspace:
    cursor.execute("DISCARD TEMP" if cursor.connection.autocommit else _drop())
    for name in ("changed", "delta"):
        cursor.execute(sql.text("engine", name))
    steps = [_steps(cursor, view, version.schema) for view in folders.views()]
    return Workspace(version, steps, sql.within(sql.text("engine", "cube"), version.schema))


def _drop() -> str:
    tables = [f"pg_temp.{kind}_{view.name}" for view in folders.views() for kind in ("touched", "fresh", "gone", "came")]
    return f"DROP TABLE IF EXISTS {', '.join(('pg_temp.changed', 'pg_temp.delta', *tables))} CASCADE"


def _steps(cursor: extensions.cursor, view: View, schema: str) -> Steps:
    cursor.execute(_TABLE, (f"{schema}.{view.name}",))
    table = cursor.fetchall()
    words = _words(view, [name for name, _ in table], [name for name, primary in table if primary])

    def step(name: str) -> str:
        return sql.within(sql.within(sql.text("engine", name), schema, **words), schema)

    for statement in step("make").split(";"):
        if statement.strip():
            cursor.execute(statement)
    derive = "derive_dated" if set(_KNOWN) <= {name for name, _ in table} else "derive"
    cells = step("cells") if "cells" in view.parts else None
    return Steps(view.name, step("touch"), step(derive), step("gone"), step("came"), step("remove"), step("store"), cells)


def _words(view: View, columns: Sequence[str], primary: Sequence[str]) -> dict[str, str]:
    """What the engine's statements need of a table: lists of columns, plain or of the row that a letter names."""
    values = [name for name in columns if name not in primary and name not in _KNOWN]
    words = {
        "name": view.name,
        "key": ", ".join(view.key),
        "columns": ", ".join(columns),
        "place": ", ".join(name for name in primary if name not in _KNOWN),
        "chosen": ", ".join("until" if name == "known_to" else name for name in columns),
        "values": ", ".join(values) or "NULL",
        "touched": view.parts["touched"],
        "derive": view.parts["derive"],
    }
    others = [name for name in columns if name not in primary]
    for letter in "sftgr":
        for word, names in (("key", view.key), ("primary", primary), ("others", others), ("columns", columns)):
            words[f"{word}_{letter}"] = ", ".join(f"{letter}.{name}" for name in names) or "NULL"
    for word in [word for word in words if word.startswith(("key_", "primary_"))]:
        words[word] = f"({words[word]})"
    return words
