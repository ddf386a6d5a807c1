"""The vote of one region in one year on its livelihood projects, as known on recorded days."""

from tests.projections.anew import Anew
from tests.projections.play import Playing
from tests.views.test_project import listed, voted
from tests.views.world import CITY, COUNTY, COUNTY_SYSTEM, PROVINCE, TOWN, world

VOTES = """
SELECT region, year, candidates, projects, elected, level, day::text, known_from::text, known_to::text FROM {view}.vote
ORDER BY region, year, known_from
"""


def rows(hub: Playing) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in hub.rows(VOTES)]


def test_a_vote_is_a_region_and_a_year_and_only_a_towns_has_a_day(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given a town that voted on two projects in one year and on one in the next, and its county that elected one
        hub.tell(*world(), voted(1, 2024), voted(2, 2024, elected=False), voted(3, 2025), recorded="2025-03-01T12:00:00+08:00")
        hub.tell(voted(1, 2024, system=COUNTY_SYSTEM, minted=COUNTY_SYSTEM), recorded="2025-03-01T12:00:00+08:00")
        # when folded, then each region and year is one row; the county's counts for no town
        hub.fold()
        assert rows(hub) == [
            (COUNTY, 2024, 1, 1, 1, "county", None, "2025-03-01", None),
            (TOWN, 2024, 2, 2, 1, "town", "2024-01-15", "2025-03-01", None),
            (TOWN, 2025, 1, 1, 1, "town", "2025-01-15", "2025-03-01", None),
        ]
        assert hub.rows("SELECT DISTINCT chain FROM {view}.vote WHERE region = %s", TOWN) == [{"chain": [TOWN, COUNTY, CITY, PROVINCE, "00"]}]


def test_a_project_heard_later_adds_to_the_vote_from_that_recorded_day(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given a vote on one project; when another of the same year is heard on a later day
        hub.tell(*world(), voted(1, 2024), recorded="2025-03-01T12:00:00+08:00")
        hub.fold()
        hub.tell(voted(2, 2024), recorded="2025-03-05T12:00:00+08:00")
        hub.fold()
        # then what was known before stays beside what is known since
        assert rows(hub) == [
            (TOWN, 2024, 1, 1, 1, "town", "2024-01-15", "2025-03-01", "2025-03-05"),
            (TOWN, 2024, 2, 2, 2, "town", "2024-01-15", "2025-03-05", None),
        ]
        assert [hub.figure("votes.towns", TOWN, known_at=day) for day in ("2025-02-28", "2025-03-01", "2025-03-05")] == [0, 1, 1]


def test_a_vote_has_more_candidates_than_places(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given two projects that were elected, and no other candidate
        hub.tell(*world(), listed(1), listed(2), voted(1, 2024), voted(2, 2024))
        hub.fold()
        doubts = "SELECT candidates, anomalies FROM {view}.vote WHERE known_to IS NULL"
        assert hub.rows(doubts) == [{"candidates": 2, "anomalies": ["NOT_MORE_CANDIDATES"]}]
        # when a third comes that was listed, and never voted on; then there was a choice
        hub.tell(listed(3))
        hub.fold()
        assert hub.rows(doubts) == [{"candidates": 3, "anomalies": []}]
