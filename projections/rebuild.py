"""Views made anew beside the live ones, proven equal at one position, switched in one transaction; and switched back."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Final

import psycopg2
from psycopg2 import extensions

from projections import building, compare, database, fold, planner, reread, sql, verify, versions, workspace
from projections.building import Hand
from projections.bulk import Watch
from projections.verify import Fingerprint
from projections.versions import LOCK, Version
from schemas import faults
from schemas.errors import HubError, Inconsistent, NotFound
from schemas.topics import FAMILIES

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
_BEHIND: Final = """
SELECT FROM core.position AS p
LEFT JOIN core.view_position AS v ON v.version = %s AND p.family = v.family AND p.part = v.part
WHERE p.family < %s AND p.off > coalesce(v.off, 0) LIMIT 1
"""
_POSITIONS: Final = "SELECT family, part, off FROM core.view_position WHERE version = %s"
_STAND_AT_END: Final = """
INSERT INTO core.view_position (version, family, part, off)
SELECT %(version)s, family, part, off FROM core.position WHERE family < %(families)s
"""


Positions = Mapping[tuple[int, int], int]


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
class Rebuilt:
    """A version was made anew, and is the live one: at these positions it held the rows of the one before, or there was nothing to `compare` it
    with, as other rules had made that.
    """

    compared: bool
    positions: Positions


@dataclass(frozen=True)
class Comparison:
    """Fingerprints of the live version and of one made anew, at the same positions. `before` is null when other rules made the live one."""

    before: Mapping[str, Fingerprint] | None
    after: Mapping[str, Fingerprint]
    positions: Positions

    @property
    def differing(self) -> Sequence[str]:
        """Views that differ."""
        return [] if self.before is None else verify.differing(self.before, self.after)


def rebuild(dsn: str, watch: Watch) -> Rebuilt:
    """Read again what an older vocabulary could not, build a new version, catch up, compare, switch; the version switched off is kept, older
    ones are dropped.

    Raises Busy; Differs when any row or sum is not the same (the live version stays, the other is dropped).
    """
    with _alone(dsn) as connection:
        reread.reread(connection)
        live, new = _made(dsn, connection, watch)
        with _at_one_position(dsn, connection, live, new) as (cursors, positions):
            differing = compare.differing(cursors, live, new) if versions.made_here(live) else []
        if differing:
            _drop(connection, new)
            raise Differs(differing)
        _switch(connection, new)
        _drop_spare(connection)
        return Rebuilt(versions.made_here(live), positions)


def begin(dsn: str, watch: Watch) -> bool:
    """Make the first views of an index that was filled before it had any, as a rebuild makes others; false, and nothing done, where there are views.

    There is nothing to compare them with. Raises Busy.
    """
    with _alone(dsn) as connection:
        with connection, connection.cursor() as cursor:
            if versions.live(cursor) is not None:
                return False
        _drop_spare(connection)
        reread.reread(connection)
        # An index that was just filled is unknown to the planner: a view took minutes that takes seconds.
        planner.tell(connection)
        with closing(database.connect(dsn)) as other, closing(database.connect(dsn)) as teller:
            new = _built([connection, other], dsn, teller, _standing(teller), watch)
        _catch_up(connection, new)
        _switch(connection, new)
        _drop_spare(connection)
        return True


def _standing(connection: extensions.connection) -> Version:
    """A version with nothing in it that stands at the end of the index, in which every copy is told apart: nobody reads it."""
    with fold.locked(connection), connection, connection.cursor() as cursor:
        empty = versions.make(cursor)
        workspace.tell_apart(cursor, empty)
        cursor.execute(_STAND_AT_END, {"version": empty.number, "families": len(FAMILIES)})
    return empty


def prove(dsn: str, watch: Watch) -> Comparison:
    """Build a new version, catch up, take the fingerprints of both, and drop it: whether the live views are what the ledger says. Raises Busy."""
    with _alone(dsn) as connection:
        live, new = _made(dsn, connection, watch)
        try:
            with _at_one_position(dsn, connection, live, new) as ((first, second), positions), ThreadPoolExecutor(1) as pool:
                before = pool.submit(verify.fingerprints, second, live) if versions.made_here(live) else None
                after = verify.fingerprints(first, new)
                return Comparison(None if before is None else before.result(), after, positions)
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


def _made(dsn: str, connection: extensions.connection, watch: Watch) -> tuple[Version, Version]:
    """The live version and a new one, built by two connections. Whatever fails, nothing half made stays."""
    _drop_spare(connection)
    with connection, connection.cursor() as cursor:
        live = versions.live(cursor)
    if live is None:
        raise NotFound("view_version")
    with closing(database.connect(dsn)) as other, closing(database.connect(dsn)) as teller:
        return live, _built([connection, other], dsn, teller, live, watch)


def _built(connections: Sequence[extensions.connection], dsn: str, teller: extensions.connection, live: Version, watch: Watch) -> Version:
    """A version built by several connections, standing where another stands. Whatever fails, nothing half made stays."""
    ledger = _Ledger(dsn, teller, live)
    hands = [Hand(*(partial(turn, one) for turn in (ledger.shown, _transaction, _shared))) for one in connections]
    try:
        new = building.build(hands, live, watch)
    except BaseException:
        with suppress(psycopg2.Error):
            _drop_spare(connections[0])
        raise
    faults.point("rebuild.built")
    return new


class _Ledger:
    """The ledger as views are built of it: no snapshot shows a copy that is not told apart. Where the new version has the identity settled already,
    nothing would derive again what rests on a second copy; copies that come later are told apart by whoever folds them, and change what is settled
    or nothing.
    """

    def __init__(self, dsn: str, teller: extensions.connection, live: Version) -> None:
        """Of a database, by a connection of its own that tells copies apart."""
        self._dsn, self._teller, self._live, self._one = dsn, teller, live, threading.Lock()

    @contextmanager
    def shown(self, connection: extensions.connection) -> Iterator[extensions.cursor]:
        """A transaction of the connection with such a snapshot, committed at the end. Appending waits until it is taken."""
        with connection, connection.cursor() as cursor:
            with self._one, _appending_nothing(self._dsn):
                with fold.locked(self._teller), self._teller, self._teller.cursor() as telling:
                    workspace.tell_apart(telling, self._live)
                cursor.execute(_SNAPSHOT)
                cursor.execute("SELECT")
            yield cursor


@contextmanager
def _transaction(connection: extensions.connection) -> Iterator[extensions.cursor]:
    with connection, connection.cursor() as cursor:
        yield cursor


@contextmanager
def _shared(connection: extensions.connection, snapshot: str) -> Iterator[extensions.cursor]:
    with _transaction(connection) as cursor:
        _share(cursor, snapshot)
        yield cursor


def _share(cursor: extensions.cursor, snapshot: str) -> None:
    """See what the transaction sees that has exported the snapshot, while it lasts."""
    cursor.execute(_SNAPSHOT)
    cursor.execute("SET TRANSACTION SNAPSHOT %s", (snapshot,))


@contextmanager
def _appending_nothing(dsn: str) -> Iterator[Callable[[], None]]:
    """Until what it gives is called, or the end of the block, nothing is appended."""
    with closing(database.connect(dsn)) as gate, gate.cursor() as holding:
        holding.execute("LOCK TABLE core.position IN SHARE MODE")
        yield gate.rollback


def _catch_up(connection: extensions.connection, version: Version) -> None:
    while True:
        with fold.locked(connection):
            if _fold(connection, version) < NEAR:
                return


def _fold(connection: extensions.connection, version: Version) -> int:
    """Fold what a version has not, under the fold lock; how many records. Where there is nothing, nothing is made to fold it with."""
    with connection, connection.cursor() as cursor:
        cursor.execute(_BEHIND, (version.number, len(FAMILIES)))
        behind = cursor.rowcount > 0
    return fold.fold_version(connection, version).records if behind else 0


@contextmanager
def _at_one_position(
    dsn: str, connection: extensions.connection, live: Version, new: Version
) -> Iterator[tuple[Sequence[extensions.cursor], Positions]]:
    """Stop appending for a moment and fold both versions to the same positions; two cursors, of connections of their own, that see both there."""
    _catch_up(connection, new)
    faults.point("rebuild.caught_up")
    with closing(database.connect(dsn)) as other, fold.locked(connection), _appending_nothing(dsn) as going_on:
        if versions.made_here(live):
            _fold(other, live)
        _fold(connection, new)
        cursor = other.cursor()
        cursor.execute(_SNAPSHOT)
        cursor.execute(_POSITIONS, (new.number,))
        positions = {(family, part): off for family, part, off in cursor.fetchall()}
        going_on()
        # From here on both appending and folding go on; the snapshot stays, and a second connection sees it too.
        with _released(connection), closing(database.connect(dsn)) as second:
            yield [cursor, _same_snapshot(second, cursor)], positions


def _same_snapshot(connection: extensions.connection, cursor: extensions.cursor) -> extensions.cursor:
    """A cursor of another connection that sees what this one sees, while this one's transaction lasts."""
    cursor.execute("SELECT pg_export_snapshot()")
    ((snapshot,),) = cursor.fetchall()
    same = connection.cursor()
    _share(same, snapshot)
    return same


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
