"""This hub as one that is witnessed: beside the worker of the archive each head that was published is sent to every witness, and nobody waits.

What a witness has cosigned is kept in the database and beside the checkpoint on disk, the largest of each; it stands for all before it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import httpx
import psycopg2

from hub.witness.adding import query, written
from hub.witness.cosignatures import Kept, kept_text, read_kept, told_line
from hub.witness.register import policy_of
from projections.archive.proofs import Tiles, consistency
from projections.archive.reading import beneath
from projections.archive.store import CHECKPOINT, Store
from projections.archive.verifier import HEADS, WITNESSED, WITNESSES, Checkpoint, Key, Policy, Wrong, read_checkpoint, read_witness
from projections.database import connect
from schemas.errors import HubError, Problem, Unavailable, shown

LOG: Final = logging.getLogger(__name__)
LOOK_SECONDS: Final = 0.5
"""So often it is seen whether there is a new head."""
ROLL_SECONDS: Final = 2.0
"""So often it is asked whether the administrator has named other witnesses."""
TIMEOUT_SECONDS: Final = 5.0
LONGEST_PAUSE: Final = 60.0
MOST_ANSWER: Final = 64 * 1024
MOST_TURNS: Final = 4
"""A witness that answers with another size each time is not followed for ever."""


class Refusal(HubError):
    """Why a witness did not cosign; its problem says it."""


@dataclass
class Asked:
    """A witness, what it cosigned last, and when it is to be asked again (monotonic s)."""

    kept: Kept
    url: str
    setback: str = ""
    failures: int = 0
    not_before: float = 0.0
    running: Future[None] | None = None


@dataclass(frozen=True)
class Place:
    """Where the heads lie, whose they are, where it is kept what was cosigned; `needed` as in the settings."""

    dsn: str
    folder: Path
    key: Key
    needed: int = 0


@dataclass
class Asking:
    """Asks the witnesses of one hub. `run` is for one thread; witnesses are asked side by side."""

    place: Place
    seconds: float = TIMEOUT_SECONDS
    stopping: threading.Event = field(default_factory=threading.Event)
    _asked: dict[str, Asked] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self) -> None:
        """Until `stopping` is set. A database or disk that is away is waited for."""
        with closing(Store(self.place.folder)) as store, ThreadPoolExecutor(8, "witness") as pool, httpx.Client(timeout=self.seconds) as http:
            self._store, self._http = store, http
            while not self.stopping.is_set():
                try:
                    with closing(connect(self.place.dsn)) as connection:
                        self._connection = connection
                        self._follow(pool)
                except (psycopg2.Error, Unavailable, OSError, Wrong) as away:
                    LOG.warning("witnesses: %s", str(away).strip())
                    self.stopping.wait(ROLL_SECONDS)

    def _follow(self, pool: ThreadPoolExecutor) -> None:
        due = 0.0
        try:
            while not self.stopping.is_set():
                if time.monotonic() >= due:
                    self._roll()
                    due = time.monotonic() + ROLL_SECONDS
                head = self.head() if self._asked else None
                for one in [] if head is None else self._asked.values():
                    self._due(pool, one, head)
                self.stopping.wait(LOOK_SECONDS)
        finally:
            # Nothing goes on beside a connection that is closed.
            for one in self._asked.values():
                if one.running is not None:
                    one.running.exception()
            self._asked = {}

    def _due(self, pool: ThreadPoolExecutor, one: Asked, head: Checkpoint | None) -> None:
        """Ask a witness if there is something to ask. Raises what asking it before has raised that is not its own fault."""
        if one.running is not None and one.running.done():
            running, one.running = one.running, None
            running.result()
        behind = head is not None and head.text != one.kept.checkpoint
        if behind and one.running is None and time.monotonic() >= one.not_before:
            one.running = pool.submit(self.ask, one)

    def head(self) -> Checkpoint | None:
        """The head that is published; null before the first. Raises Wrong, OSError."""
        path = self.place.folder / HEADS / CHECKPOINT
        return read_checkpoint(path.read_bytes(), self.place.key, self.place.key.name) if path.is_file() else None

    def _roll(self) -> None:
        """The witnesses as the administrator has named them, with what each has cosigned, of database and disk the larger."""
        rows = self._rows()
        on_disk = read_kept(self.place.folder, self.place.key, [read_witness(row["key"]) for row in rows])
        found = {}
        for row in rows:
            kept = Kept(read_witness(row["key"]), row["size"], row["checkpoint"], row["line"])
            best = max(kept, on_disk.get(kept.witness.name, kept), key=lambda one: one.size)
            before = self._asked.get(kept.witness.name)
            same = before is not None and (before.kept.witness, before.url) == (kept.witness, row["url"])
            found[kept.witness.name] = before if before is not None and same else Asked(best, row["url"])
        path = self.place.folder / HEADS / WITNESSES
        with self._lock:
            self._asked = found
            laid = path.read_text("utf-8") if path.is_file() else policy_of(()).text()
            if laid != self._policy().text():
                self._lay()

    def _rows(self) -> list[dict[str, Any]]:
        with self._lock, self._connection, self._connection.cursor() as cursor:
            cursor.execute(query("witnesses"))
            names = [one.name for one in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def ask(self, one: Asked) -> None:
        """Ask a witness to cosign the head that is published, and keep its answer or why there is none. Raises psycopg2.Error, OSError."""
        try:
            kept = self._cosigned(one)
        except (Refusal, Wrong, httpx.HTTPError, ValueError) as wrong:
            one.failures += 1
            one.not_before = time.monotonic() + min(LONGEST_PAUSE, 2.0 ** min(one.failures, 10) / 2)
            problem = _problem(wrong)
            LOG.warning("%s: %s", one.kept.witness.name, problem.sentence("en"))
            with self._lock, self._connection, self._connection.cursor() as cursor:
                cursor.execute(query("problem"), {**_named(one.kept), "problem": problem.code, "got": problem.got})
            return
        one.failures = 0
        row = {**_named(kept), "size": kept.size, "checkpoint": kept.checkpoint, "line": kept.line, "setback": one.setback}
        with self._lock:
            with self._connection, self._connection.cursor() as cursor:
                cursor.execute(query("cosigned"), row)
            one.kept, one.setback = kept, ""
            self._lay()

    def _cosigned(self, one: Asked) -> Kept:
        """What a witness answers to the present head. Raises Refusal, Wrong, httpx.HTTPError."""
        old = one.kept.size
        for _ in range(MOST_TURNS):
            head = self.head()
            if head is None or head.size < old:
                raise _refusal("WITNESS_AHEAD", f"{0 if head is None else head.size} < {old}")
            status, answer = self._post(one.url, written(old, self._proof(old, head), head.text))
            if status == 200:
                return replace(one.kept, size=head.size, checkpoint=head.text, line=told_line(head.text, answer, one.kept.witness))
            if status != 409:
                raise _refusal({422: "WITNESS_FORKED", 403: "WITNESS_REFUSES", 404: "WITNESS_REFUSES"}.get(status, "WITNESS_AWAY"), str(status))
            # Some say of another root at the same size that it is one, and no size.
            told = int(answer) if answer.strip().isdigit() else old
            if told == old:
                raise _refusal("WITNESS_FORKED" if told == head.size else "WITNESS_AWAY", f"409 {told}")
            if told < one.kept.size:
                one.setback = f"{one.kept.size} → {told}"
            old = told
        raise _refusal("WITNESS_AWAY", "409")

    def _proof(self, old: int, head: Checkpoint) -> list[bytes]:
        return consistency(old, head.size, Tiles(beneath(self.place.folder / HEADS), head.size).root)

    def _post(self, url: str, body: bytes) -> tuple[int, bytes]:
        answer = bytearray()
        with self._http.stream("POST", f"{url}/add-checkpoint", content=body, headers={"Content-Type": "text/plain; charset=utf-8"}) as response:
            for piece in response.iter_bytes(4096):
                answer += piece
                if len(answer) > MOST_ANSWER:
                    raise _refusal("WITNESS_WRONG", f"> {MOST_ANSWER}")
            return response.status_code, bytes(answer)

    def _policy(self) -> Policy:
        return policy_of([one.kept.witness.text() for one in self._asked.values()], self.place.needed)

    def _lay(self) -> None:
        """Beside the checkpoint: what was cosigned, and by whom it is to be."""
        witnessed = kept_text(one.kept for one in self._asked.values())
        self._store.lay({f"{HEADS}/{WITNESSED}": witnessed.encode(), f"{HEADS}/{WITNESSES}": self._policy().text().encode()})


def _named(kept: Kept) -> dict[str, Any]:
    return {"name": kept.witness.name, "key": kept.witness.text()}


def _refusal(code: str, got: str) -> Refusal:
    return Refusal(problem=Problem(code, got=got))


def _problem(wrong: Exception) -> Problem:
    if isinstance(wrong, Refusal):
        return wrong.problem
    if isinstance(wrong, httpx.HTTPError):
        return Problem("WITNESS_AWAY", got=type(wrong).__name__)
    return Problem("WITNESS_WRONG", got=wrong.code if isinstance(wrong, Wrong) else shown(str(wrong)))


@contextmanager
def asking(place: Place) -> Iterator[None]:
    """Asks in a thread for the time of the block; a request that is under way when it ends is waited for."""
    asks = Asking(place)
    thread = threading.Thread(target=asks.run, name="witnesses", daemon=True)
    thread.start()
    try:
        yield
    finally:
        asks.stopping.set()
        thread.join()
