"""A question about figures, checked before any database is asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from projections.statistics.catalogue import Statistic, find
from projections.statistics.words import words
from schemas.days import FIRST_CONGRESS, day_end, parse_day, parse_instant
from schemas.errors import Problem, UsageError, shown

MONTHS: Final = 2_400
"""Of so many months at most figures are told month by month: two hundred years."""

STRUCTURE: Final = ("region", "level", "month")
"""Dimensions that have a row for every region, level or month there is; the others only where something was counted."""

OPEN: Final = ("kind", "category", "department", "role", "grade")


@dataclass(frozen=True)
class Question:
    """What is asked.

    `names`: statistics of the catalogue; `region`: a code; `by`: dimensions, in the order of the rows;
    `first`, `last`: Beijing days of the period, both included, None where it is open; `as_of`: the last day on which
    something counts; `where`: dimension -> value; `cohort`: the matters that entered in the period, their state at `as_of`.
    `regions`: `recorded`, or the day on whose regions figures are restated (a year is its 31 December).
    `known_at`: an instant (RFC 3339), or a day, which is its end; None means everything up to the positions that the answer shows.
    `term`: the number of a term of the region's congress, whose days are then the period; `first` and `last` are None.
    """

    names: tuple[str, ...]
    region: str
    by: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    as_of: date | None = None
    where: Mapping[str, str] = field(default_factory=dict)
    cohort: bool = False
    known_at: str | None = None
    regions: str = "recorded"
    term: int | None = None


@dataclass(frozen=True)
class Moment:
    """Up to when the ledger is known. `text`: as it was asked; `until`: its last millisecond; `day`: the day of which it is the end,
    None of an instant."""

    text: str
    until: int
    day: date | None


@dataclass(frozen=True)
class Checked:
    """A question that can be asked; `last` and `as_of` are settled, `names` and `by` without repetition. `regions`: the day on whose
    regions figures are restated, None as recorded. `term`: the number of the term whose days are the period once they are known."""

    names: tuple[str, ...]
    region: str
    by: tuple[str, ...]
    first: date | None
    last: date
    as_of: date
    where: Mapping[str, str]
    cohort: bool
    regions: date | None
    known_at: Moment | None = None
    term: int | None = None


def checked(question: Question, today: date) -> Checked:
    """The question with `as_of` and `last` settled.

    Raises UsageError, its problem pointing at the member: an unknown statistic (with the nearest names), a dimension
    that a statistic does not allow, days out of order, and what excludes each other.
    """
    statistics = [find(name) for name in question.names]
    if not statistics:
        raise UsageError(problem=Problem("FIELD_EMPTY", "/names", expected="hub stats --names"))
    for dimension in (*question.by, *question.where):
        _allow(dimension, statistics)
    _check_values(question.where, statistics)
    as_of = question.as_of or today
    last = min(question.last or as_of, as_of)
    if question.cohort:
        last = question.last or as_of
    if question.first is not None and question.last is not None and question.first > question.last:
        raise UsageError(problem=Problem("DAYS_OUT_OF_ORDER", "/to", f">= {question.first}", str(question.last)))
    if "month" in question.by:
        _check_months(question, last)
    if question.cohort:
        _check_cohort(question, statistics)
    regions = _regions(question)
    return Checked(
        names=tuple(dict.fromkeys(question.names)),
        region=question.region,
        by=tuple(dict.fromkeys(question.by)),
        first=question.first,
        last=last,
        as_of=as_of,
        where=dict(question.where),
        cohort=question.cohort,
        regions=regions,
        known_at=None if question.known_at is None else moment(question.known_at),
        term=question.term,
    )


def moment(text: str) -> Moment:
    """A day, which is its end, or an instant. Raises UsageError pointing at `known_at`."""
    try:
        if len(text) == len("2025-06-30"):
            end = parse_day(text)
            return Moment(text, day_end(end), end)
        return Moment(text, parse_instant(text), None)
    except ValueError as error:
        raise UsageError(problem=Problem("FIELD_FORMAT", "/known_at", "2025-06-30 | 2025-06-30T12:00:00+08:00", text)) from error


def period_of_month(text: str) -> tuple[date, date]:
    """First and last day of a month written YYYY-MM. Raises UsageError."""
    try:
        first = parse_day(f"{text}-01")
        following = (first + timedelta(days=31)).replace(day=1)
    except (ValueError, OverflowError) as error:
        raise UsageError(problem=Problem("FIELD_FORMAT", "/month", "2025-06", text)) from error
    return first, following - timedelta(days=1)


def period_of_year(text: str) -> tuple[date, date]:
    """First and last day of a year written YYYY. Raises UsageError."""
    try:
        return parse_day(f"{text}-01-01"), parse_day(f"{text}-12-31")
    except ValueError as error:
        raise UsageError(problem=Problem("FIELD_FORMAT", "/year", "2025", text)) from error


def number_of_term(text: str) -> int:
    """The number of a term (届), from 1. Raises UsageError."""
    if not re.fullmatch(r"[1-9][0-9]{0,3}", text):
        raise UsageError(problem=Problem("FIELD_FORMAT", "/term", "17", text))
    return int(text)


def day(text: str, member: str) -> date:
    """A day written YYYY-MM-DD. Raises UsageError pointing at `member`."""
    try:
        return parse_day(text)
    except ValueError as error:
        raise UsageError(problem=Problem("FIELD_FORMAT", f"/{member}", "2025-06-30", text)) from error


def _regions(question: Question) -> date | None:
    """The day on whose regions the figures are restated."""
    text = question.regions
    if text == "recorded":
        return None
    return day(f"{text}-12-31" if len(text) == len("2025") else text, "regions")


def _check_months(question: Question, last: date) -> None:
    """Each month is a row of each figure, whether anything was counted or not: of ten thousand years an answer would fill the memory."""
    first = question.first or FIRST_CONGRESS
    months = 12 * (last.year - first.year) + last.month - first.month + 1
    if months > MONTHS:
        member = "/as_of" if question.first is None else "/from"
        raise UsageError(problem=Problem("FIELD_RANGE", member, f"≤ {MONTHS} months", str(months)))


def _check_cohort(question: Question, statistics: list[Statistic]) -> None:
    if question.first is None and question.term is None:
        raise UsageError(problem=Problem("FIELD_MISSING", "/from", expected="--cohort --from D --to D"))
    for one in statistics:
        if one.answered == "distinct":
            raise UsageError(problem=Problem("COHORT_NOT_ALLOWED", "/cohort", got=one.name))


def _allow(dimension: str, statistics: list[Statistic]) -> None:
    known = (*STRUCTURE, *OPEN)
    if dimension not in known:
        raise UsageError(problem=Problem("DIMENSION_NOT_ALLOWED", "/by", ", ".join(known), dimension))
    for one in statistics:
        if dimension not in one.dimensions:
            raise UsageError(problem=Problem("DIMENSION_NOT_ALLOWED", "/by", f"{one.name}: {', '.join(one.dimensions)}", dimension))


def _check_values(where: Mapping[str, str], statistics: list[Statistic]) -> None:
    """A word that no row can have is a mistake, not a figure of 0; what nobody told is asked for by the empty one."""
    for dimension, value in where.items():
        if dimension in ("region", "month"):
            raise UsageError(problem=Problem("DIMENSION_NOT_ALLOWED", "/where", ", ".join(("level", *OPEN)), dimension))
        known = words(dimension, statistics)
        if known and value not in known and (value or dimension == "level"):
            raise UsageError(problem=Problem("FIELD_VALUE", "/where", ", ".join(known), shown(value)))
