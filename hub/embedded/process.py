"""Children that outlive their starter: found again by process id *and* start time, so that a re-used id is never killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from schemas.errors import Unavailable

POLL_SECONDS = 0.02
Mark = tuple[int, int]
"""A process id and the start time of the process that had it: no other process is ever meant."""


def started_at(pid: int) -> int | None:
    """Start time of a living process in clock ticks since boot; None when there is none (a zombie is none)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else int(fields[19])


def alive(mark: Mark | None) -> bool:
    """Whether the very process of the mark (pid, start time) still lives."""
    return mark is not None and started_at(mark[0]) == mark[1]


def mark(pid: int) -> Mark:
    """The mark of a child just started. Raises Unavailable when it is already gone."""
    start = started_at(pid)
    if start is None:
        raise Unavailable(f"进程 {pid} 启动后即退出 process ended at once")
    return pid, start


def until(condition: Callable[[], bool], seconds: float, what: str, still: Callable[[], bool] = lambda: True) -> None:
    """Waits for a condition, asking every 20 ms. Raises Unavailable after `seconds`, or as soon as `still` is false."""
    deadline = time.monotonic() + seconds
    while not condition():
        if not still() or time.monotonic() > deadline:
            raise Unavailable(f"等待 {what} 未果 waited in vain for {what}")
        time.sleep(POLL_SECONDS)


def end(child: Mark, first: signal.Signals, grace: float) -> None:
    """Asks a process to end, and after `grace` seconds kills it; returns when it is gone."""
    if not alive(child):
        return
    os.kill(child[0], first)
    with suppress(Unavailable):
        until(lambda: not alive(child), grace, f"pid {child[0]}")
        return
    os.kill(child[0], signal.SIGKILL)
    until(lambda: not alive(child), 10, f"pid {child[0]}")


def reap() -> None:
    """Collects ended children of ours, so that none stays a zombie."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
