"""All runs of every peer over one order, each in its turn; one that fails is said and left out from there on, what the others did stays."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.peers.peer import Failed, Outcome, Peer
from bench.peers.task import Order
from bench.process import say


@dataclass
class Series:
    """The runs of one peer over one order so far; `failure`: why there are no more of them, null while there is no reason."""

    peer: Peer
    order: Order
    outcomes: list[Outcome] = field(default_factory=list)
    failure: str | None = None


def run_all(several: Sequence[Series], runs: int, once: Callable[[Peer, int], Outcome]) -> None:
    """Run each peer so many times by `once`, all of them in turn, so that what else the machine does meets all alike."""
    for number in range(runs):
        for series in several:
            if series.failure is None:
                _add(series, number, runs, once)


def _add(series: Series, number: int, runs: int, once: Callable[[Peer, int], Outcome]) -> None:
    told, begun = f"{series.order} {number + 1}/{runs} {series.peer.name}", time.perf_counter()
    try:
        outcome = once(series.peer, number)
    except Failed as failed:
        series.failure = str(failed)
        say(f"{told}: failed, {failed}")
        return
    series.outcomes.append(outcome)
    say(f"{told}: {outcome.rate:,.0f} events/s, equal ({time.perf_counter() - begun:.0f} s)")
