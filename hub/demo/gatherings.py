"""Activities: what is held, who takes part, and how the same activity is told twice, wrongly, or by mistake. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from hub.demo.pen import DAY, Pen, Sent, instant
from hub.demo.people import Deputy
from hub.demo.places import Unit
from schemas.days import format_instant


@dataclass(frozen=True)
class Gathering:
    """An activity as it was. `co` is the co-unit whose system tells of it as well, by its own `pen`."""

    unit: Unit
    kind: str
    at: int
    deputies: Sequence[Deputy] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    station: str | None = None
    topic: str | None = None
    co: tuple[Pen, Unit] | None = None


_GHOST: Final = 211
_WRONG_DAY: Final = 307
_WRONG_COUNT: Final = 151
_EQUIVOCAL: Final = 1009
"""Every so many activities: one that never was, one told of another year, one miscounted, one told in two ways."""


class Diary:
    """The activities of one system within a period; some of them are told badly, and put right."""

    def __init__(self, pen: Pen, first: date, last: date) -> None:
        """Nothing is held yet."""
        self.pen = pen
        self._period = (first, last)
        self._held = 0

    def moment(self) -> int:
        """A moment within the period (ms)."""
        return self.pen.between(*self._period)

    def reception(self, place: int, every: int) -> int:
        """A moment on one of a place's reception days: one day in so many, another day for each place."""
        at = self.moment()
        first, last = (instant(day, 0) for day in self._period)
        since = (at - first) // DAY
        chosen = since - since % every + place % every
        return at + (chosen - since - (every if first + chosen * DAY > last else 0)) * DAY

    def hold(self, one: Gathering) -> str:
        """Tell of an activity; returns its id."""
        self._held += 1
        activity = self.pen.mint("a")
        self._tell(activity, one)
        if one.co is not None:
            self._tell_again(activity, one, *one.co)
        if self._held % _GHOST == 5:
            self._ghost(one)
        if self._held % _GHOST == 17:
            self._outside(one)
        return activity

    def announce(self, activity: str, one: Gathering) -> None:
        """Announce it some days ahead."""
        data = {"activity": activity, "kind": one.kind, "station": one.station, "theme": one.topic}
        self.pen.write("activity.announced", activity, one.at - 3 * DAY, one.unit, data)

    def _tell(self, activity: str, one: Gathering) -> None:
        turn = self._held
        if turn % _WRONG_DAY == 7:
            self._correct_day(self._write(activity, replace(one, at=self._before(one.at))), one)
        elif turn % _WRONG_COUNT == 11 and one.counts:
            told = {name: number + 7 for name, number in one.counts.items()}
            self.pen.correct(self._write(activity, replace(one, counts=told)), {"counts": dict(one.counts)})
        elif turn % _WRONG_COUNT == 19 and len(one.deputies) > 1:
            wrong = self._write(activity, replace(one, deputies=one.deputies[1:]))
            self.pen.correct(wrong, {"participants": _participants(one.deputies)})
        else:
            true = self._write(activity, one)
            if turn % _EQUIVOCAL == 23:
                self.pen.contradict(true, "counts", {name: number * 10 for name, number in one.counts.items()} or {"people": 9})

    def _write(self, activity: str, one: Gathering) -> Sent:
        co_units = [one.co[1].code] if one.co else []
        return self.pen.write("activity.held", activity, one.at, one.unit, _data(activity, one, _participants(one.deputies), co_units))

    def _tell_again(self, activity: str, one: Gathering, pen: Pen, unit: Unit) -> None:
        """The co-unit's system tells of it under the same id, with the other mandates of the same persons; every fourth time
        it takes itself for the host, and counts once more."""
        participants = [{"mandate": deputy.mandates[-1]} for deputy in one.deputies]
        itself = self._held % 4 == 1
        told = replace(one, counts={name: number + 1 for name, number in one.counts.items()}) if itself else one
        data = {**_data(activity, told, participants, [unit.code]), **({"host_unit": unit.code} if itself else {})}
        pen.write("activity.held", activity, one.at + 3_600_000, unit, data)

    def _ghost(self, one: Gathering) -> None:
        """An activity entered by mistake, and taken back."""
        self.pen.retract(self._write(self.pen.mint("a"), replace(one, co=None)), "重复录入")

    def _outside(self, one: Gathering) -> None:
        """An activity of the year before: it is on the ledger and in no figure of the period. Another was dated into it."""
        other = replace(one, co=None, at=self._before(one.at))
        self._write(self.pen.mint("a"), other)
        self._correct_day(self._write(self.pen.mint("a"), replace(one, co=None)), other)

    def _correct_day(self, wrong: Sent, one: Gathering) -> None:
        self.pen.correct(wrong, {"time": format_instant(one.at)})

    def _before(self, at: int) -> int:
        """A moment in the year before the period, at the same hour."""
        return year_before(at, self._period[0])


