"""What was done of the steps that duty rules count: by a seat, or by a group (docs/counting.md, decision 0020)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Final

from tests.oracle.ledger import Statement
from tests.oracle.matters import Matters
from tests.oracle.persons import Persons
from tests.oracle.terms import Terms
from tests.oracle.thing import Thing
from tests.oracle.world import World

ALWAYS: Final = date.max
OF_KIND: Final = {"training": "duty_training", "good_deed": "duty_good_deed"}


def _stays(_: date) -> bool:
    return True


@dataclass(frozen=True)
class Deed:
    """`what`: counts once. `counts`: whether it does at the end of a day."""

    what: str
    day: date
    counts: Callable[[date], bool] = _stays


@dataclass(frozen=True)
class Proposal:
    """A motion, or a suggestion of which is said who makes it."""

    name: str
    day: date
    lead: str | None
    makers: frozenset[str]
    kind: str
    closed: Callable[[date], bool]


class Deeds:
    """The deeds of a world."""

    def __init__(self, world: World, persons: Persons, matters: Matters, terms: Terms, plain: Callable[[date], Sequence[Thing]]) -> None:
        """Of one state of knowledge."""
        self.world, self.persons, self.matters, self.terms, self.plain = world, persons, matters, terms, plain
        # (activity, mandate), day, kind
        self.parts = [(*one.key, one.place[1], one.kind) for one in plain(ALWAYS) if one.measure == "mandates"]
        self.proposals = [*self._motions(), *self._suggestions()]
        self.solved = cache(self._solved)

    def of(self, subject: str, seats: Sequence[Statement], step: str) -> Sequence[Deed]:
        """Those of some mandates."""
        if subject == "duty":
            return [*self._own({one.data["mandate"] for one in seats}, step)]
        return [*self._joint(seats, step)]

    def _own(self, mandates: set[str], step: str) -> Iterator[Deed]:
        for activity, mandate, day, kind in self.parts:
            # Between sessions of the mandate's own congress.
            in_session = step == "duty_activity" and mandate in mandates and self.terms.sat(self.persons.seats[mandate].data["region"], day)
            if mandate in mandates and OF_KIND.get(kind, "duty_activity") == step and not in_session:
                yield Deed(activity, day)
        for kind, of, what in (
            ("session.speech_made", "duty_speech", ""),
            ("duty.report_given", "duty_report", ""),
            ("training.", "duty_training", "course"),
        ):
            if of == step:
                for name, one in self._words(kind):
                    if one.data["mandate"] in mandates:
                        yield Deed(one.data[what] if what else name, one.day)
        if step == "duty_proposal":
            for each in self.proposals:
                if each.makers & mandates:
                    yield Deed(each.name, each.day, partial(_open, each))

    def _joint(self, seats: Sequence[Statement], step: str) -> Iterator[Deed]:
        """What a group did: what was done with one of it who held the mandate that day."""
        mandates = {one.data["mandate"] for one in seats}
        taking: dict[str, set[str]] = {}
        for activity, mandate, day, _ in self.parts:
            if mandate in mandates and self._in_office(mandate, day):
                taking.setdefault(activity, set()).add(mandate)
        if step == "group_suggestion":
            for each in self.proposals:
                if each.lead in mandates and each.kind in ("delegation", "co_signed") and self._in_office(str(each.lead), each.day):
                    yield Deed(each.name, each.day, partial(_open, each))
        elif step == "group_research":
            yield from (Deed(name, one.day) for name, one in self._words("research.report_forwarded") if one.data.get("activity") in taking)
        elif step == "group_solved":
            for name, one in self._collected():
                if one.data.get("activity") in taking and (days := self.solved(name)):
                    yield Deed(name, days[0], partial(self._is_solved, name))
        else:
            for activity, day, kind in {(activity, day, kind) for activity, _, day, kind in self.parts if activity in taking}:
                if step == "group_activity" and kind == "group":
                    yield Deed(activity, day)
                if step == "group_exchange" and kind == "meeting" and self._among_themselves(activity, taking[activity]):
                    yield Deed(activity, day)

    def _in_office(self, mandate: str, day: date) -> bool:
        return any(since <= day < until for since, until in self.persons.held(mandate))

    def _among_themselves(self, activity: str, mandates: set[str]) -> bool:
        """At least two of the group and nobody else."""
        persons = {self.persons.who(self.persons.seats[one].data["person"]) for one in mandates}
        return len(persons) > 1 and mandates == {mandate for name, mandate, _, _ in self.parts if name == activity}

    def _words(self, kind: str) -> Iterator[tuple[str, Statement]]:
        """Each object that is spoken of, and the word that stands."""
        for name, said in self.world.about(kind).items():
            yield name, self.world.chosen(said, name)

    def _motions(self) -> Iterator[Proposal]:
        for name, said in self.world.about("motion.submitted").items():
            data, first = self.world.chosen(said, name).data, min(one.day for one in said)
            yield Proposal(name, first, data.get("lead"), _makers(data.get("lead"), data.get("signers")), "", lambda _: False)

    def _suggestions(self) -> Iterator[Proposal]:
        for name, several in self.matters.said.items():
            said = [
                one
                for one in several
                if one.kind == "suggestion.submitted" and self.world.minted(one.source, name) and (one.data.get("lead") or one.data.get("signers"))
            ]
            if said:
                data, first = self.world.chosen(said, name).data, min(one.day for one in said)
                yield Proposal(
                    name, first, data.get("lead"), _makers(data.get("lead"), data.get("signers")), data.get("kind") or "",
                    partial(self._closed, name),
                )  # fmt: skip

    def _closed(self, name: str, day: date) -> bool:
        return self.matters.life(name, day).closed

    def _collected(self) -> Iterator[tuple[str, Statement]]:
        return self._words("opinion.collected")

    def _solved(self, name: str) -> list[date]:
        """The days on which anything happened at whose ends an opinion is resolved."""
        return [day for day in sorted({one.day for one in self.world.said}) if self._is_solved(name, day)]

    def _is_solved(self, name: str, day: date) -> bool:
        return any(one.measure == "opinions.resolved" and one.key == (name,) for one in self.plain(day))


def _open(one: Proposal, day: date) -> bool:
    return not one.closed(day)


def _makers(lead: str | None, signers: Sequence[str] | None) -> frozenset[str]:
    return frozenset({*([lead] if lead else ()), *(signers or ())})
