"""The fate of an event as a function of what is known of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from connectors.receipt import Receipt
from schemas import codec
from schemas.content import digest
from schemas.errors import Problem, Refused

Status = Literal["received", "accepted", "duplicate", "equivocation", "waiting", "quarantined", "refused", "valid"]
"""The six fates, and two words for what was never kept: `refused` at the door, `valid` when only asked to check."""

OF_KIND: Final[Mapping[str, Status]] = {
    "waiting": "waiting",
    "resubmit": "waiting",
    "refused": "quarantined",
    "fix": "quarantined",
    "dropped": "quarantined",
    "released": "accepted",
}
"""What the latest quarantine record about an inbox record means for its event."""


@dataclass(frozen=True)
class Fate:
    """A fate, and for what did not pass the reason."""

    status: Status
    problem: Problem | None = None


@dataclass(frozen=True)
class Copy:
    """One ledger record of an identity. `raw` is read only where there are several."""

    topic: str
    partition: int
    offset: int
    recorded: datetime
    raw: bytes | None = None


def first_fate(receipt: Receipt) -> Fate:
    """What is known when the broker has answered."""
    return Fate("received") if receipt.place else Fate("refused", receipt.problem)


def of_quarantine(item: Mapping[str, Any]) -> Fate:
    """The fate that a quarantined record stands for, as its latest record says."""
    status = OF_KIND[item["kind"]]
    if status == "accepted" or item["code"] is None:
        return Fate(status)
    return Fate(status, Problem(item["code"], item["field"] or "", item["expected"] or "", item["got"] or ""))


def of_copies(copies: Sequence[Copy]) -> list[Status]:
    """The status of each copy of one identity, earliest recorded first: the first is accepted and its like are duplicates;
    as soon as contents differ all are equivocations."""
    if len(copies) < 2:
        return ["accepted"] * len(copies)
    contents = {_content(copy.raw) for copy in copies}
    if len(contents) > 1:
        return ["equivocation"] * len(copies)
    return ["accepted", *["duplicate"] * (len(copies) - 1)]  # type: ignore[list-item]


def _content(raw: bytes | None) -> bytes:
    try:
        return digest(codec.decode(raw or b""))
    except Refused:
        return raw or b""
