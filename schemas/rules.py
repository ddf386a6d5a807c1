"""The rules of single fields over whole columns: which rows may break one. `form` then says which do, and how.

A rule here may doubt a good row, never pass a bad one: each is at least as strict as its twin in `text` and `form`.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

import polars as pl

from schemas import days
from schemas.form import SAFE_INTEGER
from schemas.limits import IDENTIFIER_BYTES, LABEL_BYTES
from schemas.registry import EventType
from schemas.text import IDENTIFIER_FORBIDDEN, LABEL_FORBIDDEN, TEXT_FORBIDDEN

_DAMAGE: Final = "[eE][+]|[0-9]{14}000$"
_DAY: Final = "[1-8][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_CLOCK: Final = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"


def doubtful(kind: EventType, frame: pl.DataFrame) -> pl.Series:
    """A mask over the rows of a decoded frame: those that `form` has to look at.

    `frame` holds the envelope's columns and the struct `data`, as `columns` decodes them.
    """
    # Most optional attributes are absent from a whole batch: nothing is asked of those.
    present = frozenset(name for name in frame.columns if frame[name].null_count() < frame.height)
    return frame.select(_doubts(kind, present))["doubt"]


@lru_cache(maxsize=4096)
def _doubts(kind: EventType, present: frozenset[str]) -> pl.Expr:
    doubts = [pl.lit(False)]
    for field in kind.schema["fields"]:
        if field["name"] in present:
            doubts += _field(field, field["type"], pl.col(field["name"]))
    return pl.any_horizontal(doubts).fill_null(False).alias("doubt")


def _field(field: Mapping[str, Any], schema: Any, value: pl.Expr) -> Iterator[pl.Expr]:
    """Doubts about one field: expressions that are true, false or null for each row."""
    if isinstance(schema, list):
        schema = schema[1]
    if schema == "string":
        yield _text(field, value)
    elif schema in ("int", "long"):
        yield ~value.is_between(field.get("min", -SAFE_INTEGER), SAFE_INTEGER)
    elif isinstance(schema, dict) and schema["type"] == "record":
        for member in schema["fields"]:
            yield from _field(member, member["type"], value.struct.field(member["name"]))
    elif isinstance(schema, dict) and schema["type"] == "array":
        for doubt in _field(field, schema["items"], pl.element()):
            yield value.list.eval(doubt).list.any()
    elif isinstance(schema, dict):
        yield ~value.cast(pl.Int64).is_between(days.EARLIEST, days.LATEST)


def _text(field: Mapping[str, Any], value: pl.Expr) -> pl.Expr:
    if "words" in field:
        return ~value.is_in(list(field["words"]))
    return _FORMATS[field["format"]](value)


def _identifier(value: pl.Expr) -> pl.Expr:
    return value.str.contains(f"{IDENTIFIER_FORBIDDEN}|{_DAMAGE}") | _unfit(value, IDENTIFIER_BYTES)


def _label(value: pl.Expr) -> pl.Expr:
    return value.str.contains(LABEL_FORBIDDEN) | _unfit(value, LABEL_BYTES)


def _unfit(value: pl.Expr, most: int) -> pl.Expr:
    return ~value.str.len_bytes().is_between(1, most)


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
    "id": _identifier,
    "label": _label,
    "text": _prose,
    "date": _date,
    "instant": _instant,
    "moment": _moment,
    "sha256": _sha256,
    # Texts that only `form` can judge: every one is looked at, for there are few.
    "json": pl.Expr.is_not_null,
    "sealed": pl.Expr.is_not_null,
}
