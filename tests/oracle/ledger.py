"""What stands of a list of records: of copies the smallest digest, of corrections the largest, nothing of what was retracted.

Contract 1 and 3, law 1. Written from the texts; no code of the engine takes part.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from tests.oracle.forms import fits

Event = Mapping[str, Any]
Order = tuple[int, str, str]
"""(time, source, id): of what contradicts each other the smaller holds, of what follows each other the larger stands."""

BEIJING = timedelta(hours=8)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CARRIAGE = ("personal", "origin_doc", "operator", "sequence", "traceparent", "partitionkey", "dataschema", "datacontenttype", "recordedtime")
AMENDING = ("corrected", "retracted")


@dataclass(frozen=True)
class Told:
    """One record of the ledger and the Beijing day on which it was recorded."""

    event: Event
    recorded: date


@dataclass(frozen=True)
class Statement:
    """What one event says after its corrections. `kind`: its type without what all have; `day`: the Beijing day of its time; `disputed`: whether
    there are copies of it that say something else, and no correction of its source."""

    kind: str
    source: str
    id: str
    subject: str
    time: int
    unit: str
    level: str
    region: str
    data: Mapping[str, Any]
    disputed: bool = False

    @property
    def day(self) -> date:
        """The Beijing day on which it happened."""
        return day_of(self.time)

    @property
    def order(self) -> Order:
        """By which statements contradict or follow each other."""
        return self.time, self.source, self.id

    @property
    def since(self) -> date:
        """From when a reference fact holds: `valid_from`, by default the day of its time."""
        text = self.data.get("valid_from")
        return date.fromisoformat(text) if text else self.day


@lru_cache(maxsize=100_000)
def day_of(time: int) -> date:
    """The Beijing day of milliseconds since 1970."""
    return (EPOCH + timedelta(milliseconds=time) + BEIJING).date()


@lru_cache(maxsize=100_000)
def milliseconds(text: str) -> int:
    """RFC 3339 as milliseconds since 1970."""
    return round((datetime.fromisoformat(text.replace("Z", "+00:00")) - EPOCH) / timedelta(milliseconds=1))


def content(event: Event) -> bytes:
    """The event as RFC 8785 JSON without what only tells how it came; members that are null or at their default are left out."""
    said = {name: value for name, value in event.items() if name not in CARRIAGE}
    said["time"] = (EPOCH + timedelta(milliseconds=milliseconds(event["time"]))).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    return json.dumps(_bare(said), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _bare(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _bare(one) for name, one in value.items() if one is not None and one != []}
    return [_bare(one) for one in value] if isinstance(value, list) else value


def standing(told: Iterable[Told], known: date) -> Sequence[Statement]:
    """The statements that stand of what was recorded on or before a day."""
    events, differing = _first_hand(told, known)
    lines = Lines(_amended([one for one in events if ".source." in one["type"] or ".reference." in one["type"]], Lines([]), differing))
    return _amended(events, lines, differing)


def _first_hand(told: Iterable[Told], known: date) -> tuple[Sequence[Event], set[tuple[str, str]]]:
    """Of each identity the copy that stands; and those of which there are others."""
    copies: dict[tuple[str, str], dict[bytes, Event]] = {}
    for one in told:
        if one.recorded <= known:
            found = copies.setdefault((one.event["source"], one.event["id"]), {})
            found[hashlib.sha256(content(one.event)).digest()] = one.event
    return [several[min(several)] for several in copies.values()], {identity for identity, several in copies.items() if len(several) > 1}


class Lines:
    """Which source speaks for which others: those it succeeds, and those they succeed."""

    def __init__(self, facts: Iterable[Statement]) -> None:
        """Of contradicting registrations of a source the smallest holds."""
        self.before: dict[str, str] = {}
        self.regions: dict[str, str] = {"//00/hub": "00"}
        for fact in sorted((one for one in facts if one.kind == "source.registered"), key=lambda one: one.order, reverse=True):
            name = fact.data["source"]
            self.regions[name] = fact.data["region"]
            self.before.pop(name, None)
            if fact.data.get("succeeds"):
                self.before[name] = fact.data["succeeds"]

    def speaks_for(self, source: str, other: str) -> bool:
        """Whether a source is the other or came after it."""
        seen: set[str] = set()
        at: str | None = source
        while at is not None and at not in seen:
            if at == other:
                return True
            seen.add(at)
            at = self.before.get(at)
        return False


def _amended(events: Sequence[Event], lines: Lines, differing: set[tuple[str, str]]) -> Sequence[Statement]:
    against: dict[tuple[str, str], list[Event]] = {}
    for event in events:
        if _word(event) in AMENDING:
            target = event["data"]["corrects"]
            if lines.speaks_for(event["source"], target["source"]):
                against.setdefault((target["source"], target["id"]), []).append(event)

    def taken_back(event: Event) -> bool:
        # A correction can itself be retracted; a retraction cannot: what was retracted is told anew.
        return any(_word(one) == "retracted" for one in against.get((event["source"], event["id"]), ()))

    found = []
    for event in events:
        if _word(event) not in AMENDING and not taken_back(event):
            corrections = [
                one for one in against.get((event["source"], event["id"]), ())
                if _word(one) == "corrected" and not taken_back(one) and _fields(event, one)
            ]  # fmt: skip
            disputed = (event["source"], event["id"]) in differing and not corrections
            found.append(_statement(event, sorted(corrections, key=lambda one: (milliseconds(one["time"]), one["id"])), disputed))
    return found


def _word(event: Event) -> str:
    word: str = event["type"].split(".")[-2]
    return word


def _statement(event: Event, corrections: Sequence[Event], disputed: bool) -> Statement:
    data, time = dict(event["data"]), event["time"]
    for one in corrections:
        fields = _fields(event, one)
        time = fields.pop("time", time)
        data.update(fields)
    return Statement(
        kind=_kind(event),
        source=event["source"],
        id=event["id"],
        subject=event["subject"],
        time=milliseconds(time),
        unit=event["unit"],
        level=event["level"],
        region=event["region"],
        data={name: value for name, value in data.items() if value is not None},
        disputed=disputed,
    )


def _fields(event: Event, correction: Event) -> dict[str, Any]:
    """What a correction changes of an event: nothing where it does not fit, and never the object (decision 0034)."""
    fields: Mapping[str, Any] = correction["data"]["fields"]
    if not fits(_kind(event), fields):
        return {}
    return {name: value for name, value in fields.items() if event["data"].get(name) != event["subject"]}


def _kind(event: Event) -> str:
    kind: str = event["type"].removeprefix("cn.npc.").removesuffix(".v1")
    return kind
