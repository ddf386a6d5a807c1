"""Seeds shared out among processes, and what these report, added up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from threading import Lock
from typing import Final

BATCH: Final = 100
"""Federations in one database; those of the same hundred of seeds rest on the same calendars."""
_BATCH_TOLD: Final = re.compile(r"seeds (\d+) to (\d+): (\d+) records, (\d+) differences")
_SEED_SHOWN: Final = re.compile(r"seed (\d+), \d+ records:")


def shares(first: int, number: int, jobs: int) -> list[range]:
    """So many seeds from one on, in at most so many shares of about the same size; a hundred of seeds stays in one share."""
    end = first + number
    starts = sorted({max(first, hundred * BATCH) for hundred in range(first // BATCH, (end - 1) // BATCH + 1)})
    share = min(jobs, len(starts))
    cuts = [*(starts[len(starts) * turn // share] for turn in range(share)), end]
    return [range(since, until) for since, until in pairwise(cuts)]


@dataclass
class Played:
    """What several processes have played together."""

    federations: int = 0
    records: int = 0
    differences: int = 0
    wrong: set[int] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def hear(self, line: str) -> None:
        """Count what a line of a process says of a batch, or of a seed that differs."""
        with self._lock:
            if told := _BATCH_TOLD.search(line):
                first, last, records, differences = map(int, told.groups())
                self.federations += last - first + 1
                self.records += records
                self.differences += differences
            elif shown := _SEED_SHOWN.match(line):
                self.wrong.add(int(shown[1]))


def summary(played: Played, seeds: Sequence[int], seconds: float) -> str:
    """One line of all that was played, and one of the seeds that differ."""
    lines = [
        f"played {played.federations} of {len(seeds)} federations, seeds {seeds[0]} to {seeds[-1]}: {played.records} records, "
        f"{played.differences} differences, {seconds:.0f} s"
    ]
    return "\n".join([*lines, *([f"seeds that differ: {' '.join(map(str, sorted(played.wrong)))}"] if played.wrong else [])])
