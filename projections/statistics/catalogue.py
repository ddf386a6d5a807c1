"""The catalogue: every statistic is a folder `catalogue/<name>/`: its words, its formula in SQL, and its SQL where it counts distinct things."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from schemas.errors import Problem, UsageError

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Statistic:
    """One statistic of the catalogue.

    `unit`: what one is (次, 人次, 人, 件, 项, 个). `additive`: own and the children of a region add up to it.
    `reach`: `subtree`, or `own` for the figures of exactly one congress. `answered`: `cube` (a measure of that name),
    `distinct` (things counted once however often they appear; `presence.sql` says where they are and when),
    `rows` (counted from rows when it is asked; `days.sql` says of each thing where it is and on which days it counts),
    or `charged` (worked out when asked, of each department that was assigned something: `26_charge.sql`).
    `span`: whether a distinct thing is there at a moment (`event`) or from one day to another (`state`); `begun`: so too, but within a period it
    counts only if it began within it.
    `rests`: the other tables whose rows it looks at.
    `formula`, `pitfalls`, `source`: in both languages how it is counted, what it is mistaken for, and where the rule or the wish comes from.
    `implied`: dimensions that its rows always have. `rate_of`: the statistic whose figure stands beside as `of`; with `of_state` that of the last
    day (of each month), whatever the period: what happened within it is a share of what is there.
    """

    name: str
    zh: str
    en: str
    unit: str
    additive: bool
    reach: Literal["subtree", "own"]
    answered: Literal["cube", "distinct", "rows", "charged"]
    object: str
    dimensions: tuple[str, ...]
    formula: Mapping[str, str]
    pitfalls: Mapping[str, str]
    source: Mapping[str, str]
    span: Literal["event", "state", "begun"] = "event"
    implied: tuple[str, ...] = ()
    rate_of: str | None = None
    of_state: bool = False
    rests: tuple[str, ...] = ()

    def title(self, language: Language) -> str:
        """The name as people read it."""
        return self.zh if language == "zh" else self.en


@cache
def catalogue() -> Mapping[str, Statistic]:
    """Every statistic by name, in the order of names."""
    folders = sorted(files("projections.statistics").joinpath("catalogue").iterdir(), key=lambda one: one.name)
    return {one.name: _read(one.name, one.joinpath("statistic.toml").read_text("utf-8")) for one in folders}


def presence_sql(name: str) -> str:
    """The SQL of a distinct statistic: rows of (key, chain, level, kind, first, last, thing, congress)."""
    return _sql(name, "presence")


def days_sql(name: str) -> str:
    """The SQL of what is counted from rows, and of the rate of it: rows of (key, entered, chain, level, kind, required, met)."""
    return _sql(name, "days")


def _sql(name: str, part: str) -> str:
    return files("projections.statistics").joinpath("catalogue", name, f"{part}.sql").read_text("utf-8")


@cache
def formula_sql(name: str) -> str:
    """The figure of a region (`:region`) as of a day (`:as_of`) as one number, from the rows of a version of the views (`{view}`): what the engine
    answers, said as plainly as possible. Of a statistic that has a row for each grade or department it is the sum of them."""
    return files("projections.statistics").joinpath("catalogue", name, "formula.sql").read_text("utf-8")


def find(name: str) -> Statistic:
    """The statistic of that name. Raises UsageError with the nearest names."""
    known = catalogue()
    if name not in known:
        near = get_close_matches(name, known, n=3, cutoff=0.5) or ["hub stats --names"]
        raise UsageError(problem=Problem("STATISTIC_UNKNOWN", "/names", ", ".join(near), name))
    return known[name]


def _read(name: str, text: str) -> Statistic:
    entry: dict[str, Any] = tomllib.loads(text)
    for member in ("dimensions", "implied", "rests"):
        entry[member] = tuple(entry.get(member, ()))
    return Statistic(name=name, **entry)
