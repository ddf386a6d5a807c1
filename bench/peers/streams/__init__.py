"""Kafka Streams, exactly_once_v2: state in its stores, roll-ups upserted into PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from bench.peers import java
from bench.peers.peer import Peer
from bench.peers.stand import Stand

_HERE: Final = Path(__file__).parent


def _command(stand: Stand, _group: str) -> list[str]:
    return java.command((_HERE, _HERE.parent / "records"), stand.folder, "Main", heap="1g")


PEER: Final = Peer("streams", _command)
