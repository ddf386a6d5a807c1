"""Views made anew beside the live ones, proven equal at one position, switched in one transaction; and switched back."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Final

import psycopg2
from psycopg2 import extensions

from projections import bulk, database, fold, reread, sql, verify, versions, workspace
from projections.bulk import Watch
from projections.verify import Fingerprint
from projections.versions import LOCK, Version
from schemas import faults
from schemas.errors import HubError, Inconsistent, NotFound

NEAR: Final = 1_000
"""So few records behind, a version is compared: appending waits for less than a second."""

PATIENCE_MS: Final = 200
ATTEMPTS: Final = 150
PAUSE_SECONDS: Final = 0.2

_SNAPSHOT: Final = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
_SPARE: Final = """
SELECT version, definition FROM core.view_version
WHERE NOT live AND version <> coalesce(
    (SELECT version FROM core.view_version WHERE NOT live AND switched IS NOT NULL ORDER BY switched DESC, version DESC LIMIT 1), 0
)
"""
_BEFORE: Final = """
SELECT version, definition FROM core.view_version
WHERE NOT live AND switched IS NOT NULL ORDER BY switched DESC, version DESC LIMIT 1
"""
_POSITIONS: Final = "SELECT family, part, off FROM core.view_position WHERE version = %s"


class Busy(HubError):
    """Somebody else rebuilds, or readers did not let go for long."""

    code = "REBUILD_BUSY"


class Differs(Inconsistent):
    """The views made anew are not the live ones; `names` says which."""

    code = "VIEWS_DIFFER"

    def __init__(self, names: Sequence[str]) -> None:
        """Of the views that differ."""
        self.names = names
        super().__init__(", ".join(names))


@dataclass(frozen=True)
class Comparison:
    """Fingerprints of the live version and of one made anew, at the same positions. `before` is null when other rules made the live one."""

    before: Mapping[str, Fingerprint] | None
    after: Mapping[str, Fingerprint]
    positions: Mapping[tuple[int, int], int]

    @property
    def differing(self) -> Sequence[str]:
        """Views that differ."""
        return [] if self.before is None else verify.differing(self.before, self.after)


def rebuild(dsn: str, watch: Watch) -> Comparison:
    """Read again what an older vocabulary could not, build a new version, catch up, compare, switch; the version switched off is kept, older
    ones are dropped.

    Raises Busy; Differs when the fingerprints differ (the live version stays, the other is dropped).
    """
    with _alone(dsn) as connection:
        reread.reread(connection)
        live, new = _made(connection, watch)
        comparison = _compare(dsn, connection, live, new)
        if comparison.differing:
            _drop(connection, new)
            raise Differs(comparison.differing)
        _switch(connection, new)
        _drop_spare(connection)
        return comparison


def prove(dsn: str, watch: Watch) -> Comparison:
    """Build a new version, catch up, compare, and drop it: whether the live views are what the ledger says. Raises Busy."""
    with _alone(dsn) as connection:
        live, new = _made(connection, watch)
        try:
            return _compare(dsn, connection, live, new)
        finally:
            _drop(connection, new)


def switch_back(dsn: str) -> int:
    """Make the version switched off last the live one again, caught up where this code made it; its number.

    Raises NotFound when there is none, Busy.
    """
    with _alone(dsn) as connection:
        with connection, connection.cursor() as cursor:
            cursor.execute(_BEFORE)
            found = cursor.fetchone()
        if found is None:
            raise NotFound("view_version")
        before = Version(*found)
        if versions.made_here(before):
            _catch_up(connection, before)
        _switch(connection, before)
        return before.number


@contextmanager
def _alone(dsn: str) -> Iterator[extensions.connection]:
    with closing(database.connect(dsn)) as connection:
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout TO {PATIENCE_MS * 10}")
                cursor.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        except psycopg2.errors.LockNotAvailable:
            raise Busy("") from None
        yield connection


def _made(connection: extensions.connection, watch: Watch) -> tuple[Version, Version]:
    """The live version and a new one, built from one snapshot."""
    _drop_spare(connection)
    with connection, connection.cursor() as cursor:
        cursor.execute(_SNAPSHOT)
        live = versions.live(cursor)
        if live is None:
            raise NotFound("view_version")
        new = bulk.build(cursor, live, watch)
        faults.point("rebuild.before_commit")
    faults.point("rebuild.built")
    return live, new


def _catch_up(connection: extensions.connection, version: Version) -> None:
    while True:
        with fold.locked(connection):
            report = fold.fold_version(connection, version)
        if report.records < NEAR:
            return


def _compare(dsn: str, connection: extensions.connection, live: Version, new: Version) -> Comparison:
    """Stop appending for a moment, fold both versions to the same positions, and look at both in one snapshot."""
    _catch_up(connection, new)
    faults.point("rebuild.caught_up")
    with closing(database.connect(dsn)) as gate, closing(database.connect(dsn)) as other, fold.locked(connection):
        with gate.cursor() as holding:
            holding.execute("LOCK TABLE core.position IN SHARE MODE")
        ours = versions.made_here(live)
        if ours:
            fold.fold_version(other, live)
        fold.fold_version(connection, new)
        cursor = other.cursor()
        cursor.execute(_SNAPSHOT)
        cursor.execute(_POSITIONS, (new.number,))
        positions = {(family, part): off for family, part, off in cursor.fetchall()}
        gate.rollback()
        # From here on both appending and folding go on; the snapshot stays.
        with _released(connection):
            after = verify.fingerprints(cursor, new)
            return Comparison(verify.fingerprints(cursor, live) if ours else None, after, positions)


@contextmanager
def _released(connection: extensions.connection) -> Iterator[None]:
    fold.unlock(connection)
    try:
        yield
    finally:
        fold.lock(connection)


def _switch(connection: extensions.connection, version: Version) -> None:
    """One transaction that waits for a reader only briefly, so that no reader queues behind it; tried again until it succeeds."""
    for _ in range(ATTEMPTS):
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout TO {PATIENCE_MS}")
                versions.switch(cursor, version)
                faults.point("switch.before_commit")
        except (psycopg2.errors.LockNotAvailable, psycopg2.errors.DeadlockDetected):
            time.sleep(PAUSE_SECONDS)
        else:
            faults.point("switch.after_commit")
            return
    raise Busy(version.schema)


def _drop_spare(connection: extensions.connection) -> None:
    """Drop every version but the live one and the one switched off last."""
    with connection, connection.cursor() as cursor:
        cursor.execute(_SPARE)
        spare = [Version(*found) for found in cursor.fetchall()]
    for version in spare:
        _drop(connection, version)


def _drop(connection: extensions.connection, version: Version) -> None:
    workspace.leave(connection)
    with connection, connection.cursor() as cursor:
        cursor.execute(sql.within("DROP SCHEMA IF EXISTS {view} CASCADE", version.schema))
        cursor.execute("DELETE FROM core.view_version WHERE version = %s", (version.number,))
