"""Plays a worked case to a hub, whatever the hub's doors, and says where its answers differ from the case.

`play(read("01"), player)` delivers the events in order, asks each question when as many have been delivered as it says, and
returns one sentence for each wrong answer. A `Player` is a hub behind some doors; `same_as` makes a second, empty hub.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from tests.cases.reading import Ask, Case, read

Event = Mapping[str, Any]
Rows = Sequence[Mapping[str, Any]]


class Player(Protocol):
    """A hub that is given events and asked questions."""

    def tell(self, events: Sequence[Event]) -> None:
        """Deliver events in this order; when it returns, what they change can be asked for."""

    def figures(self, question: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answer to a statistic as contract 7 has it: at least `rows` and `disputed`. The question is that of the case."""

    def listed(self, name: str, region: str) -> Sequence[str]:
        """The objects behind a figure, in order."""

    def anomalies(self, name: str) -> Sequence[str]:
        """The codes of the anomalies of one object."""

    def copies(self, source: str, event: str) -> int:
        """How many different contents of one identity are kept."""

    def notices(self, source: str) -> int:
        """How many notices a source has."""

    def deputies(self, level: str, region: str) -> Sequence[str]:
        """The persons of a congress, each as often as its table lists it."""

    def fingerprint(self) -> object:
        """The content of all views."""


def play(case: Case, player: Player, empty: Callable[[], Player] | None = None) -> list[str]:
    """What the hub answers otherwise than the case expects; `empty` makes another hub, for the cases that compare two."""
    wrong: list[str] = []
    delivered = 0
    for question in sorted(case.asks, key=lambda ask: ask.after):
        if delivered < question.after:
            player.tell(case.events[delivered : question.after])
            delivered = question.after
        got = answer(question, player, empty)
        if got != dict(question.expect):
            wrong.append(f"case {case.name}, {question.say}: expected {dict(question.expect)}, got {got}")
    return wrong


def answer(question: Ask, player: Player, empty: Callable[[], Player] | None = None) -> Mapping[str, Any]:
    """The answer in the form of what the question expects."""
    ask = question.ask
    if "list" in ask:
        return {"objects": list(player.listed(ask["list"], ask["region"]))}
    if "anomalies" in ask:
        return {"codes": sorted(player.anomalies(ask["anomalies"]))}
    if "copies" in ask:
        return {"contents": player.copies(ask["copies"]["source"], ask["copies"]["id"])}
    if "notices" in ask:
        return {"count": player.notices(ask["notices"])}
    if "deputies" in ask:
        return {"persons": list(player.deputies(ask["deputies"], ask["region"]))}
    if "fingerprint" in ask:
        return _same(question.expect["same_as"], player, empty)
    return _figures(question, player.figures(ask))


def _same(name: str, player: Player, empty: Callable[[], Player] | None) -> Mapping[str, Any]:
    assert empty is not None, "this case compares two hubs"
    other = empty()
    other.tell(read(name).events)
    return {"same_as": name if other.fingerprint() == player.fingerprint() else None}


def _figures(question: Ask, answered: Mapping[str, Any]) -> Mapping[str, Any]:
    """`n` of the only row, or the rows that the case names and those that are not 0, in the order of the case; `of` where the case has it."""
    rows = answered["rows"]
    got: dict[str, Any] = {"disputed": answered["disputed"]} if "disputed" in question.expect else {}
    if "n" in question.expect:
        got |= {"of": rows[0]["of"]} if "of" in question.expect else {}
        return {"n": rows[0]["n"] if len(rows) == 1 else [row["n"] for row in rows], **got}
    expected = [row["by"] for row in question.expect["rows"]]
    members = ("by", "n", "of") if any("of" in row for row in question.expect["rows"]) else ("by", "n")
    kept = [{name: row[name] for name in members} for row in rows if row["n"] or row["by"] in expected]
    return {"rows": sorted(kept, key=lambda row: expected.index(row["by"]) if row["by"] in expected else len(expected)), **got}
