"""Every place in the code at which a worker or a rebuild can be killed is one at which a test kills it."""

import re
from pathlib import Path
from types import ModuleType

import pytest

import connectors
import hub
import projections
from tests.projections.test_rebuild import PLACES
from tests.projections.test_worker import FAULTS

pytestmark = pytest.mark.quick

PASSED = re.compile(r"faults\.point\(([^)]*)\)")


def passed(room: Path) -> list[str]:
    """What a room's code passes to `faults.point`, as it is written there."""
    return [found for one in room.rglob("*.py") for found in PASSED.findall(one.read_text("utf-8"))]


def test_the_places_at_which_tests_kill_are_those_of_the_code() -> None:
    """A place without a test, a test of a place that is gone, and one name for two places each break it."""
    # given the places of the code, when tests kill at those of their lists, then none is left out
    killed = [f'"{fault.partition(":")[0]}"' for fault in (*FAULTS, *PLACES)]
    assert sorted(passed(Path(projections.__path__[0]))) == sorted(killed)


@pytest.mark.parametrize("room", [hub, connectors], ids=lambda room: room.__name__)
def test_other_rooms_have_no_such_places(room: ModuleType) -> None:
    # given the rooms that are neither the gate nor the projections, then no place is there that no list names
    assert passed(Path(room.__path__[0])) == []
