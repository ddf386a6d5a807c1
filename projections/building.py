"""A version built whole by several connections at once: each takes the first piece that can be made, and commits it."""

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from psycopg2 import extensions

from projections import bulk, folders, schedule
from projections.bulk import Built, Site, Watch
from projections.schedule import Piece, Schedule
from projections.steps import Steps
from projections.versions import Version
from projections.workspace import THINGS_FIRST, Workspace
from schemas import faults

Turn = Callable[[], AbstractContextManager[extensions.cursor]]
Done = TypeVar("Done")


@dataclass(frozen=True)
class Hand:
    """One connection that builds, as the transactions it begins and ends: `asking` shows the ledger with every copy told apart; both show what
    other hands have committed before. `sharing` shows what the transaction of another hand shows, by the name of its snapshot.
    """

    asking: Turn
    adding: Turn
    sharing: Callable[[str], AbstractContextManager[extensions.cursor]]


def build(hands: Sequence[Hand], live: Version, watch: Watch) -> Version:
    """A new version that holds what the ledger holds, and stands where the live one stands.

    One hand begins it and makes all facts, while the others get ready and the last of them puts aside what was said of things. What fails in one
    hand ends all: each ends the piece it makes, takes no other, and what was committed stays behind. `watch` is told of one view at a time.
    """
    telling = threading.Lock()

    def tell(built: Built) -> None:
        with telling:
            watch(built)

    with hands[0].adding() as cursor:
        site = bulk.begin(cursor, live, tell)
    with ThreadPoolExecutor(len(hands)) as pool:
        spaces = _begun(hands, site, pool)
        board = _Board(schedule.inputs(folders.views()), {view.name for view in folders.views() if view.rank >= THINGS_FIRST})
        for work in [_beside(pool, _work, *each, site, board) for each in zip(hands, spaces, strict=True)]:
            work.result()
    with hands[0].adding() as cursor:
        bulk.end(cursor, site)
        faults.point("rebuild.before_commit")
    return site.version


def _begun(hands: Sequence[Hand], site: Site, pool: ThreadPoolExecutor) -> Sequence[Workspace]:
    """Make all facts by one hand, and put aside what was said of things by another that sees the same; the workspaces of the hands."""
    with hands[0].asking() as cursor:
        if len(hands) == 1:
            bulk.speak(cursor, site)
            return [bulk.facts(cursor, site)]
        cursor.execute("SELECT pg_export_snapshot()")
        ((snapshot,),) = cursor.fetchall()
        others = [_beside(pool, _join, hand, site, snapshot, speaks=hand is hands[-1]) for hand in hands[1:]]
        # The others share what this transaction shows while it lasts.
        return [bulk.facts(cursor, site), *(other.result() for other in others)]


def _join(hand: Hand, site: Site, snapshot: str, *, speaks: bool) -> Workspace:
    with hand.sharing(snapshot) as cursor:
        if speaks:
            bulk.speak(cursor, site)
        return bulk.join(cursor, site)


def _beside(pool: ThreadPoolExecutor, do: Callable[..., Done], *values: object, **named: object) -> Future[Done]:
    """Do it in a context like the caller's, in which it is said in whose words people are spoken to."""
    return pool.submit(copy_context().run, partial(do, *values, **named))


class _Board:
    """The schedule that hands share; of one at a time."""

    def __init__(self, read: Mapping[str, Collection[str]], things: set[str]) -> None:
        """Of these views, of which nothing is made; all others are facts, and made before."""
        self._schedule = Schedule({name: before for name, before in read.items() if name in things})
        self._news = threading.Condition()
        self._ended = False

    def take(self) -> Piece | None:
        """The next piece, waited for; null where nothing is left, or another has failed."""
        with self._news:
            while not (self._ended or self._schedule.over):
                piece = self._schedule.take()
                if piece is not None:
                    return piece
                self._news.wait()
            return None

    def done(self, piece: Piece, counts: int) -> None:
        """A piece is made and committed."""
        with self._news:
            self._schedule.done(piece, counts)
            self._news.notify_all()

    def end(self) -> None:
        """Nothing more is taken."""
        with self._news:
            self._ended = True
            self._news.notify_all()


def _work(hand: Hand, space: Workspace, site: Site, board: _Board) -> None:
    """Make one piece after the other."""
    views = {view.name: view for view in space.views}
    try:
        while (piece := board.take()) is not None:
            board.done(piece, _make(hand, site, piece, views[piece.view]))
    except BaseException:
        board.end()
        raise


def _make(hand: Hand, site: Site, piece: Piece, view: Steps) -> int:
    """Make a piece and commit it; how much its rows count."""
    if piece.sums:
        with hand.adding() as cursor:
            bulk.meet(cursor, site, view)
        with hand.adding() as cursor:
            bulk.sums(cursor, site, view)
        return 0
    with (hand.asking if bulk.asks(site, view) else hand.adding)() as cursor:
        counts = bulk.rows(cursor, site, view)
        faults.point("rebuild.piece")
    return counts
