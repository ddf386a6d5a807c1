"""A hub with one reception in each of two towns of two cities."""

from collections.abc import Iterator

import pytest

from tests.projections.play import Playing, federation, playing, source
from tests.views.world import ACTIVITY, COUNTY, TOWN, held, mandate, unit, world

SIBLING_TOWN, SIBLING_COUNTY, SIBLING_CITY = "220221100", "220221", "2202"
SIBLING = f"//{SIBLING_TOWN}/zxt"
SIBLING_ACTIVITY = f"{SIBLING}/a-1"


@pytest.fixture
def hub(database: str) -> Iterator[Playing]:
    with playing(database) as hub:
        hub.tell(*world(), *federation(SIBLING_COUNTY, SIBLING_TOWN), unit(SIBLING_TOWN), source(SIBLING, SIBLING_TOWN))
        hub.tell(mandate("mT", "p", TOWN), mandate("mC", "p", COUNTY), mandate("mS", "q", SIBLING_TOWN))
        hub.tell(held(mandates=["mT", "mC"], counts={"people": 30}))
        hub.tell(held(SIBLING, SIBLING_ACTIVITY, f"{SIBLING_TOWN}-rd", mandates=["mS"], counts={"people": 5}))
        hub.fold()
        yield hub


__all__ = ["ACTIVITY", "SIBLING_ACTIVITY"]
