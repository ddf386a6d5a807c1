"""Every statistic of the catalogue says what it counts, in words and in a way that can be asked."""

from pathlib import Path

import pytest

from projections import folders
from projections.statistics.catalogue import Statistic, catalogue, formula_sql, presence_sql
from projections.statistics.document import UNITS, document
from projections.statistics.question import OPEN, STRUCTURE

pytestmark = pytest.mark.quick

ALL = list(catalogue().values())


WANTED = {
    # what is wanted by whoever reads figures, row by row: which statistics are it
    "suggestions, consolidated": "suggestions.consolidated",
    "suggestions of a congress": "suggestions.registered",
    "handled at a level, of which from below": "suggestions.handled suggestions.handled_from_below",
    "by department": "suggestions.by_department",
    "reply rate, deadline": " ".join(
        f"suggestions.{name}" for name in ("replied", "under_deadline", "due", "on_time", "late", "overdue", "not_yet_due", "due_unknown")
    ),
    "finished, realised": "suggestions.completed suggestions.implemented suggestions.unrated",
    "solved or planned": "suggestions.solved_or_planned",
    "satisfaction": "suggestions.satisfaction_first suggestions.satisfaction_final suggestions.satisfaction_attitude promises.evaluated",
    "key supervision": "suggestions.key_supervised topics.key_supervised",
    "publication": "suggestions.published",
    "the same every year": "suggestions.repeated",
    "participations, persons, activities, people": "participations persons mandates activities.held people.received items.advanced deputies groups",
    "collected, resolved": "opinions.collected opinions.resolved",
    "stations": "stations.open stations.coverage regions.towns stations.deputies",
    "votes": "votes.towns votes.entitled",
    "projects": "projects.collected projects.listed projects.voted projects.completed projects.evaluated projects.satisfaction",
    "trainings": "training.completed training.persons training.courses training.venues",
    "duty compliance": "duty.required duty.met groups.duty_required groups.duty_met stations.standard_required stations.standard_met",
    "steps of a reception, readings": (
        "activities.reception_required activities.reception_complete suggestions.read_required suggestions.read_complete"
    ),
    "appraisal of departments": " ".join(
        f"departments.{name}" for name in ("assigned", "replied", "due", "on_time", "late", "overdue", "satisfaction_first", "satisfaction_final")
    ),
    "what else the reports print": "motions.submitted money.moved entities.founded",
}
"""Views of changed regions and figures as of a day are asked of all of these: `--regions`, `--as-of`, `--known-at`."""


@pytest.mark.parametrize("row", WANTED)
def test_everything_that_is_wanted_is_there(row: str) -> None:
    assert set(WANTED[row].split()) <= set(catalogue())


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_a_statistic_is_whole(one: Statistic) -> None:
    assert all((one.zh, one.en, *(words[language] for words in (one.formula, one.pitfalls, one.source) for language in ("zh", "en"))))
    assert ":region" in formula_sql(one.name)
    assert ":as_of" in formula_sql(one.name)
    assert one.unit in UNITS
    assert set(one.dimensions) <= {*STRUCTURE, *OPEN}
    assert set(STRUCTURE) <= set(one.dimensions)
    assert set(one.implied) <= set(one.dimensions)
    assert one.rate_of is None or one.rate_of in catalogue()
    assert one.rate_of is not None or not one.of_state


@pytest.mark.parametrize("one", [one for one in ALL if one.answered == "distinct"], ids=lambda one: one.name)
def test_a_distinct_statistic_says_where_its_things_are(one: Statistic) -> None:
    assert "asked" in presence_sql(one.name)


@pytest.mark.parametrize("one", [one for one in ALL if one.reach == "own"], ids=lambda one: one.name)
def test_the_figure_of_one_congress_is_not_additive(one: Statistic) -> None:
    assert not one.additive


def test_the_page_of_statistics_is_the_catalogue() -> None:
    page = Path(__file__).parents[2] / "docs" / "statistics.md"
    assert page.read_text("utf-8") == document(), "run make docs"


def test_disputes_behind_a_figure_are_found_without_reading_the_rows_that_have_none() -> None:
    # given the tables whose rows figures rest on, and whose disputes are told beside each figure
    counted = {table for one in ALL for table in (one.object, *one.rests)}
    tables = {view.name: view.parts["table"] for view in folders.views() if view.name in counted and " disputes " in view.parts["table"]}
    # then each has an index of the few rows with any
    assert tables
    assert [name for name, table in tables.items() if "WHERE disputes <> '{}'" not in table] == []
