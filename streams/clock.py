"""The gate's clock: it gives the recorded time, and never one that the database's clock would call the future."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from schemas.days import format_instant, parse_instant
from schemas.errors import Inconsistent, Problem

AHEAD_MS: Final = 60_000
"""How far a stamp may lie ahead of the database's clock (contract.md 1)."""


def system_ms() -> int:
    """This machine's clock in ms."""
    return time.time_ns() // 1_000_000


def shown_ms(test: Path | None, wall: Callable[[], int] = system_ms) -> int:
    """What the clock shows, in ms: this machine's, or the instant that the file of the test clock holds."""
    return wall() if test is None else parse_instant(test.read_text("utf-8").strip())


@dataclass
class Clock:
    """`test` is a file with an instant that stands for the time; without it time is real.

    Between two comparisons the database's clock is carried on by this machine's steady counter, which no jump of its
    wall clock moves, so that a database that is away for a while stops nothing.
    """

    test: Path | None = None
    wall: Callable[[], int] = system_ms
    steady: Callable[[], float] = time.monotonic
    last: int = 0
    _compared: tuple[int, float] | None = None

    def compare(self, database_ms: int) -> None:
        """Take note of what the database's clock says now."""
        self._compared = (database_ms, self.steady())

    def stamp(self) -> int:
        """The recorded time of a batch in ms, never less than the one before.

        Raises Inconsistent when it would lie more than AHEAD_MS ahead of the database's clock.
        """
        self.last = max(self.last, shown_ms(self.test, self.wall))
        if self.test is None and self._compared is not None:
            database, at = self._compared
            limit = database + int((self.steady() - at) * 1000) + AHEAD_MS
            if self.last > limit:
                problem = Problem("CLOCK_AHEAD", "", f"≤ {format_instant(limit)}", format_instant(self.last))
                raise Inconsistent(problem=problem)
        return self.last
