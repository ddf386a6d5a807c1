"""Deputies and their mandates: one person may hold several. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import cycle
from typing import Final

from hub.demo.pen import Pen, Phase, instant
from hub.demo.places import Unit, chain, organ, regions

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


@dataclass(frozen=True)
class Roll:
    """Where deputies are registered from a day on: by whom, and by whom in the congress above the register's own region. `groups`: of a region whose
    congress has groups of deputies the group of each mandate in turn."""

    pen: Pen
    unit: Unit
    since: date
    upper: tuple[Pen, Unit] | None = None
    groups: Mapping[str, Iterator[str]] = field(default_factory=dict)


def elect(roll: Roll, seats: Iterable[tuple[str, int]], second: int = 9, named: int | None = None, first: int = 0) -> Sequence[Deputy]:
    """Register so many persons per region, each with a mandate there; every `second` one also in the nearest congress above. Of each region
    the first `named` by name (None: all), of the others only where they sit; `first`: those of a region that are registered already."""
    deputies: list[Deputy] = []
    for code, number in seats:
        for at in range(number):
            turn = len(deputies)
            congresses = [code, _above(code)] if turn % second == 1 else [code]
            deputies.append(_elected(roll, congresses, first + at + 1, late=turn % _LATE == 1, named=named is None or at < named))
    return deputies


def replaced(roll: Roll, code: str, number: int, until: date) -> None:
    """Deputies whose mandates ended: they are counted no more."""
    for at in range(number):
        deputy = _elected(roll, [code], 9000 + at, late=False, named=True)
        ended = {"mandate": deputy.mandates[0], "reason": "调离", "valid_from": until.isoformat()}
        roll.pen.write("mandate.ended", deputy.mandates[0], instant(until), roll.unit, ended, "reference")


def dissolved(roll: Roll, code: str, group: str, members: int, until: date) -> None:
    """A group of a congress whose deputies all left: it is counted no more."""
    replaced(replace(roll, groups={code: cycle((group,))}), code, members, until)


def _elected(roll: Roll, congresses: Sequence[str], number: int, late: bool, named: bool) -> Deputy:
    code = congresses[0]
    person = f"p-{code}-{number:04d}"
    if named:
        name = roll.pen.random.choice(_SURNAMES) + roll.pen.random.choice(_GIVEN)
        roll.pen.write("deputy.registered", person, instant(roll.since), roll.unit, {"person": person, "name": name}, "reference")
    mandates = [f"{congress}-d-{number:04d}" if congress == code else f"{congress}-d-{code}-{number:04d}" for congress in congresses]
    for congress, mandate in zip(congresses, mandates, strict=True):
        _seat(roll, mandate, person, congress, "cure" if late and congress != code else "reference")
    return Deputy(person, tuple(mandates))


def _seat(roll: Roll, mandate: str, person: str, congress: str, phase: Phase) -> None:
    held, since = organ(congress), roll.since
    data = {
        "mandate": mandate,
        "person": person,
        "unit": held.code,
        "level": held.level,
        "region": congress,
        "valid_from": since.isoformat(),
    }
    if congress in roll.groups:
        data["delegation"] = next(roll.groups[congress])
    pen, unit = (roll.pen, roll.unit) if roll.unit.region in chain(congress) or roll.upper is None else roll.upper
    pen.write("mandate.started", mandate, instant(since), unit, data, phase)


def _above(code: str) -> str:
    """The nearest region above that has a congress."""
    parent = regions()[code].parent
    return parent if regions()[parent].level else _above(parent)
