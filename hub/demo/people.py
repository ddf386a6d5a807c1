"""Deputies and their mandates: one person may hold several. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hub.demo.pen import Pen, Phase, instant
from hub.demo.places import Unit, organ, regions

_SURNAMES: Final = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
_GIVEN: Final = (
    *("建国", "秀英", "志强", "丽华", "文斌", "春梅", "永红", "海燕", "明亮", "玉兰"),
    *("学军", "小平", "国庆", "桂芳", "正阳", "晓东", "爱民", "雪梅", "向前", "立新"),
)
_LATE: Final = 83
"""Every so many persons one has a second mandate that is registered too late."""


@dataclass(frozen=True)
class Deputy:
    """A person; the first mandate is the one in the own region, others are in congresses above it."""

    person: str
    mandates: tuple[str, ...]


def elect(pen: Pen, unit: Unit, seats: Iterable[tuple[str, int]], since: date, second: int = 9) -> Sequence[Deputy]:
    """Register so many persons per region, each with a mandate there; every `second` one also in the nearest congress above."""
    deputies: list[Deputy] = []
    for code, number in seats:
        for at in range(number):
            deputies.append(_elected(pen, unit, code, at + 1, since, len(deputies) % second == 1, len(deputies) % _LATE == 1))
    return deputies


def replaced(pen: Pen, unit: Unit, code: str, number: int, since: date, until: date) -> None:
    """Deputies whose mandates ended: they are counted no more."""
    for at in range(number):
        deputy = _elected(pen, unit, code, 9000 + at, since, False, False)
        ended = {"mandate": deputy.mandates[0], "reason": "调离", "valid_from": until.isoformat()}
        pen.write("mandate.ended", deputy.mandates[0], instant(until), unit, ended, "reference")


def _elected(pen: Pen, unit: Unit, code: str, number: int, since: date, twice: bool, late: bool) -> Deputy:
    person = f"p-{code}-{number:04d}"
    name = pen.random.choice(_SURNAMES) + pen.random.choice(_GIVEN)
    pen.write("deputy.registered", person, instant(since), unit, {"person": person, "name": name}, "reference")
    congresses = [code, *([_above(code)] if twice else [])]
    mandates = []
    for congress in congresses:
        mandate = f"{congress}-d-{number:04d}" if congress == code else f"{congress}-d-{code}-{number:04d}"
        phase: Phase = "cure" if late and congress != code else "reference"
        _seat(pen, unit, mandate, person, congress, since, phase)
        mandates.append(mandate)
    return Deputy(person, tuple(mandates))


def _seat(pen: Pen, unit: Unit, mandate: str, person: str, congress: str, since: date, phase: Phase) -> None:
    held = organ(congress)
    data = {
        "mandate": mandate,
        "person": person,
        "unit": held.code,
        "level": held.level,
        "region": congress,
        "valid_from": since.isoformat(),
    }
    pen.write("mandate.started", mandate, instant(since), unit, data, phase)


def _above(code: str) -> str:
    """The nearest region above that has a congress."""
    parent = regions()[code].parent
    return parent if regions()[parent].level else _above(parent)
