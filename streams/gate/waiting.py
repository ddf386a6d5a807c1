"""What waits, and for what: an index of the quarantine topic. It holds positions and keys, never records. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from schemas.quarantine import Quarantined, key_of
from streams.gate.newer import fingerprint, known

OPENING = frozenset({"waiting", "resubmit"})
"""Kinds after which a record is to be judged anew; and one that was refused for want of a vocabulary that this one has."""

NOWHERE = 2**63 - 1
"""Behind every offset."""


@dataclass(frozen=True)
class Mark:
    """What is kept beside the committed position, for who reads the topic next: where to begin.

    `floor`: the first record that waits; `lacking`: the first that was refused since the `vocabulary` lacks something.
    """

    floor: int = 0
    lacking: int = 0
    vocabulary: str = ""

    @classmethod
    def of(cls, text: str) -> Mark:
        """Of the text that is kept; one who reads from the first record on where there is none."""
        told = dict(one.partition("=")[::2] for one in text.split())
        floor, lacking = (int(told.get(name, "")) if told.get(name, "").isdecimal() else 0 for name in ("floor", "lacking"))
        return cls(floor, lacking, told.get("vocabulary", ""))

    def __str__(self) -> str:
        """As it is kept."""
        return f"floor={self.floor} lacking={self.lacking} vocabulary={self.vocabulary}"

    @property
    def begin(self) -> int:
        """The offset to read from: what another vocabulary refused may be known to this one."""
        return self.floor if self.vocabulary == fingerprint() else min(self.floor, self.lacking)


@dataclass
class Waiting:
    """`open`: key of an inbox record → offset of the newest quarantine record that keeps it. `wanted`: fact → such offsets;
    offsets there may be stale, `open` decides. `lacking`: the first record that this vocabulary, too, lacks something for; those records
    themselves are not held, however many they are."""

    open: dict[bytes, int] = field(default_factory=dict)
    wanted: dict[str, set[int]] = field(default_factory=dict)
    lacking: int = NOWHERE


def concerns(waiting: Waiting, kind: str | None, key: bytes | None, lacked: Iterable[str] = ()) -> bool:
    """Whether a quarantine record can change the index, so that it is worth decoding; `lacked` is what its headers say."""
    return kind != "refused" or key in waiting.open or known(lacked)


def note(waiting: Waiting, offset: int, record: Quarantined) -> bool:
    """Take a record of the quarantine topic into the index; whether it is to be judged anew."""
    key = key_of(record)
    waiting.open.pop(key, None)
    if record.kind not in OPENING and not (record.kind == "refused" and known(record.missing)):
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


def lacks(waiting: Waiting, offset: int, lacked: Iterable[str]) -> None:
    """Take note of a refused record with what its headers say that the vocabulary lacked."""
    several = list(lacked)
    if several and not known(several):
        waiting.lacking = min(waiting.lacking, offset)


def resume(waiting: Waiting, mark: Mark) -> int:
    """The offset that a new owner of the index has to read from. What one of the same vocabulary found lacking is lacking here too."""
    if mark.vocabulary == fingerprint():
        waiting.lacking = min(waiting.lacking, mark.lacking)
    return mark.begin


def mark(waiting: Waiting, end: int) -> Mark:
    """What to keep beside a position."""
    return Mark(floor(waiting, end), min(waiting.lacking, end), fingerprint())
