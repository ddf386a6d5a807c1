"""The keeper of the archive: the one who lets its logs grow, signs their heads and publishes them, in an order that survives any end.

Tiles and bundles durable on disk → consistency with the head signed last, out of these very files → signed → the head in PostgreSQL, by
compare-and-set → published by rename. Whoever comes after an end anywhere between finds each log at the larger of the two heads, on disk and in
the database, and both of them true.
"""

import uuid
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from psycopg2 import extensions

from projections import database
from projections.archive import heads, proofs
from projections.archive.growing import Grown, entries_of, grow
from projections.archive.heads import Head
from projections.archive.logs import LOGS, NAMES, Log
from projections.archive.signing import Signer
from projections.archive.store import Damaged, Store
from projections.archive.verifier import ENTRIES, HEADS, WIDTH, Tree, Wrong, consistent, leaf, read_checkpoint, split, tile_path, unbundle
from projections.ledger import MadeAgain
from projections.records import Slice
from schemas import faults
from schemas.errors import HubError, Inconsistent

Place = tuple[str, int]
RECENT: Final = 1 << 16
"""More entries than a round has: who ended in the middle of one may have left partial tiles of these that have passed."""
_BY_PLACE: Final = {(one.family, one.part): one for one in LOGS}


class Ahead(HubError):
    """A partition ends before the archive of it: not yet recovered, or lost."""

    code = "ARCHIVE_AHEAD"


class Differs(Inconsistent):
    """Where archive and ledger meet, the ledger has another record."""

    code = "ARCHIVE_DIFFERS"


class Forked(Inconsistent):
    """Two heads were signed of which neither goes on from the other."""

    code = "ARCHIVE_FORKED"


@dataclass(frozen=True)
class _Step:
    """A log that grows: what it becomes, and the head that will say so."""

    grown: Grown
    head: Head


