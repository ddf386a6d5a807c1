"""What is counted once however often it appears, within a period: persons who took part, deputies, trainings."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any, Final

from tests.oracle.things import Things

Found = tuple[Any, tuple[str, date], str, tuple[str, date] | None, str | None]
"""What, the place by which it lies, its kind; the place of the congress of whose level it is where that is not this; where what it belongs to was
allocated."""


def took_part(things: Things, first: date | None, last: date) -> Iterator[Found]:
    """Who took part in an activity of the period, where its host lies."""
    for thing in things.on(last):
        if thing.measure == "participations" and (first is None or thing.place[1] >= first):
            yield thing.key[1], thing.place, thing.kind, None, thing.allocated


def deputies(things: Things, first: date | None, last: date) -> Iterator[Found]:
    """Who holds a mandate on any day of the period, or on its last day where it has no first."""
    for mandate, said in things.persons.seats.items():
        if any(since <= last and until > (last if first is None else first) for since, until in things.persons.held(mandate)):
            yield things.persons.who(said.data["person"]), (said.data["region"], said.since), "", None, None


def in_stations(things: Things, first: date | None, last: date) -> Iterator[Found]:
    """Who is in a station."""
    return ((*one, None) for one in things.stations.deputies(first, last))


def trained(what: Callable[[Mapping[str, Any], Any], Any], things: Things, first: date | None, last: date) -> Iterator[Found]:
    """What was completed within the period. `what`: what of a training and its person counts once; None where nothing does."""
    for name, said in things.world.about("training.").items():
        one = things.world.chosen(said, name)
        counted = what(one.data, things.person(one.data["mandate"]))
        if counted is not None and one.day <= last and (first is None or first <= one.day):
            yield counted, (one.region, one.day), one.data.get("mode") or "", None, None


COUNTED: Final[Mapping[str, Callable[[Things, date | None, date], Iterator[Found]]]] = {
    "persons": took_part,
    "deputies": deputies,
    "stations.deputies": in_stations,
    "training.completed": partial(trained, lambda said, person: (said["course"], person)),
    "training.courses": partial(trained, lambda said, _: said["course"]),
    "training.persons": partial(trained, lambda _, person: person),
    "training.venues": partial(trained, lambda said, _: (said["course"], said.get("mode"), said["venue"]) if said.get("venue") else None),
}
"""The statistics of what is counted once."""
