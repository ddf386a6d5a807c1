"""Checks a receipt as a publisher does who trusts nobody: the hub's key, the log where the event belongs, the proof, the event itself, and that
the log goes on from what was seen of it. Pure but for what `read` reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from projections.archive.proofs import Read, Tiles, consistency
from projections.archive.verifier import TIME, Checkpoint, Key, Wrong, consistent, proof_extra, proof_index, read_checkpoint, verify_proof
from schemas import codec
from schemas.content import digest
from schemas.errors import Problem, Refused, shown
from schemas.form import type_of
from schemas.partition import hashes
from schemas.topics import LEDGER_PARTITIONS, ledger


@dataclass(frozen=True)
class Receipt:
    """What a receipt shows: the log and the index at which the event stands, recorded at an instant (ms), under a checkpoint."""

    log: str
    index: int
    recorded: int
    checkpoint: Checkpoint


def received(text: bytes, event: Mapping[str, Any], key: Key, seen: Mapping[str, bytes], read: Read) -> Receipt:
    """What a receipt of an event shows. `seen`: by log the largest checkpoint that was verified before; `read` gives hash tiles of the archive.

    Raises Wrong for a receipt that is forged, cut short, of another log or hub, or of a log that does not go on from what was seen;
    Refused RECEIPT_OTHER where it is about another event.
    """
    checkpoint = verify_proof(text, None, key)
    log = checkpoint.origin.removeprefix(f"{key.hub}/")
    if log != log_of(event):
        raise Wrong("OTHER_LOG", log)
    entry = proof_extra(text) or b""
    _same(entry, event)
    if log in seen:
        _goes_on(log, read_checkpoint(seen[log], key, checkpoint.origin), checkpoint, read)
    return Receipt(log, proof_index(text), TIME.unpack_from(entry)[0], checkpoint)


def log_of(event: Mapping[str, Any]) -> str:
    """The log in which an event is archived. Raises Refused when it is none."""
    family = type_of(event).family
    part = int(hashes([str(event["subject"]).encode()])[0]) % LEDGER_PARTITIONS[family]
    return f"{ledger(family)}/{part}"


def _same(entry: bytes, event: Mapping[str, Any]) -> None:
    """Raises Refused unless the entry holds this very event, whatever way it took."""
    found = codec.decode(entry[TIME.size :])
    if digest(found) != digest(event):
        raise Refused(Problem("RECEIPT_OTHER", "", shown(f"{event['source']} {event['id']}"), shown(f"{found['source']} {found['id']}")))


def _goes_on(log: str, before: Checkpoint, now: Checkpoint, read: Read) -> None:
    """Raises Wrong unless the log of now begins with what was seen of it."""
    if now.size < before.size:
        raise Wrong("SHORTER", log, now.size)
    if now.size == before.size and now.root != before.root:
        raise Wrong("FORKED", log, now.size)
    if before.size in (0, now.size):
        return
    tiles = Tiles(lambda path: read(f"{log}/{path}"), now.size)
    try:
        shown_by = consistency(before.size, now.size, tiles.root)
    except ValueError:
        raise Wrong("FILE_SIZE", log) from None
    if not consistent(before.size, now.size, before.root, now.root, shown_by):
        raise Wrong("FORKED", log, before.size)
