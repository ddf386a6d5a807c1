"""A gate worker as a process of its own: `python -m tests.gate.program JSON`."""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

import faust

from streams.app import build
from streams.settings import GateSettings


def main() -> None:
    """Run; `ahead_ms` sets this machine's wall clock wrong by so much, `instead` is [port, port by which that one is reached]."""
    told = json.loads(sys.argv[1])
    reach(*told.pop("instead", (0, 0)))
    ahead, truth = told.pop("ahead_ms", 0) * 1_000_000, time.time_ns
    time.time_ns = lambda: truth() + ahead
    for name in ("marks", "test_clock"):
        told[name] = None if told.get(name) is None else Path(told[name])
    faust.Worker(build(GateSettings(**told)), quiet=True, loglevel="INFO", redirect_stdouts=False).execute_from_commandline()


def reach(port: int, instead: int) -> None:
    """Connect to another port wherever the broker names its own."""
    connect = asyncio.BaseEventLoop.create_connection

    async def connected(self: Any, factory: Any, host: Any = None, at: Any = None, **words: Any) -> Any:
        return await connect(self, factory, host, instead if at == port else at, **words)

    if port:
        asyncio.BaseEventLoop.create_connection = connected  # type: ignore[method-assign, assignment]


if __name__ == "__main__":
    main()
