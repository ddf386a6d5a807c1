"""A database whose tables another release made is refused at once, by what differs; what is only missing is made."""

from __future__ import annotations

from contextlib import closing

import psycopg2
import pytest
from psycopg2.extras import Json

from projections import layout
from projections.database import migrate
from projections.layout import NONE, OtherLayout

COLUMNS = """
SELECT c.relnamespace::regnamespace || '.' || c.relname, a.attname::text, a.atttypid = to_regtype(%s::jsonb #>> ARRAY[
    c.relnamespace::regnamespace || '.' || c.relname, a.attname::text
])
FROM pg_class AS c
INNER JOIN pg_attribute AS a ON c.oid = a.attrelid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace::regnamespace::text IN ('core', 'auth') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
"""


def _say(dsn: str, statement: str, *values: object) -> list[tuple[object, ...]]:
    with closing(psycopg2.connect(dsn)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return list(cursor.fetchall()) if cursor.description else []


def test_the_columns_looked_for_are_those_that_are_made(database: str) -> None:
    # given a new database, when each column that was made is compared with what is looked for
    found = _say(database, COLUMNS, Json(layout.tables()))
    # then none is left out on either side, and each has its type
    assert {(relation, name) for relation, name, _ in found} == {(table, name) for table, columns in layout.tables().items() for name in columns}
    assert all(same for *_, same in found)
    assert len(found) > 100


@pytest.mark.parametrize(
    ("change", "expected", "got"),
    [
        ("ALTER TABLE core.event DROP COLUMN newest", "core.event.newest boolean", NONE),
        ("ALTER TABLE core.notice ADD COLUMN told boolean", NONE, "core.notice.told boolean"),
        ("ALTER TABLE auth.token ALTER COLUMN made TYPE date", "auth.token.made timestamptz", "auth.token.made date"),
    ],
)
def test_a_table_of_another_release_is_refused(database: str, change: str, expected: str, got: str) -> None:
    # given a database in which one table is that of an earlier or later release, and one table is not there yet
    _say(database, change)
    _say(database, "DROP TABLE core.reread")
    # when the hub starts on it
    with pytest.raises(OtherLayout) as refused:
        migrate(database, "/data")
    # then it is said where, and what was looked for and found, and nothing was made
    problem = refused.value.problem
    assert (problem.code, problem.field, problem.expected, problem.got) == ("LAYOUT_OTHER", "/data", expected, got)
    assert _say(database, "SELECT to_regclass('core.reread')") == [(None,)]


def test_a_table_that_is_not_there_yet_is_made(database: str) -> None:
    # given a database of an earlier release that had one table less
    _say(database, "DROP TABLE core.reread")
    # when the hub starts on it, then it is there
    migrate(database)
    assert _say(database, "SELECT count(*) FROM core.reread") == [(0,)]
