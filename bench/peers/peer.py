"""A peer as data, and one run of it: from an empty database to figures that are equal to the task's."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil
import psycopg2
from psycopg2 import extensions

from bench import ground
from bench.peers import stand
from bench.peers.stand import Stand
from hub.embedded.folder import Folder
from schemas.errors import HubError

ROOT: Final = Path(__file__).parents[2]
PATIENCE: Final = 3600.0
STILL: Final = 180.0
"""So long a peer may add nothing (s): of some the part that works fails and the process stays."""

_LAST: Final = 500
_COUNTED: Final = "SELECT coalesce(sum(n), 0), coalesce(sum(n), 0) FROM rollup WHERE region = '00'"
_FIGURES: Final = "SELECT region, step, sum(n) FROM rollup GROUP BY 1, 2"


@dataclass(frozen=True)
class Peer:
    """`command`: the process to start. `sink`: it can only upsert rows. `counted`: a question for how many events the
    database has seen of it, and how many are in its roll-ups;
    `figures`: one for region, step and number. `empty`: bring the stand to where it begins.
    """

    name: str
    command: Callable[[Stand, str], list[str]]
    sink: bool = False
    counted: str = _COUNTED
    figures: str = _FIGURES
    empty: Callable[[Stand, bool], None] = stand.empty
    dsn: Callable[[Stand], str] = lambda one: one.dsn


@dataclass(frozen=True)
class Outcome:
    """Of one run: events a second; processor time in s for a million events, of the peer, of PostgreSQL and of the broker; most memory (MB)."""

    rate: float
    own: float
    postgres: float
    broker: float
    memory: float


class Wrong(Exception):
    """A peer's figures are not the task's: its time does not count."""


class Failed(Exception):
    """A run that gives no figures: why, and the end of what the peer wrote."""


def run(peer: Peer, one: Stand, number: int) -> Outcome:
    """Run a peer once over the whole task. `number` makes its name towards the broker one of its own.

    Counted is from the first thing seen in the database to the last result, so neither its start nor joining a group.
    Raises Failed: its figures are wrong, it ended, it stood still or took too long, there was too little to time, it could not be had.
    """
    group = f"{peer.name}-{number}"
    try:
        return _run(peer, one, group)
    except (Wrong, OSError, ValueError, subprocess.SubprocessError, psutil.Error, psycopg2.Error, HubError) as error:
        raise ended_by(error, _log(one, group)) from error


def ended_by(error: Exception, log: Path) -> Failed:
    """The failure by an error, of a peer that wrote this log; one line."""
    lines = log.read_text("utf-8", "replace").split("\n") if log.exists() else []
    last = " / ".join(line.strip() for line in lines if line.strip())[-_LAST:]
    why = f"{type(error).__name__}: {' '.join(str(error).split())}"
    return Failed(f"{why}; its log ends: {last}" if last else why)


def _log(one: Stand, group: str) -> Path:
    return one.folder / f"{group}.log"


def _run(peer: Peer, one: Stand, group: str) -> Outcome:
    peer.empty(one, peer.sink)
    connection = psycopg2.connect(peer.dsn(one))
    connection.autocommit = True
    try:
        with _started(peer, one, group) as process:
            outcome = _timed(peer, one, connection, process)
        _check(peer, one, connection)
    finally:
        connection.close()
    return outcome


@contextmanager
def _started(peer: Peer, one: Stand, group: str) -> Iterator[subprocess.Popen[bytes]]:
    with _log(one, group).open("wb") as log:
        process = subprocess.Popen(peer.command(one, group), env=one.environment(group), cwd=ROOT, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _timed(peer: Peer, one: Stand, connection: extensions.connection, process: subprocess.Popen[bytes]) -> Outcome:
    goal, watch = len(one.task.records), _Watch(process, one.settings.folder.root)

    def positions() -> tuple[int, int]:
        with connection.cursor() as cursor:
            cursor.execute(peer.counted)
            ((begun, counted),) = cursor.fetchall()
        watch.begin(int(begun))
        return int(begun), int(counted)

    rate = ground.rate(positions, goal, watch.look, PATIENCE)
    own, postgres, broker = (value * 1e6 / (goal - watch.first) for value in watch.spent())
    return Outcome(rate, own, postgres, broker, ground.most(process.pid))


def _check(peer: Peer, one: Stand, connection: extensions.connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute(peer.figures)
        found = {(region, step): int(many) for region, step, many in cursor.fetchall() if many}
    if found != one.task.figures:
        wrong = {key for key in {*found, *one.task.figures} if found.get(key) != one.task.figures.get(key)}
        raise Wrong(f"{peer.name}: {len(wrong)} of {len(one.task.figures)} figures differ, for instance {min(wrong)}")


class Still:
    """Whether anything comes."""

    def __init__(self, seconds: float) -> None:
        """`seconds`: how long nothing may come."""
        self._seconds = seconds
        self._last: tuple[int, float] | None = None

    def look(self, counted: int, now: float) -> None:
        """At a moment (s) so many events were counted. Raises TimeoutError when there were as many too long before."""
        if self._last is None or counted != self._last[0]:
            self._last = counted, now
        elif now - self._last[1] > self._seconds:
            raise TimeoutError(f"nothing more for {self._seconds:.0f} s after {counted} events")


class _Watch:
    """Processor time since the first result, and the most memory, of a peer and what stands under it."""

    def __init__(self, process: subprocess.Popen[bytes], root: Path) -> None:
        """Of a peer, one process, over a hub's parts in a folder."""
        self._process = process
        numbers = [process.pid, *(int(Folder(root).recall(name)[0]) for name in ("postgres", "kafka"))]
        self._watched = [psutil.Process(number) for number in numbers]
        self._before: list[float] = []
        self._still = Still(STILL)
        self.first = 0

    def look(self, counted: int) -> None:
        """Look once. Raises ChildProcessError when the peer ended, TimeoutError when it adds nothing any more."""
        if self._process.poll() is not None:
            raise ChildProcessError(f"it ended after {counted} events with {self._process.returncode}")
        self._still.look(counted, time.monotonic())

    def begin(self, begun: int) -> None:
        """From the first event on that the database has seen, processor time counts."""
        if begun and not self._before:
            self.first, self._before = begun, self._now()

    def spent(self) -> list[float]:
        """Seconds of the peer, of PostgreSQL, of the broker."""
        return [now - before for now, before in zip(self._now(), self._before, strict=True)]

    def _now(self) -> list[float]:
        return [_processor(one) for one in self._watched]


def _processor(process: psutil.Process) -> float:
    """Of a process, its living children, and those that have ended (s)."""
    return sum(sum(_times(one)) for one in (process, *process.children(recursive=True)))


def _times(process: psutil.Process) -> Sequence[float]:
    try:
        return tuple(process.cpu_times()[:4])
    except psutil.NoSuchProcess:
        return ()
