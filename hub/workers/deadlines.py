"""`python -m hub.workers.deadlines <name>`: one watch of deadlines."""

from __future__ import annotations

import sys

import faust

from hub import settings
from hub.access.staff import DEADLINES
from streams.deadlines.app import build
from streams.deadlines.settings import WatchSettings


def worker(name: str) -> faust.Worker:
    """The Faust worker of this name, as the environment's settings want it."""
    mine = settings.load()
    watch = WatchSettings(mine.client(DEADLINES.user), mine.dsn(DEADLINES.role), mine.folder.run, name, mine.clock_file)
    return faust.Worker(build(watch), quiet=True, loglevel="INFO", redirect_stdouts=False)


def main() -> None:
    """Runs until SIGTERM or SIGINT; exits with another code than 0 when the watch had to stop by itself."""
    worker(sys.argv[1] if len(sys.argv) > 1 else "deadlines").execute_from_commandline()


if __name__ == "__main__":
    main()
