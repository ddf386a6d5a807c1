"""Who stands for a head, for what a receipt shows, for what a manifest names: told by an archive that has what its witnesses cosigned.

`read` gives a file by its path beneath the archive.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from projections.archive.logs import NAMES
from projections.archive.proofs import Read, Tiles, consistency
from projections.archive.reading import Reading, beneath, head_at
from projections.archive.verifier import HEADS, WITNESSED, Checkpoint, Key, Policy, Trust, consistent, reached, trust
from schemas.errors import NotFound


def within(folder: Path) -> Read:
    """What gives a file of the archive in a folder, narrower tiles of before out of wider ones too. It raises OSError."""

    def read(path: str) -> bytes:
        log = next((name for name in NAMES if path.startswith(f"{name}/")), "")
        return beneath(folder / log)(path.removeprefix(f"{log}/"))

    return read


def told(trust: Trust | None) -> dict[str, Any] | None:
    """As it is told in JSON."""
    return None if trust is None else {**asdict(trust), "trusted": trust.trusted}


def of_head(read: Read, key: Key, policy: Policy, size: int, root: bytes) -> Trust:
    """Who stands for the tree of so many heads. Raises Wrong, and as `read`."""
    return _trust(
        size, key, policy, ((one.size if _begins(read, HEADS, size, root, one) else 0, names) for one, names in _cosigned(read, key, policy))
    )


def of_log(read: Read, key: Key, policy: Policy, checkpoint: Checkpoint) -> Trust:
    """Who stands for a checkpoint of a log, as a receipt carries it: a head that was cosigned covers it.

    The trust is of that head: the first that is cosigned and covers it, size 0 where none does. Raises Wrong, Damaged, and as `read`.
    """
    log, covering = checkpoint.origin.removeprefix(f"{key.hub}/"), list[tuple[int, tuple[str, ...]]]()
    for head, names in _cosigned(read, key, policy):
        heads = Reading(lambda path: read(f"{HEADS}/{path}"), HEADS, head)
        covered = head_at(heads, head.size - 1, key).get(log)
        if covered is not None and covered.size >= checkpoint.size and _begins(read, log, checkpoint.size, checkpoint.root, covered):
            covering.append((head.size, names))
    return _trust(min((size for size, _ in covering), default=0), key, policy, iter(covering))


def _trust(size: int, key: Key, policy: Policy, several: Iterator[tuple[int, tuple[str, ...]]]) -> Trust:
    reach: dict[str, int] = {}
    for far, names in several:
        reach |= {name: max(far, reach.get(name, 0)) for name in names}
    return trust(size, key.hub, policy, reach)


def _cosigned(read: Read, key: Key, policy: Policy) -> Iterator[tuple[Checkpoint, tuple[str, ...]]]:
    return ((one, names) for one, names in reached(_witnessed(read), key, policy) if one.size)


def _begins(read: Read, log: str, size: int, root: bytes, now: Checkpoint) -> bool:
    """Whether the tree that was signed begins with one of before."""
    if size > now.size:
        return False
    path = consistency(size, now.size, Tiles(lambda one: read(f"{log}/{one}"), now.size).root)
    return size == 0 or consistent(size, now.size, root, now.root, path)


def _witnessed(read: Read) -> bytes:
    """What was cosigned; nothing of an archive without witnesses."""
    try:
        return read(f"{HEADS}/{WITNESSED}")
    except (NotFound, OSError):
        return b""
