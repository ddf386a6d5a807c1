"""The life of one suggestion up to the end of a day: assigned to whom, answered, graded, closed, due (domain B3, cases 9 and 10)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tests.oracle.ledger import Statement
from tests.oracle.world import World, mint

CLOSING = ("returned", "turned_into_letter", "withdrawn")
ANYONE = ("replied", "co_opinion_given", "contacted", "refused")
BESIDE = ("drafted", "read", "reply_evaluated", "evaluation_lapsed", "promise_", "fed_back")
ABOVE = ("key_supervised", "urged", "mediated", "published", "unpublished")
GRADES = ("satisfied", "basically", "dissatisfied")
ROLES = ("co", "main", "separate")


@dataclass
class Clock:
    """By when a department must answer. `since`: the day from which it is counted; `at`: region, day and level of the congress that assigned, or
    ordered it to be handled anew; `asked`, `consented`: whether it was put off, and whether somebody consented to that."""

    since: date
    at: tuple[str, date, str]
    asked: bool = False
    consented: bool = False


@dataclass
class Life:
    """What is so of a suggestion after what has happened so far. `since`: from when each department has been assigned; `stood`: those that were at
    the end of a day and were replaced."""

    begun: date | None = None
    closed: bool = False
    roles: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    replaced: set[str] = field(default_factory=set)
    since: dict[str, date] = field(default_factory=dict)
    stood: set[str] = field(default_factory=set)
    round: int = 1
    replies: dict[str, list[tuple[int, str | None]]] = field(default_factory=dict)
    grades: list[tuple[str, str, int, str | None]] = field(default_factory=list)
    promises: dict[str, bool] = field(default_factory=dict)
    promised: set[tuple[str, str]] = field(default_factory=set)
    promise_grades: dict[str, str] = field(default_factory=dict)
    key: bool = False
    published: bool = False
    opinions: set[str] = field(default_factory=set)
    clocks: dict[str, Clock] = field(default_factory=dict)
    answered_since: date | None = None

    @property
    def required(self) -> list[str]:
        """The departments that must answer."""
        return [dept for dept, role in self.roles.items() if role != "co"]

    @property
    def assigned(self) -> bool:
        """Whether it is assigned to anybody and not closed."""
        return bool(self.roles) and not self.closed

    @property
    def replied(self) -> bool:
        """Whether all that must answer have in the current round."""
        return bool(self.required) and all(any(number == self.round for number, _ in self.replies.get(one, ())) for one in self.required)

    @property
    def last_outcomes(self) -> list[str | None]:
        """The last outcome of each department that must answer."""
        return [self.replies[one][-1][1] for one in self.required if self.replies.get(one)]

    @property
    def kept(self) -> list[bool]:
        """Of each promise whether it is kept; those of a reply are promises while its department is in the assignment, as it is a reply then."""
        named = {*self.promises, *(name for dept, name in self.promised if dept in self.roles)}
        return [self.promises.get(name, False) for name in named]

    def current(self, axis: str = "result") -> list[str]:
        """The grades of the current round."""
        return [grade for found, grade, number, _ in self.grades if found == axis and number == self.round]

    def worst(self, axis: str, last: bool) -> str | None:
        """The worst of each department's first or last grade; one that names none is of all that are named."""
        marks = [(grade, dept) for found, grade, _, dept in self.grades if found == axis]
        named: set[str | None] = {dept for _, dept in marks if dept is not None}
        if last:
            # One that was replaced drops out unless there is no other.
            named = (named - self.replaced) or named
        each = [[grade for grade, dept in marks if dept in (one, None)] for one in named or {None}]
        found = [of[-1 if last else 0] for of in each if of]
        return max(found, key=GRADES.index, default=None)


def entitled(world: World, said: Iterable[Statement]) -> list[Statement]:
    """Those of the statements about a suggestion that count (contract 2), in order."""
    counting = [one for one in said if world.minted(one.source, one.subject) or _other(world, one)]
    leads = [one.data["lead"] for one in counting if one.kind == "suggestion.submitted" and one.data.get("lead")]
    # Of what is co-signed whoever leads gives the grade: what another is said to have given is no grade, though its source says that there is
    # something to grade.
    return [replace(one, kind="suggestion.graded_by_another") if _by_another(one, leads) else one for one in counting]


