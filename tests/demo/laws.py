"""The demo with one law switched off: either a rule of the views is altered, or what systems say is filtered. Neither exists outside of tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import projections
from hub.demo.pen import Sent
from hub.demo.streams import Streams

ROOT: Final = Path(__file__).parents[2]
Change = Callable[[Streams], Streams]


@dataclass(frozen=True)
class Off:
    """A law switched off: in which report it is seen, by which statistics, and how it is done.

    `rule`: a view, words of its rule, and what stands there instead.
    """

    law: str
    report: str
    shown: frozenset[str]
    change: Change = lambda sent: sent
    rule: tuple[str, str, str] | None = None


def altered(laws: Iterable[Off], folder: Path) -> dict[str, str]:
    """The environment in which every process has the altered rules of laws, if they have any: the rooms are looked for in a folder first."""
    rules = [off.rule for off in laws if off.rule is not None]
    if not rules:
        return {}
    shutil.copytree(projections.__path__[0], folder / "projections", ignore=shutil.ignore_patterns("__pycache__"))
    for view, words, other in rules:
        (derive,) = (folder / "projections" / "views").glob(f"*_{view}/derive.sql")
        text = derive.read_text("utf-8")
        assert words in text, f"{view} has no such rule any more"
        derive.write_text(text.replace(words, other), "utf-8")
    # Safe: the folder in which the test was started, which has the rule as it is, is not looked in.
    return {"PYTHONPATH": os.pathsep.join((str(folder), str(ROOT))), "PYTHONSAFEPATH": "1"}


def _each(sent: Streams, change: Callable[[Sent], Sent | None]) -> Streams:
    reports = {report: [other for one in stream if (other := change(one)) is not None] for report, stream in sent.reports.items()}
    return replace(sent, reports=reports)


def _identity(sent: Streams) -> Streams:
    """Each record is an event of its own, about an activity of its own."""
    seen: dict[tuple[Any, Any], int] = {}

    def renamed(one: Sent) -> Sent:
        turn = seen[one.event["source"], one.event["id"]] = seen.get((one.event["source"], one.event["id"]), 0) + 1
        if turn == 1 or one.type != "cn.npc.activity.held.v1":
            return one
        other = f"{one.event['subject']}-{turn}"
        data = {**one.event["data"], "activity": other}
        return replace(one, event={**one.event, "id": f"{one.event['id']}-{turn}", "subject": other, "data": data})

    return _each(sent, renamed)


def _corrections(sent: Streams) -> Streams:
    """Nobody corrects or retracts anything."""
    return _each(sent, lambda one: None if "corrects" in one.event["data"] else one)


def _origins(sent: Streams) -> Streams:
    """A matter lies where the organ sits that wrote it down."""

    def moved(one: Sent) -> Sent:
        data = {**one.event["data"], "origin": one.event["region"]}
        return replace(one, event={**one.event, "data": data}) if one.family == "suggestion" and "origin" in one.event["data"] else one

    return _each(sent, moved)


def _late_facts(sent: Streams) -> Streams:
    """What comes too late is not heard."""
    return _each(sent, lambda one: None if one.phase == "cure" else one)


_LINKS: Final = ("link", "coalesce(NOT (v.last).parts, FALSE) AS stands", "FALSE AS stands")
_PERSONS: Final = ("participation", "coalesce(d.person, '?' || t.mandate) AS person", "t.mandate AS person")

OFF: Final = (
    Off("identity", "003", frozenset({"activities.held", "items.advanced"}), _identity),
    Off("corrections", "000", frozenset({"participations", "opinions.collected", "votes.towns", "projects.voted"}), _corrections),
    Off("links", "001", frozenset({"suggestions.published", "suggestions.consolidated"}), rule=_LINKS),
    Off("origins", "002", frozenset({"suggestions.consolidated", "suggestions.completed", "suggestions.implemented"}), _origins),
    Off("persons", "000", frozenset({"participations"}), rule=_PERSONS),
    Off("late facts", "002", frozenset({"suggestions.implemented"}), _late_facts),
)

TOGETHER: Final = (("identity", "corrections", "origins"), ("links", "persons", "late facts"))
"""Laws that are seen in different reports, so that one play shows each of them."""
