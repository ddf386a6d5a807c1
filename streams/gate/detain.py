"""Records for the quarantine topic: the ruling, what could be read of the original, and its own bytes. Pure."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import polars as pl

from schemas import cloudevents, codec
from schemas.errors import Refused, shown
from schemas.limits import IDENTIFIER_BYTES
from schemas.personal import corrected, may_hold
from schemas.quarantine import Kind, Quarantined
from schemas.sealed import SEALED, is_sealed
from streams.gate.intake import Arrival
from streams.gate.newer import lacking
from streams.gate.rows import kind_of
from streams.gate.standing import Ruling

NAMES: Final = ("source", "id", "type", "subject", "unit", "region", "origin")
"""What is told of an original: enough to find it and to say whom it concerns."""

_PERSONAL: Final = "ce_personal"
_PLACE: Final = re.compile(r"[0-9]+:[0-9]+")
_COLUMNS: Final = tuple(name for name in NAMES if name != "type")


def detained(record: Arrival, ruling: Ruling, names: Mapping[str, str | None]) -> Quarantined:
    """The quarantine record of a row that does not pass.

    `names` come from the row's columns; without them they are read from the bytes as far as possible. Personal data
    that is not sealed is not kept, nor is the value that holds it or may hold it unread: its length and place are told (contract.md 4).
    """
    event = {} if names else readable(record)
    kept = bool(names) or not _may_hold_personal(record, event)
    told = names or {name: _name(event, name) for name in NAMES}
    problem = ruling.problem
    return replace(
        follow_up(record, ruling.kind, told),
        code=problem.code,
        field=problem.field,
        expected=problem.expected,
        got=problem.got if kept or _PLACE.fullmatch(problem.got) else "",
        missing=ruling.missing or (lacking(problem, event.get("type")) if kept else ()),
        key=record.key,
        value=record.value if kept else None,
        size=None if kept or record.value is None else len(record.value),
        headers=tuple(one for one in record.headers if one[0].lower() != _PERSONAL) if kept else (),
    )


def follow_up(record: Arrival, kind: Kind, names: Mapping[str, str | None]) -> Quarantined:
    """A record that tells what became of an earlier one; it keeps no bytes of its own."""
    return Quarantined(
        kind=kind,
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        received=record.timestamp,
        source=names.get("source"),
        id=names.get("id"),
        type=names.get("type"),
        subject=names.get("subject"),
        unit=names.get("unit"),
        region=names.get("region"),
        origin=names.get("origin"),
    )


def original(kept: Quarantined) -> Arrival:
    """The inbox record that a quarantine record keeps."""
    return Arrival(kept.topic, kept.partition, kept.offset, kept.received, kept.key, kept.value, kept.headers)


def names_of(rows: pl.DataFrame, wanted: Collection[int]) -> Mapping[int, Mapping[str, str | None]]:
    """The names of readable rows, by row; those of them that are wanted."""
    if not rows.height:
        return {}
    chosen = rows.filter(pl.Series(np.isin(rows.get_column("row").to_numpy(), list(wanted)))).select("row", "kind", *_COLUMNS)
    return {one.pop("row"): {"type": kind_of(one.pop("kind")).name, **one} for one in chosen.iter_rows(named=True)}


def readable(record: Arrival) -> Mapping[str, Any]:
    """The members of an event as far as its bytes can be read; nothing when they cannot."""
    try:
        form = cloudevents.form_of(record.headers, record.value)
        if form == "binary":
            return cloudevents.from_binary(record.headers, record.value)
        if form == "structured":
            return cloudevents.from_structured(record.value or b"")
        kind, body = codec.unframe(record.value or b"")
        return {**codec.read(kind, body), "type": kind.name}
    except Refused:
        return {}


def _may_hold_personal(record: Arrival, event: Mapping[str, Any]) -> bool:
    """Whether the record holds personal data in the clear, or is not proven free of it where it cannot be read."""
    if event:
        found = event.get(SEALED)
        return (found is not None and not is_sealed(found)) or corrected(event.get("data"))
    return may_hold(record.value or b"") or any(name.lower() == _PERSONAL for name, _ in record.headers)


def _name(event: Mapping[str, Any], name: str) -> str | None:
    data = event.get("data")
    value = event.get(name) if name != "origin" else data.get("origin") if isinstance(data, Mapping) else None
    if not isinstance(value, str):
        return None
    return value if value.isprintable() and len(value.encode()) <= IDENTIFIER_BYTES else shown(value)
