"""Opinions of the public: collected, answered, turned into suggestions; some are told twice or taken back. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from hub.demo.gatherings import year_before
from hub.demo.lives import CATEGORIES
from hub.demo.pen import DAY, Pen, Sent
from hub.demo.places import Unit
from schemas.days import format_instant

_TWICE: Final = 29
_GHOST: Final = 127
_OUTSIDE: Final = 149
"""Every so many opinions: one that a second system tells of too, one entered by mistake, one of the year before."""


@dataclass(frozen=True)
class Voice:
    """An opinion that was collected: its id, where it arose, when (ms), and the unit that wrote it down."""

    id: str
    origin: str
    at: int
    unit: Unit


class Ear:
    """The opinions that one system collects within a period. `other`: a second system, and its unit, that repeats some."""

    def __init__(self, pen: Pen, first: date, last: date, other: tuple[Pen, Unit] | None = None) -> None:
        """Nothing is heard yet."""
        self.pen = pen
        self._period = (first, last)
        self._other = other
        self._heard = 0

    def hear(self, unit: Unit, origin: str, activity: str | None = None) -> Voice:
        """Collect an opinion."""
        self._heard += 1
        voice = Voice(self.pen.mint("o"), origin, self.pen.between(*self._period), unit)
        self._collect(voice, activity)
        if self._other is not None and self._heard % _TWICE == 3:
            self._repeat(voice, *self._other)
        if self._heard % _GHOST == 5:
            self.pen.retract(self._collect(Voice(self.pen.mint("o"), origin, voice.at, unit), None), "重复录入")
        if self._heard % _OUTSIDE == 7:
            before = year_before(voice.at, self._period[0])
            self._collect(Voice(self.pen.mint("o"), origin, before, unit), None)
            wrong = self._collect(Voice(self.pen.mint("o"), origin, voice.at, unit), None)
            self.pen.correct(wrong, {"time": format_instant(before)})
        return voice

    def answer(self, voice: Voice) -> None:
        """Answer it on the spot; now and then the answer is entered twice."""
        for _ in range(2 if self._heard % 97 == 1 else 1):
            data = {"opinion": voice.id, "origin": voice.origin, "answer": "当场答复"}
            self.pen.write("opinion.answered_on_spot", voice.id, voice.at + 1_800_000, voice.unit, data)

    def convert(self, voice: Voice, suggestion: str) -> None:
        """It has become part of a suggestion."""
        data = {"opinion": voice.id, "origin": voice.origin, "suggestion": suggestion}
        self.pen.write("opinion.converted", voice.id, voice.at + DAY, voice.unit, data)

    def forward(self, voice: Voice, to_unit: str) -> None:
        """Pass it on."""
        data = {"opinion": voice.id, "origin": voice.origin, "to_unit": to_unit}
        self.pen.write("opinion.forwarded", voice.id, voice.at + DAY, voice.unit, data)

    def reject(self, voice: Voice) -> None:
        """It cannot be taken up."""
        data = {"opinion": voice.id, "origin": voice.origin, "reason": "属于具体案件"}
        self.pen.write("opinion.rejected", voice.id, voice.at + DAY, voice.unit, data)

    def _collect(self, voice: Voice, activity: str | None) -> Sent:
        category = CATEGORIES[int(self.pen.random.random() * len(CATEGORIES))]
        data = {"opinion": voice.id, "origin": voice.origin, "activity": activity, "category": category, "source_kind": "接待"}
        return self.pen.write("opinion.collected", voice.id, voice.at, voice.unit, data)

    def _repeat(self, voice: Voice, pen: Pen, unit: Unit) -> None:
        data = {"opinion": voice.id, "origin": voice.origin, "source_kind": "转入"}
        pen.write("opinion.collected", voice.id, voice.at + DAY, unit, data)
