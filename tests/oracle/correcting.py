"""Corrections of what counts, and which cells may move by them: those of the object that was spoken of, where it lies before or after."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from typing import Final

from tests.oracle.federations import FAMILIES, Federation
from tests.oracle.figures import Oracle
from tests.oracle.ground import RECORDED
from tests.oracle.invariants import AFTER
from tests.oracle.ledger import BEIJING, EPOCH, Statement
from tests.oracle.places import DAY
from tests.oracle.playing import told
from tests.oracle.questions import LAST_DAY
from tests.oracle.world import World
from tests.projections.play import Event

COUNTED: Final[Mapping[str, tuple[str, ...]]] = {
    "activity": ("activities.", "participations", "mandates", "people.", "items.", "money.", "entities."),
    "motion": ("motions.",),
    "opinion": ("opinions.",),
    "project": ("projects.", "votes.towns"),
    "station": ("stations.",),
    "suggestion": ("suggestions.", "promises.", "topics."),
}
"""By the family of an object, the statistics that count it."""
EACH, TRIES = 4, 4
"""As many corrections of a federation, and statements looked at for each."""
SETTING: Final[Mapping[str, tuple[str, ...]]] = {
    **{f"suggestions.{name}": ("suggestion.replied",) for name in ("late", "on_time")},
    **{f"suggestions.{name}": ("suggestion.assigned", "suggestion.reassigned") for name in ("due", "due_unknown", "overdue")},
}
"""What counts by words of one kind alone."""
BY_CLOCK: Final = ("suggestions.due", "suggestions.due_unknown", "suggestions.overdue")
"""What counts on a day on which nothing is said."""
OF_REGIONS: Final = ("regions.towns", "votes.entitled")
"""What is corrected of a region moves whatever lies in it."""
OF_TOWNS: Final = ("stations.coverage", "votes.towns")
"""Towns that count by their stations and votes: nothing is said of them as such, and few draws have one alone."""


@dataclass(frozen=True)
class Correction:
    """`event` says that what a statement tells of an object happened a day later; `moves`: the statistics that are another number by it on that day
    or in the end; `regions`: where the object lies and is spoken of, before and after; `answers`: where opinions lie that it may answer."""

    event: Event
    family: str
    moves: frozenset[str]
    regions: frozenset[str]
    answers: frozenset[str]

    def may_move(self, measure: str, region: str) -> bool:
        """Whether a cell is one of the object's own."""
        return (measure.startswith(COUNTED[self.family]) and region in self.regions) or (measure == "opinions.resolved" and region in self.answers)


def corrections(batch: Sequence[Federation], number: int, names: Collection[str]) -> list[Correction]:
    """Some for each federation, each of another event: such as move the statistics that were moved the fewest times so far."""
    times: Counter[str] = Counter()
    found = []
    for one in batch:
        oracle = Oracle(World(told(one, number), date.max))
        things: dict[str, list[str]] = {}
        for thing in oracle.things.on(LAST_DAY):
            things.setdefault(thing.measure, []).append(str(thing.key[0]))
        corrected: set[str] = set()
        for name in sorted({*names} & {*things}, key=lambda name: (times[name], name)):
            for said in islice(_giving(oracle, name, things[name]), TRIES):
                if said.id in corrected or len(corrected) == EACH:
                    continue
                made = _correction(one, number, oracle, said)
                if name in made.moves or name in BY_CLOCK:
                    times.update({*made.moves, name})
                    corrected.add(said.id)
                    found.append(made)
                    break
    return found


def _giving(oracle: Oracle, measure: str, names: Sequence[str]) -> Iterator[Statement]:
    """Statements about objects on whose day they began to count in a statistic."""
    for name in dict.fromkeys(names):
        matter = oracle.things.matters.of.get(name)
        members = matter.members if matter else (name,)
        said = [one for one in oracle.world.said if one.subject in members and one.kind.split(".")[0] in COUNTED]
        if measure in SETTING:
            yield from (one for one in reversed(said) if one.kind in SETTING[measure])
            continue
        days = sorted({one.since for one in said})
        since = next((day for day in days if any(one.measure == measure and one.key[0] == name for one in oracle.things.on(day))), None)
        yield from (one for one in said if one.since == since)


def _correction(of: Federation, number: int, oracle: Oracle, said: Statement) -> Correction:
    moved = EPOCH + timedelta(milliseconds=said.time) + BEIJING + DAY
    fields = {"valid_from": str(said.since + DAY)} if said.data.get("valid_from") else {"time": f"{moved:%Y-%m-%dT%H:%M:%S}+08:00"}
    family = said.kind.split(".")[0]
    event = {
        "specversion": "1.0", "id": f"later-{said.id}", "source": said.source, "subject": said.subject, "time": AFTER,
        "type": f"cn.npc.{FAMILIES.get(said.kind, FAMILIES.get(family, 'activity'))}.corrected.v1",
        "unit": said.unit, "level": said.level, "region": said.region,
        "data": {"corrects": {"source": said.source, "id": said.id}, "fields": fields},
    }  # fmt: skip
    after = Oracle(World(told(replace(of, told=[*of.told, (event, len(RECORDED) - 1)]), number), date.max))
    both = (oracle, after)
    names = {said.subject} | {name for one in both if (matter := one.things.matters.of.get(said.subject)) for name in matter.members}
    return Correction(
        event, family,
        frozenset(thing.measure for day in (said.since, LAST_DAY) for thing in {*oracle.things.on(day)} ^ {*after.things.on(day)}),
        frozenset(region for one in both for place in _places(one, names) for region in one.world.map.place(*place).chain),
        frozenset(region for one in both for place in _opinions(one, family) for region in one.world.map.place(*place).chain),
    )  # fmt: skip


def _places(oracle: Oracle, names: set[str]) -> Iterator[tuple[str, date]]:
    """Where objects lie, and from where they are spoken of."""
    for said in oracle.world.said:
        if said.subject in names:
            yield said.region, said.day
    for thing in oracle.things.on(LAST_DAY):
        if thing.key[0] in names:
            yield thing.place
    for matter in oracle.things.matters.all:
        if names & {*matter.members}:
            yield matter.origin


def _opinions(oracle: Oracle, family: str) -> Iterator[tuple[str, date]]:
    return (thing.place for thing in oracle.things.on(LAST_DAY) if thing.measure == "opinions.collected" and family == "suggestion")
