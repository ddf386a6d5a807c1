"""A fold asks those views only that something can have touched."""

import re

import pytest

from projections import folders
from projections.folders import View
from schemas.registry import default

pytestmark = pytest.mark.quick
LITERAL = re.compile(r"'(cn\.npc\.[a-z_.0-9]+)'")


@pytest.mark.parametrize("view", folders.views(), ids=lambda view: view.name)
def test_a_view_says_which_statements_can_touch_it(view: View) -> None:
    # given what a view finds its keys by
    touched = re.sub(r"--.*", "", view.parts["touched"])
    # when statements are asked for, then the view says of which types, and says all it asks for
    assert bool(re.search(r"\bchanged\b", touched)) == bool(view.hears)
    assert all(one.startswith(tuple(view.hears)) for one in LITERAL.findall(touched))


@pytest.mark.parametrize("view", folders.views(), ids=lambda view: view.name)
def test_what_a_view_hears_is_said_by_somebody(view: View) -> None:
    # given the types of events, then each beginning that a view hears is that of one of them
    assert all(any(name.startswith(word) for name in default().names) for word in view.hears)
