"""The hub's own rules count the demo's streams as printed; with one law switched off by the test, the demo says so.

A law is switched off in one of two ways: the rule of a view is altered, or the records are filtered before they are appended.
Neither exists outside this file.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import psycopg2
import pytest
from psycopg2 import extensions

from hub.cli import demo
from hub.demo import streams
from hub.demo.figures import by_type, figures, key
from hub.demo.pen import Sent
from hub.demo.streams import Streams
from hub.demo.verdict import Outcome, outcome
from projections import folders
from tests.demo.loading import answer, load, small_goals


def outcomes(connection: extensions.connection, sent: Streams, goals: Mapping[str, Mapping[str, int]]) -> list[Outcome]:
    asked = [replace(one, published=goals[one.report][key(one)]) for one in figures() if one.report in goals]
    rows = {report: by_type(stream) for report, stream in sent.reports.items()}
    return [outcome(one, rows[one.report], answer(connection, one)) for one in asked]


def wrong(found: Iterable[Outcome]) -> set[str]:
    return {one.figure.statistic for one in found if not one.agrees}


def test_every_figure_agrees(database: str) -> None:
    # given the streams of all reports on the ledger, when the hub is asked, then each figure is as printed and the demo ends with 0
    goals = small_goals()
    sent = streams.write(goals)
    connection = psycopg2.connect(database)
    load(connection, sent)
    found = outcomes(connection, sent, goals)
    connection.close()
    assert [(one.figure.statistic, one.figure.published, one.hub) for one in found if not one.agrees] == []
    assert demo.code(found) == 0


def _altered(monkeypatch: pytest.MonkeyPatch, view: str, rule: str, other: str) -> None:
    """The rule of one view as a breach of a law would have it."""
    known = folders.views()
    (one,) = [each for each in known if each.name == view]
    assert rule in one.parts["derive"], f"{view} has no such rule any more"
    broken = replace(one, parts={**one.parts, "derive": one.parts["derive"].replace(rule, other)})
    monkeypatch.setattr(folders, "views", lambda: tuple(broken if each.name == view else each for each in known))


def _links_ignored(monkeypatch: pytest.MonkeyPatch, sent: Streams) -> Streams:
    _altered(monkeypatch, "link", "coalesce(NOT (v.last).parts, FALSE) AS stands", "FALSE AS stands")
    return sent


def _persons_ignored(monkeypatch: pytest.MonkeyPatch, sent: Streams) -> Streams:
    _altered(monkeypatch, "participation", "coalesce(d.person, '?' || t.mandate) AS person", "t.mandate AS person")
    return sent


def _each(sent: Streams, change: Callable[[Sent], Sent | None]) -> Streams:
    reports = {report: [other for one in stream if (other := change(one)) is not None] for report, stream in sent.reports.items()}
    return replace(sent, reports=reports)


def _identity_ignored(_: pytest.MonkeyPatch, sent: Streams) -> Streams:
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


def _corrections_ignored(_: pytest.MonkeyPatch, sent: Streams) -> Streams:
    return _each(sent, lambda one: None if "corrects" in one.event["data"] else one)


def _origins_ignored(_: pytest.MonkeyPatch, sent: Streams) -> Streams:
    """A matter lies where the organ sits that wrote it down."""

    def moved(one: Sent) -> Sent:
        data = {**one.event["data"], "origin": one.event["region"]}
        return replace(one, event={**one.event, "data": data}) if one.family == "suggestion" and "origin" in one.event["data"] else one

    return _each(sent, moved)


def _late_facts_ignored(_: pytest.MonkeyPatch, sent: Streams) -> Streams:
    """What comes too late is not heard."""
    return _each(sent, lambda one: None if one.phase == "cure" else one)


@pytest.mark.parametrize(
    ("off", "report", "shown"),
    [
        (_identity_ignored, "003", {"activities.held", "items.advanced"}),
        (_corrections_ignored, "000", {"participations", "opinions.collected", "votes.towns", "projects.voted"}),
        (_links_ignored, "001", {"suggestions.published", "suggestions.consolidated"}),
        (_origins_ignored, "002", {"suggestions.consolidated", "suggestions.completed", "suggestions.implemented"}),
        (_persons_ignored, "000", {"participations"}),
        (_late_facts_ignored, "002", {"suggestions.implemented"}),
    ],
)
def test_a_law_switched_off_is_seen(
    database: str,
    monkeypatch: pytest.MonkeyPatch,
    off: Callable[[pytest.MonkeyPatch, Streams], Streams],
    report: str,
    shown: set[str],
) -> None:
    # given one law switched off, when the hub is asked, then the figures that rest on it are wrong and the demo ends with 1
    goals = {report: small_goals()[report]}
    sent = streams.write(goals)
    connection = psycopg2.connect(database)
    load(connection, off(monkeypatch, sent))
    found = outcomes(connection, sent, goals)
    connection.close()
    assert shown <= wrong(found), json.dumps([one.as_json() for one in found])
    assert demo.code(found) == 1
