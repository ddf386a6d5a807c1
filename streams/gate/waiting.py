"""What waits, and for what: an index of the quarantine topic. It holds positions and keys, never records. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from schemas.quarantine import Quarantined, key_of

OPENING = frozenset({"waiting", "resubmit"})
"""Kinds after which a record is to be judged anew."""


@dataclass
class Waiting:
    """`open`: key of an inbox record → offset of the newest quarantine record that keeps it. `wanted`: fact → such offsets;
    offsets there may be stale, `open` decides."""

    open: dict[bytes, int] = field(default_factory=dict)
    wanted: dict[str, set[int]] = field(default_factory=dict)


def concerns(waiting: Waiting, kind: str | None, key: bytes | None) -> bool:
    """Whether a quarantine record can change the index, so that it is worth decoding."""
    return kind != "refused" or key in waiting.open


def note(waiting: Waiting, offset: int, record: Quarantined) -> bool:
    """Take a record of the quarantine topic into the index; whether it is to be judged anew."""
    key = key_of(record)
    waiting.open.pop(key, None)
    if record.kind not in OPENING:
        return False
    waiting.open[key] = offset
    want(waiting, offset, record.missing)
    return True


def want(waiting: Waiting, offset: int, missing: Iterable[str]) -> None:
    """Let the record at an offset be due when one of these facts is accepted."""
    for fact in missing:
        waiting.wanted.setdefault(fact, set()).add(offset)


def due(waiting: Waiting, touched: Iterable[str]) -> list[int]:
    """Offsets of the records that wait for one of these facts, ascending. They are taken off these facts until `want` puts
    them back."""
    found: set[int] = set()
    for fact in touched:
        found |= waiting.wanted.pop(fact, set())
    return sorted(found.intersection(waiting.open.values()))


def floor(waiting: Waiting, end: int) -> int:
    """The smallest offset that a new owner of the index has to read from, `end` when nothing waits."""
    return min(waiting.open.values(), default=end)
