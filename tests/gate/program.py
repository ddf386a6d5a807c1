"""A gate worker as a process of its own: `python -m tests.gate.program JSON`."""

import json
import sys
import time
from pathlib import Path

import faust

from streams.app import build
from streams.settings import GateSettings


def main() -> None:
    """Run; `ahead_ms` sets this machine's wall clock wrong by so much."""
    told = json.loads(sys.argv[1])
    ahead, truth = told.pop("ahead_ms", 0) * 1_000_000, time.time_ns
    time.time_ns = lambda: truth() + ahead
    for name in ("marks", "test_clock"):
        told[name] = None if told.get(name) is None else Path(told[name])
    faust.Worker(build(GateSettings(**told)), quiet=True, loglevel="INFO", redirect_stdouts=False).execute_from_commandline()


if __name__ == "__main__":
    main()
