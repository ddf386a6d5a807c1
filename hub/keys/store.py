"""The key store: a small database of its own, apart from the views, in a folder that no copy of theirs takes along.

A key for each person and purpose, drawn at random and wrapped; a person's pseudonym, drawn at random too. Nothing is kept in
memory: each batch reads the keys it needs, so that what is destroyed is gone for everybody at once.
"""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from hub.keys.ring import KeysAway, Ring
from hub.keys.suites import AES, BY_NUMBER, Altered, Suite
from schemas.errors import Problem, shown

FILE: Final = "keys.db"
WAIT_SECONDS: Final = 5.0
DAY_MS: Final = 86_400_000
AT_ONCE: Final = 2_000
"""So many keys are wrapped anew in one transaction: some 50 ms."""
Owner = tuple[str, str]
"""A person and a purpose."""


@dataclass(frozen=True)
class Key:
    """A key that seals and opens what is said of one person for one purpose."""

    id: uuid.UUID
    suite: Suite
    octets: bytes
    pseudonym: bytes
    person: str


@dataclass(frozen=True)
class Erased:
    """In the place of a key: it was destroyed, the person's data were erased."""


@dataclass(frozen=True)
class Grave:
    """What is kept of a person whose data were erased. Times in ms; `ended`: when the epoch of the destroyed keys ended, null while it has not."""

    person: str
    at: int
    reason: str | None
    told: bool
    ends: int
    ended: int | None


@cache
def query(name: str) -> str:
    """The file `queries/<name>.sql`."""
    return files("hub.keys").joinpath("queries", f"{name}.sql").read_text("utf-8")


