"""Livelihood projects from their collection to their evaluation, the votes on them, motions, and what activities brought (decision 0025)."""

from collections.abc import Iterator, Sequence
from datetime import date

from tests.oracle.ledger import Statement
from tests.oracle.thing import Thing
from tests.oracle.world import World

PLACES = ("voted", "candidate_listed", "collected", "progressed", "evaluated")
"""Whose organ's region is that of a project: of the first of these steps of which there is word."""
GRADES = ("satisfied", "basically", "dissatisfied")


def projects(world: World, day: date) -> Iterator[Thing]:
    """Projects at the end of a day, and the towns that voted."""
    towns: dict[tuple[str, int], date] = {}
    for name, said in world.about("project.").items():
        yield from _project(world, name, said, day)
        voted = [one for one in said if one.kind == "project.voted"]
        if voted and (chosen := world.chosen(voted, name)).day <= day:
            key = (chosen.region, chosen.data["year"])
            towns[key] = min(chosen.day, towns.get(key, chosen.day))
    for key, since in towns.items():
        if world.map.place(key[0], since).level == "town":
            yield Thing("votes.towns", key, (key[0], since), entered=since)


def _project(world: World, name: str, said: Sequence[Statement], day: date) -> Iterator[Thing]:
    words = {step: [one for one in said if one.kind == f"project.{step}"] for step in PLACES}
    word = {step: world.chosen(several, name) for step, several in words.items() if several}
    place = next((one.region, one.day) for one in map(word.get, PLACES) if one is not None)
    since: dict[str, date] = {step: word[step].day for step in ("collected", "candidate_listed") if step in word}
    if "voted" in word and word["voted"].data["elected"]:
        since["voted"] = word["voted"].day
    entered = min(since.values(), default=None)
    for step, measure in (("collected", "collected"), ("candidate_listed", "listed"), ("voted", "voted")):
        if step in since and since[step] <= day:
            yield Thing(f"projects.{measure}", (name,), place, entered=entered)
    if since.get("voted", date.max) > day:
        return
    progress, evaluated = (_told(world, name, words[step], day) for step in ("progressed", "evaluated"))
    if progress and progress[-1].data["progress"] >= 100:
        yield Thing("projects.completed", (name,), place, entered=entered)
    if evaluated:
        yield Thing("projects.evaluated", (name,), place, entered=entered)
        for grade in GRADES:
            yield Thing("projects.satisfaction", (name,), place, n=evaluated[-1].data[grade], grade=grade, entered=entered)


def _told(world: World, name: str, said: Sequence[Statement], day: date) -> list[Statement]:
    """What was told by the end of a day, one after the other, by whose word it is: the source that minted the id, else the smallest."""
    if not said:
        return []
    speakers = [one for one in said if world.minted(one.source, name)] or [one for one in said if one.source == min(each.source for each in said)]
    return sorted((one for one in speakers if one.day <= day), key=lambda one: (one.time, one.id))


def motions(world: World, day: date) -> Iterator[Thing]:
    """Motions that were submitted, each at the congress that received it."""
    for name, said in world.about("motion.").items():
        chosen = world.chosen(said, name)
        if chosen.day <= day:
            yield Thing("motions.submitted", (name,), (chosen.region, chosen.day), entered=chosen.day)


def brought(world: World, held: Thing, said: Sequence[Statement], day: date) -> Iterator[Thing]:
    """What an activity that was held has brought by the end of a day, from its own day on at the earliest: the whole, as it was told last."""
    name, words = held.key[0], [one for one in said if one.kind == "activity.yielded"]
    told = _told(world, name, words, day)
    if told and held.entered is not None:
        begun = max(held.entered, _told(world, name, words, date.max)[0].day)
        for measure, member in (("money.moved", "money"), ("entities.founded", "entities")):
            amount = told[-1].data.get(member) or 0
            yield Thing(measure, (name,), held.place, n=amount, kind=held.kind, allocated=held.allocated, entered=begun)
