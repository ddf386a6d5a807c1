"""Waits until everything handed over has been judged, indexed and folded."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Final

from hub.access.staff import WATCH
from hub.settings import Settings
from hub.watch.positions import Observer, lagging
from schemas.errors import Unavailable

PATIENCE_SECONDS: Final = 300.0
LOOK_SECONDS: Final = 0.25
LONG_LOOK_SECONDS: Final = 1.0
MANY: Final = 10_000
"""While so many records are left, a look a second is enough: a look is work for broker, database and this process."""

GATE: Final = frozenset({"gate"})
_APART: Final = frozenset({"feeds", "archive"})


def wait(settings: Settings, watch: Callable[[Mapping[str, int]], None], readers: frozenset[str] | None = None) -> None:
    """Returns when no reader (of `readers`, else of those that figures rest on: all but feeds and archive) has a record left to take, twice in a row.

    What the gate judges anew gives new records, so one look is not enough; before the first fold there is no view.
    `watch` is told the records left, by reader.
    Raises Unavailable after PATIENCE_SECONDS without progress.
    """
    with Observer(settings.client(WATCH.user), settings.dsn(WATCH.role)) as observer:
        before, since, quiet = -1, time.monotonic(), 0
        while quiet < 2:
            found = lagging(observer.positions(stamps=False))
            left = {reader: lag for reader, lag in found.items() if (reader not in _APART if readers is None else reader in readers)}
            watch(left)
            total = sum(left.values())
            begun = readers is not None or any(reader.startswith("view_") for reader in left)
            quiet = quiet + 1 if begun and total == 0 else 0
            if total != before:
                before, since = total, time.monotonic()
            if quiet == 0 and time.monotonic() - since > PATIENCE_SECONDS:
                raise Unavailable(", ".join(f"{reader} {lag}" for reader, lag in left.items()))
            time.sleep(LONG_LOOK_SECONDS if total > MANY else LOOK_SECONDS)
