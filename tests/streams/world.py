"""A small federation for the gate's tests: province 42, city 4206, county 420624, town 420624101; and a foreign county."""

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from schemas import codec
from schemas.registry import by_name
from schemas.topics import SOURCE_HEADER, inbox
from streams.gate import registry as known
from streams.gate.feed import statements
from streams.gate.intake import Arrival, take
from streams.gate.registry import Registry

HUB, COUNTY, CITY, FOREIGN = "//00/hub", "//420624/jyxt", "//4206/fwpt", "//420625/jyxt"
CLOCK = 1_764_000_000_000
"""2025-11-24T16:00:00Z."""

_NUMBERS = count()


def event(name: str, data: Mapping[str, Any] | None = None, **members: Any) -> dict[str, Any]:
    """An event in CloudEvents form: a suggestion of the county unless told otherwise."""
    body = {
        "specversion": "1.0",
        "id": f"e-{next(_NUMBERS)}",
        "source": COUNTY,
        "type": f"cn.npc.{name}.v1",
        "subject": f"{COUNTY}/s-12",
        "time": "2025-06-08T08:20:00Z",
        "unit": "420624-cwh",
        "level": "county",
        "region": "420624",
        "data": dict(data or {}),
    }
    return {**body, **members}


def assigned(**members: Any) -> dict[str, Any]:
    """A suggestion of the town, assigned by the county."""
    return event("suggestion.assigned", {"origin": "420624101", "departments": [{"dept": "420624-jtj", "role": "main"}]}, **members)


def by_hub(name: str, subject: str, data: Mapping[str, Any], **members: Any) -> dict[str, Any]:
    """A reference fact of the administrator."""
    return event(name, data, **{"subject": subject, "source": HUB, "unit": "00-hub", "level": "national", "region": "00", **members})


def region(code: str, parent: str, since: str = "2000-01-01", **members: Any) -> dict[str, Any]:
    """A region under its parent."""
    data = {"code": code, "name": f"区划{code}", "kind": "county", "parent": parent, "valid_from": since}
    return by_hub("region.established", code, data, **members)


def unit(code: str, of: str, level: str = "county", since: str = "2000-01-01", **members: Any) -> dict[str, Any]:
    """A unit of a region."""
    data = {"unit": code, "name": f"机关{code}", "kind": "standing_committee", "level": level, "region": of, "valid_from": since}
    return by_hub("unit.registered", code, data, **members)


def source(name: str, of: str, families: Iterable[str] = ("reference", "activity", "suggestion"), **members: Any) -> dict[str, Any]:
    """A registered source."""
    return by_hub("source.registered", name, {"source": name, "region": of, "families": list(families)}, **members)


def federation() -> list[dict[str, Any]]:
    """The reference facts of the small federation."""
    return [
        *(region(code, parent) for code, parent in (("42", "00"), ("4206", "42"), ("420624", "4206"), ("420625", "4206"), ("420624101", "420624"))),
        unit("420624-cwh", "420624"),
        unit("420625-cwh", "420625"),
        unit("4206-cwh", "4206", "city"),
        unit("420624101-zxt", "420624101", "town"),
        source(COUNTY, "420624"),
        source(CITY, "4206"),
        source(FOREIGN, "420625"),
    ]


def fold(registry: Registry, events: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Fold accepted events into a registry; the facts touched."""
    records = [codec.encode(one) for one in events]
    return known.apply(registry, statements(take([arrival(one) for one in records]).batch.frames, records))


def settled() -> Registry:
    """A registry that knows the federation."""
    registry = Registry()
    fold(registry, federation())
    return registry


def arrival(value: bytes | None, topic: str = inbox("county", "suggestion"), sender: str | None = COUNTY, offset: int = 0) -> Arrival:
    """A record that came by a door for a sender."""
    headers = () if sender is None else ((SOURCE_HEADER, sender.encode()),)
    return Arrival(topic, 0, offset, CLOCK, None, value, headers)


def sent(body: Mapping[str, Any]) -> Arrival:
    """An event as its own source sends it by a door, on the topic of its level and family."""
    kind = by_name(body["type"])
    assert kind is not None, body["type"]
    return arrival(codec.encode(body), inbox(body["level"], kind.family), body["source"])
