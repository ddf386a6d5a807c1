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

from hub.demo.figures import Figure, of_a_hundred
from hub.demo.pen import Sent, day_of, digest
from hub.demo.places import chain, townships
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
        self.first = date.min
        self.by_type: dict[str, list[Statement]] = defaultdict(list)
        for one in _standing(records, self.laws):
            self.by_type[one.type].append(one)
        self.units = {one.data["unit"]: one.data["region"] for one in self.by_type["unit.registered"]}
        self.persons = {one.data["mandate"]: one.data["person"] for one in self.by_type["mandate.started"]}

    def of(self, figure: Figure) -> int:
        """The figure."""
        measure = _MEASURES[figure.statistic]
        kinds = figure.where.get("kind")
        self.first = figure.first or date.min
        now = measure(self, figure.region, figure.last, kinds)
        if figure.first is None or figure.statistic in _DISTINCT:
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
    found = [one["person"] for one in _seats(count, region, last)]
    return len(set(found)) if count.laws.persons else len(found)


def _seats(count: Count, region: str, last: date) -> list[Mapping[str, Any]]:
    """What was said of each mandate that is held on the day."""
    ended = {one.data["mandate"]: one.data["valid_from"] for one in count.by_type["mandate.ended"]}
    day = last.isoformat()
    held = [one.data for one in count.by_type["mandate.started"] if one.data["valid_from"] <= day < ended.get(one.data["mandate"], "9999")]
    return [one for one in held if _inside(region, one["region"])]


def _groups(count: Count, region: str, last: date, _: Sequence[str] | None) -> int:
    """Deputies of one congress whose mandates name the same delegation are one."""
    return len({(one["unit"], one["delegation"]) for one in _seats(count, region, last) if one.get("delegation")})


def _open(count: Count, region: str, last: date) -> list[tuple[str, str, str]]:
    """Station, place and tier of each opening that stands, as the tier is on the day."""
    closed = {one.data["station"]: one.data["valid_from"] for one in count.by_type["station.closed"]}
    day = last.isoformat()
    tiers = {one.data["station"]: one.data["tier"] for one in count.by_type["station.changed"] if one.data["valid_from"] <= day}
    standing = [one.data for one in count.by_type["station.opened"] if one.data["valid_from"] <= day < closed.get(one.data["station"], "9999")]
    return [(one["station"], one["region"], tiers.get(one["station"], one["tier"])) for one in standing if _inside(region, one["region"])]


def _stations(count: Count, region: str, last: date, kinds: Sequence[str] | None) -> int:
    found = [station for station, _, tier in _open(count, region, last) if kinds is None or tier in kinds]
    return len(set(found)) if count.laws.identity else len(found)


def _covered(count: Count, region: str, last: date, _: Sequence[str] | None) -> int:
    places = {one.code for one in townships(region)}
    return of_a_hundred(len(places & {place for _, place, _ in _open(count, region, last)}), len(places))


def _reported(count: Count, region: str, last: date, _: Sequence[str] | None) -> int:
    """Of a hundred mandates of the congress that were held when its term began, those with a report since."""
    (opened,) = {date.fromisoformat(one.data["opened"]) for one in count.by_type["term.opened"] if one.region == region}
    seats = {one["mandate"] for one in _seats(count, region, opened) if one["region"] == region}
    told = {one.data["mandate"] for one in count.by_type["duty.report_given"] if opened <= one.day <= last}
    return of_a_hundred(len(told & seats), len(seats))


def _enrolled(count: Count, region: str, last: date, _: Sequence[str] | None) -> int:
    """Persons on the latest roster of each open station."""
    day, rosters = last.isoformat(), dict[str, Statement]()
    for one in count.by_type["station.roster_changed"]:
        before = rosters.get(one.subject)
        if one.data["valid_from"] <= day and (before is None or (before.data["valid_from"], before.order) < (one.data["valid_from"], one.order)):
            rosters[one.subject] = one
    stations = {station for station, _, _ in _open(count, region, last)}
    seats = {seat for station, one in rosters.items() if station in stations for seat in one.data["mandates"]}
    return len({count.persons.get(one, one) if count.laws.persons else one for one in seats})


