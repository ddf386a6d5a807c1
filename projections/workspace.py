"""What folds work with on one connection: temporary tables, and routines over them, made once for a version from the folders of the views."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final
from weakref import WeakKeyDictionary

from psycopg2 import extensions

from projections import folders, routine, settle, sql, steps
from projections.folders import View
from projections.steps import Steps
from projections.versions import Version
from schemas.registry import all_types
from schemas.topics import FAMILIES

SETTLED_FIRST: Final = 11
"""Views of a lower rank (sources, regions, ancestry) are folded before the other identities are settled: it rests on them who may amend what."""

THINGS_FIRST: Final = 30
"""Views of a lower rank hold facts: regions, units, sources, persons, rules. From here on views hold things that were done, each touched by what
was said of it; a fact touches those that something was said of before it."""

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
        space = _folding(cursor, version, version.schema, folders.views())
        _SPACES[cursor.connection] = space
    return space


def leave(connection: extensions.connection) -> None:
    """Drop the workspace of this connection, so that nothing holds on to its version. Commits."""
    _SPACES.pop(connection, None)
    with connection, connection.cursor() as cursor:
        _drop(cursor)


def bulk(cursor: extensions.cursor, version: Version) -> Workspace:
    """A workspace in which a new version's tables take rows at once, without what only a fold asks; until `leave`."""
    _SPACES.pop(cursor.connection, None)
    _drop(cursor)
    cursor.execute(sql.within(sql.text("engine", "all"), version.schema))
    engine = _begin(cursor, version, version.schema, ("spot", "delta"))
    settle.fill(cursor, version.schema)
    ways = (routine.ANEW,)
    space = Workspace(version, [steps.make(cursor, view, version.schema, "make_bulk", ways) for view in folders.views()])
    _cube(cursor, version.schema, engine, ways)
    return space


def over(cursor: extensions.cursor, version: Version, schema: str) -> Workspace:
    """A workspace that folds a schema of the past over a version, once: what went is not among what changed, so no row is made of that alone."""
    _SPACES.pop(cursor.connection, None)
    views = [replace(view, parts={part: text for part, text in view.parts.items() if part != "plain"}) for view in folders.views()]
    return _folding(cursor, version, schema, views)


def learn(cursor: extensions.cursor, space: Workspace) -> list[int]:
    """Only what was said of facts has changed, until they are known; the families of the ledger in which it is said. Nothing is settled yet."""
    heard = tuple(word for view in space.views if view.rank < THINGS_FIRST for word in view.hears)
    types = {one.name: FAMILIES.index(one.family) for one in all_types() if one.name.startswith(heard)}
    families = sorted(set(types.values()))
    cursor.execute(sql.within(sql.text("engine", "facts"), space.version.schema), {"types": list(types), "families": families})
    return families


def know(cursor: extensions.cursor, space: Workspace) -> None:
    """The facts of a version that is built whole are all known, and differ no more for the things that follow: nothing was said before them."""
    cursor.execute("TRUNCATE concerned")
    for view in space.views:
        if view.rank < THINGS_FIRST:
            cursor.execute(sql.within(sql.text("engine", "know"), space.version.schema, name=view.name))


def speak(cursor: extensions.cursor, version: Version, told: Collection[str]) -> dict[str, str]:
    """Put aside what was said of things in a version that is built whole; the tables of it, by type. `told`: the types of all that was ever said."""
    heard = tuple(word for view in folders.views() if view.rank >= THINGS_FIRST for word in view.hears)
    tables = {kind: f"spoken_{place}" for place, kind in enumerate(sorted(told), 1) if kind.startswith(heard)}
    cursor.execute(sql.within(sql.text("engine", "spoken"), version.schema))
    for kind, table in tables.items():
        cursor.execute(sql.within(sql.text("engine", "spoken_of"), version.schema, table=table, type=kind))
    cursor.execute(sql.within(sql.text("engine", "speak"), version.schema), {"types": list(tables)})
    return tables


def hear(cursor: extensions.cursor, version: Version, tables: Collection[str]) -> None:
    """Of things only what stands in these tables has changed: what a view hears. Each by itself, so that the planner knows how much it holds."""
    spoken = "".join(f"SELECT * FROM {version.schema}.{table} UNION ALL\n" for table in tables)  # noqa: S608 - names of our own
    cursor.execute(sql.within(sql.text("engine", "hear"), version.schema, spoken=spoken))


def tell_apart(cursor: extensions.cursor, version: Version) -> None:
    """Mark the copies among what the version has not folded, as its next fold would: what is built of everything in the index takes none twice."""
    _SPACES.pop(cursor.connection, None)
    _drop(cursor)
    cursor.execute(_BUFFERS)
    cursor.execute(sql.within(sql.text("engine", "moves"), version.schema))
    cursor.execute(sql.within(sql.text("engine", "target"), version.schema, version=str(version.number), families=str(len(FAMILIES))))
    if cursor.rowcount > 0:
        cursor.execute(sql.within(sql.text("engine", "changed"), version.schema))
        settle.make(cursor, version.schema)
        settle.mark(cursor, routine.ANEW)
    _drop(cursor)


def _folding(cursor: extensions.cursor, version: Version, schema: str, views: Sequence[View]) -> Workspace:
    """A workspace that folds views of a version into a schema: its own, or one of the past over it."""
    _drop(cursor)
    engine = _begin(cursor, version, schema, ("moves", "changed", "spot", "delta"))
    settle.make(cursor, schema)
    space = Workspace(version, [steps.make(cursor, view, schema, "make") for view in views])
    _cube(cursor, schema, engine, routine.WAYS)
    for name in ("target", "finish"):
        routine.make(cursor, name, schema, engine)
    for stage in STAGES:
        asked = "".join(_asked(space, view) for view in space.stage(early=stage == "early"))
        routine.make(cursor, "views", schema, {}, heard=engine["heard"], stage=stage, views=asked)
    tables = _tables(cursor)
    routine.make(cursor, "clean", schema, {}, tables=_cleaned(space, tables))
    # Known to be empty, so that the planner goes by their real size from now on, not by a guess for tables it knows nothing of.
    cursor.execute(f"ANALYZE {', '.join(tables)}")
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


def _begin(cursor: extensions.cursor, version: Version, schema: str, common: Sequence[str]) -> dict[str, str]:
    """Make the temporary tables of no view (`common`); the statements of the engine that are of none."""
    cursor.execute(_BUFFERS)
    for name in common:
        cursor.execute(sql.within(sql.text("engine", name), schema))
    words = {"version": str(version.number), "families": str(len(FAMILIES))}
    return {name: sql.within(sql.text("engine", name), schema, **words) for name in _STATEMENTS}


def _cube(cursor: extensions.cursor, schema: str, engine: dict[str, str], ways: Sequence[str]) -> None:
    """Make the routines that number contributions and add them up."""
    for name in ("places", "number", "add"):
        routine.make(cursor, name, schema, engine, ways, once=routine.ONCE, anew=routine.ANEW, many=str(steps.MANY))


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
