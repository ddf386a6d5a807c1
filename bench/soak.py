"""A whole hub under a steady stream: what grows in an hour of 2,000 events a second, and what does not."""

from __future__ import annotations

from typing import Final

from bench import federation, ground, latency
from bench.process import say
from bench.row import Row, against, measured
from bench.tree import Tree
from hub.settings import Settings

RATE: Final = 2_000
PIECE: Final = 60
"""Seconds of the stream that are made, told and looked at together."""
APART: Final = 20_000_000
"""Objects are numbered from here on, so that none is one of another step's."""


def rows(settings: Settings, tree: Tree, seconds: int) -> list[Row]:
    """Rows `soak-latency-p50` and `-p99` (ms; over the pieces of the stream), and of each worker `soak-memory-<worker>` (MB in the end, beside
    `…-early`, what it had after the first piece): resident memory as it stands, not the most that it ever was.
    """
    workers = {path.stem.removeprefix("worker-"): int(settings.folder.recall(path.stem)[0]) for path in settings.folder.run.glob("worker-*.json")}
    waits: list[list[float]] = []
    held: list[dict[str, float]] = []
    number = RATE * PIECE
    for piece in range(max(1, seconds // PIECE)):
        several = federation.records(tree, int(number * 1.02), seed=1_000 + piece, first=APART + piece * number)
        whole = [one for one in several if not one.damaged][:number]
        waits.append(latency.percentiles(settings, whole, RATE))
        held.append({name: ground.resident(process) for name, process in workers.items()})
        say(f"  {(piece + 1) * PIECE} s: p99 {waits[-1][1]:.0f} ms, {', '.join(f'{name} {now:.0f}' for name, now in held[-1].items())} MB")
    early = {name: measured(f"soak-memory-{name}-early", [held[0][name]], "MB") for name in workers}
    late = [against(measured(f"soak-memory-{name}", [held[-1][name]], "MB"), limit) for name, limit in early.items()]
    return [measured(f"soak-latency-{name}", [one[at] for one in waits], "ms") for at, name in enumerate(("p50", "p99"))] + [*early.values(), *late]
