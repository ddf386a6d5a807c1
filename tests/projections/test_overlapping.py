"""Two workers with halves of the same matters, their transactions open at the same time: the views are those of one batch."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier, local
from typing import Final

import pytest

from projections import database, fold
from projections.append import append
from projections.records import Slice
from schemas import codec, faults
from tests.cases.reading import read
from tests.projections.play import Event, content, place, playing
from tests.projections.test_worker import EVENTS

STAMP: Final = 1_767_000_000_000
ROUNDS: Final = (("append", "append"), ("fold", "append"), ("append", "append"), ("append", "fold")) * 2
"""What the two do side by side."""
WITHIN: Final = {"append": "append.before_commit", "fold": "fold.begun"}
"""Where a transaction stands that has written, and one that has seen what it will fold."""
SECONDS: Final = 60.0
TOLD: Sequence[Event] = [*EVENTS, *(event for name in ("08", "12") for event in read(name).events)]
OPEN: Final = "SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'"

Half = dict[tuple[int, int], list[bytes]]


def halves() -> tuple[Half, Half]:
    """The records of two workers by partition: of each object every other event. Of the first family there is one partition only."""
    found: tuple[Half, Half] = ({}, {})
    said: Counter[str] = Counter()
    for event in TOLD:
        half = said[event["subject"]] % 2
        said[event["subject"]] += 1
        at = place(event, said.total() % 4 * 2 + half)
        found[half if at[0] else 0].setdefault(at, []).append(codec.encode(event))
    return found


def test_matters_in_halves_of_two_workers_whose_transactions_overlap(new_database: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    # Given what one batch gives
    with playing(new_database()) as hub:
        hub.tell(*TOLD)
        hub.fold()
        expected = content(hub)
    dsn, here, seen = new_database(), local(), list[int]()
    with playing(dsn) as hub, ThreadPoolExecutor(2) as pool:
        # When two workers append and fold their halves, each waiting within its transaction until the other is within its own
        barrier = Barrier(2, lambda: seen.append(hub.rows(OPEN)[0]["count"]), SECONDS)

        def point(name: str) -> None:
            if name == getattr(here, "place", None):
                here.place = None
                barrier.wait()

        def work(number: int) -> None:
            with closing(database.connect(dsn)) as connection:
                batches = iter(cut(halves()[number], sum(one[number] == "append" for one in ROUNDS)))
                for acts in ROUNDS:
                    here.place = WITHIN[acts[number]]
                    if acts[number] == "append":
                        append(connection, next(batches))
                    else:
                        fold.fold_once(connection)
                fold.fold_once(connection)

        monkeypatch.setattr(faults, "point", point)
        for done in [pool.submit(work, number) for number in range(2)]:
            done.result()
        # Then the database had two of them open at once in every round, and the views are those of one batch
        assert seen == [2] * len(ROUNDS)
        parts = hub.rows("SELECT count(DISTINCT part) > 1 AS several FROM core.event WHERE family = 2 GROUP BY object")
        assert parts == [{"several": True}] * len({event["subject"] for event in TOLD if ".suggestion." in event["type"]})
        assert content(hub) == expected


def cut(half: Half, times: int) -> Sequence[Sequence[Slice]]:
    """The records of a worker in so many batches, each of some of every partition."""
    batches: list[list[Slice]] = [[] for _ in range(times)]
    for at, values in half.items():
        for number, batch in enumerate(batches):
            first, end = (len(values) * one // times for one in (number, number + 1))
            batch.append(Slice(*at, first, [STAMP] * (end - first), values[first:end]))
    return batches
