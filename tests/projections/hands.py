"""Workers as hands in this process: each appends its partitions of one ledger and folds, any of them dies at a named place and begins anew."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from random import Random
from typing import Final

import pytest

from projections import database, fold
from projections.append import Fenced, append
from projections.records import Slice
from schemas import codec, faults
from schemas.days import parse_instant
from tests.projections.anew import Anew
from tests.projections.play import Event, place

PLACES: Final = (
    "append.before_commit", "fold.begun", "fold.marked", "fold.early", "fold.settled", "fold.rows", "fold.cube", "fold.before_commit",
)  # fmt: skip
"""Where a transaction is broken off; what comes after a commit is nothing that a hand remembers."""

Crash = tuple[str, int]
"""A place, and at the how manieth passing."""

TURNS: Final = 3_000
"""More than any ledger needs until it is read and all have died: a place that nobody passes any more must not keep the hands going."""

Ledger = Mapping[tuple[int, int], list[tuple[int, bytes]]]
"""Of each partition the time stamps and records in order."""


class Died(BaseException):
    """A hand was killed."""


def spread(events: Sequence[Event], random: Random) -> Ledger:
    """A ledger of the events in any order, some more than once, in any partitions, on any days."""
    told = [*events, *random.choices(events, k=len(events) // 3)]
    random.shuffle(told)
    ledger: dict[tuple[int, int], list[tuple[int, bytes]]] = {}
    for event in told:
        stamp = parse_instant(f"2025-03-{random.randint(1, 28):02d}T12:00:00+08:00")
        ledger.setdefault(place(event, random.randint(0, 7)), []).append((stamp, codec.encode(event)))
    return ledger


class Hand:
    """One worker: a connection, and how far it thinks each of its partitions is appended."""

    def __init__(self, hubs: Anew, ledger: Ledger) -> None:
        self.dsn, self.ledger = hubs.dsn, ledger
        self.connection = hubs.worker()
        self.heads: dict[tuple[int, int], int] = {}

    def take(self, places: Sequence[tuple[int, int]]) -> None:
        """Be given partitions, each to be read on from its stored position."""
        with self.connection, self.connection.cursor() as cursor:
            cursor.execute("SELECT family, part, off FROM core.position")
            stored = {(family, part): off for family, part, off in cursor.fetchall()}
        self.heads = {one: stored.get(one, 0) for one in places}

    def append(self, random: Random) -> None:
        """The next records of some of its partitions; read on from where another was, if it has been there."""
        slices = []
        for one, head in self.heads.items():
            records = self.ledger[one][head : head + random.choice((0, 1, 3, 10, 40))]
            slices.append(Slice(*one, head, [stamp for stamp, _ in records], [value for _, value in records]))
        try:
            append(self.connection, slices)
        except Fenced:
            self.take(list(self.heads))
        else:
            self.heads.update({(one.family, one.part): one.first + len(one.values) for one in slices})

    def begin_anew(self) -> None:
        """As after it was killed: the database rolls back what was open."""
        self.connection.close()
        self.connection = database.connect(self.dsn)
        self.take(list(self.heads))


@contextmanager
def dying(crashes: Sequence[Crash]) -> Iterator[list[Crash]]:
    """For the time of the block whoever passes the place of the next crash so often dies there; those still to come."""
    left = list(crashes)
    passed = 0

    def point(name: str) -> None:
        nonlocal passed
        if left and left[0][0] == name:
            passed += 1
            if passed >= left[0][1]:
                passed = 0
                left.pop(0)
                raise Died(name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(faults, "point", point)
        yield left


def work(hubs: Anew, events: Sequence[Event], random: Random, workers: int, crashes: Sequence[Crash]) -> list[Crash]:
    """Events come through so many workers, who append and fold in any order, lose partitions to each other, and die at the places drawn.

    Copies go on coming until the last has died: of a short ledger the places are not passed often enough. Returns who did not die.
    """
    ledger = spread(events, random)
    hands = [Hand(hubs, ledger) for _ in range(workers)]
    _share(hands, random)
    with dying(crashes) as left:
        for _ in range(TURNS):
            if all(_done(hand) for hand in hands):
                if not left:
                    break
                _copy(ledger, random)
            _turn(hands, random)
    for hand in hands:
        fold.fold_once(hand.connection)
        hubs.resting.append(hand.connection)
    return left


def _turn(hands: Sequence[Hand], random: Random) -> None:
    """One of them appends or folds, and begins anew if it dies of it; now and then they share anew."""
    hand = random.choice(hands)
    try:
        if random.random() < 0.3:
            fold.fold_once(hand.connection)
        else:
            hand.append(random)
    except Died:
        hand.begin_anew()
    if random.random() < 0.1:
        _share(hands, random, lost=random.random() < 0.5)


def _copy(ledger: Ledger, random: Random) -> None:
    """Something comes once more."""
    records = random.choice(list(ledger.values()))
    records.append(random.choice(records))


def _done(hand: Hand) -> bool:
    return all(head == len(hand.ledger[one]) for one, head in hand.heads.items())


def _share(hands: Sequence[Hand], random: Random, lost: bool = False) -> None:
    """Every partition gets an owner; `lost`: one hand has not heard of it, and goes on with those it had."""
    deaf = random.choice(hands) if lost and len(hands) > 1 else None
    owners = {one: random.choice([hand for hand in hands if hand is not deaf]) for one in hands[0].ledger}
    for hand in hands:
        if hand is not deaf:
            hand.take([one for one, owner in owners.items() if owner is hand])