def _data(activity: str, one: Gathering, participants: Sequence[Mapping[str, str]], co_units: Sequence[str]) -> dict[str, Any]:
    return {
        "activity": activity,
        "kind": one.kind,
        "host_unit": one.unit.code,
        "co_units": co_units,
        "station": one.station,
        "participants": participants,
        "counts": dict(one.counts) or None,
        "topic": one.topic,
    }


def _participants(deputies: Sequence[Deputy]) -> list[dict[str, str]]:
    return [{"mandate": deputy.mandates[0]} for deputy in deputies]


def bring(pen: Pen, unit: Unit, activity: str, at: int, note: str, brought: Mapping[str, int]) -> None:
    """What came of an activity, some days later; some tell it in two steps, some miscount, some tell it of what was never held."""
    turn = len(pen.written)
    if turn % 3 == 1:
        _yield(pen, unit, activity, at + 5 * DAY, note, {name: number // 2 for name, number in brought.items()})
    if turn % 41 == 7:
        wrong = _yield(pen, unit, activity, at + 20 * DAY, note, {name: number * 10 for name, number in brought.items()})
        pen.correct(wrong, dict(brought))
    else:
        _yield(pen, unit, activity, at + 20 * DAY, note, brought)
    if turn % 37 == 11:
        _yield(pen, unit, pen.mint("a"), at + 20 * DAY, note, brought)


def _yield(pen: Pen, unit: Unit, activity: str, at: int, note: str, brought: Mapping[str, int]) -> Sent:
    return pen.write("activity.yielded", activity, at, unit, {"activity": activity, "note": note, **brought})


def year_before(at: int, first: date) -> int:
    """A moment of the year before a day, at the same hour as `at` (ms)."""
    return instant(first, 0) - DAY * (1 + at // DAY % 300) + (at - instant(first, 0)) % DAY


def shares(total: int, parts: int, pen: Pen, most: int) -> list[int]:
    """`parts` whole numbers from 0 to `most`, uneven, that add up to `total`. Raises ValueError when they cannot."""
    if not 0 <= total <= parts * most:
        raise ValueError(f"{total} in {parts} parts of at most {most}")
    numbers = [total // parts] * parts
    for at in range(total % parts):
        numbers[at] += 1
    for _ in range(parts):
        give, take = int(pen.random.random() * parts), int(pen.random.random() * parts)
        moved = min(numbers[give], most - numbers[take], 1 + int(pen.random.random() * 3))
        numbers[give] -= moved
        numbers[take] += moved
    return numbers


def portions(total: int, parts: int, pen: Pen) -> list[int]:
    """`parts` whole numbers that add up to `total`, as uneven as the pen draws them."""
    cuts = sorted(int(pen.random.random() * (total + 1)) for _ in range(parts - 1))
    return [end - begin for begin, end in zip([0, *cuts], [*cuts, total], strict=True)]
