"""Records that contradict themselves, by type: no later event could make them right (contract.md 3). Pure expressions over columns."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from schemas.days import BEIJING_MS, DAY_MS, FIRST_CONGRESS


@dataclass(frozen=True)
class Check:
    """A rule: `breaks` is true for the rows that break it; `got` is shown of them."""

    code: str
    field: str
    expected: str
    breaks: pl.Expr
    got: pl.Expr


def member(name: str) -> pl.Expr:
    """A member of `data`."""
    return pl.col("data").struct.field(name)


def instant(text: pl.Expr) -> pl.Expr:
    """RFC 3339 text as an instant; null where it is none."""
    return text.str.to_datetime("%+", time_unit="ms", time_zone="UTC", strict=False)


def _moment(text: pl.Expr, into_day_ms: int = 0) -> pl.Expr:
    """A day or an instant in ms; of a day, so many ms after its beginning in Beijing."""
    day = text.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False).cast(pl.Int64) * DAY_MS - BEIJING_MS + into_day_ms
    return pl.when(text.str.len_bytes() == len("2025-06-08")).then(day).otherwise(instant(text).dt.epoch("ms"))


LAST_YEAR: Final = 2200
"""Of years beyond it there is no calendar. Below, the vocabulary bounds it; a released schema is not bounded anew."""


def _wrong(field: str, expected: str, breaks: pl.Expr, got: pl.Expr) -> Check:
    return Check("CONTRADICTION", f"/data/{field}", expected, breaks, got)


def _differ(name: str, *others: str) -> Iterable[Check]:
    """A member that is none of the other members."""
    for other in others:
        yield _wrong(name, f"≠ /data/{other}", member(name) == member(other), member(name))


def _not_subject(name: str) -> Iterable[Check]:
    yield _wrong(name, "≠ /subject", member(name) == pl.col("subject"), member(name))


def _in_order(first: str, last: str) -> Iterable[Check]:
    """Two dates, the second not before the first; either may be absent."""
    yield _wrong(last, f"≥ /data/{first}", member(last) < member(first), member(last))


def _held() -> Iterable[Check]:
    start, end = member("start"), member("end")
    yield _wrong("end", "≥ /data/start", _moment(end, DAY_MS - 1) < _moment(start), end)


def _established() -> Iterable[Check]:
    yield from _differ("parent", "code")
    yield from _in_order("valid_from", "valid_through")


def _moved() -> Iterable[Check]:
    yield from _differ("parent", "code")
    yield from _differ("new_code", "code", "parent")


def _succeeded() -> Iterable[Check]:
    """A code that ends is not its own successor, no successor is named twice, and their shares are parts of one whole.

    A share that is no number is shown as it stands (docs/decisions/0014).
    """
    codes = member("successors").list.eval(pl.element().struct.field("code"))
    yield _wrong("successors", "≠ /data/code", codes.list.contains(member("code")), member("code"))
    yield _wrong("successors", "code ×1", codes.list.n_unique() < codes.list.len(), codes.list.join(" "))
    shares = member("successors").list.eval(pl.element().struct.field("share"))
    number = pl.element().str.extract(r"^(\d{1,9}(?:\.\d{1,9})?)%?$").cast(pl.Float64)
    parts = shares.list.eval(number / pl.when(pl.element().str.ends_with("%")).then(100).otherwise(1))
    yield _wrong("successors", "Σ share ≤ 1 (100%)", parts.list.sum() > 1 + _ROUNDING, shares.list.join(" ", ignore_nulls=True))


_ROUNDING: Final = 1e-6
"""By how much three thirds, each rounded, may pass the whole."""


def _merged_department() -> Iterable[Check]:
    yield _wrong("successors", "≠ /data/dept", member("successors").list.contains(member("dept")), member("dept"))


def _continues() -> Iterable[Check]:
    subject = pl.col("subject")
    yield _wrong("continues", "≠ /subject", member("continues").list.contains(subject), subject)


def _calendar() -> Iterable[Check]:
    """A year's days lie in the year, and none is both off and worked. The year is the object, as text. A year that nobody has announced is
    none: the views know each working day of every year."""
    yield Check("FIELD_RANGE", "/data/year", f"{FIRST_CONGRESS.year} … {LAST_YEAR}", member("year") > LAST_YEAR, member("year"))
    year = member("year").cast(pl.String)
    yield Check("CONTRADICTION", "/subject", "= /data/year", pl.col("subject") != year, pl.col("subject"))
    for name in ("holidays", "workdays"):
        outside = member(name).list.eval(pl.element().str.slice(0, 4)).list.set_difference(pl.concat_list(year))
        yield _wrong(name, "= /data/year", outside.list.len() > 0, outside.list.first())
    both = member("holidays").list.set_intersection(member("workdays"))
    yield _wrong("workdays", "≠ /data/holidays", both.list.len() > 0, both.list.first())


def _rule() -> Iterable[Check]:
    """A deadline is a time, a requirement is a number of times within one."""
    yield from _in_order("valid_from", "valid_through")
    required = member("step").str.contains("^(?:duty|group|station|reception|reading|withdraw)_")
    counted = member("period").str.contains("^(?:per_.*|each)$")
    yield _wrong("period", "m d wd / per_quarter per_year per_term each", required != counted, member("period"))


def _scheme(name: str) -> Callable[[], Iterable[Check]]:
    """A scheme says one thing of each of its codes."""

    def checks() -> Iterable[Check]:
        codes = member(name).list.eval(pl.element().struct.field("code"))
        yield _wrong(name, "code ×1", codes.list.n_unique() < codes.list.len(), codes.list.join(" "))

    return checks


def _voted() -> Iterable[Check]:
    """No more votes than deputies who were present."""
    votes = pl.sum_horizontal(member(name).cast(pl.Int64) for name in ("votes_for", "against", "abstain"))
    yield _wrong("present", "≥ /data/votes_for + /data/against + /data/abstain", votes > member("present"), member("present"))


def _progressed() -> Iterable[Check]:
    yield _wrong("progress", "≤ 100", member("progress") > 100, member("progress"))


CONTRADICTIONS: Final[Mapping[str, Callable[[], Iterable[Check]]]] = {
    "cn.npc.activity.held.v1": _held,
    "cn.npc.region.established.v1": _established,
    "cn.npc.region.moved.v1": _moved,
    "cn.npc.region.merged.v1": lambda: _differ("into", "code"),
    "cn.npc.region.split.v1": _succeeded,
    "cn.npc.region.abolished.v1": _succeeded,
    "cn.npc.unit.registered.v1": lambda: _differ("parent_unit", "unit"),
    "cn.npc.unit.changed.v1": lambda: _differ("parent_unit", "unit"),
    "cn.npc.department.registered.v1": lambda: _differ("parent", "dept"),
    "cn.npc.department.changed.v1": lambda: _differ("parent", "dept"),
    "cn.npc.department.merged.v1": _merged_department,
    "cn.npc.deputy.merged.v1": lambda: _differ("into", "from"),
    "cn.npc.session.held.v1": lambda: _in_order("first", "last"),
    "cn.npc.rule.set.v1": _rule,
    "cn.npc.calendar.set.v1": _calendar,
    "cn.npc.class_scheme.set.v1": _scheme("classes"),
    "cn.npc.category_scheme.set.v1": _scheme("categories"),
    "cn.npc.source.registered.v1": lambda: _differ("succeeds", "source"),
    "cn.npc.project.voted.v1": _voted,
    "cn.npc.project.progressed.v1": _progressed,
    "cn.npc.suggestion.linked.v1": lambda: _not_subject("other"),
    "cn.npc.suggestion.unlinked.v1": lambda: _not_subject("other"),
    "cn.npc.suggestion.escalated.v1": lambda: _not_subject("new_id"),
    "cn.npc.suggestion.delegated.v1": lambda: _not_subject("new_id"),
    "cn.npc.suggestion.submitted.v1": _continues,
    "cn.npc.suggestion.registered.v1": _continues,
}
"""The rules of each type that has any."""

ABSENT: Final[Mapping[str, str]] = {
    "cn.npc.activity.held.v1": "end",
    "cn.npc.suggestion.submitted.v1": "continues",
    "cn.npc.suggestion.registered.v1": "continues",
}
"""The optional member without which a record of a frequent type cannot contradict itself."""

LOOKED_AT: Final[Mapping[str, frozenset[str]]] = {
    "cn.npc.activity.held.v1": frozenset(("start", "end")),
    "cn.npc.suggestion.submitted.v1": frozenset(("continues",)),
    "cn.npc.suggestion.registered.v1": frozenset(("continues",)),
}
"""The members of a frequent type by which its rules judge: where none of them is corrected, it contradicts itself no more than before."""
