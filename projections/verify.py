"""Fingerprints of a version's views: two versions, or two hubs, that hold the same rows have the same ones (contract 7)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from psycopg2 import extensions

from projections import folders, sql, tables
from projections.versions import Version

_TOTALS: Final = ", ".join(f"core.total(t.n{slot}) AS n{slot}" for slot in range(1, 9))
_CUBE: Final = """
SELECT p.words, f.words, {days}, n1, n2, n3, n4, n5, n6, n7, n8
FROM (SELECT t.place, t.facet, {days}, {totals} FROM {view}.{table} AS t GROUP BY t.place, t.facet, {days}) AS t
INNER JOIN (SELECT place, chain::text AS words, row_number() OVER (ORDER BY chain) AS at FROM {view}.place) AS p ON t.place = p.place
INNER JOIN (
    SELECT
        facet, ROW(family, level, kind, category, department, role, grade)::text AS words,
        row_number() OVER (ORDER BY family, level, kind, category, department, role, grade) AS at
    FROM {view}.facet
) AS f ON t.facet = f.facet
WHERE n1 <> 0 OR n2 <> 0 OR n3 <> 0 OR n4 <> 0 OR n5 <> 0 OR n6 <> 0 OR n7 <> 0 OR n8 <> 0
ORDER BY p.at, f.at, {days}
"""
"""Words are written once for each place and facet, and rows are put in their order by number: texts are slow to write and to compare."""


@dataclass(frozen=True)
class Fingerprint:
    """SHA-256, hexadecimal, over the rows in key order as `COPY … csv`.

    `content` is of what holds now, without recorded days: equal for any order, batching and hub. `full` is of all rows with the days on
    which they were known: equal for live, rebuilt and restored.
    """

    content: str
    full: str


def fingerprints(cursor: extensions.cursor, version: Version) -> Mapping[str, Fingerprint]:
    """The fingerprints of every view of a version and of its cube, in the snapshot of the cursor's transaction."""
    found = {view.name: _of_view(cursor, version, view.name) for view in folders.views()}
    return {**found, "cube": _of_cube(cursor, version)}


def _of_view(cursor: extensions.cursor, version: Version, name: str) -> Fingerprint:
    columns, primary = tables.shape(cursor, f"{version.schema}.{name}")
    plain = [column for column in columns if column not in tables.KNOWN]
    order = [column for column in primary if column not in tables.KNOWN]
    holds = "WHERE known_to IS NULL" if set(tables.KNOWN) <= set(columns) else ""
    table = sql.within(f"FROM {{view}}.{name}", version.schema)
    content = f"SELECT {', '.join(plain)} {table} {holds} ORDER BY {', '.join(order)}"
    return Fingerprint(_digest(cursor, content), _digest(cursor, f"SELECT {', '.join(columns)} {table} ORDER BY {', '.join(primary)}"))


def _of_cube(cursor: extensions.cursor, version: Version) -> Fingerprint:
    """Of the contributions where they lie and of what is rolled up above; which rows hold a sum is not part of it."""
    return Fingerprint(*(_digest(cursor, *_sums(version, days)) for days in ("day", "day, rday")))


def _sums(version: Version, days: str) -> Sequence[str]:
    """The sums that are not all 0 by place, facet and days, in the order of their words."""
    return [sql.within(_CUBE, version.schema, table=table, days=days, totals=_TOTALS) for table in ("tally", "rolled")]


class _Hash:
    """A file to COPY to, of which only the digest is kept."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()

    def write(self, octets: bytes) -> int:
        self.digest.update(octets)
        return len(octets)


def _digest(cursor: extensions.cursor, *queries: str) -> str:
    hashed = _Hash()
    for query in queries:
        cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT csv)", hashed)
    return hashed.digest.hexdigest()


def differing(one: Mapping[str, Fingerprint], other: Mapping[str, Fingerprint]) -> Sequence[str]:
    """Names of the views whose fingerprints differ."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))
