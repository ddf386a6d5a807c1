"""One gate worker for the stopwatch: as `python -m hub.workers.gate`, without a database."""

from __future__ import annotations

import sys
from pathlib import Path

import faust

from hub.embedded import parts
from streams.app import build
from streams.settings import GateSettings


def main() -> None:
    """Runs on the broker of the data folder named by the first argument."""
    found = parts.locate(Path(sys.argv[1]))
    settings = GateSettings(found.client(), found.folder.run, "bench-gate")
    faust.Worker(build(settings), quiet=True, loglevel="WARNING", redirect_stdouts=False).execute_from_commandline()


if __name__ == "__main__":
    main()
