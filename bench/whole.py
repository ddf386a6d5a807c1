"""A whole hub under the stopwatch: what the HTTP door takes in batches, the memory of its parts, how long the demo."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx

from bench import federation, ground
from bench.federation import Record
from bench.row import Row, against, measured
from bench.tree import Tree
from hub.settings import Settings
from hub.supervisor import control
from schemas import codec

BATCH: Final = 500
CLIENTS: Final = 2
_BATCH_TYPE: Final = "application/cloudevents-batch+json"


@contextmanager
def hub(root: Path, tree: Tree) -> Iterator[tuple[Settings, Mapping[str, str]]]:
    """A running hub that knows a federation; its settings and its addresses."""
    settings = Settings(data=root)
    found = control.up(settings)
    try:
        facts = federation.reference(tree)
        with httpx.Client(base_url=found["http"], headers=_headers(found["token"]), timeout=60) as client:
            for at in range(0, len(facts), BATCH):
                client.post("/v1/events?wait=30", content=json.dumps(facts[at : at + BATCH])).raise_for_status()
        yield settings, found
    finally:
        control.down(settings)


def _headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Content-Type": _BATCH_TYPE}


def ingest(found: Mapping[str, str], source: str, token: str, records: Sequence[Record], runs: int) -> Row:
    """Row `http-ingest`: events a second in batches of 500 by two clients, counted when the broker has acknowledged them."""
    events = [codec.decode(one.value) for one in records if one.source == source and not one.damaged]
    bodies = [json.dumps(events[at : at + BATCH]).encode() for at in range(0, len(events), BATCH)]
    return measured("http-ingest", [_posted(found["http"], token, bodies, len(events)) for _ in range(runs)], "events/s")


def _posted(address: str, token: str, bodies: Sequence[bytes], number: int) -> float:
    with httpx.Client(base_url=address, headers=_headers(token), timeout=60) as client, ThreadPoolExecutor(CLIENTS) as pool:
        begun = time.perf_counter()
        for answer in pool.map(lambda body: client.post("/v1/events", content=body), bodies):
            answer.raise_for_status()
        return number / (time.perf_counter() - begun)


def memory(settings: Settings) -> dict[str, float]:
    """By row name the most memory that the door (`http-memory`), the judge of the feeds (`feeds-memory`) and the watch of deadlines
    (`deadlines-memory`) ever had, in MB.
    """
    return {f"{name}-memory": ground.most(int(settings.folder.recall(f"worker-{name}")[0])) for name in ("http", "feeds", "deadlines")}


def grown(before: Mapping[str, float], after: Mapping[str, float]) -> list[Row]:
    """Rows of memory: what it was earlier, as a limit, and what it is now."""
    early = {name: measured(f"{name}-early", [value], "MB") for name, value in before.items()}
    return [row for name, limit in early.items() for row in (limit, against(measured(name, [after[name]], "MB"), limit))]


def demo(root: Path, runs: int) -> Row:
    """Row `demo`: seconds of `hub demo --once` in an empty folder, from the command to its end. Raises CalledProcessError when a figure disagrees."""
    seconds = []
    for number in range(runs):
        begun = time.perf_counter()
        command = [sys.executable, "-c", "from hub.cli.main import main; main()", "demo", "--once"]
        subprocess.run(command, env={**os.environ, "HUB_DATA": str(root / str(number))}, check=True, capture_output=True)
        seconds.append(time.perf_counter() - begun)
    return measured("demo", seconds, "s")
