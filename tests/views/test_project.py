"""Livelihood projects from their collection to their evaluation, and the towns that voted on them."""

from collections.abc import Iterator

import pytest

from tests.projections.anew import Anew
from tests.projections.play import Event, Playing
from tests.views.both_ways import whole_and_stored
from tests.views.world import CITY, COUNTY, COUNTY_SYSTEM, OTHER_TOWN, TOWN, TOWN_SYSTEM, said, world


@pytest.fixture
def hub(hubs: Anew) -> Iterator[Playing]:
    with hubs.playing() as hub:
        hub.tell(*world())
        yield hub


def voted(number: int, year: int, elected: bool = True, system: str = TOWN_SYSTEM, minted: str = TOWN_SYSTEM, **envelope: str) -> Event:
    result = {"year": year, "votes_for": 50, "against": 3, "abstain": 1, "elected": elected}
    return said("project.voted", system, f"{minted}/p-{number}", result, f"{year}-01-15T09:00:00+08:00", **envelope)


def step(name: str, number: int, day: str, system: str = TOWN_SYSTEM, **data: object) -> Event:
    """A word about a project of the town's id."""
    event_id = f"{name}-{number}-{day}-{system}"
    return said(f"project.{name}", system, f"{TOWN_SYSTEM}/p-{number}", data, f"{day}T09:00:00+08:00", id=event_id)


def listed(number: int, day: str = "2023-12-20", year: int = 2024) -> Event:
    return step("candidate_listed", number, day, year=year)


def progressed(number: int, day: str, progress: int, system: str = TOWN_SYSTEM) -> Event:
    return step("progressed", number, day, system, progress=progress)


def evaluated(number: int, day: str, satisfied: int, basically: int, dissatisfied: int) -> Event:
    return step("evaluated", number, day, satisfied=satisfied, basically=basically, dissatisfied=dissatisfied)


def doubts(hub: Playing) -> list[list[str]]:
    """What is implausible about each project, by its id."""
    return [row["anomalies"] for row in hub.rows("SELECT anomalies FROM {view}.project WHERE known_to IS NULL ORDER BY project")]


def links(hub: Playing, day: str, region: str = TOWN) -> tuple[int, ...]:
    """Collected, listed, elected, completed, evaluated by a day."""
    return tuple(hub.figure(f"projects.{name}", region, as_of=day) for name in ("collected", "listed", "voted", "completed", "evaluated"))


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
    assert doubts(hub) == [["VALUES_DIFFER", "VOTED_UNLISTED"]]


def test_a_project_counts_from_the_day_of_each_of_its_links(hub: Playing) -> None:
    # given two projects that were collected and listed, one of which wins and is carried out and evaluated twice
    hub.tell(step("collected", 1, "2023-11-05", year=2024, title="修路"), step("collected", 2, "2023-11-06", year=2024), listed(1), listed(2))
    hub.tell(voted(1, 2024), voted(2, 2024, elected=False))
    hub.tell(
        progressed(1, "2024-06-30", 60), progressed(1, "2024-10-08", 100), evaluated(1, "2024-11-01", 30, 8, 2), evaluated(1, "2024-12-20", 36, 3, 1)
    )
    hub.fold()
    # when its figures are asked as of several days; then each has what had happened by then, at the town and above it
    days = ("2023-11-05", "2023-12-20", "2024-01-15", "2024-10-08", "2024-11-01")
    told = [(1, 0, 0, 0, 0), (2, 2, 0, 0, 0), (2, 2, 1, 0, 0), (2, 2, 1, 1, 0), (2, 2, 1, 1, 1)]
    assert [links(hub, day) for day in days] == [links(hub, day, CITY) for day in days] == told
    # and the ballots are those of the last evaluation by that day
    ballots = "SELECT grade, sum(n)::int AS n FROM {view}.cube WHERE measure = 'projects.satisfaction' AND region = %s AND day <= %s GROUP BY 1"
    found = [{row["grade"]: row["n"] for row in hub.rows(ballots, TOWN, day)} for day in ("2024-11-30", "2024-12-31")]
    assert found == [{"satisfied": 30, "basically": 8, "dissatisfied": 2}, {"satisfied": 36, "basically": 3, "dissatisfied": 1}]
    assert hub.rows("SELECT title, progress FROM {view}.project WHERE elected") == [{"title": "修路", "progress": 100}]
    assert doubts(hub) == [[], []]


