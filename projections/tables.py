"""The shape of a table of ours, as the database has it."""

from typing import Final

from psycopg2 import extensions

KNOWN: Final = ("known_from", "known_to")
"""The columns that say on which recorded days a row was known; a view of what is known now has none of them."""

_SHAPE: Final = """
SELECT a.attname, coalesce(array_position(i.indkey::int[], a.attnum::int), -1) AS place
FROM pg_attribute AS a
LEFT JOIN pg_index AS i ON a.attrelid = i.indrelid AND i.indisprimary
WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
"""


def shape(cursor: extensions.cursor, table: str) -> tuple[list[str], list[str]]:
    """All columns of a table in order, and those of its primary key in the key's order."""
    cursor.execute(_SHAPE, (table,))
    rows = cursor.fetchall()
    primary = sorted((place, name) for name, place in rows if place >= 0)
    return [name for name, _ in rows], [name for _, name in primary]
