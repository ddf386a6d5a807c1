"""What is counted: everything that holds at the end of a day, as a plain list of things with the place in which each lies."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from typing import Any

from tests.oracle.charged import Home, charged
from tests.oracle.deadlines import due
from tests.oracle.departments import Departments
from tests.oracle.duties import Duties
from tests.oracle.ledger import Statement
from tests.oracle.lives import Life
from tests.oracle.matters import Matter, Matters, category, last_word
from tests.oracle.persons import Persons
from tests.oracle.projects import brought, motions, projects
from tests.oracle.stations import Stations
from tests.oracle.thing import Thing
from tests.oracle.world import World


class Things:
    """The things of a world on any day."""

    def __init__(self, world: World) -> None:
        """Of one state of knowledge."""
        self.world = world
        self.matters = Matters(world)
        self.persons = Persons(world)
        self.stations = Stations(world, self.persons)
        self.departments = Departments(world)
        self._kept: dict[date, Sequence[Thing]] = {}
        self.on = cache(self._on)
        self.duties = Duties(world, self.persons, self.matters, self.plain)
        self._restated: dict[tuple[date, date], Sequence[Thing]] = {}

    def _on(self, day: date) -> Sequence[Thing]:
        """All that holds at the end of a day."""
        return [*self.plain(day), *self.duties.on(day)]

    def plain(self, day: date) -> Sequence[Thing]:
        """The same without what is only asked for by duty rules, which look at the rest."""
        if day not in self._kept:
            sources: Sequence[Callable[[date], Iterator[Thing]]] = (
                self._matters, self._assigned, self._charged, self._suggestions, self._numbers, self._topics, self._opinions, self._activities,
                self._stations, partial(projects, self.world), partial(motions, self.world),
            )  # fmt: skip
            self._kept[day] = [thing for source in sources for thing in source(day)]
        return self._kept[day]

    def restated(self, day: date, on: date) -> Sequence[Thing]:
        """All that holds at the end of a day, under the departments of another."""
        if (day, on) not in self._restated:
            others = [thing for thing in self.on(day) if not thing.department]

            def home(dept: str) -> str:
                return self.departments.on(dept, on)

            self._restated[day, on] = [*others, *self._assigned(day, home), *self._charged(day, home)]
        return self._restated[day, on]

    def _charged(self, day: date, home: Home = str) -> Iterator[Thing]:
        return charged(self.matters, day, home)

    def _assigned(self, day: date, home: Home = str) -> Iterator[Thing]:
        for matter in self.matters.all:
            yield from self.assigned(matter, day, home)

    def assigned(self, matter: Matter, day: date, home: Home = str) -> Iterator[Thing]:
        """What a matter is to the departments that have it at the end of a day."""
        lives, more = self.matters.lives(matter, day), _of(matter, self.matters.entered(matter))
        for dept, role in sorted({(home(dept), role) for one in lives.values() if one.assigned for dept, role in one.roles.items()}):
            yield Thing("suggestions.by_department", (matter.name, dept, role), matter.origin, department=dept, role=role, **more)

    def _matters(self, day: date) -> Iterator[Thing]:
        for matter in self.matters.all:
            lives = self.matters.lives(matter, day)
            if not lives:
                continue
            more = _of(matter, self.matters.entered(matter))
            yield from (Thing(f"suggestions.{name}", (matter.name,), matter.origin, **more) for name in _states(lives))
            if matter.repeated:
                yield Thing("suggestions.repeated", (matter.name,), matter.origin, **more)
            yield from self.handled(matter, day)

    def handled(self, matter: Matter, day: date) -> Iterator[Thing]:
        """What a matter is to the congresses that assigned it by the end of a day."""
        more = _of(matter, self.matters.entered(matter))
        for region, since in sorted(self.handlers(matter, day).items()) if self.matters.lives(matter, day) else ():
            yield Thing("suggestions.handled", (matter.name, region), (region, since), **more)

    def handlers(self, matter: Matter, day: date) -> dict[str, date]:
        """The regions whose congresses assigned a matter by the end of a day, and since when."""
        found: dict[str, date] = {}
        for name in matter.members:
            for one in self.matters.said.get(name, ()):
                if one.day <= day and one.kind in ("suggestion.assigned", "suggestion.reassigned"):
                    found[one.region] = min(one.day, found.get(one.region, one.day))
        return found

    def _suggestions(self, day: date) -> Iterator[Thing]:
        for name, matter in self.matters.of.items():
            now = self.matters.life(name, day)
            if now.begun is None or now.closed:
                continue
            more = _of(matter, self.matters.entered(matter))
            for measure in due(self.world, now, day):
                # What is counted from rows is of no category.
                filed = "" if measure in _FROM_ROWS else matter.category
                yield Thing(f"suggestions.{measure}", (name,), matter.origin, **{**more, "category": filed})
            for measure, axis, last in _AXES:
                grade = now.worst(axis, last)
                if grade is not None:
                    yield Thing(measure, (name,), matter.origin, grade=grade, **more)
            for promise, grade in now.promise_grades.items():
                yield Thing("promises.evaluated", (name, promise), matter.origin, grade=grade, **more)

    def _numbers(self, day: date) -> Iterator[Thing]:
        found: dict[tuple[Any, ...], tuple[tuple[date, str], Thing]] = {}
        for name, said in self.matters.said.items():
            words = [one for one in said if one.kind in ("suggestion.submitted", "suggestion.registered")]
            for one in words:
                if one.kind == "suggestion.registered" and one.day <= day:
                    key = (one.unit, one.data["term"], one.data.get("session"), one.data["no"])
                    kind, filed = last_word(words, "kind"), category(self.world, words)
                    thing = Thing("suggestions.registered", key, (one.region, one.day), kind=kind, category=filed, entered=one.day)
                    if key not in found or (one.day, name) < found[key][0]:
                        found[key] = (one.day, name), thing
        for _, thing in found.values():
            yield thing
            sitting = "between" if thing.key[2] is None else "in_session"
            yield replace(thing, measure=f"suggestions.registered_{sitting}")

    def _topics(self, day: date) -> Iterator[Thing]:
        found: dict[tuple[str, str], date] = {}
        for said in self.matters.said.values():
            for one in said:
                if one.kind == "suggestion.key_supervised" and one.data.get("topic") and one.day <= day:
                    key = (one.region, one.data["topic"])
                    found[key] = min(one.day, found.get(key, one.day))
        return (Thing("topics.key_supervised", key, (key[0], since), entered=since) for key, since in found.items())

    def _opinions(self, day: date) -> Iterator[Thing]:
        world = self.world
        feeding = [(name, self.matters.life(name, day).opinions) for name in self.matters.said]
        for name, said in world.about("opinion.").items():
            collected = [one for one in said if one.kind == "opinion.collected"]
            if not collected or (chosen := world.chosen(collected, name)).day > day:
                continue
            where = Thing(
                "opinions.collected", (name,), (chosen.data["origin"], chosen.day),
                category=world.category(chosen.source, chosen.data.get("category"), chosen.day), allocated=_allocated(world, name),
                entered=chosen.day,
            )  # fmt: skip
            yield where
            past = [one for one in said if one.day <= day]
            fed = {one.data["suggestion"] for one in past if one.kind == "opinion.converted"} | {one for one, opinions in feeding if name in opinions}
            if any(one.kind == "opinion.answered_on_spot" for one in past) or (fed and all(self._completed(one, day) for one in fed)):
                yield Thing("opinions.resolved", *_rest(where))

    def _completed(self, name: str, day: date) -> bool:
        matter = self.matters.of.get(name)
        return matter is not None and "completed" in _states(self.matters.lives(matter, day))

    def _activities(self, day: date) -> Iterator[Thing]:
        world = self.world
        for name, said in world.about("activity.").items():
            held = [one for one in said if one.kind == "activity.held"]
            if not held or called_off([one for one in said if world.minted(one.source, name)]):
                continue
            chosen = world.chosen(held, name)
            region = world.unit_region(chosen.data["host_unit"], chosen.day)
            if chosen.day > day or region is None:
                continue
            place, counts = (region, chosen.day), chosen.data.get("counts") or {}
            more: dict[str, Any] = {"kind": chosen.data["kind"], "allocated": _allocated(world, name), "entered": chosen.day}
            yield (held_one := Thing("activities.held", (name,), place, **more))
            yield from brought(world, held_one, said, day)
            yield Thing("people.received", (name,), place, n=counts.get("people") or 0, **more)
            yield Thing("items.advanced", (name,), place, n=counts.get("items") or 0, **more)
            mandates = {each["mandate"] for one in held for each in one.data.get("participants", ())}
            for person in {self.person(one) for one in mandates}:
                yield Thing("participations", (name, person), place, **more)
            for mandate in mandates:
                yield Thing("mandates", (name, mandate), place, **more)

    def person(self, mandate: str) -> tuple[str, str]:
        """Who holds a mandate; one that is not known is a person of its own."""
        known = self.persons.seats.get(mandate)
        return ("mandate", mandate) if known is None else ("person", self.persons.who(known.data["person"]))

    def _stations(self, day: date) -> Iterator[Thing]:
        covered = set()
        for name, place in self.stations.open(day).items():
            yield Thing("stations.open", (name,), place, kind=self.stations.tier(name, day))
            # In a code that is not there yet it lies where that will be (decision 0037), in no town of before.
            if (life := self.world.map.life(place[0])) is None or life.begins <= day:
                covered.add(self.world.map.carried(place[0], day))
        for code, life in self.world.map.lives.items():
            if life is not None and life.begins <= day < life.ends and life.kind in ("town", "township", "street"):
                yield Thing("regions.towns", (code,), (code, day), kind=life.kind)
                if life.kind != "street":
                    yield Thing("votes.entitled", (code,), (code, day), kind=life.kind)
                if (code, True) in covered:
                    yield Thing("stations.coverage", (code,), (code, day), kind=life.kind)


_FROM_ROWS = ("under_deadline", "not_yet_due")
_AXES = (
    ("suggestions.satisfaction_first", "result", False),
    ("suggestions.satisfaction_final", "result", True),
    ("suggestions.satisfaction_attitude", "attitude", True),
)


def _of(matter: Matter, entered: date) -> dict[str, Any]:
    return {"kind": matter.kind, "category": matter.category, "allocated": matter.allocated, "entered": entered}


def _rest(thing: Thing) -> tuple[Any, ...]:
    return thing.key, thing.place, thing.n, thing.kind, thing.category, "", "", "", thing.allocated, thing.entered


def _allocated(world: World, name: str) -> str | None:
    return world.allocated[name][1] if name in world.allocated else None


def called_off(own: Sequence[Statement]) -> bool:
    """Whether the last word of the source that minted an activity is that it did not take place."""
    words = [one.kind for one in own if one.kind in ("activity.held", "activity.cancelled")]
    return words[-1:] == ["activity.cancelled"]


def _states(lives: dict[str, Life]) -> list[str]:
    """The states of a matter of which these suggestions have begun; none while all of them are closed."""
    if not lives:
        return []
    found = ["consolidated"]
    found += ["key_supervised"] if any(one.key for one in lives.values()) else []
    found += ["published"] if any(one.published for one in lives.values()) else []
    assigned = [one for one in lives.values() if one.assigned]
    if not assigned or not all(one.replied for one in assigned):
        return found
    outcomes = [outcome for one in assigned for outcome in one.last_outcomes]
    found += ["replied"]
    found += ["solved_or_planned"] if all(one in ("solved", "in_progress", "planned") for one in outcomes) else []
    if any("dissatisfied" in one.current() for one in lives.values() if not one.closed):
        return found
    promises = [kept for one in lives.values() if not one.closed for kept in one.kept]
    found += ["completed"]
    found += ["unrated"] if any(not one.current() for one in assigned) else []
    found += ["implemented"] if all(one == "solved" for one in outcomes) or (promises and all(promises)) else []
    return found
