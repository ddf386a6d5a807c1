"""The facts about sources and readers that the administrator publishes. Secrets are never among them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from hub.access.rights import ADMINISTRATOR, ADMINISTRATOR_UNIT, NATION
from schemas.days import format_instant
from schemas.errors import Problem, Refused, shown
from schemas.ids import row_id, uuid7
from schemas.topics import FAMILIES

_SOURCE: Final = re.compile(r"//([0-9A-Za-z]+)/[0-9A-Za-z][0-9A-Za-z._-]*")
_READER: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,40}")


@dataclass(frozen=True)
class NewSource:
    """A system to be registered. `region` is that of its name unless given."""

    source: str
    region: str
    families: Sequence[str] = FAMILIES
    name: str | None = None
    succeeds: str | None = None


def check_source(new: NewSource) -> None:
    """Raises Refused FIELD_FORMAT or FIELD_VALUE at the member that is wrong."""
    match = _SOURCE.fullmatch(new.source)
    if match is None:
        raise Refused(Problem("FIELD_FORMAT", "/source", "//420624/jyxt", shown(new.source)))
    if match[1] != new.region:
        raise Refused(Problem("FIELD_VALUE", "/region", match[1], shown(new.region)))
    unknown = [family for family in new.families if family not in FAMILIES]
    if unknown or not new.families:
        raise Refused(Problem("FIELD_VALUE", "/families", " ".join(FAMILIES), shown(" ".join(unknown))))


def check_reader(name: str) -> None:
    """Raises Refused FIELD_FORMAT: a reader's name becomes part of the name of a database role."""
    if _READER.fullmatch(name) is None:
        raise Refused(Problem("FIELD_FORMAT", "/reader", "420624-reader", shown(name)))


def registered(new: NewSource, now: int) -> dict[str, Any]:
    """The event that registers a source at an instant (ms)."""
    data = {"source": new.source, "name": new.name, "region": new.region, "families": list(new.families), "succeeds": new.succeeds}
    return _fact("source.registered", new.source, data, now)


def rotated(source: str, now: int) -> dict[str, Any]:
    """The event that tells of a new secret."""
    return _fact("source.rotated", source, {"source": source}, now)


def revoked(source: str, reason: str | None, now: int) -> dict[str, Any]:
    """The event from which on a source may not speak."""
    return _fact("source.revoked", source, {"source": source, "reason": reason}, now)


def reader_registered(reader: str, region: str, now: int) -> dict[str, Any]:
    """The event that registers a reader."""
    return _fact("reader.registered", reader, {"reader": reader, "region": region}, now)


def reader_revoked(reader: str, now: int) -> dict[str, Any]:
    """The event from which on a reader may not read."""
    return _fact("reader.revoked", reader, {"reader": reader}, now)


def erased(person: str, reason: str | None, at: int) -> dict[str, Any]:
    """The event that a person's data can be read no more, since an instant (ms): the same however often it is said."""
    return {**_fact("person.erased", person, {"person": person, "reason": reason}, at), "id": row_id(ADMINISTRATOR, "person.erased", person)}


def _fact(name: str, subject: str, data: dict[str, Any], now: int) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": uuid7(now),
        "source": ADMINISTRATOR,
        "type": f"cn.npc.{name}.v1",
        "subject": subject,
        "time": format_instant(now),
        "unit": ADMINISTRATOR_UNIT,
        "level": "national",
        "region": NATION,
        "data": {member: value for member, value in data.items() if value is not None},
    }
