"""The temporary tables of a fold and the statements over them, made once per connection from the folders of the views."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from weakref import WeakKeyDictionary

from psycopg2 import extensions

from projections import folders, planned, settle, sql, tables
from projections.folders import View
from projections.planned import PLAIN
from projections.settle import Settling
from projections.versions import Version
from schemas.topics import FAMILIES

SETTLED_FIRST: Final = 11
"""Views of a lower rank (sources, regions, ancestry) are folded before the other identities are settled: it rests on them who may amend what."""


@dataclass(frozen=True)
class Steps:
    """The statements that fold one view, in the order of their members.

    `plain` and `left` are null where every row is derived one way, `cells` for a view that counts nothing. `hears`: how the types of statements begin
    that can touch it; `reads`: the views before it whose rows that differ can.
    """

    rank: int
    name: str = field(metadata=PLAIN)
    hears: tuple[str, ...] = field(metadata=PLAIN)
    reads: tuple[str, ...] = field(metadata=PLAIN)
    touch: str
    plain: str | None
    left: str | None
    derive: str
    gone: str
    same: str
    remove: str
    store: str
    cells: str | None
    clear: str = field(metadata=PLAIN)


@dataclass(frozen=True)
class Workspace:
    """Everything a fold of one version runs on one connection."""

    version: Version = field(metadata=PLAIN)
    target: str
    arrived: str
    heard: str
    move: str
    settling: Settling
    early: Sequence[Steps]
    late: Sequence[Steps]
    filled: str
    emptying: Mapping[str, str]
    unknown: str
    cell: str
    leaf: str
    tally: str


_TEMPORARY: Final = """
SELECT quote_ident(relname), relkind::text FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relkind IN ('r', 'v')
"""

_PAGE: Final = 8 * 1024
_LARGE: Final = 128 * _PAGE
"""Octets of a temporary table beyond which its file is cut off. Below, taking the rows away is quicker: a table with a new file has every plan
that names it made anew."""

_READS: Final = re.compile(r"\b(?:changed|came|gone)_([a-z_]+)")
_SPACES: Final[WeakKeyDictionary[extensions.connection, Workspace]] = WeakKeyDictionary()
_PLANNED: Final[WeakKeyDictionary[extensions.connection, Workspace]] = WeakKeyDictionary()


def of(cursor: extensions.cursor, version: Version) -> Workspace:
    """The workspace of this connection for a version; made, or made anew, where it has none for it or a failure took it away."""
    space = _SPACES.get(cursor.connection)
    if space is None or space.version != version or not _stands(cursor):
        space = _make(cursor, version)
        _SPACES[cursor.connection] = space
        _PLANNED.pop(cursor.connection, None)
    return space


def small(cursor: extensions.cursor, space: Workspace) -> Workspace:
    """The same workspace for few records: its statements are planned once, and so for few."""
    found = _PLANNED.get(cursor.connection)
    if found is None:
        found = _PLANNED[cursor.connection] = planned.kept(cursor, space)
    return found


def clean(cursor: extensions.cursor, space: Workspace, many: bool) -> None:
    """Take away every row that a fold has put into temporary tables: to let each commit empty all of them costs more than a small fold.
    After many records no pages are left, by which PostgreSQL would plan small folds as large ones.
    """
    cursor.execute(space.filled)
    filled = cursor.fetchall()
    limit = _PAGE if many else _LARGE
    large = [name for name, size in filled if size > limit]
    few = [space.emptying[name] for name, size in filled if size <= limit]
    if few:
        cursor.execute("; ".join(few))
    if large:
        cursor.execute(f"TRUNCATE {', '.join(large)}")


def leave(connection: extensions.connection) -> None:
    """Drop the workspace of this connection, so that nothing holds on to its version. Commits."""
    _SPACES.pop(connection, None)
    _PLANNED.pop(connection, None)
    with connection, connection.cursor() as cursor:
        _drop(cursor)


def _stands(cursor: extensions.cursor) -> bool:
    cursor.execute("SELECT to_regclass('pg_temp.changed') IS NOT NULL")
    ((stands,),) = cursor.fetchall()
    return bool(stands)


def bulk(cursor: extensions.cursor, version: Version) -> Workspace:
    """A workspace in which every statement has changed and a new version's tables take rows at once. For one transaction."""
    _SPACES.pop(cursor.connection, None)
    _PLANNED.pop(cursor.connection, None)
    _drop(cursor)
    cursor.execute(sql.within("CREATE TEMPORARY VIEW changed AS SELECT * FROM {view}.statement", version.schema))
    return _fill(cursor, version, ("delta", "fresh_leaf"), "make_bulk")