def _trained(what: Callable[[Count, Statement], str]) -> Callable[[Count, str, date, Sequence[str] | None], int]:
    """Distinct things of the trainings within the period that begins with the year that the figure is of."""

    def measure(count: Count, region: str, last: date, kinds: Sequence[str] | None) -> int:
        chosen = [one for one in count.by_type["training.completed"] if count.first <= one.day <= last and _inside(region, one.region)]
        return len({what(count, one) for one in chosen if kinds is None or one.data["mode"] in kinds})

    return measure


def _person(count: Count, one: Statement) -> str:
    return count.persons.get(one.data["mandate"], one.data["mandate"]) if count.laws.persons else f"{one.subject}"


def _met(count: Count, region: str, last: date, kinds: Sequence[str] | None) -> int:
    return len({person for one, present in _held(count, region, last, kinds) if one.day >= count.first for person in present})


def _brought(member: str) -> Callable[[Count, str, date, Sequence[str] | None], int]:
    """What the minter of each activity's id said last by the day."""

    def measure(count: Count, region: str, last: date, kinds: Sequence[str] | None) -> int:
        held = {one.subject for one, _ in _held(count, region, last, kinds)}
        told = [one for one in count.by_type["activity.yielded"] if one.day <= last and one.source == minted_by(one.subject)]
        latest = {one.subject: one for one in sorted(told, key=lambda one: one.order)}
        return sum(one.data.get(member) or 0 for subject, one in latest.items() if subject in held)

    return measure


def _completed(count: Count, region: str, last: date, _: Sequence[str] | None) -> int:
    elected = {one.subject for one in _projects(count, region, last) if one.data["elected"]}
    told = [one for one in count.by_type["project.progressed"] if one.day <= last and one.source == minted_by(one.subject)]
    latest = {one.subject: one.data["progress"] for one in sorted(told, key=lambda one: one.order)}
    return sum(latest.get(one, 0) >= 100 for one in elected)


def _motions(count: Count, region: str, last: date, _: Sequence[str] | None) -> int:
    told = [one for one in count.by_type["motion.submitted"] if one.source == minted_by(one.subject) and one.day <= last]
    found = [one.subject for one in told if one.region == region]
    return len(set(found)) if count.laws.identity else len(found)


def _numbers(count: Count, region: str, last: date, _: Sequence[str] | None) -> int:
    told = [one for one in count.by_type["suggestion.registered"] if one.day <= last and one.region == region]
    found = [(one.unit, one.data["term"], one.data["session"], one.data["no"]) for one in told]
    return len(set(found)) if count.laws.identity else len(found)


def _handled(count: Count, region: str, last: date, _: Sequence[str] | None) -> int:
    return sum(one.counts(last) and one.handled(region, last) for one in count.suggestions.matters)


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
    "suggestions.handled": _handled,
    "suggestions.registered": _numbers,
    "motions.submitted": _motions,
    "deputies": _deputies,
    "groups": _groups,
    "duty.met": _reported,
    "persons": _met,
    "stations.open": _stations,
    "stations.coverage": _covered,
    "stations.deputies": _enrolled,
    "training.persons": _trained(_person),
    "training.courses": _trained(lambda _, one: one.data["course"]),
    "training.venues": _trained(lambda _, one: f"{one.data['course']} {one.data['venue']}"),
    "money.moved": _brought("money"),
    "entities.founded": _brought("entities"),
    "projects.voted": _elected,
    "projects.completed": _completed,
    "votes.towns": _towns,
}
_DISTINCT = {"persons", "training.persons", "training.courses", "training.venues"}
"""Things counted once within the period: no difference of two states."""
