"""Counts the figures from the events alone, slowly and plainly, as the worked cases say; knows nothing of how the hub counts.

A state is always evaluated for one day, from everything that happened by it; a figure of a period is a difference of two states.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from hub.demo.figures import Figure
from hub.demo.pen import Sent, day_of, digest
from hub.demo.places import chain
from schemas.days import parse_instant
from tests.demo.matters import Matter, Suggestions

Key = tuple[str, str]
REFERENCE_TYPES = {"mandate.started", "mandate.ended", "station.opened", "station.closed", "unit.registered", "class_scheme.set"}


@dataclass(frozen=True)
class Statement:
    """A standing statement: what one source says, corrections applied."""

    type: str
    source: str
    id: str
    subject: str
    time: int
    unit: str
    region: str
    data: Mapping[str, Any]

    @property
    def day(self) -> date:
        return day_of(self.time)

    @property
    def order(self) -> tuple[int, str, str]:
        return (self.time, self.source, self.id)


@dataclass(frozen=True)
class Laws:
    """Which laws this count obeys; switching one off must change the figures that rest on it."""

    identity: bool = True
    corrections: bool = True
    links: bool = True
    origins: bool = True
    persons: bool = True


def minted_by(identifier: str) -> str:
    """The source that minted an object's id: its first two segments."""
    return "/".join(identifier.split("/")[:4])


def _standing(records: Iterable[Sent], laws: Laws) -> list[Statement]:
    copies: dict[Any, list[Sent]] = defaultdict(list)
    for at, sent in enumerate(records):
        key: Any = (sent.event["source"], sent.event["id"]) if laws.identity else at
        copies[key].append(sent)
    chosen = [_one(several) for several in copies.values()]
    amended: dict[Key, list[Sent]] = defaultdict(list)
    for sent in chosen:
        if "corrects" in sent.event["data"] and laws.corrections:
            target = sent.event["data"]["corrects"]
            assert target["source"] == sent.event["source"]
            amended[target["source"], target["id"]].append(sent)
    return [one for sent in chosen if "corrects" not in sent.event["data"] and (one := _amended(sent, amended)) is not None]


def _one(several: Sequence[Sent]) -> Sent:
    contents = {json.dumps({**one.event, "sequence": None}, sort_keys=True): one for one in several}
    return min(contents.values(), key=digest) if len(contents) > 1 else several[0]


def _amended(sent: Sent, amended: Mapping[Key, Sequence[Sent]]) -> Statement | None:
    event = sent.event
    amendments = sorted(amended.get((event["source"], event["id"]), ()), key=lambda one: (one.event["time"], one.event["id"]))
    if any(one.type.endswith(".retracted.v1") for one in amendments):
        return None
    fields: dict[str, Any] = {}
    for one in amendments:
        fields.update(json.loads(one.event["data"]["fields"]))
    time = parse_instant(fields.pop("time")) if "time" in fields else event["time"]
    kind = sent.type.removeprefix("cn.npc.").removesuffix(".v1")
    data = {**event["data"], **fields}
    return Statement(kind, event["source"], event["id"], event["subject"], time, event["unit"], event["region"], data)


class Count:
    """Everything that was said, and what it adds up to."""

    def __init__(self, records: Iterable[Sent], laws: Laws | None = None) -> None:
        self.laws = laws or Laws()
        self.by_type: dict[str, list[Statement]] = defaultdict(list)
        for one in _standing(records, self.laws):
            self.by_type[one.type].append(one)
        self.units = {one.data["unit"]: one.data["region"] for one in self.by_type["unit.registered"]}
        self.persons = {one.data["mandate"]: one.data["person"] for one in self.by_type["mandate.started"]}

    def of(self, figure: Figure) -> int:
        """The figure."""
        measure = _MEASURES[figure.statistic]
        kinds = figure.where.get("kind")
        now = measure(self, figure.region, figure.last, kinds)
        if figure.first is None:
            return now
        return now - measure(self, figure.region, figure.first - timedelta(days=1), kinds)

    @cached_property
    def activities(self) -> list[tuple[Statement, set[str]]]:
        """The statement that decides each activity, and everybody who took part."""
        told: dict[str, list[Statement]] = defaultdict(list)
        for one in self.by_type["activity.held"]:
            told[one.subject if self.laws.identity else f"{one.subject} {one.id} {len(told)}"].append(one)
        found = []
        for several in told.values():
            own = [one for one in several if one.source == minted_by(one.subject)]
            decides = max(own, key=lambda one: (one.time, one.id)) if own else min(several, key=lambda one: (one.source, one.id))
            mandates = {each["mandate"] for one in several for each in one.data.get("participants") or ()}
            found.append((decides, {self.persons.get(one, one) if self.laws.persons else one for one in mandates}))
        return found

    @cached_property
    def suggestions(self) -> Suggestions:
        """The suggestions, put together to matters."""
        schemes = {(one.data["scheme"], each["code"]): each["outcome"] for one in self.by_type["class_scheme.set"] for each in one.data["classes"]}
        said = [one for name, several in self.by_type.items() if name.startswith("suggestion.") for one in several]
        return Suggestions(said, schemes, links=self.laws.links, origins=self.laws.origins)


def _inside(region: str, place: str) -> bool:
    return region in chain(place)