def test_what_falls_back_below_the_whole_is_not_completed(hub: Playing) -> None:
    hub.tell(listed(1), voted(1, 2024), progressed(1, "2024-05-01", 100), progressed(1, "2024-06-01", 90), progressed(1, "2024-09-01", 100))
    # another system's word does not count where the one that minted the id has spoken
    hub.tell(progressed(1, "2024-02-01", 100, system=COUNTY_SYSTEM))
    hub.fold()
    days = ("2024-04-30", "2024-05-01", "2024-06-01", "2024-09-01")
    assert [hub.figure("projects.completed", COUNTY, as_of=day) for day in days] == [0, 1, 0, 1]


def test_implausible_histories_are_accepted_and_shown_until_they_are_cured(hub: Playing) -> None:
    # given progress and an evaluation before the vote; a vote with more votes than present; and no listing at all
    over = said(
        "project.voted", TOWN_SYSTEM, f"{TOWN_SYSTEM}/p-2",
        {"year": 2024, "votes_for": 50, "against": 3, "abstain": 1, "present": 53, "elected": True}, "2024-01-15T09:00:00+08:00",
    )  # fmt: skip
    hub.tell(progressed(1, "2023-12-01", 100), evaluated(1, "2023-12-02", 5, 0, 0), over)
    hub.fold()
    # when folded, then each is named, and what was not elected is not carried out
    assert doubts(hub) == [["PROGRESSED_BEFORE_VOTE", "EVALUATED_BEFORE_VOTE"], ["VOTED_UNLISTED", "VOTES_OVER_PRESENT"]]
    assert links(hub, "2025-12-31") == (0, 0, 1, 0, 0)
    # and when the missing events come and the day of the vote is put right, then nothing is left
    hub.tell(listed(1, "2023-11-01"), listed(2), step("voted", 1, "2023-11-20", year=2024, votes_for=50, against=3, abstain=1, elected=True))
    hub.tell(
        said("activity.corrected", TOWN_SYSTEM, over["subject"], {"corrects": {"source": TOWN_SYSTEM, "id": over["id"]}, "fields": {"present": 54}})
    )
    hub.fold()
    assert doubts(hub) == [[], []]
    assert links(hub, "2025-12-31") == (0, 2, 2, 1, 1)


def test_a_project_is_known_by_recorded_days(hub: Playing) -> None:
    # given a project heard of step by step, the vote corrected on a later day
    vote = voted(1, 2024)
    hub.tell(listed(1), recorded="2025-01-02T12:00:00+08:00")
    hub.fold()
    hub.tell(vote, progressed(1, "2024-10-08", 100), recorded="2025-01-04T12:00:00+08:00")
    hub.fold()
    fields = {"corrects": {"source": TOWN_SYSTEM, "id": vote["id"]}, "fields": {"elected": False}}
    hub.tell(said("activity.corrected", TOWN_SYSTEM, vote["subject"], fields), recorded="2025-01-06T12:00:00+08:00")
    hub.fold()
    # when figures are asked as known on days between, then they are what was known then
    known = ("2025-01-01", "2025-01-02", "2025-01-04", "2025-01-06")
    assert [hub.figure("projects.listed", TOWN, known_at=day) for day in known] == [0, 1, 1, 1]
    assert [hub.figure("projects.voted", TOWN, known_at=day) for day in known] == [0, 0, 1, 0]
    assert [hub.figure("projects.completed", TOWN, known_at=day) for day in known] == [0, 0, 1, 0]
    # and what is stored is what deriving anew gives
    whole, stored = whole_and_stored(hub, "project", "project")
    assert whole == stored
