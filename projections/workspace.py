"""What folds work with on one connection: temporary tables, and routines over them, made once for a version from the folders of the views."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from psycopg2 import extensions

from projections import folders, routine, settle, sql, steps
from projections.steps import Steps
from projections.versions import Version
from schemas.topics import FAMILIES

SETTLED_FIRST: Final = 11
"""Views of a lower rank (sources, regions, ancestry) are folded before the other identities are settled: it rests on them who may amend what."""

STAGES: Final = ("early", "late")

_STATEMENTS: Final = ("target", "heard", "move", "spots", "place", "located", "facet", "coded", "tally", "rolled")
_BUFFERS: Final = "SET temp_buffers TO '128MB'"
"""What a fold of 60,000 records puts into temporary tables stays in memory; with PostgreSQL's 8 MB a tenth of a fold went into writing it to
files and reading it back. Taken only as it is needed; to be said before the connection's first temporary table."""

_TEMPORARY: Final = """
SELECT quote_ident(relname), relkind::text FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relkind IN ('r', 'v')
"""


@dataclass(frozen=True)
class Workspace:
    """The views of a version, in the order in which they are folded."""

    version: Version
    views: Sequence[Steps]

    def stage(self, early: bool) -> Sequence[Steps]:
        """The views of sources and regions, folded before the other identities are settled; or all others."""
        return [view for view in self.views if (view.rank < SETTLED_FIRST) == early]


_SPACES: Final[WeakKeyDictionary[extensions.connection, Workspace]] = WeakKeyDictionary()


def of(cursor: extensions.cursor, version: Version) -> Workspace:
    """The workspace of this connection for a version; made, or made anew, where it has none for it or a failure took it away."""
    space = _SPACES.get(cursor.connection)
    if space is None or space.version != version or not _stands(cursor):
        space = _make(cursor, version)
        _SPACES[cursor.connection] = space
    return space


def leave(connection: extensions.connection) -> None:
    """Drop the workspace of this connection, so that nothing holds on to its version. Commits."""
    _SPACES.pop(connection, None)
    with connection, connection.cursor() as cursor:
        _drop(cursor)


def bulk(cursor: extensions.cursor, version: Version) -> Workspace:
    """A workspace in which every statement has changed and a new version's tables take rows at once. For one transaction."""
    _SPACES.pop(cursor.connection, None)
    _drop(cursor)
    cursor.execute(sql.within("CREATE TEMPORARY VIEW changed AS SELECT * FROM {view}.statement", version.schema))
    return _fill(cursor, version, ("spot", "delta"), "make_bulk", settle.FILL)


def _make(cursor: extensions.cursor, version: Version) -> Workspace:
    _drop(cursor)
    space = _fill(cursor, version, ("moves", "changed", "spot", "delta"), "make", settle.FINISH)
    # Known to be empty, so that the planner goes by their real size from now on, not by a guess for tables it knows nothing of.
    cursor.execute(f"ANALYZE {', '.join(_tables(cursor))}")
    return space


def _stands(cursor: extensions.cursor) -> bool:
    cursor.execute("SELECT to_regclass('pg_temp.changed') IS NOT NULL")
    ((stands,),) = cursor.fetchall()
    return bool(stands)


def _drop(cursor: extensions.cursor) -> None:
    cursor.execute(_TEMPORARY)
    for name, kind in cursor.fetchall():
        cursor.execute(f"DROP {'TABLE' if kind == 'r' else 'VIEW'} IF EXISTS pg_temp.{name} CASCADE")


def _tables(cursor: extensions.cursor) -> list[str]:
    cursor.execute(_TEMPORARY)
    return [name for name, kind in cursor.fetchall() if kind == "r"]


def _fill(cursor: extensions.cursor, version: Version, common: Sequence[str], tables: str, finish: Sequence[str]) -> Workspace:
    """Temporary tables and routines. `common`: the tables of no view; `tables`: those of each view; `finish`: what settling ends with."""
    cursor.execute(_BUFFERS)
    schema, words = version.schema, {"version": str(version.number), "families": str(len(FAMILIES))}
    for name in common:
        cursor.execute(sql.within(sql.text("engine", name), schema))
    engine = {name: sql.within(sql.text("engine", name), schema, **words) for name in _STATEMENTS}
    settle.make(cursor, schema, finish)
    space = Workspace(version, [steps.make(cursor, view, schema, tables) for view in folders.views()])
    for name in ("target", "places", "add", "finish"):
        routine.make(cursor, name, schema, engine, once=routine.ONCE, anew=routine.ANEW, many=str(steps.MANY))
    for stage in STAGES:
        asked = "".join(_asked(space, view) for view in space.stage(early=stage == "early"))
        routine.make(cursor, "views", schema, {}, heard=engine["heard"], stage=stage, views=asked)
    routine.make(cursor, "clean", schema, {}, tables=_cleaned(space, _tables(cursor)))
    return space


def _asked(space: Workspace, view: Steps) -> str:
    """A view is folded where a statement that it hears, or a row of a view it reads, has changed."""
    places = {one.name: place for place, one in enumerate(space.views, 1)}
    causes = [f"word ^@ '{word}'" for word in view.hears]
    heard = f"EXISTS (SELECT FROM unnest(heard) AS h (word) WHERE {' OR '.join(causes)})" if causes else "FALSE"
    read = "".join(f" OR n_rows[{places[name]}] > 0" for name in view.reads)
    return f"IF {heard}{read} THEN n_rows[{places[view.name]}] := pg_temp.fold_{view.name}_{{way}}(); END IF;\n"


def _cleaned(space: Workspace, tables: Sequence[str]) -> str:
    """Those of a view are looked at only where it had anything to derive again."""
    lines = []
    for place, view in enumerate(space.views, 1):
        ours = [f"{what}_{view.name}" for what in ("touched", "gone", "came")]
        tables = [one for one in tables if one not in ours]
        lines += [f"IF n_rows[{place}] IS NOT NULL THEN", *map(_emptied, ours), "END IF;"]
    return "\n".join([*lines, *map(_emptied, tables)])


def _emptied(table: str) -> str:
    return f"""
    size := pg_relation_size('pg_temp.{table}'::regclass);
    IF size > allowed THEN large := array_append(large, 'pg_temp.{table}'); ELSIF size > 0 THEN {sql.emptying(table)}; END IF;"""
