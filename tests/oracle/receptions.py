"""The steps of a reception: announced, held, and of each opinion collected there handed on, answered, fed back and filed (decision 0020)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache

from tests.oracle.ledger import Statement
from tests.oracle.matters import Matters
from tests.oracle.thing import Thing
from tests.oracle.world import World


class Receptions:
    """Those of a world. `plain`: what else there is at the end of a day."""

    def __init__(self, world: World, matters: Matters, plain: Callable[[date], Sequence[Thing]]) -> None:
        """Of one state of knowledge."""
        self.world, self.matters, self.plain = world, matters, plain
        self.replied_since = cache(self._replied_since)
        self.kept = cache(self._kept)

    def on(self, day: date) -> Iterator[Thing]:
        """Receptions under a rule, and those of which as many steps are done as it asks for."""
        for thing in [one for one in self.plain(day) if one.measure == "activities.held" and one.kind == "reception"]:
            place = self.world.map.place(*thing.place)
            rule = self.world.rules.on("reception_step", place.chain, place.level, thing.place[1])
            if rule is None:
                continue
            names = ("activities.reception_required", "activities.reception_complete")
            for name in names[: 1 + (self._steps(thing, day) >= rule.data["amount"])]:
                yield Thing(name, thing.key, thing.place, kind=thing.kind, allocated=thing.allocated, entered=thing.entered)

    def _steps(self, thing: Thing, day: date) -> int:
        (name,), held = thing.key, thing.place[1]
        announced = [one for one in self.world.about("activity.announced").get(name, ()) if one.data["kind"] == "reception" and one.day <= held]
        opinions = [one for one in self._collected() if one.data.get("activity") == name and one.day <= day]
        passed = [self._passed(one.subject, one.day, day) for one in opinions]
        return 1 + bool(announced and self.kept(name)) + sum(all(each[step] for each in passed) for step in range(4))

    def _collected(self) -> Iterator[Statement]:
        for name, said in self.world.about("opinion.collected").items():
            yield self.world.chosen(said, name)

    def _passed(self, name: str, collected: date, day: date) -> Sequence[bool]:
        """Whether an opinion was handed on, answered, fed back and filed by a day."""
        said = [one for one in self.world.about("opinion.")[name] if one.day <= day]
        if any(one.kind in ("opinion.answered_on_spot", "opinion.rejected") for one in said):
            return (True,) * 4
        fed = self._fed(name, collected, day)
        forwarded = self.kept(name) and any(one.kind == "opinion.forwarded" for one in said)
        steps = (self.replied_since, lambda one: self._step(one, "fed_back"), lambda one: self._step(one, "archived"))
        return (bool(fed) or forwarded, *(bool(fed) and all(since(one) <= day for one in fed) for since in steps))

    def _fed(self, name: str, collected: date, day: date) -> set[str]:
        """The suggestions made of an opinion by a day."""
        found = {one for one in self.matters.said if name in self.matters.life(one, day).opinions}
        for one in self.world.about("opinion.converted").get(name, ()):
            suggestion = one.data["suggestion"]
            life = self.matters.life(suggestion, date.max)
            # Where the day is not kept: as the suggestion itself says, since it was received, else since the opinion was collected.
            if self.kept(name):
                since = one.day
            elif name not in life.opinions:
                since = life.begun or collected
            else:
                continue
            if since <= day:
                found.add(suggestion)
        return found

    def _replied_since(self, name: str) -> date:
        """The first day at whose end the matter of a suggestion is answered."""
        matter = self.matters.of.get(name)
        for day in sorted({one.day for one in self.world.said}) if matter else ():
            if any(one.measure == "suggestions.replied" and matter is not None and one.key == (matter.name,) for one in self.plain(day)):
                return day
        return date.max

    def _step(self, name: str, step: str) -> date:
        said = [one for one in self.matters.said.get(name, ()) if one.kind == f"suggestion.{step}" and self.kept(name)]
        return min((one.day for one in said), default=date.max)

    def _kept(self, name: str) -> bool:
        """Whether the days of an object's steps are kept: where there is, or was, a rule at, below or above the region whose system minted it."""
        region, lives = name.split("/")[2], self.world.map.lives
        ruled = {one.data["jurisdiction"] for one in self.world.rules.facts if one.data["step"] == "reception_step"}
        days = {one.since for said in self.world.map.facts.values() for one in said} | {life.begins for life in lives.values() if life is not None}
        here = {code for day in days if self.world.map.valid(region, day) for code in self.world.map.place(region, day).chain}
        above = {code for one in ruled for day in days if self.world.map.valid(one, day) for code in self.world.map.place(one, day).chain}
        return bool(here & ruled) or region in above
