"""What is to be done: of each log how far archive, broker and index are, and what may not be mended. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from projections.archive.keeper import Differs
from projections.archive.logs import Log
from schemas.errors import HubError, Problem
from schemas.topics import AUDIT


class Beyond(HubError):
    """The ledger holds more than the archive."""

    code = "RESTORE_BEYOND"


class Dropped(HubError):
    """The broker has deleted the first records of a partition: offsets cannot be filled before others."""

    code = "RESTORE_DROPPED"


@dataclass(frozen=True)
class Stand:
    """One log and its partition: entries `archived`; on the broker the `first` offset and the `end`; `indexed`, the next offset of the index."""

    log: Log
    archived: int
    first: int
    end: int
    indexed: int

    @property
    def goal(self) -> int:
        """Where the partition must end: what the index has and the archive has not is on the ledger too."""
        return max(self.archived, self.indexed)

    @property
    def missing(self) -> int:
        """Records that the broker lacks."""
        return max(0, self.goal - self.end)


def check(stands: Iterable[Stand], beyond: bool) -> None:
    """Raises Dropped, or Beyond unless `beyond` is allowed: naming log, what was expected and what is there.

    The audit log may be longer: nothing but the archive holds its records a second time, and that is always a little behind.
    """
    told = list(stands)
    for one in told:
        if one.first > 0:
            raise Dropped(problem=Problem(Dropped.code, f"{one.log.name} #0", "0", str(one.first)))
    for one in told:
        if one.end > one.goal and not beyond and one.log.topic != AUDIT:
            raise Beyond(problem=Problem(Beyond.code, f"{one.log.name} #{one.goal}", f"≤ {one.goal}", str(one.end)))


def differing(log: Log, first: int, own: Sequence[bytes], archived: Sequence[bytes]) -> Differs | None:
    """The first entry of the broker that is not the archive's, as the error that names it."""
    if own == archived:
        return None
    at = next((at for at, (one, other) in enumerate(zip(own, archived, strict=False)) if one != other), min(len(own), len(archived)))
    return Differs(problem=Problem(Differs.code, f"{log.name} #{first + at}"))
