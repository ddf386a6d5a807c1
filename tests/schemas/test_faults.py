"""Named places at which a process dies."""

import os
import signal
import subprocess
import sys

import pytest

from schemas import faults

pytestmark = pytest.mark.quick
PROGRAM = "from schemas import faults\nfor n in range(3):\n    faults.point('a')\n    print(n, flush=True)\n    faults.point('b')"


@pytest.mark.parametrize(("wish", "lines"), [("a:2", 1), ("a", 0), ("b:3", 3), ("c:9,b:1", 1)])
def test_the_process_is_killed_at_the_nth_passing(wish: str, lines: int) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], env={**os.environ, faults.VARIABLE: wish}, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(done.stdout.splitlines()) == lines


def test_without_a_wish_nothing_happens() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["0", "1", "2"]


def test_a_wish_that_is_no_number_is_an_error() -> None:
    with pytest.raises(ValueError, match="x"):
        faults.wanted("a:x")
