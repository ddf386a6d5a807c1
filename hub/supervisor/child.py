"""One process that is to live: started, found again after a crash of its starter, started again when it dies."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hub.embedded.folder import Folder
from hub.embedded.process import Mark, alive, end, mark
from schemas.errors import Unavailable

FIRST_PAUSE: Final = 0.1
LONGEST_PAUSE: Final = 30.0
STEADY_SECONDS: Final = 5.0
"""A child that lived so long has begun its work and left its failures behind: pauses are for those that cannot begin. When it was half a minute,
a worker that was killed time and again, and each time worked well in between, stayed away for half a minute too."""
LOG_OCTETS: Final = 16 * 1024 * 1024


@dataclass(frozen=True)
class Duty:
    """A process that is to live. `kind` is what it reads for (`gate`, `projection`) or its own name; `launch` starts it and returns at once. One that
    is `late` is started when the hub answers, as nobody waits for it."""

    name: str
    kind: str
    launch: Callable[[], Mark]
    first: signal.Signals = signal.SIGTERM
    grace: float = 10.0
    late: bool = False


@dataclass
class Child:
    """A duty and the process that does it now. Times are `time.monotonic()` seconds, given by the caller."""

    duty: Duty
    process: Mark | None = None
    started: float = 0.0
    failures: int = 0
    starts: int = 0
    not_before: float = 0.0

    def tend(self, now: float) -> bool:
        """Starts the process if it does not live and its pause is over; returns whether it was started."""
        if alive(self.process):
            if now - self.started > STEADY_SECONDS:
                self.failures = 0
            return False
        if self.process is not None:
            self.process, self.not_before = None, now + pause(self.failures)
            self.failures += 1
        if now < self.not_before:
            return False
        try:
            self.process = self.duty.launch()
        except (OSError, Unavailable):
            self.failures += 1
            self.not_before = now + pause(self.failures)
            return False
        self.started, self.starts = now, self.starts + 1
        return True

    def kill(self) -> None:
        """Ends the process at once, even if it is stopped; `tend` starts another."""
        if self.process is not None and alive(self.process):
            os.kill(self.process[0], signal.SIGKILL)

    def end(self) -> None:
        """Asks the process to end, kills it after its grace; returns when it is gone."""
        if self.process is not None:
            end(self.process, self.duty.first, self.duty.grace)


def pause(failures: int) -> float:
    """Seconds before the next start: doubling from a tenth up to half a minute."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(failures, 16))


def spawn(folder: Folder, name: str, command: list[str], environment: dict[str, str]) -> Mark:
    """Starts a program that leads its own session and writes to a log of its own; remembered in `run/<name>.json`."""
    log = folder.logs / f"{name}.log"
    shorten(log)
    with log.open("ab") as out:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True, env=environment)
    child = mark(process.pid)
    folder.remember(name, child)
    return child


def shorten(log: Path) -> None:
    """Puts a log that has grown large aside; the one put aside before is dropped."""
    if log.exists() and log.stat().st_size > LOG_OCTETS:
        log.replace(log.with_suffix(".log.1"))
