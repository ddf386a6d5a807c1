"""What `?wait=` tells of each event: by which record of its identity it is, however often the gate wrote that record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import pytest

from connectors.receipt import Place, Receipt
from hub.fate.asking import counts, wait_for
from hub.pool import Pool
from projections.append import append
from projections.database import connect
from projections.records import Slice
from schemas import codec
from tests.doors.events import event

SOURCE = "//420624/waits"
Event = dict[str, Any]


@pytest.fixture
def pool(database: str) -> Iterator[Pool]:
    with closing(Pool(database, 2)) as opened:
        yield opened


def written(dsn: str, *events: Event, first: int = 0) -> None:
    """The gate writes these to one partition of the ledger, and they are indexed."""
    with closing(connect(dsn)) as connection:
        append(connection, [Slice(2, 0, first, [1_760_000_000_000] * len(events), [codec.encode(one) for one in events])])


def told(pool: Pool, events: Sequence[Event], before: Sequence[Event] = ()) -> list[str]:
    receipts = [Receipt(one["id"], Place("inbox.county.suggestion", 0, at)) for at, one in enumerate(events)]
    known = {(SOURCE, one["id"]): 1 for one in before}
    return [one.status for one in wait_for(pool, receipts, SOURCE, known, 0.2)]


def test_a_record_that_the_gate_wrote_twice_is_accepted(pool: Pool, database: str) -> None:
    # given one event, whose record the gate has written once more after it went back to its commit
    one = event(SOURCE)
    written(database, one, one)
    # when its sender waits, then it is no duplicate of itself
    assert told(pool, [one]) == ["accepted"]


def test_copies_sent_together_are_told_apart(pool: Pool, database: str) -> None:
    # given an event sent twice in one request, and another whose second copy says something else
    one, two = event(SOURCE), event(SOURCE)
    other = {**two, "data": {**two["data"], "round": 2}}
    written(database, one, two)
    # when only the first copies are on the ledger, then nothing is said of the second ones
    assert told(pool, [one, one, two, other]) == ["accepted", "received", "accepted", "received"]
    written(database, one, other, first=2)
    assert told(pool, [one, one, two, other]) == ["accepted", "duplicate", "equivocation", "equivocation"]
    # and what was there before it was sent is not taken for it
    assert counts(pool, [(SOURCE, one["id"])]) == {(SOURCE, one["id"]): 2}
    assert told(pool, [one], before=[one]) == ["duplicate"]
