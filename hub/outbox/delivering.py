"""Empties an outbox: sends what no hub has taken, asks for a receipt of each, checks it, lets go of what is proved."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from hub.audit.receiving import Receipt, received
from hub.outbox.box import Box, Kept
from projections.archive.proofs import Read
from projections.archive.verifier import Key, Wrong
from schemas.errors import REASONS, Language, NotFound, Problem, Refused

LOOK_SECONDS: Final = 0.3
TAKEN: Final = frozenset({"received", "accepted", "duplicate", "equivocation", "waiting", "quarantined"})
"""What a hub says of an event that its broker has."""
LATER: Final = frozenset({"RECEIPT_LATER", NotFound.code})
"""Between being judged and being indexed an event is not found for a moment."""


class Hub(Protocol):
    """What is asked of a hub."""

    def send(self, events: Sequence[bytes]) -> Iterator[dict[str, Any]]:
        """The answer to each event, in order."""

    def receipt(self, source: str, id: str) -> bytes:
        """The receipt of an event. Raises NotFound: RECEIPT_LATER, RECEIPT_NONE, NOT_FOUND."""


@dataclass(frozen=True)
class Outcome:
    """What became of an event: its receipt, or why it is still here."""

    source: str
    id: str
    receipt: Receipt | None = None
    problem: Problem | None = None


def deliver(box: Box, hub: Hub, key: Key, read: Read, patience: float, language: Language) -> Iterator[Outcome]:
    """Send and ask until nothing is left or `patience` (seconds) is over; one outcome for each event that is here.

    What was taken before is asked for first, and sent again only where no hub knows it. Raises Unavailable when there is no hub.
    """
    unsent = [one for one in box.kept() if not one.sent or not _known(hub, one)]
    yield from _sent(box, hub, unsent)
    deadline, open_ = time.monotonic() + patience, [one for one in box.kept() if one.sent]
    while open_:
        asked = [(one, _asked(box, hub, key, read, one, language)) for one in open_]
        later = [(one, outcome) for one, outcome in asked if outcome.problem is not None and outcome.problem.code in LATER]
        over = time.monotonic() > deadline
        yield from (outcome for one, outcome in asked if over or (one, outcome) not in later)
        open_ = [] if over else [one for one, _ in later]
        if open_:
            time.sleep(LOOK_SECONDS)


def _known(hub: Hub, one: Kept) -> bool:
    """Whether a hub has what it took before: one that was restored may have lost what was not judged."""
    try:
        hub.receipt(one.event["source"], one.event["id"])
    except NotFound as error:
        return error.problem.code != NotFound.code
    return True


def _sent(box: Box, hub: Hub, unsent: Sequence[Kept]) -> Iterator[Outcome]:
    """Send; what was refused, which stays as it is."""
    for one, answer in zip(unsent, hub.send([one.text for one in unsent]), strict=True):
        if answer["status"] in TAKEN:
            box.sent(one)
        else:
            yield Outcome(one.event["source"], one.event["id"], problem=_problem(answer))


def _problem(answer: dict[str, Any]) -> Problem:
    told = {name: str(answer.get("problem", {}).get(name, "")) for name in ("code", "pointer", "expected", "got")}
    return Problem(told["code"] if told["code"] in REASONS else "UNAVAILABLE", told["pointer"].removeprefix("#"), told["expected"], told["got"])


def _asked(box: Box, hub: Hub, key: Key, read: Read, one: Kept, language: Language) -> Outcome:
    """Ask for a receipt, and let the event go where it holds."""
    event = one.event
    source, id = event["source"], event["id"]
    try:
        text = hub.receipt(source, id)
        found = received(text, event, key, box.seen(), read)
    except Wrong as wrong:
        return Outcome(source, id, problem=Problem("RECEIPT_WRONG", got=wrong.sentence(language)))
    except (NotFound, Refused) as error:
        return Outcome(source, id, problem=error.problem)
    box.done(one, text, found.log, found.checkpoint.text)
    return Outcome(source, id, receipt=found)
