"""Every statistic of the catalogue says what it counts, in words and in a way that can be asked."""

from pathlib import Path

import pytest

from projections.statistics.catalogue import Statistic, catalogue, presence_sql
from projections.statistics.document import document
from projections.statistics.question import OPEN, STRUCTURE

pytestmark = pytest.mark.quick

ALL = list(catalogue().values())


def test_the_names_of_the_worked_cases_and_of_the_reports_are_there() -> None:
    wanted = (
        "opinions.collected opinions.resolved suggestions.consolidated suggestions.registered suggestions.handled "
        "suggestions.by_department suggestions.replied suggestions.completed suggestions.implemented "
        "suggestions.due suggestions.on_time suggestions.late suggestions.overdue suggestions.due_unknown "
        "suggestions.key_supervised topics.key_supervised suggestions.published activities.held people.received "
        "items.advanced participations persons mandates deputies stations.open projects.voted votes.towns "
        "suggestions.satisfaction_first suggestions.satisfaction_final promises.evaluated stations.coverage "
        "projects.collected projects.listed projects.completed projects.evaluated projects.satisfaction votes.entitled stations.deputies "
        "training.completed training.persons training.courses training.venues motions.submitted money.moved entities.founded"
    )
    assert set(wanted.split()) <= set(catalogue())


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_a_statistic_is_whole(one: Statistic) -> None:
    assert all((one.zh, one.en, one.formula["zh"], one.formula["en"]))
    assert one.unit in ("次", "人次", "人", "件", "项", "个", "期", "票", "元")
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
