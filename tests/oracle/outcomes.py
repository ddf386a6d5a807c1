"""What else random federations tell: projects to their end, rosters, trainings, motions, what activities brought, departments that merge."""

from datetime import date
from typing import Any

from tests.oracle.ground import SINCE, Book, Region, speaker
from tests.oracle.telling import later, teller


def outcomes(book: Book) -> None:
    """Some of everything."""
    for _ in range(book.pick((0, 0, 1, 2))):
        project(book)
    for _ in range(book.pick((0, 0, 1, 2))):
        training(book)
    for _ in range(book.pick((0, 0, 0, 1))):
        motion(book)
    departments(book)


def project(book: Book) -> None:
    """A livelihood project: mostly collected, listed, voted on, carried out and evaluated; steps are left out, come early, or from another system."""
    day = book.pick(book.days)
    by = teller(book, day, "town", "county")
    name = f"{by.source}/p-{len(book.told)}"
    steps = [("collected", 0.4), ("candidate_listed", 0.5), ("voted", 0.9), *[("progressed", 0.5)] * 3, *[("evaluated", 0.45)] * 2]
    for step, share in steps:
        if book.chance(share):
            other = teller(book, day, "county", "city") if book.chance(0.12) else by
            envelope = speaker(other if other.begins <= day < other.ends else by)
            book.write(f"project.{step}", name, envelope, day, {"project": name, **_of_project(book, step)})
            day = later(book, day) if book.chance(0.8) else day


def _of_project(book: Book, step: str) -> dict[str, Any]:
    if step == "progressed":
        return {"progress": book.pick((30, 100, 100, 90))}
    if step == "evaluated":
        return {"satisfied": book.pick((5, 8)), "basically": book.pick((0, 3)), "dissatisfied": book.pick((0, 1))}
    if step == "voted":
        return {"year": book.pick((2025, 2025, 2024)), "votes_for": 9, "against": 1, "abstain": 0, "elected": book.chance(0.7)}
    return {"year": 2025}


def rosters(book: Book, name: str, at: Region) -> None:
    """Who is in a station, once or again, and that it becomes another tier."""
    for _ in range(book.pick((0, 1, 1, 2))):
        mandates = [f"{book.root}-m{number}" for number in range(5) if book.chance(0.5)]
        _of_station(book, "station.roster_changed", name, at, {"mandates": mandates or None})
    if book.chance(0.4):
        _of_station(book, "station.changed", name, at, {"tier": book.pick(("station", "point", None)), "name": "站"})


def _of_station(book: Book, kind: str, name: str, at: Region, said: dict[str, Any]) -> None:
    day = book.pick(book.days)
    by = at if at.begins <= day < at.ends else teller(book, day)
    book.write(kind, name, speaker(by), day, {"station": name, **said, "valid_from": book.pick((None, str(book.pick(book.days))))})


def training(book: Book) -> None:
    """Some who complete a course, at one venue or another, told by one system or by two under different ids."""
    course = f"{book.root}-k{book.pick((1, 2))}"
    for number in [one for one in range(5) if book.chance(0.4)]:
        day = book.pick(book.days)
        by = teller(book, day, "town", "county", "city")
        name = f"{by.source}/{course}/{number}"
        mode = book.pick(("main", "branch", None))
        said = {"course": course, "mandate": f"{book.root}-m{number}", "mode": mode, "venue": book.pick((None, f"{book.root}-v{book.pick((1, 2))}"))}
        book.write("training.completed", name, speaker(by), day, said)
        if book.chance(0.15):
            book.write("training.completed", name, speaker(teller(book, day, "county", "city")), day, {**said, "mode": "main"})


def motion(book: Book) -> None:
    """A motion, perhaps told by two systems."""
    day = book.pick(book.days)
    by = teller(book, day, "county", "city", "province")
    name = f"{by.source}/y-{len(book.told)}"
    for one in (by, teller(book, day, "city", "province"))[: book.pick((1, 1, 2))]:
        book.write("motion.submitted", name, speaker(one), day if one is by else later(book, day), {"motion": name, "session": 4})


def brought(book: Book, activity: str, by: Region, day: date) -> None:
    """What an activity brought: more and more, or less than was told; by its own system or another; also before it was held."""
    for _ in range(book.pick((1, 1, 2, 3))):
        on = later(book, day)
        one = by if book.chance(0.8) or not by.begins <= on < by.ends else teller(book, on, "county", "city")
        if one.begins <= on < one.ends:
            said = {"activity": activity, "money": book.pick((None, 100, 250)), "entities": book.pick((None, 1, 3))}
            book.write("activity.yielded", activity, speaker(one), on, said)


def departments(book: Book) -> None:
    """Departments of some congresses, and that some were merged: into one, into several, into one that is new, in a circle, by two who differ."""
    places = [one for one in book.regions.values() if one.level in ("county", "city", "province")]
    for place in [one for one in places if book.chance(0.4)]:
        names = [f"{place.code}-d{number}" for number in (1, 2, 3)]
        for name in names:
            if book.chance(0.85):
                _department(book, name, place, SINCE)
        for name in [one for one in names if book.chance(0.5)]:
            since = str(book.pick(book.days))
            heirs = book.pick((names, names, [f"{place.code}-d9"]))
            if len(heirs) == 1:
                _department(book, heirs[0], place, book.pick((since, since, SINCE)))
            said = {"dept": name, "successors": book.random.sample(heirs, min(len(heirs), book.pick((1, 1, 1, 2)))), "valid_from": since}
            book.fact("department.merged", name, said)


def _department(book: Book, name: str, place: Region, since: str) -> None:
    book.fact("department.registered", name, {"dept": name, "name": name, "region": place.code, "valid_from": since})
