"""Every place in the code at which a process can be killed is one at which a test kills it: of every room, in one list."""

import re
from pathlib import Path
from typing import Final

import pytest

import connectors
import hub
import projections
import schemas
import streams
from streams.points import POINTS
from tests.archive.test_crashes import FAULTS as ARCHIVE
from tests.deadlines.test_crashes import FAULTS as DEADLINES
from tests.faults.test_restored import FAULTS as RESTORING
from tests.feeds.test_crashes import FAULTS as FEEDS
from tests.projections import hands
from tests.projections.test_rebuild import PLACES
from tests.projections.test_worker import FAULTS

pytestmark = pytest.mark.quick

PASSED: Final = re.compile(r"faults\.point\(([^)]*)\)")
ROOMS: Final = (schemas, connectors, streams, projections, hub)
KILLED: Final = (*FAULTS, *ARCHIVE, *PLACES, *POINTS, *FEEDS, *DEADLINES, *RESTORING)
"""Where tests/projections kill a worker and a rebuild, tests/gate the gate, tests/feeds the judge, tests/deadlines the watch, tests/archive its
keeper, and tests/faults a restoring."""


def test_the_places_at_which_tests_kill_are_those_of_the_code() -> None:
    """A place without a test, a test of a place that is gone, and one name for two places each break it."""
    # given the places of the code as they are written there, when tests kill at those of their lists, then none is left out
    code = [one.read_text("utf-8") for room in ROOMS for one in Path(room.__path__[0]).rglob("*.py")]
    passed = sorted(found for text in code for found in PASSED.findall(text))
    assert passed == sorted(f'"{fault.partition(":")[0]}"' for fault in KILLED)


def test_random_histories_die_at_every_place_inside_of_a_transaction() -> None:
    # given the places at which a worker is killed, then the hands of the random histories die at all that stand before a commit
    inside = {fault.partition(":")[0] for fault in FAULTS} - {"append.after_commit", "fold.after_commit"}
    assert set(hands.PLACES) == {one for one in inside if one.startswith("fold.")} | {"append.before_commit"}
