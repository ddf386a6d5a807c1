"""Counties that end in a random federation: merged, split, abolished; and what becomes of the towns in them. Drawn apart from all else."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from tests.oracle.ground import Book, Region, establish, follow, said_of


def dissolve(book: Book) -> None:
    """End a county or two, after the reforms that were told."""
    random = Random(f"{book.seed} dissolved")
    if random.random() < 0.6:
        return
    last = max((one.ends for one in book.regions.values() if one.ends < date.max), default=book.days[0])
    days = [day for day in book.days if day >= last]
    for day in sorted(random.choice(days) for _ in range(random.choice((1, 1, 2)) if days else 0)):
        counties = [one for one in book.alive(day, "county") if one.begins < day]
        if counties:
            _ends(book, random, random.choice(counties), day)


def _ends(book: Book, random: Random, one: Region, day: date) -> None:
    others = [other for other in book.alive(day, "county", "city") if other is not one and other.begins < day]
    kind = random.choice(("merged", "merged", "merged", "renewed", "one", "split", "split", "none"))
    if kind == "renewed" or not others:
        # What goes on from it is perhaps there only later.
        named = [_new(book, one, day + timedelta(days=random.choice((0, 0, 30))))]
    elif kind == "split":
        named = [_new(book, one, day), *random.sample(others, min(len(others), random.choice((1, 2))))]
    else:
        named = [] if kind == "none" else [random.choice(others)]
    successors = [{"code": other.code} for other in named]
    if kind == "merged":
        said_of(book, "merged", one.code, day, into=named[0].code)
    else:
        said_of(book, "split" if len(named) > 1 else "abolished", one.code, day, successors=successors or None)
    one.ends = day
    for town in [each for each in book.alive(day) if each.parent == one.code and each.begins < day]:
        _goes(book, random, town, (named, others), day)


def _goes(book: Book, random: Random, town: Region, to: tuple[Sequence[Region], Sequence[Region]], day: date) -> None:
    """A town is told to go somewhere, on that day or later, or goes along with its county, or is forgotten."""
    named, others = to
    if random.random() < 0.35:
        parent = random.choice([*named, *others] or [book.regions[book.root]]).code
        if random.random() < 0.4:
            said_of(book, "moved", town.code, day, parent=parent, new_code=f"{town.code}6")
            follow(book, town, Region(f"{town.code}6", parent, town.kind, town.level, day), day)
            return
        said_of(book, "moved", town.code, day + timedelta(days=random.choice((0, 0, 15))), parent=parent)
        town.parent = parent
    elif len(named) == 1:
        town.parent = named[0].code


def _new(book: Book, one: Region, day: date) -> Region:
    new = Region(f"{one.code}6", one.parent, one.kind, one.level, day)
    establish(book, new, str(day))
    return new
