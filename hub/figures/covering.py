"""The head of the archive that covers some positions of the ledger: what a figure was counted from is then signed for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from projections.archive.reading import Reading, beneath, checkpoint_of, head_at
from projections.archive.store import Damaged
from projections.archive.verifier import HEADS, Wrong, folder_key
from projections.figures.manifest import Head


def head_of(archive: Path, position: Mapping[str, int]) -> Head | None:
    """The newest head, once every partition is signed for as far as its position; null until then.

    What cannot be read just now, because its writer is in the middle of it, is looked for again like what is not there yet.
    """
    try:
        key = folder_key(archive, None)
        signed = checkpoint_of(archive, HEADS, key)
        if not signed.size:
            return None
        covered = head_at(Reading(beneath(archive / HEADS), HEADS, signed), signed.size - 1, key)
    except (Wrong, Damaged, OSError):
        return None
    if any(log not in covered or covered[log].size < off for log, off in position.items()):
        return None
    return Head(signed.origin, signed.size - 1, signed.root.hex())
