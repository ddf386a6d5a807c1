"""Suggestions put together to matters, and what holds of a matter on a day: plain reading of the worked cases."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from hub.demo.places import chain

CLOSING = {"returned", "turned_into_letter", "withdrawn"}
NEVER_COUNT = {"drafted", "read"}
ANYWHERE_ABOVE = {"key_supervised", "urged", "mediated", "published", "unpublished"}


def _minted_by(identifier: str) -> str:
    return "/".join(identifier.split("/")[:4])


def _region(source: str) -> str:
    return source.split("/")[2]


def _contains(source: str, other: str) -> bool:
    """Whether the region of a source is or contains that of another."""
    return _region(source) in chain(_region(other))


def _name(statement: Any) -> str:
    return str(statement.type.removeprefix("suggestion."))


class Suggestion:
    """What counts of one suggestion, by time."""

    def __init__(self, identifier: str, statements: Iterable[Any], schemes: Mapping[tuple[str, str], str]) -> None:
        self.id = identifier
        minter = _minted_by(identifier)
        counting = [
            one
            for one in statements
            if one.source == minter or (_name(one) in ANYWHERE_ABOVE and _contains(one.source, minter)) or _region(one.source) == _region(minter)
        ]
        self.own = [one for one in counting if one.source == minter]
        self.counting = sorted(counting, key=lambda one: one.order)
        self._schemes = schemes

    def happened(self, last: date, *names: str) -> list[Any]:
        """The counting events of these names by a day, in order."""
        return [one for one in self.counting if _name(one) in names and one.day <= last]

    def closed(self, last: date) -> bool:
        return bool(self.happened(last, *CLOSING))

    def assigned(self, last: date) -> dict[str, str]:
        """Department → role of the standing assignment."""
        standing: dict[str, str] = {}
        for one in self.happened(last, "assigned", "reassigned"):
            for dept in one.data.get("replaces") or ():
                standing.pop(dept, None)
            standing.update({each["dept"]: each["role"] for each in one.data["departments"]})
        return standing

    def required(self, last: date) -> list[str]:
        return [dept for dept, role in self.assigned(last).items() if role != "co"]

    def round(self, last: date) -> int:
        return 1 + len(self.happened(last, "rehandle_ordered"))

    def replied(self, last: date) -> bool:
        current = {one.data["dept"] for one in self.happened(last, "replied") if (one.data.get("round") or 1) == self.round(last)}
        return set(self.required(last)) <= current

    def displeased(self, last: date) -> bool:
        grades = [one for one in self.happened(last, "reply_evaluated") if one.data["axis"] == "result"]
        return any(one.data["grade"] == "dissatisfied" and (one.data.get("round") or 1) == self.round(last) for one in grades)

    def outcomes(self, last: date) -> list[str | None]:
        """The last outcome of each department that must reply."""
        latest: dict[str, str | None] = {}
        for one in self.happened(last, "replied"):
            if one.data["dept"] in self.required(last):
                latest[one.data["dept"]] = one.data.get("outcome") or self._schemes.get((one.data.get("scheme"), one.data.get("class")))
        return list(latest.values())

    def promises(self, last: date) -> dict[str, bool]:
        made = {each: False for one in self.happened(last, "replied") for each in one.data.get("promises") or ()}
        made.update({one.data["promise"]: False for one in self.happened(last, "promise_made")})
        made.update({one.data["promise"]: True for one in self.happened(last, "promise_kept")})
        return made


class Matter:
    """Suggestions that are one matter."""

    def __init__(self, members: Sequence[Suggestion], origins: bool) -> None:
        self.members = members
        self.name = min(one.id for one in members)
        counting = [event for one in members for event in one.own if _name(event) not in NEVER_COUNT]
        proven = [event for event in counting if event.data["origin"] and _region(event.source) in chain(event.data["origin"])]
        first = min(proven or counting, key=lambda one: one.order, default=None)
        self.first = min((event.day for event in counting), default=None)
        self.origin = "" if first is None else first.data["origin"] if origins else first.region
        about = next((one for one in members if first is not None and first.subject == one.id), None)
        self.kind = next((event.data["kind"] for event in (about.counting if about else ()) if event.data.get("kind")), None)

    def counts(self, last: date) -> bool:
        return self.first is not None and self.first <= last and not all(one.closed(last) for one in self.members)

    def _assigned(self, last: date) -> list[Suggestion]:
        return [one for one in self.members if one.assigned(last) and not one.closed(last)]

    def completed(self, last: date) -> bool:
        return bool(self._assigned(last)) and all(one.replied(last) and not one.displeased(last) for one in self._assigned(last))

    def implemented(self, last: date) -> bool:
        if not self.completed(last):
            return False
        outcomes = [outcome for one in self._assigned(last) for outcome in one.outcomes(last)]
        promises = [kept for one in self.members for kept in one.promises(last).values()]
        return all(outcome == "solved" for outcome in outcomes) or (bool(promises) and all(promises))

    def handled(self, region: str, last: date) -> bool:
        """Whether a unit of exactly this region assigned any of its suggestions."""
        return any(event.region == region for one in self.members for event in one.happened(last, "assigned"))

    def supervised(self, last: date) -> bool:
        return any(one.happened(last, "key_supervised") for one in self.members)

    def published(self, last: date) -> bool:
        latest = [events[-1] for one in self.members if (events := one.happened(last, "published", "unpublished"))]
        return any(_name(one) == "published" for one in latest)


class Suggestions:
    """Every suggestion, and the matters they make."""

    def __init__(self, statements: Iterable[Any], schemes: Mapping[tuple[str, str], str], links: bool, origins: bool) -> None:
        told: dict[str, list[Any]] = defaultdict(list)
        for one in statements:
            told[one.subject].append(one)
        self._above = {identifier: identifier for identifier in told}
        for one in (each for several in told.values() for each in several) if links else ():
            for other in _linked(one):
                if other in told and _contains(one.source, _minted_by(other)):
                    self._above[self._top(one.subject)] = self._top(other)
        groups: dict[str, list[Suggestion]] = defaultdict(list)
        for identifier, several in told.items():
            groups[self._top(identifier)].append(Suggestion(identifier, several, schemes))
        self.matters = [Matter(members, origins) for members in groups.values()]
        self.matter_of = {one.id: matter for matter in self.matters for one in matter.members}

    def _top(self, identifier: str) -> str:
        while self._above[identifier] != identifier:
            identifier = self._above[identifier]
        return identifier


def _linked(statement: Any) -> list[str]:
    data = statement.data
    return [*(data.get("continues") or ()), *([data["new_id"]] if data.get("new_id") else []), *([data["other"]] if data.get("other") else [])]
