"""What a single record may not say, as expressions over columns. Pure; the clock is an argument.

What is asked of every record is asked of all rows at once, as a question costs about the same of one row and of a thousand.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import polars as pl

from schemas.days import format_instant, parse_instant
from schemas.registry import EventType
from streams.gate.facts import BEIJING_MS, DAY_MS
from streams.gate.rights import FORETOLD, MINTED, SUBJECTS

AHEAD_MS: Final = DAY_MS
"""How far ahead of the gate's clock a time may lie."""

EARLIEST_MS: Final = parse_instant("1954-01-01T00:00:00+08:00")
"""The year of the first National People's Congress; nothing before it is a fact of a congress."""

SOURCE_FORM: Final = r"^//[0-9]{2,12}/[^/\s]+$"
OBJECT_FORM: Final = r"^//[0-9]{2,12}/[^/\s]+/.+$"


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


def common(names: Collection[str], clock: int) -> Sequence[Check]:
    """The rules for records of any type, `names` being the types there are, at an instant of the gate's clock (ms).

    Over the columns `type`, `family`, `time`, `source`, `subject` and `object` (the member of `data` that `subject` must equal,
    null where there is none).
    """
    return [*_times(clock), *_names(names)]


def special(kind: EventType, clock: int) -> Sequence[Check]:
    """The further rules for records of one type, over its frame; most types have none."""
    return [*_contradictions(kind.name), *(_corrections(kind, clock) if _has(kind, "corrects") else ())]


@lru_cache(maxsize=1024)
def _contradictions(type_name: str) -> Sequence[Check]:
    return tuple(CONTRADICTIONS[type_name]()) if type_name in CONTRADICTIONS else ()


@lru_cache(maxsize=4096)
def _has(kind: EventType, name: str) -> bool:
    data: Any = next(field for field in kind.schema["fields"] if field["name"] == "data")
    return any(field["name"] == name for field in data["type"]["fields"])


def _times(clock: int) -> Iterable[Check]:
    time = pl.col("time").cast(pl.Int64)
    shown = pl.col("time").dt.strftime("%Y-%m-%dT%H:%M:%S%.3fZ")
    late = (time > clock + AHEAD_MS) & ~pl.col("type").is_in(list(FORETOLD))
    yield Check("TIME_IN_FUTURE", "/time", f"≤ {format_instant(clock + AHEAD_MS)}", late, shown)
    yield Check("TIME_TOO_OLD", "/time", "≥ 1954-01-01", time < EARLIEST_MS, shown)


def _names(names: Collection[str]) -> Iterable[Check]:
    source, subject = pl.col("source"), pl.col("subject")
    yield Check("FIELD_FORMAT", "/source", "//420624/jyxt", ~source.str.contains(SOURCE_FORM), source)
    unminted = ~subject.str.contains(OBJECT_FORM) & pl.col("family").is_in(list(MINTED))
    yield Check("FIELD_FORMAT", "/subject", "//420624/jyxt/s-12", unminted, subject)
    for about in dict.fromkeys(SUBJECTS[name] for name in names if name in SUBJECTS):
        several = [name for name in names if SUBJECTS.get(name) == about]
        yield Check("CONTRADICTION", "/subject", f"= /data/{about}", (subject != pl.col("object")) & pl.col("type").is_in(several), subject)


def _corrections(kind: EventType, clock: int) -> Iterable[Check]:
    """A correction names another event, and moves no event to a time that the event itself could not have."""
    corrects = member("corrects")
    itself = (corrects.struct.field("source") == pl.col("source")) & (corrects.struct.field("id") == pl.col("id"))
    yield Check("CONTRADICTION", "/data/corrects", "≠ /id", itself, pl.col("id"))
    if _has(kind, "fields"):
        text = member("fields").str.json_path_match("$.time")
        time = _instant(text).dt.epoch("ms")
        late = time > clock + AHEAD_MS
        yield Check("TIME_IN_FUTURE", "/data/fields/time", f"≤ {format_instant(clock + AHEAD_MS)}", late, text)
        yield Check("TIME_TOO_OLD", "/data/fields/time", "≥ 1954-01-01", time < EARLIEST_MS, text)


