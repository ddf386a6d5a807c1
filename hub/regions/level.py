"""Whether all that was said of regions until now is in the views: before that, what is compared with them is compared with too little."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from hub.watch.snapshot import Position
from schemas.errors import Problem, Unavailable
from schemas.levels import LEVELS
from schemas.topics import inbox, ledger

POLL_SECONDS: Final = 0.05
_FAMILY: Final = "reference"
_INBOXES: Final = frozenset(inbox(level, _FAMILY) for level in LEVELS)
"""Only the doors write here, and only the administrator says what regions there are: native sources need not be waited for."""

Place = tuple[str, int]


def wait_for(look: Callable[[], Sequence[Position]], seconds: float) -> None:
    """Wait until what lies in the inboxes now is judged, and what then stands on the ledger is in the live views.

    What comes meanwhile is not waited for. Raises Unavailable after so many seconds.
    """
    deadline = time.monotonic() + seconds
    _reach(look, deadline, _judged)
    _reach(look, deadline, _folded)


def _reach(look: Callable[[], Sequence[Position]], deadline: float, of: Callable[[Iterable[Position]], Sequence[Position]]) -> None:
    """Wait until those readers are where their partitions end now."""
    standing = of(look())
    ends: Mapping[Place, int] = {(one.topic, one.partition): one.end for one in standing}
    while any(one.position < ends.get((one.topic, one.partition), 0) for one in standing):
        if time.monotonic() > deadline:
            raise Unavailable(problem=Problem("REGIONS_BEHIND"))
        time.sleep(POLL_SECONDS)
        standing = of(look())


def _judged(positions: Iterable[Position]) -> Sequence[Position]:
    return [one for one in positions if one.reader == "gate" and one.topic in _INBOXES]


def _folded(positions: Iterable[Position]) -> Sequence[Position]:
    return [one for one in positions if one.reader.startswith("view_") and one.topic == ledger(_FAMILY)]
