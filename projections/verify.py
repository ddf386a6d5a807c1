"""Fingerprints of a version's views: two versions, or two hubs, that hold the same rows have the same ones (contract 7)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from psycopg2 import extensions

from projections import folders, sql, tables
from projections.versions import Version

_CUBE: Final = ("measure", "region", "parent", "own", "level", "kind", "category", "department", "role", "grade", "day")


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
    cells = ", ".join(_CUBE)
    table = sql.within("FROM {view}.cube", version.schema)
    content = f"SELECT {cells}, sum(n) {table} GROUP BY {cells} HAVING sum(n) <> 0 ORDER BY {cells}"
    return Fingerprint(_digest(cursor, content), _digest(cursor, f"SELECT {cells}, rday, n {table} ORDER BY {cells}, rday"))


class _Hash:
    """A file to COPY to, of which only the digest is kept."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()

    def write(self, octets: bytes) -> int:
        self.digest.update(octets)
        return len(octets)


def _digest(cursor: extensions.cursor, query: str) -> str:
    hashed = _Hash()
    cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT csv)", hashed)
    return hashed.digest.hexdigest()


def differing(one: Mapping[str, Fingerprint], other: Mapping[str, Fingerprint]) -> Sequence[str]:
    """Names of the views whose fingerprints differ."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))
