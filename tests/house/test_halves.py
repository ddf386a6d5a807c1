"""The closing line of a whole run counts both halves, and one that never closed is no pass."""

import pytest

from tests.__main__ import summed

pytestmark = pytest.mark.quick


def test_the_closing_lines_of_both_halves_are_added_up() -> None:
    assert summed(["3 passed, 1 warning in 2.10s", "== 1 failed, 4 passed in 0.50s ==="]) == "7 passed, 1 warning, 1 failed"


def test_a_half_that_never_closed_is_counted_as_unfinished() -> None:
    assert summed(["3 passed in 2.10s (0:00:02)", "Killed"]) == "3 passed, 1 unfinished"
