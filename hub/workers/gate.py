"""`python -m hub.workers.gate <name>`: one gate worker."""

from __future__ import annotations

import sys

import faust

from hub import settings
from hub.access.staff import GATE
from streams.app import build
from streams.settings import GateSettings


def worker(name: str) -> faust.Worker:
    """The Faust worker of this name, as the environment's settings want it."""
    mine = settings.load()
    gate = GateSettings(mine.client(GATE.user), mine.folder.run, name, mine.dsn(GATE.role), mine.clock_file, archive=mine.folder.archive)
    return faust.Worker(build(gate), quiet=True, loglevel="INFO", redirect_stdouts=False)


def main() -> None:
    """Runs until SIGTERM or SIGINT; exits with another code than 0 when the gate had to stop by itself."""
    worker(sys.argv[1] if len(sys.argv) > 1 else "gate-0").execute_from_commandline()


if __name__ == "__main__":
    main()
