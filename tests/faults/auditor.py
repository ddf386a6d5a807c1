"""Judges a hub after a fault by what was acknowledged to its publishers, by the feed that it delivers, by the broker's ledger and quarantine,
and by a clean replay of both.

Every breach is a `Finding` under the name of the check that saw it; `test_auditor.py` plants each of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from projections import verify
from schemas import content
from tests.faults.replay import fingerprints, rows
from tests.running import RunningHub

CHECKS: Final = ("acknowledged", "order", "positions", "folded", "index", "quarantine", "views", "figures", "feeds")
MOST_NAMED: Final = 5
LOST: Final = "lost"
WHOLE: Final = "00"
"""The region in which all others lie."""

_DELIVERED: Final = frozenset({"cursor", "late", "equivocation"})
"""Members that a feed adds to an event."""

_FIRST: Final = """
SELECT source, id, family, part, min(off)
FROM core.event
WHERE (source, id) NOT IN (SELECT source, id FROM core.quarantine WHERE source IS NOT NULL AND id IS NOT NULL)
GROUP BY source, id, family, part
"""
_POSITIONS: Final = """
SELECT p.family, p.part, p.off, count(one.off), max(one.off)
FROM core.position AS p
LEFT JOIN (
    SELECT family, part, off FROM core.event
    UNION ALL SELECT family, part, off FROM core.unreadable
    UNION ALL SELECT 3, 0, off FROM core.quarantine
) AS one ON p.family = one.family AND p.part = one.part
GROUP BY p.family, p.part, p.off
HAVING count(one.off) <> p.off OR count(DISTINCT one.off) <> p.off OR coalesce(max(one.off) + 1, 0) <> p.off
ORDER BY 1, 2
"""
_FOLDED: Final = """
SELECT p.family, p.part, p.off, coalesce(f.off, 0)
FROM core.position AS p
LEFT JOIN core.view_position AS f
    ON p.family = f.family AND p.part = f.part AND f.version = (SELECT version FROM core.view_version WHERE live)
WHERE p.family < 3 AND p.off <> coalesce(f.off, 0)
ORDER BY 1, 2
"""
_INDEX: Final = """
SELECT family, part, off, recorded, rday, source, id, type, object, time, day, unit, level, region, sequence, data::text, encode(raw, 'hex')
FROM core.event
UNION ALL
SELECT family, part, off, recorded, NULL, code, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, encode(raw, 'hex') FROM core.unreadable
"""
_QUARANTINE: Final = "SELECT off, kind, topic, partition, \"offset\", received, code, source, id, encode(value, 'hex') FROM core.quarantine"


@dataclass(frozen=True)
class Finding:
    """One breach: the check that saw it, and what it saw."""

    check: str
    detail: str


def audit(hub: RunningHub, acknowledged: Iterable[Mapping[str, Any]], figures: Mapping[tuple[str, str], int], clean: str) -> list[Finding]:
    """Every breach in a hub that has settled; none is what every fault must leave.

    `acknowledged`: events whose publishers hold a receipt. `figures`: what was counted by hand, by statistic and region. `clean`: the database
    of a clean replay to the same positions.
    """
    acknowledged = list(acknowledged)
    return [
        *_missing("acknowledged", {(event["source"], event["id"]) for event in acknowledged} - set(hub.sql("SELECT source, id FROM core.event"))),
        *_missing("order", _overtaken(hub, acknowledged)),
        *_missing("positions", hub.sql(_POSITIONS)),
        *_missing("folded", hub.sql(_FOLDED)),
        *_missing("index", set(hub.sql(_INDEX)) ^ set(rows(clean, _INDEX))),
        *_missing("quarantine", set(hub.sql(_QUARANTINE)) ^ set(rows(clean, _QUARANTINE))),
        *_missing("views", verify.differing(fingerprints(hub.settings.dsn()), fingerprints(clean))),
        *_missing("figures", _wrong(hub, figures)),
        *_missing("feeds", _misfed(hub, acknowledged)),
    ]


def _missing(check: str, breaches: Iterable[Any]) -> list[Finding]:
    return [Finding(check, str(one)[:200]) for one in sorted(breaches, key=str)[:MOST_NAMED]]


def _wrong(hub: RunningHub, figures: Mapping[tuple[str, str], int]) -> list[str]:
    """Figures that are not those counted by hand."""
    asked = {(name, region): hub.figure(name, region) for name, region in figures}
    return [f"{name} {region}: {asked[name, region]}, by hand {n}" for (name, region), n in figures.items() if asked[name, region] != n]


def _overtaken(hub: RunningHub, acknowledged: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Events whose first copy stands on the ledger before that of one of their object that their source sent earlier.

    What had to wait for a fact comes when the fact has come, so it is not looked at.
    """
    places = {(source, name): (family, part, off) for source, name, family, part, off in hub.sql(_FIRST)}
    last: dict[tuple[str, str], tuple[int, int, int]] = {}
    for source, name, subject in dict.fromkeys((event["source"], event["id"], event["subject"]) for event in acknowledged):
        place = places.get((source, name))
        if place is None:
            continue
        before = last.setdefault((source, subject), place)
        if before > place:
            yield f"{source} {name}: at {place}, behind {before}"
        last[source, subject] = place


def delivered(hub: RunningHub, region: str = WHOLE) -> list[dict[str, Any]]:
    """The whole feed of a region, read through the door from its beginning, each time on from the last cursor."""
    found: list[dict[str, Any]] = []
    while True:
        answer = hub.http.get(f"/v1/feeds/{region}", params={"lastEventId": found[-1]["cursor"]} if found else {})
        assert answer.status_code == 200, answer.text
        if not answer.json():
            return found
        found += answer.json()


def _misfed(hub: RunningHub, acknowledged: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """What the feed of all regions leaves out or gives twice: of each identity every content once, all but one marked."""
    given: Counter[tuple[str, str, bytes]] = Counter()
    plain: Counter[tuple[str, str]] = Counter()
    for item in delivered(hub):
        event = {name: value for name, value in item.items() if name not in _DELIVERED}
        given[event["source"], event["id"], content.digest(event)] += 1
        plain[event["source"], event["id"]] += not item.get("equivocation")
    for source, name, digest in {(event["source"], event["id"], content.digest(event)) for event in acknowledged} - given.keys():
        yield f"{LOST} {source} {name} {digest.hex()[:8]}"
    for (source, name, digest), times in given.items():
        if times > 1:
            yield f"{times} times {source} {name} {digest.hex()[:8]}"
    for (source, name), times in plain.items():
        if times != 1:
            yield f"{times} of {source} {name} are not marked"
