"""Stock Faust: an agent for each event, a table of what each suggestion did, roll-ups added up in PostgreSQL."""

from __future__ import annotations

import sys
from typing import Final

from bench.peers.peer import Peer
from bench.peers.stand import Stand


def _command(_stand: Stand, _group: str) -> list[str]:
    return [sys.executable, "-m", "bench.peers.faust.application"]


PEER: Final = Peer("faust", _command)
