"""Proves one entry of a log out of the files that the hub serves, and checks the proof before it is given."""

from __future__ import annotations

from projections.archive.proofs import Read, Tiles, inclusion, text
from projections.archive.store import CHECKPOINT
from projections.archive.verifier import ENTRIES, WIDTH, Checkpoint, Key, included, read_checkpoint, tile_path, unbundle
from schemas.errors import HubError, Inconsistent, Problem


def prove(read: Read, log: str, index: int, key: Key, whole: bool = False) -> str:
    """A `.tlog-proof` of an entry; `whole`: a receipt, which carries the entry too.

    Raises HubError ARCHIVE_BEHIND, Inconsistent ARCHIVE_WRONG, Wrong, and as `read`.
    """
    checkpoint = read_checkpoint(read(f"{log}/{CHECKPOINT}"), key, f"{key.hub}/{log}")
    if index >= checkpoint.size:
        raise HubError(problem=Problem("ARCHIVE_BEHIND", log, f"> {index}", str(checkpoint.size)))
    tiles = Tiles(lambda path: read(f"{log}/{path}"), checkpoint.size)
    path = inclusion(index, checkpoint.size, tiles.root)
    if not included(index, checkpoint.size, tiles.hashes(0, index // WIDTH)[index % WIDTH], path, checkpoint.root):
        raise Inconsistent(problem=Problem("ARCHIVE_WRONG", f"{log} #{index}"))
    return text(index, path, checkpoint.text, entry_of(read, log, index, checkpoint) if whole else None)


def entry_of(read: Read, log: str, index: int, checkpoint: Checkpoint) -> bytes:
    """The octets of one entry. Raises as `read`."""
    number = index // WIDTH
    bundle = read(f"{log}/{tile_path(ENTRIES, number, min(WIDTH, checkpoint.size - number * WIDTH))}")
    return unbundle(bundle)[index % WIDTH]
