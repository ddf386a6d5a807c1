"""Plain psycopg2, as most teams begin: kafka-python, fastavro, and an upsert for each event or for each thousand."""

from __future__ import annotations

import sys
from typing import Final

from bench.peers.peer import Peer
from bench.peers.stand import Stand


def _commands(page: int) -> Peer:
    def command(_stand: Stand, _group: str) -> list[str]:
        return [sys.executable, "-m", "bench.peers.naive.consumer", str(page)]

    return Peer(f"naive-{page}", command, sink=True)


PEERS: Final = (_commands(1), _commands(1000))
