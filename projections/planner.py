"""Tells PostgreSQL's planner how large the tables have become, soon after they grew: its own vacuum comes too late for a bulk load."""

from typing import Final

from psycopg2 import extensions, sql

from projections import versions

LEAST: Final = 1_000
"""Records folded before it is told anything."""
GROWTH: Final = 3
"""Times as many as it knows of must be folded before it is told again: it sees by itself how many pages tables have, so that only what it
thinks of their keys grows old. To tell it at every doubling took a fortieth of a bulk load's folding."""
_KNOWN: Final = """
SELECT coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint
FROM pg_class AS c
WHERE c.relnamespace = 'core'::regnamespace AND c.relname LIKE 'event%' AND c.relkind = 'r'
"""
_COLUMNS: Final = """
SELECT n.nspname, c.relname, array_agg(DISTINCT a.attname::text)
FROM pg_class AS c
INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
INNER JOIN pg_index AS i ON c.oid = i.indrelid
INNER JOIN pg_attribute AS a ON c.oid = a.attrelid AND a.attnum = ANY (i.indkey)
INNER JOIN pg_type AS t ON a.atttypid = t.oid
WHERE
    c.relkind = 'r' AND t.typcategory <> 'A' AND (n.nspname = %s OR n.nspname = 'core' AND c.relname LIKE 'event%%')
GROUP BY n.nspname, c.relname
"""
"""The columns by which rows are looked up; to sample what else they hold, texts and sets, takes twenty times as long."""


class Planner:
    """Counts what was folded; tells the planner when that is `GROWTH` times what it was told of last."""

    def __init__(self) -> None:
        """What was told before is asked when the first records are noted."""
        self._told: int | None = None
        self._since = 0

    def note(self, connection: extensions.connection, records: int) -> bool:
        """So many records were folded and committed; whether the planner was told of it."""
        if records == 0:
            return False
        if self._told is None:
            self._told = _known(connection)
        self._since += records
        if self._since < max(LEAST, GROWTH * self._told):
            return False
        self._told, self._since = self._told + self._since, 0
        tell(connection)
        return True


def _known(connection: extensions.connection) -> int:
    """Rows of the ledger index that the planner knows of."""
    with connection, connection.cursor() as cursor:
        cursor.execute(_KNOWN)
        ((known,),) = cursor.fetchall()
        return int(known)


def tell(connection: extensions.connection) -> None:
    """Sample the ledger index and the tables of the live version, if there is one, as lightly as `core.sample` has set."""
    with connection, connection.cursor() as cursor:
        live = versions.live(cursor)
        cursor.execute(_COLUMNS, (live.schema if live is not None else "core",))
        tables = [
            sql.SQL("{} ({})").format(sql.Identifier(schema, name), sql.SQL(", ").join(map(sql.Identifier, columns)))
            for schema, name, columns in cursor.fetchall()
        ]
        cursor.execute(sql.SQL("ANALYZE {}").format(sql.SQL(", ").join(tables)))
