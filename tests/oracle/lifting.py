"""Regions that go on in one of another level in a random federation: towns as streets, streets as towns, counties as their cities. Drawn apart."""

from datetime import date
from random import Random

from tests.oracle.ground import Book, Region, establish, said_of


def lift(book: Book) -> None:
    """Change the level of a few, after the reforms that were told."""
    random = Random(f"{book.seed} lifted")
    last = max((one.ends for one in book.regions.values() if one.ends < date.max), default=book.days[0])
    days = [day for day in book.days if day >= last]
    for day in sorted(random.choice(days) for _ in range(random.choice((0, 0, 1, 2, 3)) if days else 0)):
        places = [one for one in book.alive(day) if one.begins < day]
        if choices := [one for one in places if one.level in ("town", None) or (one.level == "county" and one.parent != book.root)]:
            _goes_on(book, random, random.choice(choices), day)


def _goes_on(book: Book, random: Random, one: Region, day: date) -> None:
    """A county in its city; others in a new region beside them, in several of these, or in one that is there."""
    beside = [other for other in book.alive(day) if other.parent == one.parent and other is not one and other.begins < day]
    others = [other.code for other in beside if (other.level is None) == (one.level == "town")]
    kind = random.choice(("new", "new", "several", "other"))
    if one.level == "county":
        named = [one.parent]
    elif kind == "other" and others:
        named = [random.choice(others)]
    else:
        named = [_new(book, one, day, number) for number in range(2 if kind == "several" else 1)]
    if len(named) == 1 and random.random() < 0.5:
        said_of(book, "merged", one.code, day, into=named[0])
    else:
        successors = [{"code": code} for code in named]
        said_of(book, "split" if len(named) > 1 else "abolished", one.code, day, successors=successors)
    one.ends = day
    for town in [each for each in book.alive(day) if each.parent == one.code and each.begins < day]:
        town.parent = named[0]


def _new(book: Book, one: Region, day: date, number: int) -> str:
    """A street of a town, a town of a street."""
    kind, level = ("street", None) if one.level == "town" else ("town", "town")
    new = Region(f"{one.code}5{number}", one.parent, kind, level, day)
    establish(book, new, str(day))
    return new.code