def _held(count: Count, region: str, last: date, kinds: Sequence[str] | None) -> Iterable[tuple[Statement, set[str]]]:
    for one, present in count.activities:
        if one.day <= last and (kinds is None or one.data["kind"] in kinds) and _inside(region, count.units[one.data["host_unit"]]):
            yield one, present


def _activities(count: Count, region: str, last: date, kinds: Sequence[str] | None) -> int:
    return sum(1 for _ in _held(count, region, last, kinds))


def _participations(count: Count, region: str, last: date, kinds: Sequence[str] | None) -> int:
    return sum(len(present) for _, present in _held(count, region, last, kinds))


def _counted(member: str) -> Callable[[Count, str, date, Sequence[str] | None], int]:
    def measure(count: Count, region: str, last: date, kinds: Sequence[str] | None) -> int:
        return sum((one.data.get("counts") or {}).get(member) or 0 for one, _ in _held(count, region, last, kinds))

    return measure


def _collected(count: Count, region: str, last: date, _: Sequence[str] | None) -> int:
    return len({one.subject for one in _opinions(count, region, last)})


def _opinions(count: Count, region: str, last: date) -> list[Statement]:
    """One statement for each opinion: the minter's, else the smallest."""
    told: dict[str, list[Statement]] = defaultdict(list)
    for one in count.by_type["opinion.collected"]:
        told[one.subject].append(one)
    chosen = [min(several, key=lambda one: (one.source != minted_by(one.subject), one.source, one.id)) for several in told.values()]
    return [one for one in chosen if one.day <= last and _inside(region, one.data["origin"])]


def _resolved(count: Count, region: str, last: date, _: Sequence[str] | None) -> int:
    answered = {one.subject for one in count.by_type["opinion.answered_on_spot"] if one.day <= last}
    feeds: dict[str, set[str]] = defaultdict(set)
    for one in count.by_type["opinion.converted"]:
        feeds[one.subject].add(one.data["suggestion"])
    for name in ("suggestion.submitted", "suggestion.registered"):
        for one in count.by_type[name]:
            for opinion in one.data.get("opinions") or ():
                feeds[opinion].add(one.subject)
    matters = count.suggestions.matter_of
    done = {matter.name for matter in count.suggestions.matters if matter.completed(last)}
    return sum(
        one.subject in answered or (bool(feeds[one.subject]) and all(matters[each].name in done for each in feeds[one.subject]))
        for one in _opinions(count, region, last)
    )


def _matters(holds: Callable[[Matter, date], bool]) -> Callable[[Count, str, date, Sequence[str] | None], int]:
    def measure(count: Count, region: str, last: date, kinds: Sequence[str] | None) -> int:
        chosen = [one for one in count.suggestions.matters if one.counts(last) and holds(one, last)]
        return sum(1 for one in chosen if _inside(region, one.origin) and (kinds is None or one.kind in kinds))

    return measure


def _deputies(count: Count, region: str, last: date, _: Sequence[str] | None) -> int:
    ended = {one.data["mandate"]: one.data["valid_from"] for one in count.by_type["mandate.ended"]}
    day = last.isoformat()
    held = [one.data for one in count.by_type["mandate.started"] if one.data["valid_from"] <= day < ended.get(one.data["mandate"], "9999")]
    found = [one["person"] for one in held if _inside(region, one["region"])]
    return len(set(found)) if count.laws.persons else len(found)


def _stations(count: Count, region: str, last: date, _: Sequence[str] | None) -> int:
    closed = {one.data["station"]: one.data["valid_from"] for one in count.by_type["station.closed"]}
    day = last.isoformat()
    standing = [one.data for one in count.by_type["station.opened"] if one.data["valid_from"] <= day < closed.get(one.data["station"], "9999")]
    found = [one["station"] for one in standing if _inside(region, one["region"])]
    return len(set(found)) if count.laws.identity else len(found)


def _projects(count: Count, region: str, last: date) -> list[Statement]:
    told: dict[str, list[Statement]] = defaultdict(list)
    for one in count.by_type["project.voted"]:
        told[one.subject].append(one)
    chosen = [min(several, key=lambda one: (one.source != minted_by(one.subject), one.source, one.id)) for several in told.values()]
    return [one for one in chosen if one.day <= last and _inside(region, one.region)]


def _elected(count: Count, region: str, last: date, _: Sequence[str] | None) -> int:
    return sum(one.data["elected"] for one in _projects(count, region, last))


def _towns(count: Count, region: str, last: date, _: Sequence[str] | None) -> int:
    return len({(one.region, one.data["year"]) for one in _projects(count, region, last)})


_MEASURES: Mapping[str, Callable[[Count, str, date, Sequence[str] | None], int]] = {
    "activities.held": _activities,
    "participations": _participations,
    "people.received": _counted("people"),
    "items.advanced": _counted("items"),
    "opinions.collected": _collected,
    "opinions.resolved": _resolved,
    "suggestions.consolidated": _matters(Matter.counts),
    "suggestions.completed": _matters(lambda one, last: one.completed(last)),
    "suggestions.implemented": _matters(lambda one, last: one.implemented(last)),
    "suggestions.key_supervised": _matters(lambda one, last: one.supervised(last)),
    "suggestions.published": _matters(lambda one, last: one.published(last)),
    "deputies": _deputies,
    "stations.open": _stations,
    "projects.voted": _elected,
    "votes.towns": _towns,
}