class Keeper:
    """All logs of one archive. Not for two threads at once. What raises leaves the keeper unusable: open another."""

    def __init__(self, folder: Path, dsn: str, signer: Signer) -> None:
        """Takes the archive for itself and reads where its logs stand; nothing is written yet.

        Raises Fenced, Unavailable; Damaged or Forked where what lies there is not what was signed.
        """
        self._signer, self._open = signer, ExitStack()
        self._store = Store(folder)
        self._open.callback(self._store.close)
        try:
            self._open.enter_context(self._store.alone())
            self._connection: extensions.connection = database.connect(dsn)
            self._open.callback(self._connection.close)
            self._stored, self._topics = heads.stored(self._connection)
            self._heads = {name: self._standing(name) for name in NAMES}
            self._grown = {name: self._load(name, head) for name, head in self._heads.items()}
            self._join_heads()
        except BaseException:
            self._open.close()
            raise

    def close(self) -> None:
        """Lets go of the archive."""
        self._open.close()

    @property
    def ends(self) -> dict[Place, int]:
        """By topic and partition, the offset of the next record."""
        return {(one.topic, one.part): self._heads[one.name].size for one in LOGS}

    @property
    def heads(self) -> Mapping[str, Head]:
        """The head of each log, by its name."""
        return self._heads

    @property
    def heads_behind(self) -> bool:
        """Whether a log has grown since the last head of all was taken."""
        return self._head_entry() != self._last_head

    def check(self, made: Mapping[str, uuid.UUID], ends: Mapping[Place, int], before: Mapping[Place, int]) -> None:
        """Raises MadeAgain, or Ahead, where the broker's topics are not those that were archived. `before`: our ends before theirs were asked."""
        for one in LOGS:
            known = self._topics.get(one.name)
            if known is not None and known != made[one.topic]:
                raise MadeAgain(f"{one.topic} {known} → {made[one.topic]}")
        for one in LOGS:
            place = one.topic, one.part
            if ends[place] < before[place]:
                raise Ahead(f"{one.name} {ends[place]} < {before[place]}")

    def join(self, place: Place, stamp: int, value: bytes | None) -> None:
        """Hold the last archived record of a partition against the one that the broker has there. Raises Differs."""
        (log,) = (one for one in LOGS if (one.topic, one.part) == place)
        ((entry,), _) = entries_of([stamp], [value])
        if leaf(entry) != self._grown[log.name].last:
            raise Differs(f"{log.name} #{self._heads[log.name].size - 1}")

    def begin(self, made: Mapping[str, uuid.UUID]) -> None:
        """Bring disk and database to the same heads, after `check` and `join`. `made`: the ids of the topics."""
        new = {name: head for name, head in self._heads.items() if name not in self._stored}
        late = {name: head for name, head in self._heads.items() if name in self._stored and self._stored[name] != head}
        with self._connection, self._connection.cursor() as cursor:
            if new:
                heads.begin(cursor, new, [one for one in LOGS if one.name in new], made)
            if late:
                heads.move(cursor, self._stored, late)
        self._topics |= {one.name: made[one.topic] for one in LOGS if one.name in new}
        self._store.keys(self._signer.key.of(f"{self._signer.hub}/{name}").text() for name in (HEADS, *sorted(one.name for one in LOGS)))
        self._publish({name: one for name, one in self._heads.items() if self._store.checkpoint(name) != one.checkpoint.encode()})
        for name, head in self._heads.items():
            self._store.tidy(name, max(0, head.size - RECENT), self._grown[name].tree)

    def take(self, slices: Iterable[Slice], head: bool) -> int:
        """Archive records that follow on those before them; with `head` take a head of all logs too. How many were taken.

        Raises Differs where offsets do not follow, Damaged, Fenced, psycopg2.Error, OSError.
        """
        files: dict[str, bytes] = {}
        grown: dict[str, Grown] = {}
        count = 0
        for one in slices:
            log = _BY_PLACE[one.family, one.part]
            if one.first != self._heads[log.name].size:
                raise Differs(f"{log.name} {one.first} ≠ {self._heads[log.name].size}")
            entries, beside = entries_of(one.stamps, one.values)
            grown[log.name], laid = grow(self._grown[log.name], entries)
            files |= {f"{log.name}/{path}": octets for path, octets in (*laid.items(), *beside.items())}
            count += len(entries)
        steps = self._signed(grown, files)
        if head:
            steps |= self._head(steps)
        if steps:
            self._move(steps)
        return count

    def _signed(self, grown: Mapping[str, Grown], files: Mapping[str, bytes]) -> dict[str, _Step]:
        """Lay the files of logs that grow, hold them against the heads signed last, and sign."""
        if not grown:
            return {}
        self._store.lay(files)
        steps = {}
        for name, one in grown.items():
            if not self._consistent(name, self._heads[name], one.tree.size, one.root):
                raise Damaged(f"{name} {self._heads[name].size} → {one.tree.size}")
            steps[name] = _Step(one, Head(one.tree.size, one.root, self._signer.checkpoint(name, one.tree.size, one.root)))
        faults.point("archive.signed")
        return steps

    def _head(self, steps: Mapping[str, _Step]) -> dict[str, _Step]:
        """The log of heads with one more: what all logs are when these steps are done."""
        entry = self._head_entry({name: one.head for name, one in steps.items()})
        grown, files = grow(self._grown[HEADS], [entry])
        found = self._signed({HEADS: grown}, {f"{HEADS}/{path}": octets for path, octets in files.items()})
        self._last_head = entry
        return found

    def _move(self, steps: Mapping[str, _Step]) -> None:
        """Tell the database, then the world."""
        after = {name: one.head for name, one in steps.items()}
        with self._connection, self._connection.cursor() as cursor:
            heads.move(cursor, self._heads, after)
        faults.point("archive.remembered")
        self._publish(after)
        for name, one in steps.items():
            self._store.tidy(name, self._heads[name].size, one.grown.tree)
            self._grown[name], self._heads[name] = one.grown, one.head

    def _publish(self, published: Mapping[str, Head]) -> None:
        """Tell the world; of the heads when what they speak of is durable."""
        for names in (sorted(published.keys() - {HEADS}), sorted(published.keys() & {HEADS})):
            self._store.publish({name: published[name].checkpoint for name in names})

    def _head_entry(self, steps: Mapping[str, Head] | None = None) -> bytes:
        """The checkpoints of all logs in order of origin."""
        now = self._heads | dict(steps or {})
        return "".join(now[one.name].checkpoint for one in sorted(LOGS, key=_name)).encode()

    def _join_heads(self) -> None:
        """The entry of the last head of all, to know whether another is due."""
        size = self._heads[HEADS].size
        self._last_head = b""
        if size:
            number = (size - 1) // WIDTH
            width = size - number * WIDTH
            try:
                self._last_head = unbundle(self._store.read(f"{HEADS}/{tile_path(ENTRIES, number, width)}"))[width - 1]
            except (OSError, ValueError, IndexError) as wrong:
                raise Damaged(f"{HEADS} {size} {wrong}") from wrong

    def _standing(self, name: str) -> Head:
        """Where a log stands: at the larger of the heads on disk and in the database, of which the smaller is its beginning."""
        said, kept = self._store.checkpoint(name), self._stored.get(name)
        found = [self._read(name, one) for one in (said, None if kept is None else kept.checkpoint.encode()) if one is not None]
        if kept is not None and found[-1] != kept:
            raise Damaged(f"core.archive_head {name}")
        if not found:
            root = Tree().root
            found = [Head(0, root, self._signer.checkpoint(name, 0, root))]
        small, large = sorted((found[0], found[-1]), key=lambda one: one.size)
        if not self._consistent(name, small, large.size, large.root):
            raise Forked(f"{name} {small.size} {small.root.hex()[:12]} ↛ {large.size} {large.root.hex()[:12]}")
        return large

    def _read(self, name: str, said: bytes) -> Head:
        try:
            found = read_checkpoint(said, self._signer.key, f"{self._signer.hub}/{name}")
        except Wrong as wrong:
            raise Damaged(f"{name}/checkpoint {wrong.code}") from wrong
        return Head(found.size, found.root, found.text)

    def _load(self, name: str, head: Head) -> Grown:
        """The right edge of a log as it lies on disk. Raises Damaged when it is not that of the head."""
        size, tree, last = head.size, Tree(head.size), b""
        try:
            for level in range(max(1, (size.bit_length() + 7) // 8)):
                width = (size >> 8 * level) % WIDTH
                tree.levels.append(self._tile(name, level, size >> 8 * (level + 1), width) if width else [])
            bundle = self._read_partial(name, size)
            if size:
                last = (tree.levels[0] or self._tile(name, 0, (size >> 8) - 1, WIDTH))[-1]
            held = [leaf(entry) for entry in unbundle(bundle)]
        except (OSError, ValueError) as wrong:
            raise Damaged(f"{name} {size} {wrong}") from wrong
        if tree.root != head.root or held != tree.levels[0]:
            raise Damaged(f"{name} {size} {tree.root.hex()[:12]} ≠ {head.root.hex()[:12]}")
        return Grown(tree, head.root, bundle, last)

    def _read_partial(self, name: str, size: int) -> bytes:
        width = size % WIDTH
        return self._store.read(f"{name}/{tile_path(ENTRIES, size >> 8, width)}") if width else b""

    def _tile(self, name: str, level: int, number: int, width: int) -> list[bytes]:
        return split(self._store.read(f"{name}/{tile_path(level, number, width)}"))

    def _consistent(self, name: str, small: Head, size: int, root: bytes) -> bool:
        """Whether the tiles on disk show that a tree begins with a head's, and is the one of this root."""
        tiles = proofs.Tiles(lambda path: self._store.read(f"{name}/{path}"), size)
        try:
            if not small.size:
                return tiles.root(0, size) == root
            return consistent(small.size, size, small.root, root, proofs.consistency(small.size, size, tiles.root))
        except (OSError, ValueError):
            return False


def _name(log: Log) -> str:
    return log.name
