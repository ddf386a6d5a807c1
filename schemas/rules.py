"""The rules of texts that `walk` does not look at, over whole columns: which rows may break one. `form` then says which do, and how.

A rule here may doubt a good row, never pass a bad one: each is at least as strict as its twin in `text` and `form`.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

import polars as pl

from schemas.registry import EventType
from schemas.text import TEXT_FORBIDDEN

_DAY: Final = "[1-8][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_CLOCK: Final = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"


def doubtful(kind: EventType, frame: pl.DataFrame) -> pl.Series:
    """A mask over the rows of a decoded frame: those that `form` has to look at.

    `frame` holds the envelope's columns and the struct `data`, as `columns` decodes them.
    """
    return frame.select(_doubts(kind, frozenset(_absent(frame))))["doubt"]


def _absent(frame: pl.DataFrame) -> Iterator[str]:
    """Members of the envelope and of `data` that no row has, most of the optional ones: nothing is asked of those."""
    data = frame["data"].struct
    for name in frame.columns:
        if frame[name].null_count() == frame.height:
            yield name
    for name in data.fields:
        if data.field(name).null_count() == frame.height:
            yield f"data.{name}"


@lru_cache(maxsize=4096)
def _doubts(kind: EventType, absent: frozenset[str]) -> pl.Expr:
    doubts = [pl.lit(False)]
    for field in kind.schema["fields"]:
        doubts += _field(field["name"], absent, field, field["type"], pl.col(field["name"]))
    return pl.any_horizontal(doubts).fill_null(False).alias("doubt")


def _field(path: str, absent: frozenset[str], field: Mapping[str, Any], schema: Any, value: pl.Expr) -> Iterator[pl.Expr]:
    """Doubts about one field: expressions that are true, false or null for each row."""
    if path in absent:
        return
    if isinstance(schema, list):
        schema = schema[1]
    if schema == "string":
        yield from _text(field, value)
    elif isinstance(schema, dict) and schema["type"] == "record":
        for member in schema["fields"]:
            name = member["name"]
            yield from _field(f"{path}.{name}", absent, member, member["type"], value.struct.field(name))
    elif isinstance(schema, dict) and schema["type"] == "array":
        for doubt in _field(path, absent, field, schema["items"], pl.element()):
            yield value.list.eval(doubt).list.any()


def _text(field: Mapping[str, Any], value: pl.Expr) -> Iterator[pl.Expr]:
    if "words" in field:
        yield ~value.is_in(list(field["words"]))
    elif field["format"] in _FORMATS:
        yield _FORMATS[field["format"]](value)


def _prose(value: pl.Expr) -> pl.Expr:
    return value.str.contains(TEXT_FORBIDDEN, literal=True)


def _date(value: pl.Expr) -> pl.Expr:
    return ~value.str.contains(f"^{_DAY}$") | _no_day(value)


def _instant(value: pl.Expr) -> pl.Expr:
    return ~value.str.contains(f"^{_DAY}[Tt]{_CLOCK}$") | _no_day(value)


def _moment(value: pl.Expr) -> pl.Expr:
    return ~value.str.contains(f"^{_DAY}([Tt]{_CLOCK})?$") | _no_day(value)


def _no_day(value: pl.Expr) -> pl.Expr:
    return value.is_not_null() & value.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False).is_null()


def _sha256(value: pl.Expr) -> pl.Expr:
    return ~value.str.contains("^[0-9a-f]{64}$")


_FORMATS: Final = {
    "text": _prose,
    "date": _date,
    "instant": _instant,
    "moment": _moment,
    "sha256": _sha256,
    # Texts that only `form` can judge: every one is looked at, for there are few.
    "json": pl.Expr.is_not_null,
    "sealed": pl.Expr.is_not_null,
}
