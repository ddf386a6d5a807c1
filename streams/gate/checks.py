"""What a single record may not say, as expressions over columns. Pure; the clock is an argument.

What is asked of every record is asked of all rows at once, as a question costs about the same of one row and of a thousand.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache, lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from schemas.contradictions import ABSENT, CONTRADICTIONS, Check, instant, member
from schemas.days import DAY_MS, FIRST_CONGRESS, format_instant, parse_instant
from schemas.registry import EventType
from streams.gate.rights import FORETOLD, MINTED, SUBJECTS
from streams.gate.rows import FEW, kind_of, kinds

AHEAD_MS: Final = DAY_MS
"""How far ahead of the gate's clock a time may lie."""

EARLIEST_MS: Final = parse_instant(f"{FIRST_CONGRESS}T00:00:00+08:00")
"""The year of the first National People's Congress; nothing before it is a fact of a congress."""

SOURCE_FORM: Final = r"^//[0-9]{2,12}/[^/\s]+$"
OBJECT_FORM: Final = r"^//[0-9]{2,12}/[^/\s]+/.+$"

Mask = npt.NDArray[np.bool_]


def suspects(rows: pl.DataFrame, clock: int) -> pl.DataFrame | None:
    """The rows that may break a rule of `common`, with their `type` and `family` as texts: all that do, and few others; null
    when there are none. One question for all."""
    times, minted = rows.get_column("time").to_numpy(), _minted()[rows.get_column("kind").to_numpy()]
    strange, unminted = _names_of_few(rows) if rows.height <= FEW else _names_of_many(rows)
    odd = (times > clock + AHEAD_MS) | (times < EARLIEST_MS) | strange | (unminted & minted)
    if not odd.any():
        return None
    few = rows.filter(pl.Series(odd))
    types = [kind_of(one) for one in few.get_column("kind")]
    return few.with_columns(type=pl.Series([one.name for one in types]), family=pl.Series([one.family for one in types]))


def _names_of_many(rows: pl.DataFrame) -> tuple[Mask, Mask]:
    """Which rows have a strange source or a subject that is not their object, and which a subject that no source minted."""
    found = rows.select(_STRANGE.fill_null(False).alias("strange"), _UNMINTED.alias("unminted"))
    return found.get_column("strange").to_numpy(), found.get_column("unminted").to_numpy()


_STRANGE: Final = ~pl.col("source").str.contains(SOURCE_FORM) | (pl.col("subject") != pl.col("object"))
_UNMINTED: Final = ~pl.col("subject").str.contains(OBJECT_FORM)


def _names_of_few(rows: pl.DataFrame) -> tuple[Mask, Mask]:
    """The same, or rather more of them, as it concerns few rows: a twentieth of the cost."""
    sources, subjects, objects = (rows.get_column(name).to_list() for name in ("source", "subject", "object"))
    strange = [not _SOURCE.fullmatch(source) or one not in (None, subject) for source, subject, one in zip(sources, subjects, objects, strict=True)]
    return np.array(strange), np.array([not _OBJECT.fullmatch(subject) for subject in subjects])


_SOURCE: Final = re.compile(SOURCE_FORM)
_OBJECT: Final = re.compile(OBJECT_FORM)


@cache
def _minted() -> Mask:
    """By kind, whether its subjects are minted by sources."""
    return np.array([one.family in MINTED for one in kinds()])


def common(names: Collection[str], clock: int) -> Sequence[Check]:
    """The rules for records of any type, `names` being the types there are, at an instant of the gate's clock (ms).

    Over the rows of `suspects`.
    """
    return [*_times(clock), *_names(names)]


def special(kind: EventType, frame: pl.DataFrame, clock: int) -> Sequence[Check]:
    """The further rules for records of one type, over its frame; most types have none, and none is asked of what is absent."""
    if kind.name in ABSENT and _absent(frame.get_column("data").struct.unnest().get_column(ABSENT[kind.name])):
        return ()
    return [*_contradictions(kind.name), *(_corrections(kind, clock) if _has(kind, "corrects") else ())]


def _absent(member: pl.Series) -> bool:
    """Whether no row has this member: null, or a list of none."""
    return member.null_count() == len(member) or (member.dtype == pl.List and not any(member.to_list()))


@lru_cache(maxsize=1024)
def _contradictions(type_name: str) -> Sequence[Check]:
    return tuple(CONTRADICTIONS[type_name]()) if type_name in CONTRADICTIONS else ()


@lru_cache(maxsize=4096)
def _has(kind: EventType, name: str) -> bool:
    data: Any = next(field for field in kind.schema["fields"] if field["name"] == "data")
    return any(field["name"] == name for field in data["type"]["fields"])


def _times(clock: int) -> Iterable[Check]:
    time = pl.col("time")
    shown = pl.from_epoch(time, "ms").dt.strftime("%Y-%m-%dT%H:%M:%S%.3fZ")
    late = (time > clock + AHEAD_MS) & ~pl.col("type").is_in(list(FORETOLD))
    yield Check("TIME_IN_FUTURE", "/time", f"≤ {format_instant(clock + AHEAD_MS)}", late, shown)
    yield Check("TIME_TOO_OLD", "/time", f"≥ {FIRST_CONGRESS}", time < EARLIEST_MS, shown)


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
        time = instant(text).dt.epoch("ms")
        late = time > clock + AHEAD_MS
        yield Check("TIME_IN_FUTURE", "/data/fields/time", f"≤ {format_instant(clock + AHEAD_MS)}", late, text)
        yield Check("TIME_TOO_OLD", "/data/fields/time", f"≥ {FIRST_CONGRESS}", time < EARLIEST_MS, text)


def broken(frame: pl.DataFrame, rules: Sequence[Check]) -> Sequence[tuple[int, int, str | None]]:
    """The rows of a frame that break a rule: the row's number, the first rule it breaks (as an index), what was got."""
    suspects = frame.filter(pl.any_horizontal([rule.breaks for rule in rules]).fill_null(False))
    if not suspects.height:
        return []
    first = pl.coalesce([pl.when(rule.breaks).then(pl.lit(at, pl.UInt8)) for at, rule in enumerate(rules)])
    marked = suspects.with_columns(first.alias("rule"))
    got = pl.coalesce([pl.when(pl.col("rule") == at).then(rule.got.cast(pl.String)) for at, rule in enumerate(rules)])
    return marked.select("row", "rule", got.alias("got")).rows()
