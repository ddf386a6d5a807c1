"""Every peer, in the order in which they run; ours first."""

from typing import Final

from bench.peers import debezium, faust, naive, ours, streams
from bench.peers.peer import Peer

PEERS: Final[tuple[Peer, ...]] = (ours.PEER, streams.PEER, debezium.PEER, faust.PEER, *naive.PEERS)
