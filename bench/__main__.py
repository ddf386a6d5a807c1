"""`python -m bench [--quick] [--only NAME …] [--sizes N …] [--soak S] [--regions CSV] [--compare]`: every figure, for programs and for people."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bench import archive, costs, doors, federation, gate, ground, history, latency, limits, live, machine, regions, report, soak, stats, tree, whole
from bench.federation import Record
from bench.process import end_in_order, say
from bench.row import Row, slower
from bench.tree import Tree
from hub import shipped
from hub.embedded import parts

TOLERANCE: Final = 0.2


@dataclass(frozen=True)
class Scale:
    """How much is measured: events on the ledger, events through the gate, runs, seconds of paced publishing, its paces, sizes of the ledger at which
    the same is measured again, seconds of a steady stream.
    """

    ledger: int
    gate: int
    runs: int
    seconds: int
    rates: Sequence[int]
    sizes: Sequence[int]
    soak: int


FULL: Final = Scale(600_000, 600_000, 3, 10, latency.RATES, (1_000_000, 10_000_000), 300)
QUICK: Final = Scale(150_000, 120_000, 1, 10, (500, 2_000), (), 0)


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
        exceptions = costs.rows(run.records, f"//{run.tree.counties[0]}/jyxt", run.tree.towns[0], run.scale.runs)
        return [*gate.rows(parts.locate(settings.folder.root), run.tree, run.records[: run.scale.gate], run.scale.runs), *exceptions]
    finally:
        parts.stop(settings.folder.root)


def _views(run: Run) -> list[Row]:
    """Live folding, and on its last state rebuilding and asking; then live folding with the shipped facts on the ledger."""
    settings = ground.prepared(run.folder / "views")
    try:
        whole_records = [one for one in run.records if not one.damaged]
        ground.fill(settings, [*federation.framed(federation.reference(run.tree)), *whole_records])
        bare = live.rows(settings, whole_records, run.scale.runs)
        last = [live.rebuilt(settings, run.scale.runs), *stats.rows(settings.dsn(), run.tree), *limits.rows(settings, run.scale.runs)]
        two = live.beside(settings, whole_records, run.scale.runs, bare, "live-two-workers", 2)
        ground.fill(settings, federation.framed(shipped.events()))
        return [*bare, two, *last, live.beside(settings, whole_records, run.scale.runs, bare, "live-rules")]
    finally:
        parts.stop(settings.folder.root)


def _archive(run: Run) -> list[Row]:
    settings = ground.prepared(run.folder / "archive")
    try:
        records = [one for one in run.records if not one.damaged]
        ground.fill(settings, records)
        return archive.rows(settings, records, run.scale.runs, run.scale.seconds)
    finally:
        parts.stop(settings.folder.root)


def _whole(run: Run) -> list[Row]:
    town, runs = run.tree.towns[0], run.scale.runs
    source = f"//{run.tree.counties[0]}/jyxt"
    with whole.hub(run.folder / "whole", run.tree) as (settings, found):
        token = doors.token(found, source)
        paced = latency.rows(settings, run.records, run.scale.seconds, runs, run.scale.rates)
        early = whole.memory(settings)
        taken = whole.ingest(found, source, token, run.records, runs)
        grown = whole.grown(early, whole.memory(settings))
        more = [doors.sheet(settings, found, source, token, town, runs), doors.feed(found, runs), *stats.http(found, run.tree, run.scale.seconds)]
        return [taken, *paced, *grown, *more, doors.start(settings, runs)]


def _soak(run: Run) -> list[Row]:
    if not run.scale.soak:
        return []
    with whole.hub(run.folder / "soak", run.tree) as (settings, _):
        return soak.rows(settings, run.tree, run.scale.soak)


def _history(run: Run) -> list[Row]:
    if not run.scale.sizes:
        return []
    settings = ground.prepared(run.folder / "history")
    try:
        return history.rows(settings, run.tree, run.scale.sizes)
    finally:
        parts.stop(settings.folder.root)


def _demo(run: Run) -> list[Row]:
    return [whole.demo(run.folder / "demo", run.scale.runs)]


def _regions(run: Run) -> list[Row]:
    return regions.rows(run.folder / "regions", run.editions, run.scale.runs)


STEPS: Final[dict[str, Callable[[Run], list[Row]]]] = {
    "gate": _gate,
    "views": _views,
    "archive": _archive,
    "whole": _whole,
    "demo": _demo,
    "regions": _regions,
    "soak": _soak,
    "history": _history,
}
EDITIONS: Final = Path(__file__).resolve().parents[2] / "shared" / "data" / "regions"
"""Where the real editions lie beside this folder, if they do."""


def main(words: Sequence[str]) -> int:
    """Measures, or compares; 1 when something became slower by more than a fifth."""
    asked = _asked(words)
    if asked.compare:
        return _compare()
    scale = QUICK if asked.quick else FULL
    scale = replace(scale, sizes=asked.sizes or scale.sizes, soak=asked.soak or scale.soak)
    ground_plan = _tree(asked)
    told = f"{scale.ledger:,} events, {len(ground_plan.regions):,} regions ({'an edition of the nation' if ground_plan.real else 'a made tree'})"
    say(f"federation: {told}")
    run = Run(scale, ground_plan, federation.records(ground_plan, scale.ledger), Path(tempfile.mkdtemp(prefix="bench-")), asked.editions)
    rows: list[Row] = []
    try:
        for name in asked.only or STEPS:
            begun = time.perf_counter()
            found = STEPS[name](run)
            rows += found
            say(f"{name}: {time.perf_counter() - begun:.0f} s\n" + "\n".join(f"  {row.row:24} {row.value:>14,.6g} {row.unit}" for row in found))
    finally:
        shutil.rmtree(run.folder, ignore_errors=True)
    rows += limits.shares(rows)
    if not asked.only:
        report.write_json(rows)
        report.PAGE.write_text(
            report.page(rows, {**machine.describe(), "federation": told}, "make bench" + (" QUICK=1" if asked.quick else "")), "utf-8"
        )
    return 0


def _tree(asked: argparse.Namespace) -> Tree:
    """The regions asked for; else, unless it is to be quick, the newest real edition where there is one; else a made tree."""
    newest = max(asked.editions.glob("*.csv"), default=None)
    chosen = asked.regions or (None if asked.quick else newest)
    return tree.read(chosen) if chosen else tree.synthetic()


def _asked(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="under five minutes")
    parser.add_argument("--only", nargs="+", choices=list(STEPS), help="these alone; nothing is written")
    parser.add_argument("--sizes", nargs="+", type=int, help="events on the ledger at which the same is measured again, growing")
    parser.add_argument("--soak", type=int, help="seconds of a steady stream of 2,000 events a second")
    parser.add_argument(
        "--regions", type=Path, help="a CSV of real regions: code, name, parent; without it the newest edition, for --quick a made tree"
    )
    parser.add_argument("--editions", type=Path, default=EDITIONS, help="the folder of the real editions; without it a tree of their size is made")
    parser.add_argument("--compare", action="store_true", help="the last figures against the committed ones")
    return parser.parse_args(words)


def _compare() -> int:
    before = subprocess.run(["git", "show", "HEAD:bench/latest.json"], cwd=report.HERE.parent, capture_output=True, check=True, text=True).stdout
    complaints = slower(report.rows_of(before), report.read_json(report.LATEST), TOLERANCE)
    for one in complaints:
        print(one)
    return 1 if complaints else 0


if __name__ == "__main__":
    end_in_order()
    sys.exit(main(sys.argv[1:]))
