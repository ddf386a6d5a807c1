"""The closing line of a whole run counts every part, and one that never closed is no pass."""

import pytest

from tests.__main__ import summed

pytestmark = pytest.mark.quick


def test_the_closing_lines_of_all_parts_are_added_up() -> None:
    assert summed(["3 passed, 1 warning in 2.10s", "== 1 failed, 4 passed in 0.50s ==="]) == "7 passed, 1 warning, 1 failed"


def test_a_part_that_never_closed_is_counted_as_unfinished() -> None:
    assert summed(["3 passed in 2.10s (0:00:02)", "Killed"]) == "3 passed, 1 unfinished"
