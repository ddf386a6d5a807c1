"""The hub's own rules count the demo's streams as printed, without broker and gate; test_demo_command.py plays the whole, and with laws off."""

from collections.abc import Mapping
from dataclasses import replace

import psycopg2
from psycopg2 import extensions

from hub.cli import demo
from hub.demo import streams
from hub.demo.figures import by_type, figures, key
from hub.demo.streams import Streams
from hub.demo.verdict import Outcome, outcome
from tests.demo.loading import answer, load, small_goals


def outcomes(connection: extensions.connection, sent: Streams, goals: Mapping[str, Mapping[str, int]]) -> list[Outcome]:
    asked = [replace(one, published=goals[one.report][key(one)]) for one in figures() if one.report in goals]
    rows = {report: by_type(stream) for report, stream in sent.reports.items()}
    return [outcome(one, rows[one.report], answer(connection, one)) for one in asked]


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
