"""An edition of regions taken in: held against what is known, its facts written through the door, and what became of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from connectors.door import Door, Sent
from connectors.receipt import Receipt
from connectors.regions import edition, plan
from connectors.regions.edition import Edition
from connectors.regions.plan import Plan
from hub.access.rights import ADMINISTRATOR
from hub.fate import asking
from hub.fate.fate import Fate, first_fate
from hub.pool import Pool
from hub.regions.asking import rows

AT_ONCE: Final = 4_000
"""Facts that go to the broker together: so many that broker, gate and index have few batches, so few that they begin while others are made."""

Answered = tuple[Receipt, Fate]


@dataclass(frozen=True)
class Compared:
    """An edition, and what it changes."""

    edition: Edition
    plan: Plan


def compare(pool: Pool, text: str, day: date, now: int) -> Compared:
    """What an edition (CSV: code, name, parent) changes of what is known on a day; `now` in ms. Raises UsageError at the row that is wrong."""
    read = edition.read(text)
    with pool.session() as connection:
        known = {one["region"]: one for one in rows(connection, "tree", {"day": day})}
        found = plan.plan(read, known, day, now)
        changed = [*found.renamed, *found.moved]
        said = rows(connection, "said", {"codes": changed, "day": day}) if changed else []
    return Compared(read, plan.amending(found, {(one["region"], one["member"]): one for one in said}, now))


def take(pool: Pool, door: Door, found: Plan, seconds: float) -> Iterator[Sequence[Answered]]:
    """Send the facts of a plan, AT_ONCE together; their receipts and fates as they come. The fate of the last is awaited so many seconds."""
    facts = len(found.changes)
    last = [(ADMINISTRATOR, str(one["id"])) for one in found.events(facts - 1)] if facts and seconds else []
    before = asking.counts(pool, last) if last else {}
    under_way: Sequence[Sent] = []
    for at in range(0, facts + AT_ONCE, AT_ONCE):
        # While the broker has one piece the next is made.
        sent = door.send(found.events(at, at + AT_ONCE), ADMINISTRATOR)
        receipts, under_way = door.receipts(under_way), sent
        fates = [first_fate(one) for one in receipts]
        if last and at >= facts:
            fates[-1:] = asking.wait_for(pool, receipts[-1:], ADMINISTRATOR, before, seconds)
        if receipts:
            yield list(zip(receipts, fates, strict=True))
        if receipts and all(one.place is None for one in receipts):
            # Nothing is taken any more: what lies in these is not sent without them.
            yield [(one, first_fate(one)) for one in door.receipts(under_way)]
            return
