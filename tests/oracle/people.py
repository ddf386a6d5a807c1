"""What is counted once however often it appears, within a period: persons who took part, deputies, their groups, trainings, and of what congresses
handled what came from below."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any, Final

from tests.oracle.begun import begun
from tests.oracle.things import Things

Found = tuple[Any, tuple[str, date], str, tuple[str, date] | None, str | None, str | None]
"""What, the place by which it lies, its kind; the place of the congress of whose level it is where that is not this; where what it belongs to was
allocated; the level that the mandate says of its congress."""


def took_part(things: Things, first: date | None, last: date) -> Iterator[Found]:
    """Who took part in an activity of the period, where its host lies."""
    for thing in things.on(last):
        if thing.measure == "participations" and (first is None or thing.place[1] >= first):
            yield thing.key[1], thing.place, thing.kind, None, thing.allocated, None


def deputies(things: Things, first: date | None, last: date) -> Iterator[Found]:
    """Who holds a mandate on any day of the period, or on its last day where it has no first."""
    for mandate, said in things.persons.seats.items():
        if any(since <= last and until > (last if first is None else first) for since, until in things.persons.held(mandate)):
            yield things.persons.who(said.data["person"]), (said.data["region"], said.since), "", None, None, said.data["level"]


def groups(things: Things, first: date | None, last: date) -> Iterator[Found]:
    """Deputies of one congress and delegation, where the first of them sits, of whom one holds a mandate: the days are those of `deputies`."""
    for one in things.duties.holders():
        if one.subject == "groups" and any(since <= last and until > (last if first is None else first) for since, until in one.held):
            first_seat = one.seats[0]
            yield one.name, (first_seat.data["region"], first_seat.since), "", None, None, first_seat.data["level"]


def from_below(things: Things, first: date | None, last: date) -> Iterator[Found]:
    """What a congress assigned within the period, or has assigned by its last day where it has no first, and one below it had assigned by the day on
    which it first did."""
    matters = {one.name: one for one in things.matters.all}
    for thing in things.on(last) if first is None else begun(things, first, last):
        if thing.measure == "suggestions.handled":
            region, since = thing.place
            earlier = things.handlers(matters[thing.key[0]], since)
            if any(region in things.world.map.place(other, day).chain for other, day in earlier.items() if other != region):
                yield thing.key, thing.place, thing.kind, thing.place, None, None


def in_stations(things: Things, first: date | None, last: date) -> Iterator[Found]:
    """Who is in a station."""
    for what, place, tier, seat in things.stations.deputies(first, last):
        congress, level = (None, None) if seat is None else ((seat.data["region"], seat.since), seat.data["level"])
        yield what, place, tier, congress, None, level


def trained(what: Callable[[Mapping[str, Any], Any], Any], things: Things, first: date | None, last: date) -> Iterator[Found]:
    """What was completed within the period. `what`: what of a training and its person counts once; None where nothing does."""
    for name, said in things.world.about("training.").items():
        one = things.world.chosen(said, name)
        counted = what(one.data, things.person(one.data["mandate"]))
        if counted is not None and one.day <= last and (first is None or first <= one.day):
            yield counted, (one.region, one.day), one.data.get("mode") or "", None, None, None


COUNTED: Final[Mapping[str, Callable[[Things, date | None, date], Iterator[Found]]]] = {
    "persons": took_part,
    "deputies": deputies,
    "groups": groups,
    "suggestions.handled_from_below": from_below,
    "stations.deputies": in_stations,
    "training.completed": partial(trained, lambda said, person: (said["course"], person)),
    "training.courses": partial(trained, lambda said, _: said["course"]),
    "training.persons": partial(trained, lambda _, person: person),
    "training.venues": partial(trained, lambda said, _: (said["course"], said.get("mode"), said["venue"]) if said.get("venue") else None),
}
"""The statistics of what is counted once."""
