"""By level, on the regions of another day: what lies in a region then counts at its level then, or at that of the nearest above with a congress."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from projections.statistics import Question, ask, list_cell
from tests.projections.play import Event, Playing, fact, playing, region, source
from tests.statistics.test_restated import TODAY, by, suggestion, trained
from tests.views.test_roster import roster
from tests.views.test_station import opened
from tests.views.world import CITY, COUNTY, OTHER_CITY, OTHER_TOWN, PROVINCE, TOWN, held, mandate, said, unit, world

STREET, SPLIT, PART, REST, OLD_STREET, NEW_TOWN = (f"{COUNTY}{number}" for number in ("001", "105", "006", "007", "008", "109"))
LONE = f"{OTHER_CITY}31"
MANY = [f"{LONE}{number}" for number in range(101, 141)]
"""Towns of a county that becomes a city of its own kind, all at once streets."""
BEFORE, AFTER, MERGED = "2024-12-31", "2025-01-31", "2025-08-01"
YEAR: Mapping[str, Any] = {"first": date(2024, 1, 1), "last": date(2025, 12, 31)}
ADDED = ("suggestions.consolidated", "activities.held", "participations", "opinions.collected", "stations.open")
"""Statistics of which levels add up to the whole."""
APART = ("suggestions.registered", "suggestions.handled", "suggestions.by_department", "departments.assigned")


def reforms() -> list[Event]:
    """On 1 January 2025 a town becomes a street, one is split into two, a street becomes a town; on 1 July a county goes on in its city, and its
    towns as streets."""
    begun = {"valid_from": "2025-01-01"}
    streets = {code: f"{code[:6]}{int(code[6:]) - 100:03}" for code in MANY}
    return [
        *(region(one, COUNTY, None, **begun) for one in (STREET, PART, REST)),
        region(NEW_TOWN, COUNTY, "town", **begun),
        fact("region.abolished", TOWN, {"code": TOWN, "successors": [{"code": STREET}], **begun}),
        fact("region.split", SPLIT, {"code": SPLIT, "successors": [{"code": PART}, {"code": REST}], **begun}),
        fact("region.abolished", OLD_STREET, {"code": OLD_STREET, "successors": [{"code": NEW_TOWN}], **begun}),
        *(region(one, OTHER_CITY, None, valid_from="2025-07-01") for one in streets.values()),
        *(fact("region.merged", one, {"code": one, "into": into, "valid_from": "2025-07-01"}) for one, into in streets.items()),
        fact("region.abolished", LONE, {"code": LONE, "successors": [{"code": OTHER_CITY}], "valid_from": "2025-07-01"}),
    ]


def matter(origin: str, at: str) -> list[Event]:
    """One that a congress numbers and assigns on 1 and 2 February 2024."""
    name, system = f"//{at}/zxt/s-{origin}", f"//{at}/zxt"
    departments = [{"dept": "d", "role": "main"}]
    return [
        suggestion("registered", name, "2024-02-01", system, origin=origin, term=17, session=4, no=origin),
        suggestion("assigned", name, "2024-02-02", system, origin=origin, departments=departments),
    ]


def history() -> list[Event]:
    """Matters, receptions, opinions, deputies and what else counts, in regions of which the level changes and in some of which it does not."""
    others = (SPLIT, LONE, *MANY)
    organised = (*(one for one in (TOWN, OTHER_TOWN, COUNTY, CITY)), *others)
    seats = (("t1", "p1", TOWN), ("o2", "p2", OTHER_TOWN), ("s3", "p3", SPLIT), ("c4", "p4", COUNTY), ("l5", "p5", LONE), ("o6", "p1", OTHER_TOWN))
    return [
        *world(),
        region(SPLIT, COUNTY, "town"),
        region(OLD_STREET, COUNTY, None),
        region(LONE, OTHER_CITY, "county"),
        *(region(one, LONE, "town") for one in MANY),
        *(unit(one) for one in others),
        *(source(f"//{one}/zxt", one) for one in organised if one != TOWN),
        *(mandate(*seat) for seat in seats),
        *(event for one in organised for event in matter(one, one)),
        *matter(OLD_STREET, COUNTY),
        *(held(f"//{at}/zxt", f"//{at}/zxt/a", f"{at}-rd", "2024-05-01T09:00:00+08:00", mandates=(code,)) for code, _, at in seats[:5]),
        held(f"//{SPLIT}/zxt", f"//{SPLIT}/zxt/b", f"{SPLIT}-rd", "2024-05-02T09:00:00+08:00", mandates=("s3",)),
        *(
            said("opinion.collected", f"//{at}/zxt", f"//{at}/zxt/o", {"origin": at}, "2024-05-01T09:00:00+08:00")
            for at in (TOWN, OTHER_TOWN, SPLIT, COUNTY, LONE)
        ),
        *(trained(f"//{at}/zxt", code) for code, _, at in seats[:2]),
        opened("2024-01-01"),
        roster("2024-02-01", "t1", "o2", "s3", "c4", "unknown"),
        fact("object.allocated", f"//{SPLIT}/zxt/b", {"object": f"//{SPLIT}/zxt/b", "region": NEW_TOWN}),
        *reforms(),
    ]


@pytest.fixture(scope="module")
def hub(new_database: Callable[[], str]) -> Iterator[Playing]:
    with playing(new_database()) as hub:
        hub.tell(*history())
        hub.fold()
        yield hub


def levels(hub: Playing, name: str, at: str, regions: str = "recorded", **asked: Any) -> Mapping[str | None, int]:
    return by(hub, name, at, regions, "level", **asked)


def test_what_lies_in_a_region_counts_at_its_level_of_the_day(hub: Playing) -> None:
    # given a town that became a street, one that was split into two, a street that became a town; as recorded, and restated before, nothing changed
    for regions in ("recorded", BEFORE):
        assert levels(hub, "suggestions.consolidated", COUNTY, regions) == {"town": 3, "county": 2}
        assert levels(hub, "activities.held", COUNTY, regions) == {"town": 4, "county": 1}
        assert levels(hub, "opinions.collected", COUNTY, regions) == {"town": 3, "county": 1}
        assert levels(hub, "persons", COUNTY, regions) == levels(hub, "deputies", COUNTY, regions) == {"town": 3, "county": 1}
    # when asked on the regions of a day after that; then streets, and what nobody knows where it lies, count at the county
    assert levels(hub, "suggestions.consolidated", COUNTY, AFTER) == {"town": 2, "county": 3}
    assert levels(hub, "suggestions.by_department", COUNTY, AFTER) == levels(hub, "departments.assigned", COUNTY, AFTER) == {"town": 2, "county": 3}
    assert levels(hub, "opinions.collected", COUNTY, AFTER) == {"town": 1, "county": 3}
    # and what was allocated at the level of where it was
    assert levels(hub, "activities.held", COUNTY, AFTER) == {"town": 2, "county": 3}
    assert levels(hub, "persons", COUNTY, AFTER) == {"town": 2, "county": 3}
    assert levels(hub, "deputies", COUNTY, AFTER) == {"town": 2, "county": 3}
    assert levels(hub, "training.persons", COUNTY, AFTER) == {"town": 1, "county": 1}
    assert levels(hub, "stations.open", COUNTY, AFTER) == {"county": 1}
    # and the street by itself has nothing of a town
    assert levels(hub, "suggestions.consolidated", STREET, AFTER) == {"county": 1}


def test_congresses_count_at_the_level_of_who_goes_on_from_them_alone(hub: Playing) -> None:
    # given what congresses numbered and assigned, one of which is a street now; of one that was split nobody goes on alone, so it keeps its own level
    for name in ("suggestions.registered", "suggestions.registered_in_session"):
        assert levels(hub, name, COUNTY) == {"town": 3, "county": 2}, name
        assert levels(hub, name, COUNTY, AFTER) == {"town": 2, "county": 3}, name
    assert levels(hub, "suggestions.handled", COUNTY) == levels(hub, "suggestions.handled", COUNTY, **YEAR) == {"town": 3, "county": 2}
    assert levels(hub, "suggestions.handled", COUNTY, AFTER) == levels(hub, "suggestions.handled", COUNTY, AFTER, **YEAR) == {"town": 2, "county": 3}
    # and who is in a station is of the level of each congress, on the day; one that is not known of that of the station
    assert levels(hub, "stations.deputies", COUNTY, BEFORE) == {"town": 4, "county": 1}
    assert levels(hub, "stations.deputies", COUNTY, AFTER) == {"town": 2, "county": 3}


def test_many_regions_change_their_level_at_once(hub: Playing) -> None:
    # given a county of forty towns that goes on in its city; when asked after that, then all counts at the city, and no other has a row
    recorded, restated = {"town": 40, "county": 1}, {"city": 41}
    for name in ("suggestions.consolidated", "suggestions.registered", "suggestions.handled", "suggestions.by_department"):
        assert levels(hub, name, OTHER_CITY) == recorded, name
        assert levels(hub, name, OTHER_CITY, MERGED) == restated, name
    assert levels(hub, "deputies", OTHER_CITY, MERGED) == {"city": 1}
    (row,) = ask(hub.connection, Question(("suggestions.consolidated",), OTHER_CITY, ("level",), regions=MERGED), TODAY).rows
    assert (row.by, row.n) == ({"level": "city"}, 41)
    # and the towns that are no more on the last day count where they went
    at_the_end = {"as_of": date(2025, 6, 30)}
    for name in ("regions.towns", "votes.entitled"):
        assert levels(hub, name, OTHER_CITY, "recorded", **at_the_end) == {"town": 40}, name
        assert levels(hub, name, OTHER_CITY, MERGED, **at_the_end) == {"city": 40}, name


def test_levels_add_up_and_each_can_be_opened(hub: Playing) -> None:
    # given statistics of every way of counting, at the end, of a period, and of those that entered in it
    for at, regions, more in ((COUNTY, AFTER, {}), (PROVINCE, MERGED, YEAR), (PROVINCE, AFTER, {**YEAR, "cohort": True})):
        names = (*ADDED, *APART) if more.get("cohort") else (*ADDED, *APART, "persons", "stations.deputies")
        told = ask(hub.connection, Question(names, at, ("level",), regions=regions, **more), TODAY).rows
        # then the levels of what is additive are the whole
        for one in ask(hub.connection, Question(ADDED, at, regions=regions, **more), TODAY).rows:
            assert sum(row.n or 0 for row in told if row.measure == one.measure) == one.n, one
        # and one level asked by itself is its row, and what is behind it counts there and adds up to it
        for row in [one for one in told if one.n]:
            where = {name: str(row.by[name]) for name in ("level", "department", "role") if name in row.by}
            listing = list_cell(hub.connection, Question((row.measure,), at, regions=regions, where=where, **more), TODAY)
            assert listing.n == sum(item.n for item in listing.items) == row.n, (row, listing)
            assert {item.level for item in listing.items} == {row.by["level"]}
        hub.connection.rollback()