def _make(cursor: extensions.cursor, version: Version) -> Workspace:
    _drop(cursor)
    space = _fill(cursor, version, ("moves", "changed", "delta", "fresh_leaf"), "make")
    # Known to be empty, so that the planner goes by their real size from now on, not by a guess for tables it knows nothing of.
    cursor.execute(_TEMPORARY)
    cursor.execute(f"ANALYZE {', '.join(name for name, kind in cursor.fetchall() if kind == 'r')}")
    return space


def _drop(cursor: extensions.cursor) -> None:
    cursor.execute(_TEMPORARY)
    for name, kind in cursor.fetchall():
        cursor.execute(f"DROP {'TABLE' if kind == 'r' else 'VIEW'} IF EXISTS pg_temp.{name} CASCADE")


def _fill(cursor: extensions.cursor, version: Version, common: Sequence[str], make: str) -> Workspace:
    for name in common:
        cursor.execute(sql.within(sql.text("engine", name), version.schema))
    settling = settle.of(version.schema)
    cursor.execute(settling.tables)
    steps = [_steps(cursor, view, version.schema, make) for view in folders.views()]
    early = [one for one in steps if one.rank < SETTLED_FIRST]
    late = [one for one in steps if one.rank >= SETTLED_FIRST]
    cursor.execute(_TEMPORARY)
    emptying = {f"pg_temp.{name}": sql.emptying(name) for name, kind in cursor.fetchall() if kind == "r"}
    words = {"version": str(version.number), "families": str(len(FAMILIES)), "tables": f"'{{{','.join(emptying)}}}'"}

    def step(name: str) -> str:
        return sql.within(sql.text("engine", name), version.schema, **words)

    return Workspace(
        version=version, target=step("target"), arrived=step("arrived"), heard=step("heard"), move=step("move"),
        settling=settling, early=early, late=late, filled=step("filled"), emptying=emptying,
        unknown=step("unknown"), cell=step("cell"), leaf=step("leaf"), tally=step("tally"),
    )  # fmt: skip


def _steps(cursor: extensions.cursor, view: View, schema: str, make: str) -> Steps:
    columns, primary = tables.shape(cursor, f"{schema}.{view.name}")
    words = _words(view, columns, primary)

    def step(name: str, **more: str) -> str:
        return sql.within(sql.within(sql.text("engine", name), schema, **{**words, **more}), schema)

    for statement in step(make).split(";"):
        if statement.strip():
            cursor.execute(statement)
    derive = "derive_dated" if set(tables.KNOWN) <= set(columns) else "derive"
    plain = step(derive, derive=view.parts["plain"]) if "plain" in view.parts else None
    return Steps(
        rank=view.rank, name=view.name, hears=tuple(view.hears), reads=_reads(view), touch=step("touch"), plain=plain,
        left=step("left") if plain else None, derive=step(derive), gone=step("gone"), same=step("same"), remove=step("remove"), store=step("store"),
        cells=step("cells") if "cells" in view.parts else None, clear=step("clear"),
    )  # fmt: skip


def _reads(view: View) -> tuple[str, ...]:
    """The views before it by whose rows it finds what to derive again."""
    return tuple(sorted(set(_READS.findall(view.parts["touched"]))))


def _words(view: View, columns: Sequence[str], primary: Sequence[str]) -> dict[str, str]:
    """What the engine's statements need of a table: lists of columns, plain or of the row that a letter names."""
    values = [name for name in columns if name not in primary and name not in tables.KNOWN]
    words = {
        "name": view.name,
        "key": ", ".join(view.key),
        "columns": ", ".join(columns),
        "place": ", ".join(name for name in primary if name not in tables.KNOWN),
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
