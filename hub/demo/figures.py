"""The printed figures as data, and the count of rows that a clerk would make. Pure but for one file read."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from hub.demo.pen import DAY, Sent, instant

Rows = Mapping[str, Sequence[Sent]]
"""What was sent, by type."""

_FILE: Final = Path(__file__).with_name("figures.toml")


@dataclass(frozen=True)
class Figure:
    """A figure of a report. `first` None: a state on `last`. `where`: dimension → values whose rows are added up.

    `rows`, `each`, `sum`: what a clerk would count; `moved_by`, `about`: what stands behind the figure (`about` null: as `each`). `share_of`: printed
    is how many of a hundred; a clerk divides by this number, the hub by its own.
    """

    report: str
    zh: str
    en: str
    published: int
    statistic: str
    region: str
    first: date | None
    last: date
    rows: frozenset[str]
    moved_by: frozenset[str]
    where: Mapping[str, Sequence[str]] = field(default_factory=dict)
    each: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    about: Mapping[str, Sequence[Any]] | None = None
    sum: str | None = None
    share_of: int | None = None


@cache
def figures() -> tuple[Figure, ...]:
    """Every figure, in the order of the reports."""
    listed = tomllib.loads(_FILE.read_text("utf-8"))["figure"]
    return tuple(_figure(one) for one in listed)


def _figure(one: dict[str, Any]) -> Figure:
    first, last = one.pop("from", None), one.pop("to")
    rows, moved_by = (frozenset(f"cn.npc.{name}.v1" for name in one.pop(member)) for member in ("rows", "moved_by"))
    return Figure(first=first, last=last, rows=rows, moved_by=moved_by, **one)


@dataclass(frozen=True)
class Unshown:
    """Something that a report prints and the demo does not show: as it is printed, and why, in both languages."""

    report: str
    printed: str
    why: str
    why_en: str


@cache
def unshown() -> tuple[Unshown, ...]:
    """Everything of that kind, in the order of the reports."""
    listed = tomllib.loads(_FILE.with_name("unshown.toml").read_text("utf-8"))["unshown"]
    return tuple(Unshown(**one) for one in listed)


def targets() -> dict[str, dict[str, int]]:
    """What the streams must bring forth: report → figure → integer."""
    found: dict[str, dict[str, int]] = {}
    for one in figures():
        found.setdefault(one.report, {})[key(one)] = one.published
    return found


def key(figure: Figure) -> str:
    """The figure's name within its report: the statistic, and the kinds it is limited to where there is one."""
    kinds = figure.where.get("kind", ())
    return f"{figure.statistic} {kinds[0]}" if len(kinds) == 1 else figure.statistic


def by_type(stream: Iterable[Sent]) -> Rows:
    """What was sent, put together by type: a figure looks at few of the types."""
    rows: dict[str, list[Sent]] = {}
    for sent in stream:
        rows.setdefault(sent.type, []).append(sent)
    return rows


def naive(figure: Figure, rows: Rows) -> int:
    """What comes out when the rows of the natural type are counted as they were sent, within the period."""
    begin, end = period(figure)
    sent = (one for name in figure.rows for one in rows.get(name, ()))
    within = (one for one in sent if begin <= one.event["time"] < end)
    counted = sum(worth(figure, one.event["data"]) for one in within if _asked(figure, one))
    return counted if figure.share_of is None else of_a_hundred(counted, figure.share_of)


def of_a_hundred(number: int, of: int) -> int:
    """How many of a hundred, as reports print it: rounded, halves up."""
    return (200 * number + of) // (2 * of)


def period(figure: Figure) -> tuple[int, int]:
    """When the figure's period begins and when it is over (ms); a state begins with the first day there is."""
    return instant(figure.first or date.min, 0), instant(figure.last, 0) + DAY


def _asked(figure: Figure, sent: Sent) -> bool:
    return all(sent.event["data"].get(name) in values for name, values in figure.each.items())


def worth(figure: Figure, data: Mapping[str, Any]) -> int:
    """What a row with these data adds to a count of rows."""
    if figure.sum is None:
        return 1
    value: Any = data
    for name in figure.sum.split("."):
        value = (value or {}).get(name)
    return len(value) if isinstance(value, list) else int(value or 0)
