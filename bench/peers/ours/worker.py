"""`python -m bench.peers.ours.worker <name>`: the hub's own projection worker, of whose views there are only those that the peers' task needs.

The folders of sources, regions and their ancestry are the hub's own; the task is a folder like every other view. Everything else (appending
with positions, settling identities, deriving, the cube with its sums above) is what a hub runs. What answers questions is made over the
hub's other views, and nobody asks here, so it is not made.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Final

from hub.workers import projection
from projections import api, folders, versions
from projections.folders import View

BELOW: Final = 11
"""The views of a lower rank are those of sources and regions, on which settling rests."""

_SHELF: Final = Path(__file__).parent / "view"


def chosen() -> tuple[View, ...]:
    """The hub's views of sources and regions, and the task's."""
    return (*(view for view in folders.views() if view.rank < BELOW), *folders.read(_SHELF))


def instead() -> Iterator[tuple[ModuleType, str, Callable[..., object]]]:
    """What a process that has these views alone has in the place of what: module, name, function."""
    found = chosen()
    yield folders, "views", lambda: found
    # Kept once it was asked for, and then of whichever views there were.
    yield folders, "definition", cache(folders.definition.__wrapped__)
    yield versions, "install", _nothing
    yield api, "install_api", _nothing


def install() -> None:
    """Let this process have these views alone."""
    for module, name, made in instead():
        setattr(module, name, made)


def _nothing(*_: object) -> None:
    """Nothing is made."""


if __name__ == "__main__":
    install()
    sys.exit(projection.main())