def _instant(text: pl.Expr) -> pl.Expr:
    """RFC 3339 text as an instant; null where it is none."""
    return text.str.to_datetime("%+", time_unit="ms", time_zone="UTC", strict=False)


def _moment(text: pl.Expr, into_day_ms: int = 0) -> pl.Expr:
    """A day or an instant in ms; of a day, so many ms after its beginning in Beijing."""
    day = text.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False).cast(pl.Int64) * DAY_MS - BEIJING_MS + into_day_ms
    return pl.when(text.str.len_bytes() == len("2025-06-08")).then(day).otherwise(_instant(text).dt.epoch("ms"))


def _differ(field: str, other: str, breaks: pl.Expr, got: pl.Expr) -> Check:
    return Check("CONTRADICTION", field, f"≠ {other}", breaks, got)


def _held() -> Iterable[Check]:
    start, end = member("start"), member("end")
    yield Check("CONTRADICTION", "/data/end", "≥ /data/start", _moment(end, DAY_MS - 1) < _moment(start), end)


def _region() -> Iterable[Check]:
    yield _differ("/data/parent", "/data/code", member("parent") == member("code"), member("parent"))
    first, last = member("valid_from"), member("valid_through")
    yield Check("CONTRADICTION", "/data/valid_through", "≥ /data/valid_from", last < first, last)


def _unit() -> Iterable[Check]:
    yield _differ("/data/parent_unit", "/data/unit", member("parent_unit") == member("unit"), member("parent_unit"))


def _registered_source() -> Iterable[Check]:
    yield _differ("/data/succeeds", "/data/source", member("succeeds") == member("source"), member("succeeds"))


def _other() -> Iterable[Check]:
    yield _differ("/data/other", "/subject", member("other") == pl.col("subject"), member("other"))


def _new() -> Iterable[Check]:
    yield _differ("/data/new_id", "/subject", member("new_id") == pl.col("subject"), member("new_id"))


def _continues() -> Iterable[Check]:
    subject = pl.col("subject")
    yield _differ("/data/continues", "/subject", member("continues").list.contains(subject), subject)


CONTRADICTIONS: Final[Mapping[str, Callable[[], Iterable[Check]]]] = {
    "cn.npc.activity.held.v1": _held,
    "cn.npc.region.established.v1": _region,
    "cn.npc.unit.registered.v1": _unit,
    "cn.npc.source.registered.v1": _registered_source,
    "cn.npc.suggestion.linked.v1": _other,
    "cn.npc.suggestion.unlinked.v1": _other,
    "cn.npc.suggestion.escalated.v1": _new,
    "cn.npc.suggestion.delegated.v1": _new,
    "cn.npc.suggestion.submitted.v1": _continues,
    "cn.npc.suggestion.registered.v1": _continues,
}
"""Records that contradict themselves, by type: no later event could make them right (contract.md 3)."""


def broken(frame: pl.DataFrame, rules: Sequence[Check]) -> Sequence[tuple[int, int, str | None]]:
    """The rows of a frame that break a rule: the row's number, the first rule it breaks (as an index), what was got."""
    suspects = frame.filter(pl.any_horizontal([rule.breaks for rule in rules]).fill_null(False))
    if not suspects.height:
        return []
    first = pl.coalesce([pl.when(rule.breaks).then(pl.lit(at, pl.UInt8)) for at, rule in enumerate(rules)])
    marked = suspects.with_columns(first.alias("rule"))
    got = pl.coalesce([pl.when(pl.col("rule") == at).then(rule.got.cast(pl.String)) for at, rule in enumerate(rules)])
    return marked.select("row", "rule", got.alias("got")).rows()
