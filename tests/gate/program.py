"""A gate worker as a process of its own: `python -m tests.gate.program JSON`."""

import json
import sys
from pathlib import Path

import faust

from streams.app import build
from streams.settings import GateSettings


def main() -> None:
    told = json.loads(sys.argv[1])
    for name in ("marks", "test_clock"):
        told[name] = None if told.get(name) is None else Path(told[name])
    faust.Worker(build(GateSettings(**told)), quiet=True, loglevel="INFO", redirect_stdouts=False).execute_from_commandline()


if __name__ == "__main__":
    main()
