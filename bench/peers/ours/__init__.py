"""The hub's own engine on the peers' task: its worker, its ledger, its index and cube, with one view of the task's beside those of regions."""

from __future__ import annotations

import sys
from typing import Final

from bench import live
from bench.peers.peer import Peer
from bench.peers.stand import Stand

_COUNTED: Final = """
SELECT
    (SELECT coalesce(sum(off), 0) FROM core.position WHERE family = 2),  -- suggestion
    (SELECT coalesce(sum(p.off), 0) FROM core.view_position AS p JOIN core.view_version AS v USING (version) WHERE v.live AND p.family = 2)
"""
_FIGURES: Final = "SELECT region, split_part(measure, '.', 2), sum(n) FROM view_1.monthly WHERE NOT own AND measure LIKE 'task.%' GROUP BY 1, 2"


def _command(_stand: Stand, group: str) -> list[str]:
    return [sys.executable, "-m", "bench.peers.ours.worker", group]


def _empty(stand: Stand, _sink: bool) -> None:
    """The ledger stays: the worker begins where the new database stands, at its beginning."""
    live.empty(stand.settings)


PEER: Final = Peer("ours", _command, counted=_COUNTED, figures=_FIGURES, empty=_empty, dsn=lambda stand: stand.settings.dsn())
