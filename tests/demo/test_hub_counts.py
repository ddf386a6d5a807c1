"""The hub's own rules count the demo's streams as printed, without broker and gate; test_demo_command.py plays the whole, and with laws off."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

import psycopg2
import pytest
from psycopg2 import extensions

from hub.cli import demo
from hub.demo import streams
from hub.demo.figures import by_type, figures, key
from hub.demo.streams import Streams
from hub.demo.verdict import Outcome, outcome
from projections.statistics import catalogue
from tests.demo.loading import answer, load, small_goals
from tests.statistics.formulas import IN_THE_OFFICE, UNDER_RULES, differing

ASKED = (
    ("4208", "2024-12-31"), ("50", "2020-06-30"), ("420624", "2023-08-31"), ("22", "2023-12-31"), ("4303", "2024-03-31"), ("00", "2022-12-31"),
)  # fmt: skip


def outcomes(connection: extensions.connection, sent: Streams, goals: Mapping[str, Mapping[str, int]]) -> list[Outcome]:
    asked = [replace(one, published=goals[one.report][key(one)]) for one in figures() if one.report in goals]
    rows = {report: by_type(stream) for report, stream in sent.reports.items()}
    return [outcome(one, rows[one.report], answer(connection, one)) for one in asked]


@pytest.fixture(scope="module")
def loaded(new_database: Callable[[], str]) -> Iterator[tuple[extensions.connection, Streams]]:
    """The streams of all reports on the ledger, with small goals."""
    sent = streams.write(small_goals())
    connection = psycopg2.connect(new_database())
    load(connection, sent)
    yield connection, sent
    connection.close()


def test_every_figure_agrees(loaded: tuple[extensions.connection, Streams]) -> None:
    # given the streams of all reports on the ledger, when the hub is asked, then each figure is as printed and the demo ends with 0
    found = outcomes(*loaded, small_goals())
    assert [(one.figure.statistic, one.figure.published, one.hub) for one in found if not one.agrees] == []
    assert demo.code(found) == 0


def test_every_formula_says_what_the_engine_answers(loaded: tuple[extensions.connection, Streams]) -> None:
    # given the same ledger, when the SQL that the page of statistics shows is asked of several regions and days
    connection, _ = loaded
    counted: set[str] = set()
    for region, day in ASKED:
        wrong, there = differing(connection, region, date.fromisoformat(day))
        # then it is what the engine answers
        assert wrong == {}, (region, day)
        counted |= there
    # and there is something to count of every statistic that the demo tells of
    assert set(catalogue()) - counted <= IN_THE_OFFICE | UNDER_RULES
