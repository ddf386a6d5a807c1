"""Every view has a test that asks for its rows: the laws hold a view against itself, and only rows worked by hand say that it is right."""

import re
from pathlib import Path

import pytest

from projections import folders

pytestmark = pytest.mark.quick
TESTS = Path(__file__).parents[1] / "views"


def unasked(views: list[str]) -> list[str]:
    """Of some views those whose rows no test of tests/views selects."""
    text = "".join(one.read_text("utf-8") for one in TESTS.glob("test_*.py"))
    return [view for view in views if not re.search(rf"FROM \{{view\}}\.{view}\b", text)]


def test_every_view_has_a_test_that_asks_for_its_rows() -> None:
    # given the folders of projections/views, when their tests are looked through, then none is left out
    missing = [
        f"{view}: tell events, fold, and assert the rows `FROM {{view}}.{view}`, in tests/views/test_{view}.py"
        for view in unasked([view.name for view in folders.views()])
    ]
    assert not missing, "views without a test of their rows:\n" + "\n".join(missing)
    # and a view that nobody asks for is told as one
    assert unasked(["vote", "vot", "host"]) == ["vot", "host"]
