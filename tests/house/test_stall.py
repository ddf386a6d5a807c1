"""Who stands still is told from positions alone; who does not listen is given time to start."""

from __future__ import annotations

import pytest

from hub.supervisor.stall import LONGEST_START, PATIENCE, Absence, Stillness
from hub.watch.snapshot import Position

pytestmark = pytest.mark.quick


def _at(position: int, end: int, reader: str = "index", partition: int = 0) -> Position:
    return Position(reader, "ledger.activity", partition, position, end, None)


def _moving(reader: str = "index") -> Stillness:
    """One that has been seen to move, so that it is no longer starting."""
    stillness = Stillness(10)
    stillness.stalled([_at(0, 9, reader)], now=-2)
    stillness.stalled([_at(1, 9, reader)], now=-1)
    return stillness


def test_one_who_stands_still_while_records_wait_is_stalled() -> None:
    # given a reader seen with records waiting
    stillness = _moving()
    assert stillness.stalled([_at(5, 9)], now=0) == set()
    # when it is still there after less and after more than its time
    early, late = stillness.stalled([_at(5, 9)], now=9), stillness.stalled([_at(5, 12)], now=10)
    # then it is stalled only then
    assert (early, late) == (set(), {"projection"})


def test_one_who_has_nothing_to_do_is_never_stalled() -> None:
    # given a reader at its end for a whole day
    stillness = _moving()
    for hour in range(24):
        assert stillness.stalled([_at(5, 5)], now=hour * 3600) == set()
    # when a record comes
    # then its time begins with that record
    assert stillness.stalled([_at(5, 5)], now=86_400) == set()
    assert stillness.stalled([_at(5, 6)], now=86_401) == set()
    assert stillness.stalled([_at(5, 6)], now=86_411) == {"projection"}


def test_one_who_moves_is_not_stalled_however_far_behind() -> None:
    # given a reader a million records behind
    stillness = Stillness(10)
    # when it moves a little every nine seconds, then it is left alone
    for step in range(20):
        assert stillness.stalled([_at(step, 1_000_000)], now=step * 9) == set()


def test_a_partition_may_wait_for_others_but_not_for_ever() -> None:
    # given a kind that moves in one partition and stands in the other
    stillness = Stillness(10)
    told = [stillness.stalled([_at(now, 10_000), _at(0, 7, partition=1)], now=now) for now in range(10 * PATIENCE + 1)]
    # then it is stalled only after several times its time
    assert not any(told[:-1])
    assert told[-1] == {"projection"}


def test_one_that_starts_is_given_time_and_more_each_time() -> None:
    # given a kind that does not move from the start, with two seconds to stand still
    stillness, ended = Stillness(2), []
    for now in range(200):
        for kind in stillness.stalled([_at(5, 9)], now=now):
            ended.append(now)
            stillness.forget(kind, now)
    # then it is ended less and less often
    assert ended == [10, 20, 40, 80, 160]


def test_one_started_again_that_moves_is_judged_as_ever() -> None:
    # given a kind that was just restarted for standing still
    stillness = _moving()
    stillness.stalled([_at(5, 9)], now=0)
    assert stillness.stalled([_at(5, 9)], now=10)
    stillness.forget("projection", 10)
    # when it moves and stands again
    assert not stillness.stalled([_at(6, 9)], now=12)
    # then it is ended after its whole time
    assert not stillness.stalled([_at(6, 9)], now=21)
    assert stillness.stalled([_at(6, 9)], now=22)


def test_the_gate_and_the_projection_are_judged_apart() -> None:
    # given a gate that stands and an index that moves
    stillness = _moving("gate")
    for now in range(11):
        told = stillness.stalled([_at(0, 3, "gate"), _at(now, 100)], now=now)
    # then only the gate is stalled
    assert told == {"gate"}


def test_a_server_that_never_listens_is_ended_less_and_less_often() -> None:
    # given a server that nobody has reached since it was started
    absence = Absence()
    # when it is looked for once a second for ten minutes, then it is given up now and then, each time later, at most every so long
    ended = [second for second in range(1, 631) if absence.lasts(1.0)]
    assert ended == [10, 30, 70, 150, 310, 470, 630]
    assert ended[-1] - ended[-2] == LONGEST_START


def test_a_server_that_has_listened_is_given_its_time_anew() -> None:
    # given a server that was given up once, and is nearly given up again
    absence = Absence()
    assert [absence.lasts(1.0) for _ in range(29)].count(True) == 1
    # when it listens at last, then its next absence is given the time of the first
    absence.over()
    assert [absence.lasts(1.0) for _ in range(10)] == [False] * 9 + [True]
