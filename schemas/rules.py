"""The rules of texts that `walk` does not look at, over whole columns: which rows may break one. `form` then says which do, and how.

A rule here may doubt a good row, never pass a bad one: each is at least as strict as its twin in `text` and `form`.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

import polars as pl

from schemas.registry import EventType
from schemas.sealed import EXACT

_DAY: Final = "[1-8][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_CLOCK: Final = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"


def doubtful(kind: EventType, frame: pl.DataFrame) -> pl.Series:
    """A mask over the rows of a decoded frame: those that `form` has to look at.

    `frame` holds the envelope's columns and the struct `data`, as `columns` decodes them.
    """
    # Optional members that no row has, most of them, are asked nothing.
    absent = set(_absent(frame))
    doubts = [doubt for path, doubt in _doubts(kind) if absent.isdisjoint((path[:1], path[:2]))]
    if not doubts:
        return pl.Series("doubt", [False], dtype=pl.Boolean).new_from_index(0, frame.height)
    return frame.select(pl.any_horizontal(doubts).fill_null(False).alias("doubt"))["doubt"]


def _absent(frame: pl.DataFrame) -> Iterator[tuple[str, ...]]:
    """Paths to the members of the envelope, and of `data`, that are null in every row."""
    for path, members in (((), frame), (("data",), frame["data"].struct.unnest())):
        yield from ((*path, member.name) for member in members.iter_columns() if member.null_count() == frame.height)


@cache
def _doubts(kind: EventType) -> Sequence[tuple[tuple[str, ...], pl.Expr]]:
    """Doubts about the texts of a type, each with the path to the text: expressions that are true, false or null for each row."""
    return [one for field in kind.schema["fields"] for one in _field((field["name"],), field, field["type"], pl.col(field["name"]))]


def _field(path: tuple[str, ...], field: Mapping[str, Any], schema: Any, value: pl.Expr) -> Iterator[tuple[tuple[str, ...], pl.Expr]]:
    if isinstance(schema, list):
        schema = schema[1]
    if schema == "string" and field.get("format") in _FORMATS:
        yield path, _FORMATS[field["format"]](value)
    elif isinstance(schema, dict) and schema["type"] == "record":
        for member in schema["fields"]:
            name = member["name"]
            yield from _field((*path, name), member, member["type"], value.struct.field(name))
    elif isinstance(schema, dict) and schema["type"] == "array":
        for inner, doubt in _field(path, field, schema["items"], pl.element()):
            yield inner, value.list.eval(doubt).list.any()


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


def _sealed(value: pl.Expr) -> pl.Expr:
    return ~value.str.contains(f"^{EXACT}$")


_FORMATS: Final = {
    "date": _date,
    "instant": _instant,
    "moment": _moment,
    "sha256": _sha256,
    # Texts that only `form` can judge: every one is looked at, for there are few.
    "json": pl.Expr.is_not_null,
    "sealed": _sealed,
}
