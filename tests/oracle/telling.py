"""What all tellings share: who speaks, where something arises, when the next thing happens."""

from datetime import date, timedelta

from tests.oracle.ground import LAST, Book, Region, speaker


def teller(book: Book, day: date, *levels: str) -> Region:
    """A region that speaks on a day."""
    found: Region = book.pick(book.alive(day, *levels) or book.alive(day))
    return found


def origin(book: Book, by: Region, day: date) -> str:
    """A region in which something arises: below the teller, mostly; sometimes any, also one that is gone."""
    if book.chance(0.08):
        code: str = book.pick([one.code for one in book.regions.values() if one.begins <= day])
        return code
    below = {by.code}
    for one in sorted(book.alive(day), key=lambda one: len(one.code)):
        if one.parent in below:
            below.add(one.code)
    choice: str = book.pick(sorted(below))
    return choice


def opinion(book: Book, by: Region, day: date) -> str:
    """An opinion and what became of it on the spot."""
    name = f"{by.source}/o-{len(book.told)}"
    at = origin(book, by, day)
    book.write("opinion.collected", name, speaker(by), day, {"opinion": name, "origin": at, "category": book.pick((None, "交通", "水利"))})
    if book.chance(0.3):
        book.write("opinion.answered_on_spot", name, speaker(by), later(book, day), {"opinion": name, "origin": at})
    if book.chance(0.1):
        book.write("opinion.rejected", name, speaker(by), later(book, day), {"opinion": name, "origin": at, "reason": "非职权"})
    return name


def later(book: Book, day: date) -> date:
    """A day not before, mostly one of the few, mostly not far; sometimes any."""
    if book.chance(0.06):
        any_day: date = book.pick(book.days)
        return any_day
    following = [one for one in book.days if one >= day]
    if following and book.chance(0.6):
        near: date = book.pick(following[:3])
        return near
    return min(day + timedelta(days=book.random.randint(0, 25)), LAST)
