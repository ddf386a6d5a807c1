"""The hub's own rules count the demo's streams as printed; with one law switched off by the test, the demo says so.

How a law is switched off stands in tests/demo/laws.py; the command is played so in test_demo_command.py.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

import psycopg2
import pytest
from psycopg2 import extensions

from hub.cli import demo
from hub.demo import streams
from hub.demo.figures import by_type, figures, key
from hub.demo.streams import Streams
from hub.demo.verdict import Outcome, outcome
from projections import folders
from tests.demo.laws import OFF, Off
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


@pytest.mark.parametrize("off", OFF, ids=lambda off: off.law)
def test_a_law_switched_off_is_seen(database: str, monkeypatch: pytest.MonkeyPatch, off: Off) -> None:
    # given one law switched off, when the hub is asked, then the figures that rest on it are wrong and the demo ends with 1
    goals = {off.report: small_goals()[off.report]}
    sent = streams.write(goals)
    if off.rule is not None:
        _altered(monkeypatch, *off.rule)
    connection = psycopg2.connect(database)
    load(connection, off.change(sent))
    found = outcomes(connection, sent, goals)
    connection.close()
    assert off.shown <= wrong(found), json.dumps([one.as_json() for one in found])
    assert demo.code(found) == 1
