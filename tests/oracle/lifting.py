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
        if choices := [one for one in book.alive(day) if one.level in ("county", "town", None) and one.begins < day]:
            _goes_on(book, random, random.choice(choices), day)


def _goes_on(book: Book, random: Random, one: Region, day: date) -> None:
    """In a new region beside it, in several of these, in one that is there, or in the one above."""
    lower = one.level == "town"
    others = [
        other
        for other in book.alive(day)
        if other.parent == one.parent and other is not one and (other.level is None) == lower and other.begins < day
    ]
    kind = random.choice(("new", "new", "several", "other"))
    if one.level == "county":
        above = book.regions.get(one.parent)
        if above is None or one.parent == book.root or above.begins >= day or not day < above.ends:
            return
        named = [above.code]
    elif kind == "other" and others:
        named = [random.choice(others).code]
    else:
        named = [_new(book, one, day, f"{number}") for number in range(2 if kind == "several" else 1)]
    successors = [{"code": code} for code in named]
    if len(named) == 1 and random.random() < 0.5:
        said_of(book, "merged", one.code, day, into=named[0])
    else:
        said_of(book, "split" if len(named) > 1 else "abolished", one.code, day, successors=successors)
    one.ends = day
    for town in [each for each in book.alive(day) if each.parent == one.code and each.begins < day]:
        town.parent = named[0]


def _new(book: Book, one: Region, day: date, number: str) -> str:
    """A street of a town, a town of a street."""
    code = f"{one.code}5{number}"
    kind, level = ("street", None) if one.level == "town" else ("town", "town")
    establish(book, Region(code, one.parent, kind, level, day), str(day))
    return code
