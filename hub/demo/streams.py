"""The whole demo as streams: what every system hands over, in order, duplicates included. Pure: the same for the same goals and seed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from hub.demo import ground
from hub.demo.pen import DAY, Pen, Sent, System
from hub.demo.reports import chongqing, jilin, jingmen, nanzhang, xiangtan
from hub.demo.reports.pens import Pens

SEED: Final = "五份报告"
_REPORTS: Final = {"000": jingmen, "001": chongqing, "002": nanzhang, "003": jilin, "004": xiangtan}
REPORTS: Final = tuple(_REPORTS)
_TWICE: Final = 73
"""Every so many records one is handed over twice."""


@dataclass(frozen=True)
class Streams:
    """`administrator`: what the hub's own source says; `reports`: what the systems of each report hand over, in their order."""

    administrator: Sequence[Sent]
    reports: Mapping[str, Sequence[Sent]]

    def all(self) -> Iterable[Sent]:
        """Every record."""
        yield from self.administrator
        for stream in self.reports.values():
            yield from stream


def systems() -> tuple[System, ...]:
    """Every system of the five reports."""
    return tuple(system for module in _REPORTS.values() for system in module.SYSTEMS)


def write(goals: Mapping[str, Mapping[str, int]], seed: str = SEED) -> Streams:
    """Let every system of the reports named in `goals` write what it has to say."""
    pen = Pen(ground.ADMINISTRATOR, seed)
    organs = dict.fromkeys(code for module in _REPORTS.values() for code in module.ORGANS)
    ground.establish(pen, organs)
    return Streams(tuple(pen.written), {report: _report(report, goals[report], seed) for report in goals})


def _report(report: str, goals: Mapping[str, int], seed: str) -> Sequence[Sent]:
    pens = Pens(f"{seed} {report}")
    _REPORTS[report].write(goals, pens)
    return [one for pen in pens for one in _handed_over(pen, seed)]


def _handed_over(pen: Pen, seed: str) -> Iterable[Sent]:
    """A system's records in the order of handing over, numbered by it, some of them twice; a sheet knows neither."""
    dice = Random(f"{seed} {pen.system.source} twice")  # noqa: S311 - no secret
    ordered = sorted(pen.written, key=lambda one: one.handed)
    if pen.system.door == "csv":
        return ordered
    numbered = [_numbered(one, str(at + 1)) for at, one in enumerate(ordered)]
    again = [replace(one, handed=one.handed + int(dice.random() * 3 * DAY)) for one in numbered[7::_TWICE]]
    return sorted([*numbered, *again], key=lambda one: one.handed)


def _numbered(one: Sent, sequence: str) -> Sent:
    # Said in full: `replace` takes four times as long, and these are most of what the demo makes.
    return Sent(one.type, {**one.event, "sequence": sequence}, one.handed, one.system, one.phase, one.row)
