"""What another region's organ said of something is shown to readers of that region, and where that region lies decides who else sees it."""

import json
from typing import Final

import pytest

from projections import folders
from schemas.registry import FOLDER
from tests.projections.anew import Anew
from tests.projections.play import Event, fact, federation
from tests.views.both_ways import whole_and_stored
from tests.views.test_many_regions import apart
from tests.views.test_region import move
from tests.views.world import COUNTY, COUNTY_SYSTEM, OTHER_CITY, mandate, said, unit, world

THERE = "220221100"
UNIT, STATION = f"{THERE}-rd", f"{THERE}-z"
SAID = (
    said("mandate.suspended", COUNTY_SYSTEM, "unknown", {}),
    mandate("known", "p1", THERE),
    said("mandate.ended", COUNTY_SYSTEM, "known", {"reason": "调离"}),
    said("term.opened", COUNTY_SYSTEM, UNIT, {"unit": UNIT, "term": 17, "opened": "2025-01-08"}, id="term"),
    said("session.held", COUNTY_SYSTEM, UNIT, {"unit": UNIT, "term": 17, "session": 4, "first": "2025-03-06", "last": "2025-03-07"}, id="session"),
    fact("station.opened", STATION, {"station": STATION, "name": "站", "tier": "station", "region": THERE, "host_unit": UNIT}),
    said("station.closed", COUNTY_SYSTEM, STATION, {}),
)
GROUND: Final = ("region", "unit", "source", "reference", "activity.corrected", "activity.retracted", "suggestion.corrected", "suggestion.retracted")
"""First words of types that say where things lie, or take back what was said."""


def examples() -> list[Event]:
    """One of each type, said by the county, of things of regions that nobody knows."""
    events = [json.loads(path.read_text("utf-8")) for path in sorted((FOLDER / "examples").glob("cn.npc.*.json"))]
    county = {"source": COUNTY_SYSTEM, "unit": f"{COUNTY}-rd", "level": "county", "region": COUNTY}
    return [{**one, **county} for one in events if not one["type"].removeprefix("cn.npc.").startswith(GROUND)]


@pytest.mark.parametrize("things", [SAID, examples()], ids=["known", "unknown"])
def test_who_said_it_moves_and_takes_its_readers_along(hubs: Anew, things: list[Event]) -> None:
    with hubs.playing() as hub:
        # given what a county said of things that lie elsewhere
        hub.tell(*world(), *federation("2202", "220221", THERE), unit(THERE), *things)
        hub.fold()
        seen = [one for one in folders.views() if hub.rows(_COLUMN, one.name)]
        assert any(hub.rows(f"SELECT FROM {{view}}.{one.name} WHERE %s = ANY (seen)", COUNTY) for one in seen)
        # when it becomes known that the county has long lain in another city
        hub.tell(move(COUNTY, OTHER_CITY, valid_from="2024-01-01"))
        hub.fold()
        # then the rows of every view that readers see are those that would be derived of all that is known now
        for one in seen:
            whole, stored = whole_and_stored(hub, one.name, ", ".join(one.key))
            assert (one.name, apart(whole)) == (one.name, apart(stored))


_COLUMN: Final = "SELECT FROM pg_attribute WHERE attrelid = ('view_1.' || %s)::regclass AND attname = 'seen'"
