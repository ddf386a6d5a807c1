"""What duty rules ask of deputies, groups, stations, receptions and suggestions, and what of it was done (decision 0020, docs/counting.md)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from tests.oracle.deeds import Deed, Deeds
from tests.oracle.ledger import Statement
from tests.oracle.matters import Matters, last_word
from tests.oracle.persons import Persons
from tests.oracle.receptions import Receptions
from tests.oracle.terms import Terms
from tests.oracle.thing import Thing
from tests.oracle.world import World

HORIZON: Final = 2026
"""The last year of which duties are told."""
STEPS: Final[Mapping[str, Sequence[str]]] = {
    "duty": ("duty_speech", "duty_activity", "duty_proposal", "duty_training", "duty_good_deed", "duty_report"),
    "groups": ("group_activity", "group_research", "group_suggestion", "group_solved", "group_exchange"),
}
NAMES: Final = {"duty": ("duty.required", "duty.met"), "groups": ("groups.duty_required", "groups.duty_met")}
Spans = Sequence[tuple[date, date]]


@dataclass(frozen=True)
class Holder:
    """Who owes: a deputy's seat in one congress and term, or a group. `seats`: its mandates, the one that began first leading; `held`: the days on
    which any of them is held."""

    name: str
    subject: str
    seats: tuple[Statement, ...]
    held: Spans


@dataclass(frozen=True)
class Duty:
    """A step that is owed for a period. `since`, `until`: of the period; `entered`, `ended`: from which day on it counts, and until before which."""

    holder: Holder
    step: str
    since: date
    until: date
    entered: date
    ended: date
    amount: int


class Duties:
    """All that is owed. `plain`: what else there is at the end of a day."""

    def __init__(self, world: World, persons: Persons, matters: Matters, plain: Callable[[date], Sequence[Thing]]) -> None:
        """Of one state of knowledge."""
        self.world, self.persons, self.matters, self.plain = world, persons, matters, plain
        steps = {one.data["step"] for one in world.of("rule.set")}
        self.asked = {step for several in STEPS.values() for step in several if step in steps}
        self.under = {step: step in steps for step in ("station_standard", "reception_step", "reading_level")}
        self.terms = Terms(world)
        self.receptions = Receptions(world, matters, plain)
        self._owed: Sequence[tuple[Duty, Sequence[Deed]]] | None = None

    def on(self, day: date) -> Iterator[Thing]:
        """What is owed, and met, at the end of a day."""
        if self.asked:
            yield from self._owing(day)
        if self.under["station_standard"]:
            yield from self._standards(day)
        if self.under["reception_step"]:
            yield from self.receptions.on(day)
        if self.under["reading_level"]:
            yield from self._readings(day)

    def _owing(self, day: date) -> Iterator[Thing]:
        if self._owed is None:
            deeds = Deeds(self.world, self.persons, self.matters, self.terms, self.plain)
            self._owed = [(duty, deeds.of(duty.holder.subject, duty.holder.seats, duty.step)) for one in self.holders() for duty in self._duties(one)]
        for duty, deeds_of in self._owed:
            if duty.entered <= day < duty.ended:
                required, met = NAMES[duty.holder.subject]
                first = duty.holder.seats[0]
                key, place = (duty.holder.name, duty.step, duty.since), (first.data["region"], first.since)
                yield (owed := Thing(required, key, place, kind=duty.step, entered=duty.since, level=first.data["level"]))
                begun: dict[str, date] = {}
                for deed in deeds_of:
                    begun[deed.what] = min(deed.day, begun.get(deed.what, date.max))
                done = {deed.what for deed in deeds_of if duty.since <= begun[deed.what] < duty.until and deed.day <= day and deed.counts(day)}
                if len(done) >= duty.amount:
                    yield replace(owed, measure=met)

    def holders(self) -> Iterator[Holder]:
        """Seats and groups; mandates of one person in one congress and term are one seat."""
        found: dict[tuple[str, ...], list[Statement]] = {}
        for mandate, said in self.persons.seats.items():
            data = said.data
            if self.persons.held(mandate):
                found.setdefault(("duty", data["unit"], str(data.get("term")), self.persons.who(data["person"])), []).append(said)
                if data.get("delegation"):
                    found.setdefault(("groups", data["unit"], data["delegation"]), []).append(said)
        for key, seats in found.items():
            seats.sort(key=lambda one: (one.since, one.data["mandate"]))
            name = min(one.data["mandate"] for one in seats) if key[0] == "duty" else " ".join(key[1:])
            yield Holder(name, key[0], tuple(seats), _joined(span for one in seats for span in self.persons.held(one.data["mandate"])))

    def _duties(self, holder: Holder) -> Iterator[Duty]:
        first = holder.seats[0]
        chain, level = self.world.map.place(first.data["region"], first.since).chain, first.data["level"]
        for step in STEPS[holder.subject]:
            if step not in self.asked:
                continue
            rules = [one for one in self.world.rules.facts if one.data["step"] == step]
            for kind, since, until in self._periods(first):
                days = [since, *sorted({one.since for one in rules if since < one.since < until})]
                for day in days:
                    rule = self.world.rules.on(step, chain, level, day)
                    if rule is not None and rule.data["period"] == kind and (day == since or rule.since == day):
                        yield from _of_period(holder, step, (since, until), day, rule.data["amount"])
                        break

    def _periods(self, first: Statement) -> Iterator[tuple[str, date, date]]:
        for year in range(first.since.year, HORIZON + 1):
            yield "per_year", date(year, 1, 1), date(year + 1, 1, 1)
            for month in (1, 4, 7, 10):
                yield "per_quarter", date(year, month, 1), date(year + month // 10, (month + 3) % 12, 1)
        for since, until in self.terms.of(first.data["region"]):
            yield "per_term", since, until

    def _standards(self, day: date) -> Iterator[Thing]:
        """Stations that are open where a rule sets a standard, and those whose items, as last said, are as many as it asks for."""
        for thing in [one for one in self.plain(day) if one.measure == "stations.open"]:
            amount = self._standard(thing, day)
            if amount is None:
                continue
            said = [one for one in self.world.about("station.")[thing.key[0]] if one.data.get("standard") and one.since <= day]
            last = max((one.since for one in said), default=None)
            items = min((one for one in said if one.since == last), key=lambda one: one.order).data["standard"] if said else ()
            entered = self._entered(thing)
            yield Thing("stations.standard_required", thing.key, thing.place, kind=thing.kind, entered=entered)
            if len(set(items)) >= amount:
                yield Thing("stations.standard_met", thing.key, thing.place, kind=thing.kind, entered=entered)

    def _standard(self, thing: Thing, day: date) -> int | None:
        place = self.world.map.place(*thing.place)
        rule = self.world.rules.on("station_standard", place.chain, place.level, day)
        return None if rule is None else rule.data["amount"]

    def _entered(self, thing: Thing) -> date:
        """The first day on which a station is open under a rule."""
        rules = [one for one in self.world.rules.facts if one.data["step"] == "station_standard"]
        ends = [date.fromisoformat(one.data["valid_through"]).toordinal() + 1 for one in rules if one.data.get("valid_through")]
        turns = {one.since for one in (*rules, *self.world.about("station.")[thing.key[0]])} | {date.fromordinal(one) for one in ends}
        return min(day for day in turns if self._standard(thing, day) is not None and any(self._is(one, thing) for one in self.plain(day)))

    def _is(self, one: Thing, other: Thing) -> bool:
        return (one.measure, one.key) == (other.measure, other.key)

    def _readings(self, day: date) -> Iterator[Thing]:
        """Suggestions that a congress under a rule received, and those that as many had read as it asks for."""
        for name, said in self.matters.said.items():
            now = self.matters.life(name, day)
            if now.begun is None or now.closed:
                continue
            where = (name.split("/")[2], now.begun)
            place = self.world.map.place(*where)
            rule = self.world.rules.on("reading_level", place.chain, place.level, now.begun)
            if rule is None:
                continue
            words = [one for one in said if one.kind in ("suggestion.submitted", "suggestion.registered") and self.world.minted(one.source, name)]
            readers = {one.data.get("by") or one.id for one in said if one.kind == "suggestion.read" and one.day <= day}
            for measure in ("read_required", "read_complete")[: 1 + (len(readers) >= rule.data["amount"])]:
                yield Thing(f"suggestions.{measure}", (name,), where, kind=last_word(words, "kind"), entered=now.begun)


def _of_period(holder: Holder, step: str, period: tuple[date, date], entered: date, amount: int) -> Iterator[Duty]:
    """The duty of who held the mandate from the first day of the period to that on which it came; until it is not held within it."""
    since, until = period
    for begin, end in holder.held:
        if begin <= since and entered < end:
            yield Duty(holder, step, since, until, entered, end if end < until else date.max, amount)


def _joined(spans: Iterator[tuple[date, date]]) -> Spans:
    """Days of any of the spans, those that meet as one."""
    found: list[tuple[date, date]] = []
    for since, until in sorted(spans):
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(until, found[-1][1]))
        else:
            found.append((since, until))
    return found
