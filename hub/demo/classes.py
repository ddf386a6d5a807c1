"""Trainings: who completed which course at which venue; some are told twice, at the wrong venue, or by mistake. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from hub.demo.pen import DAY, Pen, Sent, instant
from hub.demo.people import Deputy
from hub.demo.places import Unit

_GHOST: Final = 97
_WRONG: Final = 61
_OUTSIDE: Final = 89
"""Every so many deputies of a course: one who was not there, one entered at the other venue, one who attended years before."""
_LONG_AGO: Final = instant(date(2016, 3, 1))


@dataclass(frozen=True)
class Course:
    """A course: its id, when it was held (ms), its main venue and the branch venues."""

    id: str
    at: int
    venue: str
    branches: Sequence[str] = ()


def attend(pen: Pen, unit: Unit, course: Course, deputies: Sequence[Deputy]) -> None:
    """These deputies complete the course, at the main venue and the branches in turn; who holds two mandates is told of for each."""
    for turn, deputy in enumerate(deputies):
        venue = (course.venue, *course.branches)[turn % (1 + len(course.branches))]
        data = _data(course, deputy.mandates[0], venue)
        if turn % _WRONG == 11 and course.branches:
            wrong = _write(pen, unit, course.at, {**data, "mode": "main", "venue": f"{course.venue}-2"})
            pen.correct(wrong, {"mode": data["mode"], "venue": venue})
        else:
            _write(pen, unit, course.at, data)
        for mandate in deputy.mandates[1:]:
            _write(pen, unit, course.at, {**data, "mandate": mandate})
        if turn % _GHOST == 5:
            absent = {**data, "mandate": f"{unit.region}-d-y{turn:04d}", "venue": f"{course.venue}-3"}
            pen.retract(_write(pen, unit, course.at, absent), "未参加")
        if turn % _OUTSIDE == 7:
            _write(pen, unit, max(course.at - 1600 * DAY, _LONG_AGO), {**data, "course": f"{course.id}-0"})


def _data(course: Course, mandate: str, venue: str) -> dict[str, Any]:
    mode = "main" if venue == course.venue else "branch"
    return {"course": course.id, "mandate": mandate, "hours": 8, "mode": mode, "venue": venue}


def _write(pen: Pen, unit: Unit, at: int, data: dict[str, Any]) -> Sent:
    return pen.write("training.completed", pen.mint("k"), at, unit, data)
