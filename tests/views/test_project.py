"""Livelihood projects that were elected, and the towns that voted on them."""

from collections.abc import Iterator

import pytest

from tests.projections.play import Event, Playing, playing
from tests.views.world import CITY, COUNTY, COUNTY_SYSTEM, OTHER_TOWN, TOWN, TOWN_SYSTEM, said, world


@pytest.fixture
def hub(database: str) -> Iterator[Playing]:
    with playing(database) as hub:
        hub.tell(*world())
        yield hub


def voted(number: int, year: int, elected: bool = True, system: str = TOWN_SYSTEM, minted: str = TOWN_SYSTEM, **envelope: str) -> Event:
    result = {"year": year, "votes_for": 50, "against": 3, "abstain": 1, "elected": elected}
    return said("project.voted", system, f"{minted}/p-{number}", result, f"{year}-01-15T09:00:00+08:00", **envelope)


def figures(hub: Playing, region: str) -> tuple[int, int]:
    return hub.figure("projects.voted", region), hub.figure("votes.towns", region)


def test_a_town_votes_once_a_year_on_many_projects(hub: Playing) -> None:
    hub.tell(voted(1, 2024), voted(2, 2024), voted(3, 2024, elected=False), voted(4, 2025))
    hub.tell(said("project.candidate_listed", TOWN_SYSTEM, f"{TOWN_SYSTEM}/p-1", {"year": 2024, "title": "修路", "cost": 300000}))
    hub.fold()
    assert [figures(hub, place) for place in (TOWN, COUNTY, CITY)] == [(3, 2)] * 3
    assert hub.figure("votes.towns", TOWN, as_of="2024-12-31") == 1
    assert hub.rows("SELECT title, cost FROM {view}.project WHERE title IS NOT NULL") == [{"title": "修路", "cost": 300000}]


def test_a_congress_above_the_town_elects_projects_and_is_no_town_that_voted(hub: Playing) -> None:
    hub.tell(voted(1, 2024, system=COUNTY_SYSTEM, minted=COUNTY_SYSTEM))
    hub.fold()
    assert figures(hub, COUNTY) == (1, 0)


def test_a_town_where_every_project_lost_has_voted(hub: Playing) -> None:
    hub.tell(voted(1, 2024, elected=False))
    hub.fold()
    assert figures(hub, TOWN) == (0, 1)


def test_a_vote_moves_with_its_project_to_where_the_minting_source_says(hub: Playing) -> None:
    # Given a project of the town's id that another town's system told first
    other = f"//{OTHER_TOWN}/zxt"
    hub.tell(voted(1, 2024, system=other))
    hub.fold()
    assert (figures(hub, OTHER_TOWN), figures(hub, TOWN)) == ((1, 1), (0, 0))
    hub.tell(voted(1, 2024))
    hub.fold()
    assert (figures(hub, OTHER_TOWN), figures(hub, TOWN)) == ((0, 0), (1, 1))
    assert hub.rows("SELECT anomalies FROM {view}.project WHERE known_to IS NULL") == [{"anomalies": ["VALUES_DIFFER"]}]
