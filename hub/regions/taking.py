"""An edition of regions taken in: held against what is known, its facts written through the door, and what became of each."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from psycopg2 import extensions

from connectors.door import Door
from connectors.receipt import Receipt
from connectors.regions import earlier, edition, plan
from connectors.regions.earlier import Later
from connectors.regions.edition import Edition
from connectors.regions.plan import Event, Plan
from hub.access.rights import ADMINISTRATOR
from hub.fate import asking
from hub.fate.fate import Fate, first_fate
from hub.pool import Pool
from hub.regions.asking import rows

AWAITED: Final = 500
"""Of so many facts each fate is awaited, so that whoever sent a list sees every line that was refused; of an edition that of the last."""

AT_ONCE: Final = 4_000
"""Facts that go to the broker together: so many that broker, gate and index have few batches, so few that they begin while others are made."""

Answered = tuple[Receipt, Fate]


@dataclass(frozen=True)
class Compared:
    """An edition, and what it changes."""

    edition: Edition
    plan: Plan


def compare(pool: Pool, text: str, day: date, now: int, *, gone: int | None = None, asked: bool = False) -> Compared:
    """What an edition (CSV: code, name, parent) changes of what is known on a day; `now` in ms. Raises UsageError at the row that is wrong, and,
    unless it is only `asked` what would change, where more is gone than may be without its number, `gone`."""
    read = edition.read(text)
    with pool.session() as connection:
        known = _tree(connection, day)
        later = _later(connection, read, day)
        ended = {one["region"]: one for one in rows(connection, "ended", {"day": day})}
        if later is not None:
            # What begins or stands again later begins earlier instead: its end on this day stays where it is.
            ended = {code: one for code, one in ended.items() if code[:2] not in later.next and code not in later.lives}
        found = plan.plan(read, known, day, now, ended)
        if not asked:
            plan.check_gone(found, known, gone)
        said = _said(connection, found)
        used = [*found.new, *found.gone] if later is None else [*found.new, *found.gone, *found.renamed, *found.moved]
        spent = rows(connection, "retracted", {"codes": used})
    found = plan.amending(found, said, now, (one["id"] for one in spent))
    return Compared(read, found if later is None else earlier.before(found, later))


def _tree(connection: extensions.connection, day: date) -> dict[str, dict[str, Any]]:
    return {one["region"]: one for one in rows(connection, "tree", {"day": day})}


def _later(connection: extensions.connection, read: Edition, day: date) -> Later | None:
    """What is known from after a day of the provinces of an edition; nothing, mostly."""
    of = {"provinces": sorted({code[:2] for code in read.regions}), "day": day}
    if not rows(connection, "anything_later", of)[0]["found"]:
        return None
    following = earlier.next_editions(rows(connection, "later_days", of))
    then: dict[str, dict[str, Any]] = {}
    for one in set(following.values()):
        then |= {code: region for code, region in _tree(connection, one).items() if following.get(code[:2]) == one}
    reforms: dict[str, list[dict[str, Any]]] = {}
    for reform in rows(connection, "later_reforms", of):
        reforms.setdefault(reform["region"], []).append(reform)
    return Later(following, then, {one["region"]: one for one in rows(connection, "later_lives", of)}, reforms)


def _said(connection: extensions.connection, found: Plan) -> dict[tuple[str, str], dict[str, Any]]:
    """The facts of that day that an edition of the same day says otherwise."""
    changed = [*found.renamed, *found.moved]
    named = rows(connection, "said", {"codes": changed, "day": found.day}) if changed else []
    begun = rows(connection, "begun", {"codes": found.gone, "day": found.day}) if found.gone else []
    return {(one["region"], one.get("member", "begin")): one for one in (*named, *begun)}


class Facts(Protocol):
    """Facts that can be sent: how many, and those from one place to before another."""

    @property
    def facts(self) -> int:
        """How many there are."""

    def events(self, first: int = 0, last: int | None = None) -> list[Event]:
        """Those from one place to before another."""


@dataclass(frozen=True)
class Succession:
    """What a list of successors changes: how many lines it has, and the facts."""

    lines: int
    told: Sequence[Event]

    @property
    def facts(self) -> int:
        """How many there are."""
        return len(self.told)

    def events(self, first: int = 0, last: int | None = None) -> list[Event]:
        """Those from one place to before another."""
        return list(self.told[first:last])


def succeed(pool: Pool, text: str, now: int) -> Succession:
    """What a list of successors (CSV: code, successor, share, day, document) changes; `now` in ms. Raises UsageError at the row that is wrong."""
    lines = plan.successors(text)
    with pool.session() as connection:
        ended = {one["region"]: one for one in rows(connection, "endings", {})}
    return Succession(len(lines), plan.succession(lines, ended, now))


def take(pool: Pool, door: Door, found: Facts, seconds: float) -> Generator[Sequence[Answered]]:
    """Send facts, AT_ONCE together; their receipts and fates as they come. The fates of all, where there are
    more than AWAITED that of the last, are awaited so many seconds.

    Closed before its end it sends no more, and ends when the broker has what was sent, or was waited for.
    """
    facts = found.facts
    awaited = facts if facts <= AWAITED else 1
    last = [(ADMINISTRATOR, str(one["id"])) for one in found.events(facts - awaited)] if facts and seconds else []
    before = asking.counts(pool, last) if last else {}
    under_way = door.send((), ADMINISTRATOR)
    try:
        for at in range(0, facts + AT_ONCE, AT_ONCE):
            # While the broker has one piece the next is made.
            sent = door.send(found.events(at, at + AT_ONCE), ADMINISTRATOR)
            receipts, under_way = door.receipts(under_way), sent
            fates = [first_fate(one) for one in receipts]
            if last and at >= facts:
                fates[-awaited:] = asking.wait_for(pool, receipts[-awaited:], ADMINISTRATOR, before, seconds)
            if receipts:
                yield list(zip(receipts, fates, strict=True))
            if receipts and all(one.place is None for one in receipts):
                # Nothing is taken any more: what lies in these is not sent without them.
                yield [(one, first_fate(one)) for one in door.receipts(under_way)]
                return
    except GeneratorExit:
        door.receipts(under_way)
        raise
