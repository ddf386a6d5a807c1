"""Persons who took part, and persons who hold a mandate, within a period: (person, place, kind)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.oracle.things import Things

Found = tuple[Any, tuple[str, date], str]


def took_part(things: Things, first: date | None, last: date) -> Iterator[Found]:
    """Who took part in an activity of the period, where its host lies."""
    for thing in things.on(last):
        if thing.measure == "participations" and (first is None or thing.place[1] >= first):
            yield thing.key[1], thing.place, thing.kind


def deputies(things: Things, first: date | None, last: date) -> Iterator[Found]:
    """Who holds a mandate on any day of the period, or on its last day where it has no first."""
    for mandate, said in things.persons.seats.items():
        if any(since <= last and until > (last if first is None else first) for since, until in things.persons.held(mandate)):
            yield things.persons.who(said.data["person"]), (said.data["region"], said.since), ""
