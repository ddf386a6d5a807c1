"""What a sender gets for each event: where the broker keeps it, or why it was not taken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from schemas.errors import NotFound, Problem, shown

_NUMBER: Final = re.compile(r"(inbox\.[a-z]+\.[a-z]+(?:\.[a-z0-9-]+)?)/([0-9]{1,9})/([0-9]{1,18})")


class Place(NamedTuple):
    """Where a record lies in an inbox."""

    topic: str
    partition: int
    offset: int

    @property
    def number(self) -> str:
        """The receipt number: `topic/partition/offset`."""
        return f"{self.topic}/{self.partition}/{self.offset}"


@dataclass(frozen=True)
class Receipt:
    """The answer to one event. Exactly one of `place` (the broker has it) and `problem` (it was not taken) is set."""

    id: str | None
    place: Place | None = None
    problem: Problem | None = None

    @property
    def number(self) -> str | None:
        """The receipt number of an event that was taken."""
        return self.place.number if self.place else None


def place_of(number: str) -> Place:
    """The place a receipt number names. Raises NotFound when it is none."""
    match = _NUMBER.fullmatch(number)
    if match is None:
        raise NotFound(shown(number))
    return Place(match[1], int(match[2]), int(match[3]))
