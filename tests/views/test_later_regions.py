"""Who may see an object follows from all regions that spoke of it: whichever becomes known last, its row is made anew."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.projections.anew import Anew
from tests.projections.play import Event, federation, source
from tests.views.both_ways import whole_and_stored
from tests.views.world import CITY, COUNTY, PROVINCE, TOWN, TOWN_SYSTEM, said, unit

ELSEWHERE = "//2301/pt"
TOLD: Mapping[str, tuple[str, str, Mapping[str, Any]]] = {
    "motion": ("motion", "motion.submitted", {"lead": "m1"}),
    "training": ("training", "training.completed", {"course": f"{TOWN_SYSTEM}/k", "mandate": "m1"}),
    "project": ("project", "project.collected", {"year": 2025}),
    "roster": ("station", "station.roster_changed", {"mandates": ["m1"]}),
    "yield": ("activity", "activity.yielded", {"money": 5}),
}
"""By view: its key, and what two systems say of one object of it."""


def told(view: str) -> Sequence[Event]:
    _, kind, data = TOLD[view]
    events = [said(kind, system, f"{TOWN_SYSTEM}/{view}", data) for system in (TOWN_SYSTEM, ELSEWHERE)]
    return [{**one, "data": {name: value for name, value in one["data"].items() if name != "training"}} for one in events]


def test_rows_follow_every_region_that_spoke(hubs: Anew) -> None:
    # given objects of which two systems told, the region of one of them unknown
    with hubs.playing() as hub:
        hub.tell(*federation(PROVINCE, CITY, COUNTY, TOWN), unit(TOWN), source(TOWN_SYSTEM, TOWN), source(ELSEWHERE, "2301"))
        hub.tell(*(event for view in TOLD for event in told(view)))
        hub.fold()
        # when that region becomes known, then each row is what its statements make it, and seen from above that region too
        hub.tell(*federation("23", "2301"))
        hub.fold()
        for view, (key, *_) in TOLD.items():
            whole, stored = whole_and_stored(hub, view, key)
            assert (view, whole) == (view, stored)
