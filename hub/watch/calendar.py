"""How long working days can be counted: the official calendar of a year is announced late in the year before. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

ANNOUNCED_MONTH: Final = 10
"""From this month on the calendar of the next year is asked for: periods reach into that year, and their ends are unknown without it."""


@dataclass(frozen=True)
class Calendar:
    """Whether there are rules for replies (`ruled`), and the last year up to which every calendar from this year's on is known (null: not even
    this year's)."""

    ruled: bool
    until: int | None

    def short(self, today: date) -> bool:
        """Whether another calendar is wanted now: there are rules, and this year's is unknown, or next year's late in the year."""
        if not self.ruled:
            return False
        wanted = today.year + 1 if today.month >= ANNOUNCED_MONTH else today.year
        return self.until is None or self.until < wanted


def calendar(ruled: bool, years: Collection[int], today: date) -> Calendar:
    """What is known on a day, of the years whose calendars are there."""
    year = today.year
    while year in years:
        year += 1
    return Calendar(ruled, year - 1 if year > today.year else None)
