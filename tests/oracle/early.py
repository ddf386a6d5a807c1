"""Regions of a random federation that lie in what is not there yet: towns whose county begins later, counties whose city does. Drawn apart."""

from random import Random

from tests.oracle.ground import Book, Region, establish, said_of


def begin_early(book: Book) -> None:
    """Tell of a county or two that begin later than something that lies in them."""
    random = Random(f"{book.seed} early")
    for number in range(random.choice((0, 0, 1, 1, 2))):
        before, *later = sorted(random.choice(book.days) for _ in range(3))
        places = [one for one in book.alive(before, "city", "province") if one.begins < before]
        above, known = random.choice(places), book.late and random.random() < 0.5
        if random.random() < 0.3:
            above = _told(book, Region(f"{book.root}7{number}", above.code, "city", "city", later.pop()))
        county = Region(f"{above.code:0<5}7{number}", above.code, "county", "county", later[0])
        towns = [Region(f"{county.code}10{turn}", county.code, *_kind(random), before) for turn in range(random.choice((1, 1, 2)))]
        for one in (*towns, county) if known else (county, *towns):
            _told(book, one)
        moving = [one for one in book.alive(before, "town") if one.begins < before and one.parent != county.code]
        if moving and random.random() < 0.5:
            town = random.choice(moving)
            said_of(book, "moved", town.code, before, parent=county.code)
            town.parent = county.code


def _told(book: Book, one: Region) -> Region:
    establish(book, one, str(one.begins))
    return one


def _kind(random: Random) -> tuple[str, str | None]:
    return random.choice((("town", "town"), ("town", "town"), ("street", None), ("zone", None)))
