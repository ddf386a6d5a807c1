"""A hub put back from its archive: verified, compared, the ledger filled, the index, the views. Begun again it goes on from where it was."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from kafka import TopicPartition
from kafka.admin import KafkaAdminClient, OffsetSpec
from kafka.errors import KafkaError
from psycopg2 import extensions

from hub.access.staff import ARCHIVE, WORKER
from hub.deeds.noting import command, written
from hub.embedded import parts
from hub.restore import broker, inboxes, index, plan
from hub.restore.plan import Stand
from hub.settings import ARCHIVE_KEY, OWNER, Settings
from hub.supervisor.bringup import bring_up
from hub.supervisor.marks import alone, end_orphans, supervisor
from projections import database, ledger, rebuild
from projections.archive import verifier
from projections.archive.keeper import Keeper
from projections.archive.logs import LOGS
from projections.archive.reading import Reading, beneath
from projections.archive.store import Damaged
from projections.archive.verifier import Checkpoint
from projections.bulk import Watch
from projections.records import Slice
from schemas.errors import HubError, Problem, Unavailable
from schemas.topics import QUARANTINE

GROUPS: Final = ("gate", "projection")
HANDS: Final = 2
"""Connections that fill the index: one keeps one processor of the database busy."""
LAPSE_SECONDS: Final = 15.0
"""A worker that was killed is a member of its group until its session lapses."""

_QUARANTINE: Final = next(one for one in LOGS if one.name == QUARANTINE)
Say = Callable[[str, str], None]
"""What is said in passing, in Chinese and English."""


class WhileUp(HubError):
    """The hub, or workers of it elsewhere, run."""

    code = "RESTORE_WHILE_UP"


@dataclass(frozen=True)
class Restored:
    """`archived`: entries of the archive. Of the ledger: records that were `there`, `written`, of these from the `database`; `moved`: inboxes that go
    on behind what quarantine names. `indexed`: records the index was given; `views`: whether views were made."""

    archived: int
    there: int
    written: int
    database: int
    moved: int
    indexed: int
    views: bool


def restore(settings: Settings, beyond: bool, say: Say, watch: Watch) -> Restored:
    """Put the hub of a data folder back. `beyond`: what the ledger has behind the archive's end is to stay.

    Raises Wrong where the archive is damaged, WhileUp, plan.Beyond, plan.Dropped, Differs, index.Other, Unavailable: before anything is written to
    ledger or index; only Unavailable, or somebody else's writing, may come later, and then it is begun again.
    """
    settings.prepare()
    folder = settings.folder
    if supervisor(folder) is not None:
        raise WhileUp(str(folder.root))
    with alone(folder):
        end_orphans(folder)
        say("核验存档 …", "verifying the archive …")
        if not settings.kept(ARCHIVE_KEY):
            raise Damaged(problem=Problem(Damaged.code, f"secrets/{ARCHIVE_KEY}"))
        archived = verifier.verify(folder.archive, settings.signer.key).entries
        say("启动 Kafka 和 PostgreSQL …", "starting Kafka and PostgreSQL …")
        try:
            bring_up(settings)
            done = _Work(settings, say, archived).done(beyond, watch)
            written(settings, command("hub.restored", f"{done.written}/{done.archived}"))
            return done
        finally:
            if settings.embedded:
                parts.stop(folder.root)


class _Work:
    """One restoring, with parts that answer."""

    def __init__(self, settings: Settings, say: Say, archived: int) -> None:
        self._settings, self._say, self._archived = settings, say, archived
        self._client = settings.client()
        self._spoken = time.monotonic()

    def done(self, beyond: bool, watch: Watch) -> Restored:
        self._require_rest()
        with self._opened() as (keeper, connection):
            readings = {one.name: self._reading(keeper, one.name) for one in LOGS}
            made, stands = self._stands(keeper, connection)
            plan.check(stands, beyond)
            there = self._compared(stands, readings)
            for one in stands:
                index.join(connection, one, readings[one.log.name])
            moved = self._inboxes(connection, stands, readings) if any(one.missing for one in stands) else 0
            written, beside = self._filled(connection, stands, readings)
            index.adopt(connection, made)
            indexed = self._indexed(stands, readings)
        made_views = self._views(watch)
        return Restored(self._archived, there, written, beside, moved, indexed, made_views)

    @contextmanager
    def _opened(self) -> Iterator[tuple[Keeper, extensions.connection]]:
        """The archive, held alone and found to be what was signed, and the database."""
        mine = self._settings
        with closing(Keeper(mine.folder.archive, mine.dsn(ARCHIVE.role), mine.signer)) as keeper, closing(database.connect(mine.dsn(OWNER))) as one:
            yield keeper, one

    def _reading(self, keeper: Keeper, name: str) -> Reading:
        head, hub = keeper.heads[name], self._settings.signer.hub
        return Reading(beneath(self._settings.folder.archive / name), name, Checkpoint(f"{hub}/{name}", head.size, head.root, head.checkpoint))

    def _stands(self, keeper: Keeper, connection: extensions.connection) -> tuple[Mapping[str, uuid.UUID], Sequence[Stand]]:
        indexed = index.positions(connection)
        try:
            made, ends = ledger.observe(self._client, ledger.ARCHIVED)
            first = _beginnings(self._client)
        except KafkaError as error:
            raise Unavailable(f"Kafka {type(error).__name__}") from error
        places = [(one, (one.topic, one.part)) for one in LOGS]
        return made, [Stand(one, keeper.heads[one.name].size, first[place], ends[place], indexed[one.name]) for one, place in places]

    def _require_rest(self) -> None:
        """Raises WhileUp when workers read: those of an outside broker may run anywhere."""
        if self._settings.embedded:
            return
        deadline = time.monotonic() + LAPSE_SECONDS
        while (busy := _busy(self._client)) is not None:
            if time.monotonic() > deadline:
                raise WhileUp(busy)
            time.sleep(1)

    def _compared(self, stands: Sequence[Stand], readings: Mapping[str, Reading]) -> int:
        there = sum(min(one.end, one.archived) for one in stands)
        self._say(f"逐条核对总账现有的 {there:,} 条 …", f"comparing the {there:,} records of the ledger …")
        asyncio.run(broker.compare(self._client, stands, readings, self._progress(there)))
        return there

    def _inboxes(self, connection: extensions.connection, stands: Sequence[Stand], readings: Mapping[str, Reading]) -> int:
        (stand,) = (one for one in stands if one.log is _QUARANTINE)
        beyond = index.indexed(connection, _QUARANTINE, stand.archived, stand.indexed)
        wanted = inboxes.named(chain(readings[QUARANTINE].slices(_QUARANTINE), beyond))
        return asyncio.run(inboxes.move_on(self._client, wanted, self._settings.replicas))

    def _filled(self, connection: extensions.connection, stands: Sequence[Stand], readings: Mapping[str, Reading]) -> tuple[int, int]:
        """What the broker lacks, out of the archive, and behind its end out of the index; how many, and how many of the latter."""
        missing = [one for one in stands if one.missing]
        written = sum(one.missing for one in missing)
        beside = sum(max(0, one.indexed - max(one.archived, one.end)) for one in missing)
        if missing:
            self._say(f"写回总账 {written:,} 条 …", f"writing {written:,} records back to the ledger …")
            pieces = ((one, _pieces(connection, one, readings[one.log.name])) for one in missing)
            asyncio.run(broker.fill(self._client, pieces, self._progress(written)))
        return written, beside

    def _indexed(self, stands: Sequence[Stand], readings: Mapping[str, Reading]) -> int:
        """What the index lacks, by two connections, the longest logs first; how many records."""
        short = (one for one in stands if one.log.topic in ledger.TOPICS and one.indexed < one.archived)
        behind = sorted(short, key=lambda one: one.indexed - one.archived)
        lacking = sum(one.archived - one.indexed for one in behind)
        if behind:
            self._say(f"填索引 {lacking:,} 条 …", f"filling the index with {lacking:,} records …")
            told, left = self._progress(lacking), iter(behind)
            with ThreadPoolExecutor(HANDS) as pool:
                for one in [pool.submit(self._index, left, readings, told) for _ in range(HANDS)]:
                    one.result()
        return lacking

    def _index(self, left: Iterator[Stand], readings: Mapping[str, Reading], told: broker.Told) -> None:
        """Fill one partition after another, of those that no other connection has begun."""
        with closing(database.connect(self._settings.dsn(OWNER))) as connection:
            while (one := next(left, None)) is not None:
                index.fill(connection, one, readings[one.log.name], told)

    def _views(self, watch: Watch) -> bool:
        self._say("视图 …", "views …")
        return rebuild.begin(self._settings.dsn(WORKER.role), watch)

    def _progress(self, total: int) -> broker.Told:
        done = 0

        def told(log: str, count: int) -> None:
            nonlocal done
            done += count
            if time.monotonic() - self._spoken > 1:
                self._spoken = time.monotonic()
                self._say(f"{done:,}/{total:,} {log}", f"{done:,}/{total:,} {log}")

        return told


def _pieces(connection: extensions.connection, stand: Stand, reading: Reading) -> Iterable[Slice]:
    """The records that a partition lacks."""
    return chain(reading.slices(stand.log, stand.end), index.indexed(connection, stand.log, max(stand.archived, stand.end), stand.indexed))


def _beginnings(client: Mapping[str, Any]) -> dict[tuple[str, int], int]:
    admin = KafkaAdminClient(**client)
    try:
        places = {TopicPartition(one.topic, one.part): OffsetSpec.EARLIEST for one in LOGS}
        return {(place.topic, place.partition): found.offset for place, found in admin.list_partition_offsets(places).items()}
    finally:
        admin.close()


def _busy(client: Mapping[str, Any]) -> str | None:
    """The group of workers that has members, if one has."""
    try:
        admin = KafkaAdminClient(**client)
        try:
            groups = admin.describe_groups([*GROUPS])
        finally:
            admin.close()
    except KafkaError as error:
        raise Unavailable(f"Kafka {type(error).__name__}") from error
    return next((name for name, group in groups.items() if group.get("members")), None)


def problem_of(wrong: verifier.Wrong, sentence: str) -> Problem:
    """What is wrong with the archive, as a problem that names the first bad index."""
    number = "" if wrong.index is None else f" #{wrong.index}"
    return Problem("ARCHIVE_DAMAGED", f"{wrong.log}{number}" or wrong.file, got=sentence)