def _by_another(one: Statement, leads: Sequence[str]) -> bool:
    rater = one.data.get("rater")
    return one.kind == "suggestion.reply_evaluated" and bool(leads) and rater is not None and rater != leads[-1]


def _other(world: World, one: Statement) -> bool:
    step, minted = one.kind.removeprefix("suggestion."), mint(one.subject)
    if step in ANYONE:
        return True
    if step.startswith(BESIDE):
        return world.beside(one.source, minted)
    return step in ABOVE and world.above(one.source, minted, one.day)


def life(world: World, said: Sequence[Statement], until: date) -> Life:
    """The life after all that happened on or before a day."""
    now = Life()
    for one in said:
        if one.day > until:
            break
        _hear(world, now, one)
        # Days have no hours: what is answered is so since the first day at whose end it is.
        if not now.replied:
            now.answered_since = None
        elif now.answered_since is None:
            now.answered_since = one.day
    return now


def _hear(world: World, now: Life, one: Statement) -> None:
    step, data = one.kind.removeprefix("suggestion."), one.data
    own = world.minted(one.source, one.subject)
    if own and step not in ("drafted", "read"):
        now.begun = now.begun or one.day
    if step in ("submitted", "registered"):
        now.closed = False
        now.opinions |= set(data.get("opinions", ()))
    elif step in CLOSING:
        now.closed = True
    elif step in ("assigned", "reassigned"):
        _assign(now, one, step)
    elif step == "refused":
        now.refused.add(data["dept"])
    elif step == "refusal_denied":
        now.refused.discard(data["dept"])
    elif step == "extended":
        _extend(now, data)
    elif step == "rehandle_ordered":
        now.round += 1
        for clock in now.clocks.values():
            clock.since, clock.asked, clock.consented, clock.at = one.day, False, False, (one.region, one.day, one.level)
    else:
        _answer(world, now, one, step)


def _assign(now: Life, one: Statement, step: str) -> None:
    if step == "reassigned":
        for gone in one.data.get("replaces") or [*now.refused]:
            now.clocks.pop(gone, None)
            now.refused.discard(gone)
            # Days have no hours: who was not assigned at the end of any day was not replaced either.
            if now.roles.pop(gone, None) and now.since.pop(gone) < one.day:
                now.stood.add(gone)
            if gone in now.stood:
                now.replaced.add(gone)
    # Of a department that is named twice the role stands by which it must answer.
    for each in sorted(one.data.get("departments", ()), key=lambda each: ROLES.index(each["role"])):
        dept = each["dept"]
        now.roles[dept] = each["role"]
        now.since.setdefault(dept, one.day)
        now.refused.discard(dept)
        now.replaced.discard(dept)
        now.clocks.pop(dept, None)
        if each["role"] != "co":
            now.clocks[dept] = Clock(one.day, (one.region, one.day, one.level))


def _extend(now: Life, data: Any) -> None:
    for dept, clock in now.clocks.items():
        if data.get("dept") in (None, dept):
            clock.asked, clock.consented = True, clock.consented or bool(data.get("consent_by"))


def _answer(world: World, now: Life, one: Statement, step: str) -> None:
    data = one.data
    if step == "replied":
        outcome = data.get("outcome") or (world.outcome(data["scheme"], data["class"], one.day) if data.get("scheme") else None)
        now.replies.setdefault(data["dept"], []).append((data.get("round") or now.round, outcome))
        for name in data.get("promises", ()):
            now.promised.add((data["dept"], name))
    elif step == "reply_evaluated":
        now.grades.append((data["axis"], data["grade"], data.get("round") or now.round, data.get("dept")))
    elif step in ("promise_made", "promise_progressed"):
        now.promises.setdefault(data["promise"], False)
    elif step in ("promise_kept", "promise_missed"):
        now.promises[data["promise"]] = step == "promise_kept"
    elif step == "promise_evaluated":
        now.promises.setdefault(data["promise"], False)
        now.promise_grades[data["promise"]] = data["grade"]
    elif step == "key_supervised":
        now.key = True
    elif step in ("published", "unpublished"):
        now.published = step == "published"
