"""`python -m bench.peers [--quick] [--only NAME …] [--suggestions N] [--runs N]`: the hub and its peers over the same events, both orders."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench import ground, tree
from bench.peers import report, stand, task
from bench.peers.all import PEERS
from bench.peers.peer import run
from bench.peers.series import Series, run_all
from bench.peers.task import ORDERS, Order
from bench.process import end_in_order
from hub.embedded import parts

FULL: Final = 100_000
QUICK: Final = 10_000


def main(words: Sequence[str]) -> int:
    """Measures, writes the page and the JSON; what was chosen by --only, or was interrupted, is shown and not written. 1 when a peer failed."""
    asked = _asked(words)
    many, runs = asked.suggestions or (QUICK if asked.quick else FULL), asked.runs or (1 if asked.quick else 3)
    chosen = [peer for peer in PEERS if not asked.only or peer.name in asked.only]
    folder, found = Path(tempfile.mkdtemp(prefix="peers-")), list[Series]()
    try:
        for order in ORDERS:
            several = [Series(peer, order) for peer in chosen]
            found += several
            _ordered(folder / order, order, several, many, runs)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        print(report.table(report.rows(found), report.failures(found)))
    if not asked.only:
        report.write(found, _command(asked), many * task.EACH)
    return int(any(one.failure is not None for one in found))


def _ordered(root: Path, order: Order, several: Sequence[Series], suggestions: int, runs: int) -> None:
    """All runs over one order, on parts of its own."""
    regions = tree.synthetic()
    settings = ground.prepared(root / "hub")
    try:
        one = stand.make(settings, regions, task.make(regions, suggestions, order), root / "stand")
        run_all(several, runs, lambda peer, number: run(peer, one, number))
    finally:
        parts.stop(settings.folder.root)


def _command(asked: argparse.Namespace) -> str:
    """How it was called, for who reads the page."""
    if asked.suggestions or asked.runs:
        return " ".join(["python -m bench.peers", *(f"--{name} {said}" for name in ("suggestions", "runs") if (said := getattr(asked, name)))])
    return "make bench-peers" + (" QUICK=1" if asked.quick else "")


def _asked(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK * task.EACH:,} events, once")
    parser.add_argument("--only", nargs="+", choices=[peer.name for peer in PEERS], help="these alone; nothing is written")
    parser.add_argument("--suggestions", type=int, help=f"so many, of {task.EACH} events each")
    parser.add_argument("--runs", type=int, help="of each peer in each order")
    return parser.parse_args(words)


if __name__ == "__main__":
    end_in_order()
    sys.exit(main(sys.argv[1:]))
