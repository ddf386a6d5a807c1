"""The tables that outlive every version, and those the engine gives each version: columns and indexes as in `tests/golden/core.json`."""

import json
from pathlib import Path
from typing import Any

from projections.database import migrate
from tests.projections.play import Playing, playing

GOLDEN = Path(__file__).parents[1] / "golden" / "core.json"
COLUMNS = """
SELECT
    c.table_schema || '.' || c.table_name AS name,
    c.column_name || ' ' || c.udt_name || CASE c.is_nullable WHEN 'NO' THEN ' not null' ELSE '' END AS said
FROM information_schema.columns AS c
WHERE
    c.table_schema IN ('core', 'auth')
    OR (c.table_schema = 'view_1' AND c.table_name IN ('settled', 'statement', 'cube', 'monthly', 'measure', 'place', 'facet', 'tally', 'rolled'))
ORDER BY 1, c.ordinal_position
"""
INDEXES = """
SELECT schemaname || '.' || tablename AS name, indexdef AS said FROM pg_indexes
WHERE schemaname IN ('core', 'auth') OR (schemaname = 'view_1' AND tablename IN ('settled', 'place', 'facet', 'tally', 'rolled'))
ORDER BY 1, 2
"""


def shape(hub: Playing) -> dict[str, Any]:
    found: dict[str, Any] = {"columns": {}, "indexes": {}}
    for kind, question in (("columns", COLUMNS), ("indexes", INDEXES)):
        for row in hub.rows(question):
            found[kind].setdefault(row["name"], []).append(row["said"])
    return found


def test_the_tables_are_those_of_the_golden_file(database: str) -> None:
    with playing(database) as hub:
        # Given a migrated database, migrated once more, with its first version
        migrate(database)
        hub.fold()
        assert shape(hub) == json.loads(GOLDEN.read_text("utf-8"))