@dataclass(frozen=True)
class KeyStore:
    """The store in a folder. `ring`: what wraps its keys; `suite`: of new keys; `now` in ms; `days`: how long an epoch lasts."""

    folder: Path
    ring: Ring
    now: Callable[[], int]
    suite: Suite = AES
    days: float = 30.0

    @property
    def file(self) -> Path:
        """The database."""
        return self.folder / FILE

    def make(self) -> None:
        """Makes the store where there is none, and destroys what an interrupted change of epochs has left. Raises KeysAway.

        Where either the database or its secret is there and not the other, nothing is made: what was sealed would be lost for good.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self.file.exists() and not self.ring.epochs():
            self.ring.draw(1)
            draft = self.file.with_suffix(".draft")
            draft.unlink(missing_ok=True)
            draft.touch(mode=0o600)
            connection = sqlite3.connect(draft)
            try:
                connection.executescript(query("make"))
                connection.execute("INSERT INTO epoch (number, began) VALUES (1, ?)", (self.now(),))
                connection.commit()
            finally:
                connection.close()
            draft.replace(self.file)
        self.turn()
        for problem in self.missing():
            raise KeysAway(problem=problem)

    @contextmanager
    def session(self, writing: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction; rolled back when the block raises. Raises KeysAway."""
        try:
            connection = sqlite3.connect(f"{self.file.absolute().as_uri()}?mode=rw", uri=True, timeout=WAIT_SECONDS, isolation_level=None)
        except sqlite3.Error as error:
            raise self._away(error) from None
        try:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA synchronous = EXTRA")
            connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
            yield connection
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise self._away(error) from None
        finally:
            connection.close()

    def to_seal(self, owners: Iterable[Owner]) -> Mapping[Owner, Key | Erased]:
        """The key of each person and purpose, drawn where there is none. Raises KeysAway, Altered."""
        wanted = sorted(set(owners))
        with self.session() as connection:
            found = self._found(connection, wanted)
        missing = [owner for owner in wanted if owner not in found]
        if missing:
            with self.session(writing=True) as connection:
                found = {**found, **self._drawn(connection, missing)}
        return found

    def to_open(self, ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Key | Erased]:
        """The keys of these ids; one that was never here is left out. Raises KeysAway, Altered."""
        with self.session() as connection:
            rows = connection.execute(query("to_open"), {"ids": json.dumps([one.hex for one in ids])}).fetchall()
        ring = self.ring.once()
        return {uuid.UUID(row[0]): Erased() if row[4] is None else self._key(ring, *row) for row in rows}

    def note(self, who: str, source: str, event: str) -> None:
        """Keeps that somebody has the personal data of an event opened. Raises KeysAway."""
        with self.session(writing=True) as connection:
            connection.execute("INSERT INTO opened (at, who, source, id) VALUES (?, ?, ?, ?)", (self.now(), who, source, event))

    def opened(self) -> list[tuple[int, str, str, str]]:
        """Who had what opened: instant (ms), who, source and id of the event; the latest first. Raises KeysAway."""
        with self.session() as connection:
            return connection.execute("SELECT at, who, source, id FROM opened ORDER BY rowid DESC").fetchall()

    def destroy(self, person: str, reason: str | None, at: int | None = None, told: bool = False) -> list[bytes] | None:
        """Destroys a person's keys; what they were as they lay here, to be searched for. Null: nothing of that person was ever sealed here.

        With `at` (ms) the ledger has said it already, and a person never heard of is noted as well. Raises KeysAway.
        """
        with self.session(writing=True) as connection:
            (known,) = connection.execute("SELECT count(*) FROM person WHERE person = ? AND erased IS NULL", (person,)).fetchone()
            if not known and at is None:
                return None
            (epoch,) = connection.execute("SELECT max(number) FROM epoch").fetchone()
            gone = [wrapped for (wrapped,) in connection.execute("SELECT wrapped FROM key WHERE person = ?", (person,))]
            grave = {"person": person, "at": self.now() if at is None else at, "reason": reason, "told": told, "epoch": epoch}
            connection.execute(query("destroy"), {"person": person})
            connection.execute(query("bury"), grave)
        return gone

    def grave(self, person: str) -> Grave | None:
        """What is kept of an erased person; null for one who is not. Raises KeysAway."""
        with self.session() as connection:
            row = connection.execute(query("grave"), {"person": person}).fetchone()
        return None if row is None else Grave(row[0], row[1], row[2], bool(row[3]), round(row[4] + self.days * DAY_MS), row[5])

    def graves(self) -> set[str]:
        """Every erased person. Raises KeysAway."""
        with self.session() as connection:
            return {person for (person,) in connection.execute("SELECT person FROM person WHERE erased IS NOT NULL")}

    def mark_told(self, person: str) -> None:
        """The ledger has it. Raises KeysAway."""
        with self.session(writing=True) as connection:
            connection.execute("UPDATE person SET told = 1 WHERE person = ?", (person,))

    def turn(self) -> bool:
        """Begins a new epoch when the last one is over: its secret wraps every key anew, that of before is destroyed. Raises KeysAway.

        Keys are wrapped some thousand at a time, so that doors wait for none; what was interrupted the next turn does.
        """
        with self.session(writing=True) as connection:
            number, began = connection.execute("SELECT number, began FROM epoch ORDER BY number DESC LIMIT 1").fetchone()
            due = bool(self.now() >= began + self.days * DAY_MS)
            if due:
                self.ring.draw(number + 1)
                number += 1
                connection.execute("INSERT INTO epoch (number, began) VALUES (?, ?)", (number, self.now()))
            (older,) = connection.execute("SELECT count(*) FROM epoch WHERE ended IS NULL AND number < ?", (number,)).fetchone()
        after: str | None = "" if older else None
        while after is not None:
            with self.session(writing=True) as connection:
                after = self._wrap_some(connection, number, after)
        # Only now is nothing left that an old secret opens.
        with self.session() as connection:
            ended = [number for (number,) in connection.execute("SELECT number FROM epoch WHERE ended IS NOT NULL")]
        for number in set(ended) & set(self.ring.epochs()):
            self.ring.burn(number)
        return due

    def missing(self) -> list[Problem]:
        """The secrets that are not there though keys are wrapped with them. Raises KeysAway where the store itself is away."""
        with self.session() as connection:
            wanted = {number for (number,) in connection.execute("SELECT number FROM epoch WHERE ended IS NULL")}
        return [Problem("KEYS_AWAY", "", "", shown(str(self.ring.path(one)))) for one in sorted(wanted - set(self.ring.epochs()))]

    def _wrap_some(self, connection: sqlite3.Connection, epoch: int, after: str) -> str | None:
        """Wraps the next keys of older epochs; the last id, or null when there are no more, and the older epochs have ended."""
        rows = connection.execute(query("older"), {"epoch": epoch, "after": after, "most": AT_ONCE}).fetchall()
        if not rows:
            connection.execute("UPDATE epoch SET ended = ? WHERE ended IS NULL AND number < ?", (self.now(), epoch))
            return None
        ring = self.ring.once()
        new = [(epoch, ring.wrap(epoch, BY_NUMBER[row[2]], self._octets(ring, *row), _owner(row[0], row[1])), row[0]) for row in rows]
        connection.executemany("UPDATE key SET epoch = ?, wrapped = ? WHERE id = ?", new)
        return str(rows[-1][0])

    def _found(self, connection: sqlite3.Connection, wanted: Sequence[Owner]) -> dict[Owner, Key | Erased]:
        found: dict[Owner, Key | Erased] = {}
        ring = self.ring.once()
        for person, purpose, erased, pseudonym, name, suite, epoch, wrapped in connection.execute(query("to_seal"), {"wanted": json.dumps(wanted)}):
            if erased is not None:
                found[person, purpose] = Erased()
            elif wrapped is not None:
                found[person, purpose] = self._key(ring, name, purpose, suite, epoch, wrapped, person, pseudonym)
        return found

    def _drawn(self, connection: sqlite3.Connection, missing: Sequence[Owner]) -> Mapping[Owner, Key | Erased]:
        """What another process drew, or erased, meanwhile holds."""
        (epoch,) = connection.execute("SELECT max(number) FROM epoch").fetchone()
        known, ring = self._found(connection, missing), self.ring.once()
        for person, purpose in missing:
            if (person, purpose) not in known:
                connection.execute("INSERT OR IGNORE INTO person (person, pseudonym) VALUES (?, ?)", (person, uuid.uuid4().bytes))
                name = uuid.uuid4().hex
                wrapped = ring.wrap(epoch, self.suite, self.suite.new_key(), _owner(name, purpose))
                values = (name, person, purpose, self.suite.number, epoch, wrapped)
                connection.execute("INSERT INTO key (id, person, purpose, suite, epoch, wrapped) VALUES (?, ?, ?, ?, ?, ?)", values)
        return self._found(connection, missing)

    def _key(self, ring: Ring, name: str, purpose: str, suite: int, epoch: int, wrapped: bytes, person: str, pseudonym: bytes) -> Key:
        return Key(uuid.UUID(name), BY_NUMBER[suite], self._octets(ring, name, purpose, suite, epoch, wrapped), pseudonym, person)

    def _octets(self, ring: Ring, name: str, purpose: str, suite: int, epoch: int, wrapped: bytes) -> bytes:
        try:
            return ring.unwrap(epoch, BY_NUMBER[suite], wrapped, _owner(name, purpose))
        except (Altered, KeyError):
            # Of another store's time, or spoilt: to who asks it is the same as a store that is away.
            raise self._away(f"kek-{epoch}") from None

    def _away(self, why: Any) -> KeysAway:
        return KeysAway(shown(f"{self.file}: {why}"))


def _owner(name: str, purpose: str) -> bytes:
    return f"{name} {purpose}".encode()
