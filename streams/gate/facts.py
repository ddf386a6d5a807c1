"""Reference facts as the gate needs them: regions, units and sources with the days from which they hold. Pure."""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import fastavro

from schemas import codec
from schemas.days import BEIJING_MS, DAY_MS, parse_day, parse_instant

_EPOCH: Final = date(1970, 1, 1)

Ident = tuple[str, str]
"""(source, id) of an event."""

Order = tuple[int, str, str]
"""(time in ms, source, id): of two facts that contradict each other the smaller holds (contract.md 1)."""


@dataclass(frozen=True, slots=True)
class Region:
    """A region exists from `first` and, where known, through `last` (days since 1970, Beijing)."""

    parent: str | None
    first: int
    last: int | None
    order: Order


@dataclass(frozen=True, slots=True)
class Unit:
    """An acting organ from `first` on."""

    region: str
    level: str
    first: int
    order: Order


@dataclass(frozen=True, slots=True)
class Change:
    """A unit has another region or level from `first` on; what is not named stays."""

    region: str | None
    level: str | None
    first: int
    order: Order


@dataclass(frozen=True, slots=True)
class Source:
    """A registered system. It has no first day: events from before its registration are welcome (contract.md 3)."""

    region: str
    families: frozenset[str]
    succeeds: str | None
    order: Order


@dataclass(frozen=True, slots=True)
class Revocation:
    """A source may not speak from `time` (ms) on."""

    order: Order


@dataclass(frozen=True, slots=True)
class Move:
    """A region lies under another parent from `first` on, with a new code where one is given: the old one is repealed."""

    code: str
    parent: str
    new_code: str | None
    first: int
    order: Order


@dataclass(frozen=True, slots=True)
class End:
    """A code is repealed from `first` on: abolished, merged or split. `heir`: the one that goes on from it, where it is one alone."""

    code: str
    heir: str | None
    first: int
    order: Order


Fact = Region | Unit | Change | Source | Revocation | Move | End


def keys(key: str, fact: Fact) -> tuple[str, ...]:
    """The keys under which a fact stands: one by which a code goes on in another is about that as well."""
    heir = heir_of(fact)
    return (key,) if heir is None else (key, f"region:{heir}")


def heir_of(fact: Fact) -> str | None:
    """The code that alone goes on from the one that a fact repeals: it takes over what lies in that."""
    return fact.heir if isinstance(fact, End) else fact.new_code if isinstance(fact, Move) else None


def day_of(milliseconds: int) -> int:
    """Days since 1970 of the Beijing day in which an instant lies."""
    return (milliseconds + BEIJING_MS) // DAY_MS


def _first(data: Mapping[str, Any], time: int) -> int:
    text = data.get("valid_from")
    return day_of(time) if text is None else _number(text)


def _number(text: str) -> int:
    return (parse_day(text) - _EPOCH).days


def _region(data: Mapping[str, Any], order: Order) -> tuple[str, Fact]:
    through = data.get("valid_through")
    last = None if through is None else _number(through)
    return f"region:{data['code']}", Region(data.get("parent"), _first(data, order[0]), last, order)


def _move(data: Mapping[str, Any], order: Order) -> tuple[str, Fact]:
    code, new = data["code"], data.get("new_code")
    return f"region:{code}", Move(code, data["parent"], None if new == code else new, _first(data, order[0]), order)


def _end(data: Mapping[str, Any], order: Order) -> tuple[str, Fact]:
    successors = [one["code"] for one in data.get("successors") or ()]
    return _ended(data, successors[0] if len(successors) == 1 else None, order)


def _merge(data: Mapping[str, Any], order: Order) -> tuple[str, Fact]:
    return _ended(data, data["into"], order)


def _ended(data: Mapping[str, Any], heir: str | None, order: Order) -> tuple[str, Fact]:
    code = data["code"]
    return f"region:{code}", End(code, None if heir == code else heir, _first(data, order[0]), order)


def _unit(data: Mapping[str, Any], order: Order) -> tuple[str, Fact]:
    return f"unit:{data['unit']}", Unit(data["region"], data["level"], _first(data, order[0]), order)


def _change(data: Mapping[str, Any], order: Order) -> tuple[str, Fact]:
    return f"unit:{data['unit']}", Change(data.get("region"), data.get("level"), _first(data, order[0]), order)


def _source(data: Mapping[str, Any], order: Order) -> tuple[str, Fact]:
    families = frozenset(data.get("families") or ())
    return f"source:{data['source']}", Source(data["region"], families, data.get("succeeds"), order)


def _revocation(data: Mapping[str, Any], order: Order) -> tuple[str, Fact]:
    return f"source:{data['source']}", Revocation(order)


MAKERS: Final = {
    "cn.npc.region.established.v1": _region,
    "cn.npc.region.moved.v1": _move,
    "cn.npc.region.abolished.v1": _end,
    "cn.npc.region.merged.v1": _merge,
    "cn.npc.region.split.v1": _end,
    "cn.npc.unit.registered.v1": _unit,
    "cn.npc.unit.changed.v1": _change,
    "cn.npc.source.registered.v1": _source,
    "cn.npc.source.revoked.v1": _revocation,
}
"""How the data of a type become a fact under a key such as `unit:420624-cwh`."""


def corrected(type_name: str, datum: Mapping[str, Any], fields: Mapping[str, Any]) -> tuple[str, Fact]:
    """The key and the fact of a decoded datum, with the fields of its corrections put in.

    `fields` come from free JSON: raises KeyError, TypeError or ValueError when they make no fact.
    """
    changed = {name: value for name, value in fields.items() if name != "time"}
    time = parse_instant(fields["time"]) if "time" in fields else datum["time"]
    key, fact = MAKERS[type_name]({**datum["data"], **changed}, (time, datum["source"], datum["id"]))
    if not all(isinstance(one, str) for one in _texts(fact)):
        raise TypeError(key)
    return key, fact


def _texts(fact: Fact) -> list[object]:
    if isinstance(fact, Region):
        return [] if fact.parent is None else [fact.parent]
    if isinstance(fact, Move):
        return [fact.code, fact.parent] if fact.new_code is None else [fact.code, fact.parent, fact.new_code]
    if isinstance(fact, End):
        return [fact.code] if fact.heir is None else [fact.code, fact.heir]
    if isinstance(fact, Unit):
        return [fact.region, fact.level]
    if isinstance(fact, Change):
        return [one for one in (fact.region, fact.level) if one is not None]
    return [fact.region, *fact.families] if isinstance(fact, Source) else []


def correction_fields(datum: Mapping[str, Any]) -> Mapping[str, Any]:
    """The `fields` of a correction: in Avro a JSON text, which the gate let pass as an object."""
    fields: Mapping[str, Any] = json.loads(datum["data"]["fields"])
    return fields


def datum_of(record: bytes) -> dict[str, Any]:
    """The datum of a ledger record; `time` in ms. Only for records that were proven and accepted: no guard walks them again."""
    kind, body = codec.unframe(record)
    datum: dict[str, Any] = fastavro.schemaless_reader(io.BytesIO(body), kind.parsed, None)  # type: ignore[assignment]
    return datum
