"""When to look, and what to tell of what was seen. Pure: times, rows and positions are given."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from schemas.notice import Notice

SHARE: Final = 20.0
"""A look that took a second is not repeated for so many, so that watching costs at most a twentieth of one processor of the database."""

Place = tuple[str, int]
Ends = Mapping[Place, int]
"""Of partitions (topic, partition), the next offset."""


@dataclass
class Turn:
    """When the next look is due. `waited`: the ends of the ledger up to which the views must have come before it.

    A look before that could call overdue what has been answered. Ends that were asked are waited for, however far the ledger goes on meanwhile,
    so that a busy ledger does not keep the watch from looking.
    """

    waited: Ends | None = None
    done: tuple[date, int, Ends] | None = None
    not_before: float = 0.0

    def ready(self, day: date, version: int, folded: Ends, ends: Ends, now: float) -> bool:
        """Whether to look at `now` (steady seconds): something is new since the last look that saw everything, and the views have come so far."""
        if self.waited is None:
            if self.done == (day, version, ends):
                return False
            self.waited = ends
        return now >= self.not_before and all(folded.get(place, 0) >= end for place, end in self.waited.items())

    def looked(self, day: date, version: int, whole: bool, began: float, ended: float, heeded: bool = True) -> None:
        """A look has ended that saw everything (`whole`), or left something for the next, which then comes at once; that it has not `heeded` all that
        was said is no haste."""
        if self.waited is not None and whole and heeded:
            self.done = (day, version, self.waited)
        self.waited = None
        self.not_before = ended + SHARE * (ended - began) if whole else 0.0


class Look(NamedTuple):
    """An object that was looked at in its `turn`, and on which day to look at it again, null for never."""

    object: str
    turn: str
    next: date | None


@dataclass
class Told:
    """The ids that this worker has told and that are not kept yet: the database goes on naming them for that while."""

    ids: set[str] = field(default_factory=set)

    def new(self, seen: Sequence[Notice]) -> Sequence[Notice]:
        """Of all that the database names now, what was not told; what it names no more is forgotten."""
        self.ids &= {one.id for one in seen}
        return [one for one in seen if one.id not in self.ids]

    def note(self, ids: Set[str]) -> None:
        """These were told."""
        self.ids |= ids


def notices(rows: Sequence[Sequence[Any]], at: int) -> Sequence[Notice]:
    """The notices of an instant (ms) out of rows as `to_tell.sql` names their columns."""
    return [
        Notice(subject, rule, due, at, unit, level, region, basis, ahead, tuple(departments), tuple(regions), step, about)
        for subject, rule, due, unit, level, region, basis, ahead, departments, regions, step, about in rows
    ]


def looks(rows: Sequence[Sequence[Any]]) -> Sequence[Look]:
    """The objects of rows as `heeded.sql` names their columns, each once."""
    return list(dict.fromkeys(Look(*row[:3]) for row in rows))


def steps(rows: Sequence[Sequence[Any]], at: int) -> Sequence[Notice]:
    """The notices of an instant (ms) among such rows: an object of which there is nothing to tell has one without a rule."""
    return notices([(row[0], *row[3:]) for row in rows if row[3] is not None], at)
