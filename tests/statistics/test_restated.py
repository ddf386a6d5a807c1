"""What does not add up, on the regions of another day: persons once, figures of one congress at who goes on from it, and every figure opened."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from projections.statistics import Question, ask, list_cell
from projections.statistics.catalogue import catalogue
from schemas.errors import NotFound
from tests.api import readers
from tests.api.readers import reader, signed_in
from tests.projections.anew import Anew
from tests.projections.play import Event, Playing, fact, region, source
from tests.views.test_roster import roster
from tests.views.test_station import opened
from tests.views.world import CITY, COUNTY, OTHER_CITY, OTHER_TOWN, PROVINCE, TOWN, TOWN_SYSTEM, held, mandate, said, unit, world

SPLIT, PART, REST, NEW_COUNTY = f"{COUNTY}105", f"{COUNTY}106", f"{COUNTY}107", f"{OTHER_CITY}22"
MERGED, MOVED, TODAY = "2025-01-31", "2025-08-01", date(2025, 12, 31)
"""Days after the towns were merged and split, and after the county was moved to another city under a new code."""
DISTINCT = ("deputies", "persons", "stations.deputies", "training.completed", "training.courses", "training.persons", "training.venues")
OWN = ("suggestions.registered", "suggestions.handled")


def suggestion(step: str, name: str, day: str, system: str, **data: Any) -> Event:
    event = said(f"suggestion.{step}", system, name, data, f"{day}T09:00:00+08:00")
    return {**event, "data": data}


def registered(name: str, day: str, no: str, at: str, **data: Any) -> Event:
    return suggestion("registered", name, day, f"//{at}/zxt", origin=at, term=17, session=4, no=no, **data)


def assigned(name: str, day: str, at: str, origin: str, step: str = "assigned") -> Event:
    return suggestion(step, name, day, f"//{at}/zxt", origin=origin, departments=[{"dept": "d", "role": "main"}])


def trained(system: str, code: str) -> Event:
    at = system.split("/")[2]
    data = {"course": "//22/k", "mandate": code, "venue": at, "mode": "main"}
    event = said("training.completed", system, f"{system}/t-{code}", data, "2024-05-06T09:00:00+08:00")
    return {**event, "data": {name: value for name, value in event["data"].items() if name != "training"}}


def reforms() -> list[Event]:
    """A town merged into another and one split on 1 January, the county moved on 1 July 2025."""
    return [
        *(region(one, COUNTY, "town", valid_from="2025-01-01") for one in (PART, REST)),
        fact("region.merged", TOWN, {"code": TOWN, "into": OTHER_TOWN, "valid_from": "2025-01-01"}),
        fact("region.split", SPLIT, {"code": SPLIT, "successors": [{"code": PART}, {"code": REST}], "valid_from": "2025-01-01"}),
        fact("region.moved", COUNTY, {"code": COUNTY, "parent": OTHER_CITY, "new_code": NEW_COUNTY, "valid_from": "2025-07-01"}),
    ]


def history() -> list[Event]:
    """One deputy of both towns that were merged, one of each alone, one of the town that was split, one of the county; and what they did."""
    systems = [source(f"//{at}/zxt", at) for at in (SPLIT, COUNTY)]
    seats = (("m1", "p1", TOWN), ("n1", "p1", OTHER_TOWN), ("m2", "p2", TOWN), ("n3", "p3", OTHER_TOWN), ("s4", "p4", SPLIT), ("c5", "p5", COUNTY))
    one, two, three, four = (f"//{at}/zxt/s-1" for at in (TOWN, OTHER_TOWN, SPLIT, COUNTY))
    return [
        *world(),
        region(SPLIT, COUNTY, "town"),
        unit(SPLIT),
        source(f"//{OTHER_TOWN}/zxt", OTHER_TOWN, succeeds=TOWN_SYSTEM),
        *systems,
        *(mandate(*seat) for seat in seats),
        held(subject="//a-1", mandates=("m1", "m2")),
        held(f"//{OTHER_TOWN}/zxt", "//a-2", f"{OTHER_TOWN}-rd", mandates=("n1", "n3")),
        *(held(f"//{SPLIT}/zxt", f"//{SPLIT}/zxt/a-{number}", f"{SPLIT}-rd", mandates=("s4",)) for number in (1, 2)),
        *(trained(f"//{at}/zxt", code) for code, _, at in seats[:2]),
        opened("2024-01-01"),
        roster("2024-02-01", "m1", "m2"),
        registered(one, "2024-02-01", "1", TOWN),
        registered(two, "2024-02-01", "1", OTHER_TOWN),
        registered(three, "2024-02-01", "1", SPLIT),
        registered(four, "2024-02-01", "1", COUNTY),
        *(assigned(f"//{at}/zxt/s-1", "2024-02-02", at, at) for at in (TOWN, SPLIT, COUNTY)),
        assigned(one, "2024-11-05", OTHER_TOWN, TOWN, "reassigned"),
        fact("object.allocated", f"//{SPLIT}/zxt/a-1", {"object": f"//{SPLIT}/zxt/a-1", "region": PART}),
        fact("object.allocated", three, {"object": three, "region": PART}),
        *reforms(),
    ]


@pytest.fixture
def hub(hubs: Anew) -> Iterator[Playing]:
    with hubs.playing() as hub:
        hub.tell(*history())
        hub.fold()
        yield hub


def figure(hub: Playing, name: str, at: str, regions: str = "recorded", **asked: Any) -> int | None:
    return sum(row.n or 0 for row in ask(hub.connection, Question((name,), at, regions=regions, **asked), TODAY).rows)


def by(hub: Playing, name: str, at: str, regions: str, dimension: str = "region", **asked: Any) -> Mapping[str | None, int]:
    rows = ask(hub.connection, Question((name,), at, (dimension,), regions=regions, **asked), TODAY).rows
    return {row.by[dimension]: row.n for row in rows if row.n}


def test_persons_are_those_of_what_lies_in_the_region_then(hub: Playing) -> None:
    # given a deputy of two towns, as recorded one of each; when the towns are one, then one of it
    assert [figure(hub, "deputies", at) for at in (TOWN, OTHER_TOWN, COUNTY)] == [2, 2, 5]
    assert [figure(hub, "deputies", at, MERGED) for at in (TOWN, OTHER_TOWN, COUNTY, CITY)] == [0, 3, 5, 5]
    assert [figure(hub, "persons", at, MERGED) for at in (TOWN, OTHER_TOWN, COUNTY)] == [0, 3, 4]
    # and of a town that was split nobody knows where its deputies are, save in an activity that was allocated
    assert by(hub, "deputies", COUNTY, MERGED) == {OTHER_TOWN: 3, "own": 1, "unallocated": 1}
    assert by(hub, "persons", COUNTY, MERGED) == {OTHER_TOWN: 3, PART: 1, "unallocated": 1}
    assert figure(hub, "persons", PART, MERGED, first=date(2025, 1, 1), last=date(2025, 6, 30)) == 1
    # and who was trained, where, and who is in stations
    assert [figure(hub, name, OTHER_TOWN, MERGED) for name in DISTINCT[2:]] == [2, 1, 1, 1, 2]
    # when the county is in another city under another code, then all of that is there
    for name in DISTINCT:
        assert figure(hub, name, CITY, MOVED) == 0, name
        assert figure(hub, name, OTHER_CITY, MOVED) == figure(hub, name, NEW_COUNTY, MOVED) == figure(hub, name, CITY) != 0, name
    assert by(hub, "deputies", OTHER_CITY, MOVED) == {NEW_COUNTY: 5}
    # and before anything of it happened all is as recorded
    for name in (*DISTINCT, *OWN):
        assert by(hub, name, COUNTY, "2024-12-31") == by(hub, name, COUNTY, "recorded"), name


def test_figures_of_one_congress_are_of_who_goes_on_from_it_alone(hub: Playing) -> None:
    # given numbers of both towns and a matter that both assigned; as recorded each of them has them; when they are one, then the matter is one
    assert [figure(hub, "suggestions.registered", at, MERGED) for at in (TOWN, OTHER_TOWN, COUNTY, PART)] == [0, 2, 1, 0]
    assert [figure(hub, "suggestions.handled", at) for at in (TOWN, OTHER_TOWN, COUNTY)] == [1, 1, 1]
    assert [figure(hub, "suggestions.handled", at, MERGED) for at in (TOWN, OTHER_TOWN, COUNTY, PART)] == [0, 1, 1, 0]
    # and what the town did that was split nobody did that is there, whatever of it was allocated; by level it is still one of a town
    assert by(hub, "suggestions.registered", COUNTY, MERGED) == {OTHER_TOWN: 2, "own": 1, "unallocated": 1}
    assert by(hub, "suggestions.handled", COUNTY, MERGED) == {OTHER_TOWN: 1, "own": 1, "unallocated": 1}
    assert by(hub, "suggestions.consolidated", COUNTY, MERGED) == {OTHER_TOWN: 2, PART: 1, "own": 1}
    assert by(hub, "suggestions.registered", CITY, MERGED, "level") == {"town": 3, "county": 1}
    assert by(hub, "suggestions.handled", CITY, MERGED, "level") == {"town": 2, "county": 1}
    # when the county has another code, then what it did is of that code, and never of its cities
    for name in OWN:
        assert [figure(hub, name, at, MOVED) for at in (COUNTY, NEW_COUNTY, CITY, OTHER_CITY, PROVINCE)] == [0, 1, 0, 0, 0], name
        assert by(hub, name, OTHER_CITY, MOVED, where={"level": "county"}) == {NEW_COUNTY: 1}
    # and so of those that entered in a year, of which it is a matter of its own whether it is assigned twice
    entered: Any = {"first": date(2024, 1, 1), "last": date(2024, 12, 31), "cohort": True}
    for name in ("suggestions.consolidated", *OWN):
        assert by(hub, name, COUNTY, MERGED, **entered) == by(hub, name, COUNTY, MERGED), name
        assert figure(hub, name, NEW_COUNTY, MOVED, **entered) == figure(hub, name, NEW_COUNTY, MOVED), name
        assert figure(hub, name, NEW_COUNTY, MOVED, **{**entered, "first": date(2024, 6, 1)}) == 0, name


def test_every_figure_can_be_opened_on_the_regions_of_a_day(hub: Playing) -> None:
    # given all that counts on the regions of a day; when its figures are opened, then what is behind them adds up to them
    cohort: Any = {"first": date(2024, 1, 1), "last": date(2025, 12, 31), "cohort": True}
    for at, regions, more in ((OTHER_TOWN, MERGED, {}), (COUNTY, MERGED, cohort), (NEW_COUNTY, MOVED, {}), (OTHER_CITY, MOVED, cohort)):
        names = tuple(name for name, one in catalogue().items() if not more or one.answered != "distinct")
        rows = ask(hub.connection, Question(names, at, regions=regions, **more), TODAY).rows
        found = {row.measure for row in rows if row.n}
        assert len(found) >= 9
        for name in found:
            assert list_cell(hub.connection, Question((name,), at, regions=regions, **more), TODAY).items
            hub.connection.rollback()
    persons = Question(("persons",), OTHER_TOWN, regions=MERGED)
    assert [item.key for item in list_cell(hub.connection, persons, TODAY).items] == ["p1", "p2", "p3"]
    hub.connection.rollback()
    # and by whoever may see all of that, where it was allocated too; else there is nothing
    dsn, who = hub.connection.dsn, (reader(hub, "county", COUNTY), reader(hub, "part", PART))
    allocated = Question(("activities.held",), PART, regions=MERGED)
    (live,) = hub.rows("SELECT version FROM core.view_version WHERE live")
    allocations = f"SELECT object FROM view_{live['version']}.allocation"
    with signed_in(dsn, who[0]) as county, signed_in(dsn, who[1]) as part:
        assert (len(readers.ask(county, allocations)), readers.ask(part, allocations)) == (2, [])
        assert [item.key for item in list_cell(county, allocated, TODAY).items] == [f"//{SPLIT}/zxt/a-1"]
        with pytest.raises(NotFound):
            list_cell(part, allocated, TODAY)
