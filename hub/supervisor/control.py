"""A hub seen from a shell: is it up, bring it up, take it down."""

from __future__ import annotations

import signal
import sys
import time
from typing import Any, Final

from hub.embedded import parts
from hub.embedded.folder import Folder
from hub.embedded.process import end, until
from hub.settings import ADMINISTRATOR_TOKEN, Settings
from hub.supervisor.child import spawn
from hub.supervisor.marks import NAME, end_orphans, endpoints, leaving, supervisor, turn
from schemas.errors import HubError, Problem, Unavailable

PATIENCE_SECONDS: Final = 150.0
GRACE_SECONDS: Final = 60.0
POLL_SECONDS: Final = 0.02


def up(settings: Settings) -> dict[str, str]:
    """Brings a hub up and leaves it running; returns its addresses and the administrator's token once it answers. A hub that runs is left as it is,
    one on its way down is awaited and brought up again.

    Raises UsageError as `Settings.prepare`, and whatever kept the hub from coming up.
    """
    settings.prepare()
    folder = settings.folder
    with turn(folder, PATIENCE_SECONDS):
        until(lambda: not leaving(folder), PATIENCE_SECONDS, f"hub down {folder.root}")
        if supervisor(folder) is None:
            for name in ("endpoints", "failure"):
                (folder.run / f"{name}.json").unlink(missing_ok=True)
            spawn(folder, NAME, [sys.executable, "-m", "hub.supervisor"], settings.environment())
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (found := endpoints(folder)) is None:
        if supervisor(folder) is None or time.monotonic() > deadline:
            raise _failure(folder)
        time.sleep(POLL_SECONDS)
    return {**found, "token": settings.secret(ADMINISTRATOR_TOKEN)}


def _failure(folder: Folder) -> HubError:
    told: dict[str, Any] = folder.recall("failure") or {}
    if told.get("code", Unavailable.code) != Unavailable.code:
        return HubError(problem=Problem(told["code"], told["field"], told["expected"], told["got"]))
    detail = told.get("sentence") or "hub up"
    return Unavailable(problem=Problem("UNAVAILABLE", got=f"{detail} ({folder.logs / NAME}.log)"))


def down(settings: Settings) -> bool:
    """Takes the hub of a data folder down, also one whose supervisor was killed; returns whether anything ran."""
    folder = settings.folder
    if not folder.run.exists():
        return False
    with turn(folder, PATIENCE_SECONDS):
        return _ended(settings)


def discard(settings: Settings) -> None:
    """Takes down a hub whose data nobody wants any more: nothing is brought to an end and nothing written out."""
    folder = settings.folder
    if not folder.run.exists():
        return
    with turn(folder, PATIENCE_SECONDS):
        running = supervisor(folder)
        if running is not None:
            end(running, signal.SIGKILL, GRACE_SECONDS)
        end_orphans(folder, signal.SIGKILL)
        if settings.embedded:
            parts.stop(folder.root, parts.AT_ONCE)


def _ended(settings: Settings) -> bool:
    folder = settings.folder
    running = supervisor(folder)
    if running is not None:
        end(running, signal.SIGTERM, GRACE_SECONDS)
    left = running is not None or any(folder.run.glob("worker-*.json"))
    end_orphans(folder)
    left |= settings.embedded and parts.stop(folder.root)
    (folder.run / "endpoints.json").unlink(missing_ok=True)
    return left
