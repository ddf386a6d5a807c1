"""Trainings that deputies completed: the courses, the venues, the persons."""

from datetime import date

from projections.statistics import Question, ask
from tests.projections.anew import Anew
from tests.projections.play import Event, Playing
from tests.views.world import COUNTY, COUNTY_SYSTEM, TOWN, TOWN_SYSTEM, mandate, said, world

NAMES = ("training.completed", "training.persons", "training.courses", "training.venues")


def completed(number: int, course: str, seat: str, system: str = COUNTY_SYSTEM, **data: str) -> Event:
    """One deputy who completed a course."""
    whole = {"course": course, "mandate": seat, **data}
    subject = f"{COUNTY_SYSTEM}/k-{number}"
    event = said("training.completed", system, subject, whole, id=f"t-{number}-{system}")
    return {**event, "data": {name: value for name, value in event["data"].items() if name != "training"}}


def figures(hub: Playing, region: str = COUNTY, **where: str) -> list[int | None]:
    last = date(2025, 12, 31)
    rows = ask(hub.connection, Question(NAMES, region, first=date(2025, 1, 1), last=last, as_of=last, where=where)).rows
    return [row.n for row in rows]


def test_courses_venues_and_persons_are_counted_once(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given a course at a main and a branch venue: one deputy with two mandates at both, another told by two systems, a second course
        seats = [mandate("mt", "p1", TOWN), mandate("mc", "p1", COUNTY), mandate("m2", "p2", TOWN)]
        main, branch = {"mode": "main", "venue": "hall"}, {"mode": "branch", "venue": "town"}
        hub.tell(*world(), *seats, completed(1, "c1", "mt", **main), completed(2, "c1", "mc", **branch), completed(3, "c1", "m2", **branch))
        hub.tell(completed(3, "c1", "m2", TOWN_SYSTEM, **branch), completed(4, "c2", "m2"))
        hub.fold()
        # when they are asked, then: persons in courses, persons, courses, venues
        assert figures(hub) == [3, 2, 2, 2]
        assert figures(hub, kind="branch") == [2, 2, 1, 1]
        assert figures(hub, TOWN) == [0, 0, 0, 0]
        rows = hub.rows("SELECT training, kind, venue, day::text, anomalies FROM {view}.training WHERE course = 'c1' AND mandate = 'm2'")
        assert rows == [{"training": f"{COUNTY_SYSTEM}/k-3", "kind": "branch", "venue": "town", "day": "2025-03-06", "anomalies": ["VALUES_DIFFER"]}]


def test_a_deputy_not_known_is_a_person_of_its_own_until_it_comes(hubs: Anew) -> None:
    with hubs.playing() as hub:
        hub.tell(*world(), mandate("mt", "p1", TOWN), completed(1, "c1", "mt"), completed(2, "c1", "mc"))
        hub.fold()
        assert figures(hub)[:2] == [2, 2]
        assert hub.rows("SELECT anomalies FROM {view}.training WHERE mandate = 'mc'") == [{"anomalies": ["MANDATE_UNKNOWN"]}]
        hub.tell(mandate("mc", "p1", COUNTY))
        hub.fold()
        assert figures(hub)[:2] == [1, 1]
        assert hub.rows("SELECT DISTINCT anomalies FROM {view}.training") == [{"anomalies": []}]
