"""What stands of a source's own events of one type: each with its corrections and retraction, as contract 1 joins them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from schemas import codec
from schemas.content import digest
from schemas.errors import Refused
from schemas.registry import EventType


@dataclass
class Identity:
    """The copies of one identity and what its source said of it later."""

    copies: list[Mapping[str, Any]] = field(default_factory=list)
    corrections: list[Mapping[str, Any]] = field(default_factory=list)
    retractions: list[str] = field(default_factory=list)


def amending(kind: EventType) -> list[str]:
    """The types that correct or retract events of a type."""
    return [f"cn.npc.{kind.family}.{word}.v1" for word in ("corrected", "retracted")]


def standing(kind: EventType, source: str, records: Iterable[tuple[str, bytes]]) -> Iterator[dict[str, Any]]:
    """From the records of a source (type, bytes): per identity `id, event, file, retracted, amendments`.

    Of copies that differ the one with the smallest digest stands; per field the correction with the largest (time, id);
    a retraction outweighs corrections, a retracted correction counts for nothing.
    """
    found: dict[str, Identity] = defaultdict(Identity)
    for type_name, raw in records:
        try:
            event = codec.decode(raw)
        except Refused:
            continue
        _note(found, kind, type_name, event, source)
    dropped = {name for name, one in found.items() if one.retractions}
    for name, one in found.items():
        if one.copies:
            yield _told(name, one, dropped)


def _note(found: dict[str, Identity], kind: EventType, type_name: str, event: Mapping[str, Any], source: str) -> None:
    if type_name == kind.name:
        found[event["id"]].copies.append(event)
    corrects = event["data"].get("corrects")
    if type_name == kind.name or corrects is None or corrects["source"] != source:
        return
    if type_name.endswith(".retracted.v1"):
        found[corrects["id"]].retractions.append(event["id"])
    else:
        found[corrects["id"]].corrections.append(event)


def _told(name: str, one: Identity, dropped: set[str]) -> dict[str, Any]:
    first = min(one.copies, key=digest) if len(one.copies) > 1 else one.copies[0]
    counted = {correction["id"]: correction for correction in one.corrections if correction["id"] not in dropped}
    event = dict(first)
    data = dict(first.get("data", {}))
    for correction in sorted(counted.values(), key=lambda each: (each["time"], each["id"])):
        fields = dict(correction["data"]["fields"])
        event["time"] = fields.pop("time", event["time"])
        data.update(fields)
    event["data"] = {member: value for member, value in data.items() if value is not None and value != []}
    amendments = len({each["id"] for each in one.corrections} | set(one.retractions))
    file = first.get("origin_doc", {}).get("file")
    return {"id": name, "event": event, "file": file, "retracted": bool(one.retractions), "amendments": amendments}
