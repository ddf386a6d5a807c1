"""The gate's clock."""

from pathlib import Path

import pytest

from schemas.errors import Inconsistent
from streams.clock import AHEAD_MS, Clock

pytestmark = pytest.mark.quick
NOW = 1_764_000_000_000


def test_a_stamp_is_never_less_than_the_one_before() -> None:
    times = iter([NOW, NOW - 5000, NOW + 1])
    clock = Clock(wall=lambda: next(times))
    assert [clock.stamp() for _ in range(3)] == [NOW, NOW, NOW + 1]


def test_no_stamp_is_given_a_minute_ahead_of_the_database() -> None:
    wall, steady = [NOW], [100.0]
    clock = Clock(wall=lambda: wall[0], steady=lambda: steady[0])
    clock.compare(NOW - AHEAD_MS)
    assert clock.stamp() == NOW
    wall[0] += 1
    with pytest.raises(Inconsistent) as stopped:
        clock.stamp()
    assert stopped.value.problem.code == "CLOCK_AHEAD"


def test_while_the_database_is_away_its_clock_is_carried_on_by_the_steady_counter() -> None:
    wall, steady = [NOW], [100.0]
    clock = Clock(wall=lambda: wall[0], steady=lambda: steady[0])
    clock.compare(NOW)
    wall[0], steady[0] = NOW + 3_600_000, 3700.0
    assert clock.stamp() == NOW + 3_600_000
    wall[0] += AHEAD_MS + 1
    with pytest.raises(Inconsistent):
        clock.stamp()


def test_a_test_clock_is_read_each_time_and_not_compared(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    file.write_text("2025-06-08T09:00:00+08:00\n")
    clock = Clock(file)
    clock.compare(0)
    assert clock.stamp() == 1_749_344_400_000
    file.write_text("2025-06-08T09:00:01+08:00")
    assert clock.stamp() == 1_749_344_401_000
