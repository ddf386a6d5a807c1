"""`python -m bench [--quick] [--only NAME …] [--regions CSV] [--editions FOLDER] [--compare]`: every figure, written for programs and for people."""

from __future__ import annotations

import argparse
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from bench import federation, gate, ground, live, machine, regions, report, stats, tree, whole
from bench.federation import Record
from bench.row import Row, slower
from bench.tree import Tree
from hub import shipped
from hub.embedded import parts

TOLERANCE: Final = 0.2


@dataclass(frozen=True)
class Scale:
    """How much is measured: events on the ledger, events through the gate, runs, seconds of paced publishing."""

    ledger: int
    gate: int
    runs: int
    seconds: int


FULL: Final = Scale(600_000, 600_000, 3, 20)
QUICK: Final = Scale(150_000, 120_000, 1, 15)


@dataclass(frozen=True)
class Run:
    """One run of the stopwatch: its scale, its regions, its records, a folder for its hubs."""

    scale: Scale
    tree: Tree
    records: Sequence[Record]
    folder: Path
    editions: Path


def _gate(run: Run) -> list[Row]:
    settings = ground.prepared(run.folder / "gate")
    try:
        return gate.rows(parts.locate(settings.folder.root), run.tree, run.records[: run.scale.gate], run.scale.runs)
    finally:
        parts.stop(settings.folder.root)


def _views(run: Run) -> list[Row]:
    """Live folding, and on its last state rebuilding and asking; then live folding with the shipped facts on the ledger."""
    settings = ground.prepared(run.folder / "views")
    try:
        whole_records = [one for one in run.records if not one.damaged]
        ground.fill(settings, [*federation.framed(federation.reference(run.tree)), *whole_records])
        bare = live.rows(settings, whole_records, run.scale.runs)
        last = [live.rebuilt(settings, run.scale.runs), *stats.rows(settings.dsn(), run.tree)]
        ground.fill(settings, federation.framed(shipped.events()))
        return [*bare, *last, live.ruled(settings, whole_records, run.scale.runs, bare)]
    finally:
        parts.stop(settings.folder.root)


def _whole(run: Run) -> list[Row]:
    with whole.hub(run.folder / "whole", run.tree) as (settings, found):
        paced = whole.latency(settings, run.records, run.scale.seconds, run.scale.runs)
        early = whole.memory(settings)
        taken = whole.ingest(found, run.records, run.scale.runs)
        return [taken, *paced, *whole.grown(early, whole.memory(settings))]


def _demo(run: Run) -> list[Row]:
    return [whole.demo(run.folder / "demo", run.scale.runs)]


def _regions(run: Run) -> list[Row]:
    return regions.rows(run.folder / "regions", run.editions, run.scale.runs)


STEPS: Final[dict[str, Callable[[Run], list[Row]]]] = {"gate": _gate, "views": _views, "whole": _whole, "demo": _demo, "regions": _regions}
EDITIONS: Final = Path(__file__).resolve().parents[2] / "shared" / "data" / "regions"
"""Where the real editions lie beside this folder, if they do."""


def main(words: Sequence[str]) -> int:
    """Measures, or compares; 1 when something became slower by more than a fifth."""
    asked = _asked(words)
    if asked.compare:
        return _compare()
    scale = QUICK if asked.quick else FULL
    ground_plan = tree.read(asked.regions) if asked.regions else tree.synthetic()
    _say(f"federation: {scale.ledger:,} events, {len(ground_plan.towns):,} towns")
    run = Run(scale, ground_plan, federation.records(ground_plan, scale.ledger), Path(tempfile.mkdtemp(prefix="bench-")), asked.editions)
    rows: list[Row] = []
    try:
        for name in asked.only or STEPS:
            begun = time.perf_counter()
            found = STEPS[name](run)
            rows += found
            _say(f"{name}: {time.perf_counter() - begun:.0f} s\n" + "\n".join(f"  {row.row:24} {row.value:>14,.6g} {row.unit}" for row in found))
    finally:
        shutil.rmtree(run.folder, ignore_errors=True)
    if not asked.only:
        report.write_json(rows)
        report.PAGE.write_text(report.page(rows, machine.describe(), "make bench" + (" QUICK=1" if asked.quick else "")), "utf-8")
    return 0


def _asked(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="under five minutes")
    parser.add_argument("--only", nargs="+", choices=list(STEPS), help="these alone; nothing is written")
    parser.add_argument("--regions", type=Path, help="a CSV of real regions: code, name, parent")
    parser.add_argument("--editions", type=Path, default=EDITIONS, help="the folder of the real editions; without it a tree of their size is made")
    parser.add_argument("--compare", action="store_true", help="the last figures against the committed ones")
    return parser.parse_args(words)


def _compare() -> int:
    before = subprocess.run(["git", "show", "HEAD:bench/latest.json"], cwd=report.HERE.parent, capture_output=True, check=True, text=True).stdout
    complaints = slower(report.rows_of(before), report.read_json(report.LATEST), TOLERANCE)
    for one in complaints:
        print(one)
    return 1 if complaints else 0


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _leave(*_: object) -> NoReturn:
    """Asked to end, it ends what it started."""
    sys.exit(128 + signal.SIGTERM)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _leave)
    sys.exit(main(sys.argv[1:]))
