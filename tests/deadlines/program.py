"""A watch of deadlines as a process of its own: `python -m tests.deadlines.program JSON`. It says each turn in its progress."""

import json
import sys
from pathlib import Path

import faust

from streams.deadlines.app import build
from streams.deadlines.settings import WatchSettings


def main() -> None:
    """Run."""
    told = json.loads(sys.argv[1])
    settings = WatchSettings(**{**told, "marks": Path(told["marks"]), "test_clock": Path(told["test_clock"])}, every_seconds=0.1)
    faust.Worker(build(settings), quiet=True, loglevel="INFO", redirect_stdouts=False).execute_from_commandline()


if __name__ == "__main__":
    main()
