"""What processes leave in `run/` so that others find them: who supervises, where the hub answers, who worked."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from typing import IO, Final

from hub.embedded.folder import Folder
from hub.embedded.process import Mark, alive, end, until
from schemas.errors import UsageError

NAME: Final = "supervisor"
LEAVING: Final = "leaving"


@contextmanager
def alone(folder: Folder) -> Iterator[None]:
    """Holds the data folder for this process; the lock dies with it, however it dies. Raises UsageError when another holds it."""
    with (folder.run / f"{NAME}.lock").open("a") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except OSError:
            raise UsageError(f"已在运行 already running: {folder.root}") from None
        yield


@contextmanager
def turn(folder: Folder, seconds: float) -> Iterator[None]:
    """Nobody else brings the hub of a data folder up or takes it down meanwhile. Raises Unavailable when another has not done so in `seconds`."""
    with (folder.run / "turn.lock").open("a") as lock:
        until(lambda: _taken(lock), seconds, f"turn.lock {folder.root}")
        yield


def _taken(lock: IO[str]) -> bool:
    try:
        flock(lock, LOCK_EX | LOCK_NB)
    except OSError:
        return False
    return True


def leave(folder: Folder) -> None:
    """Notes that the supervisor of a data folder, if one lives, is on its way down."""
    folder.remember(LEAVING, folder.recall(NAME))


def leaving(folder: Folder) -> bool:
    """Whether a supervisor lives that is on its way down."""
    return supervisor(folder) is not None and folder.recall(LEAVING) == folder.recall(NAME)


def supervisor(folder: Folder) -> Mark | None:
    """The living supervisor of a data folder."""
    saved = folder.recall(NAME)
    child = (int(saved[0]), int(saved[1])) if saved else None
    return child if alive(child) else None


def endpoints(folder: Folder) -> dict[str, str] | None:
    """Addresses of the hub that runs in a data folder; None when none is ready."""
    found: dict[str, str] | None = folder.recall("endpoints")
    return found if found is not None and supervisor(folder) is not None else None


def end_orphans(folder: Folder, first: signal.Signals = signal.SIGTERM) -> None:
    """Ends workers that outlived a supervisor which was killed; the parts are taken over as they are."""
    for path in folder.run.glob("worker-*.json"):
        saved = folder.recall(path.stem)
        orphan: Mark = (int(saved[0]), int(saved[1]))
        end(orphan, first, 5.0)
        path.unlink(missing_ok=True)
