"""Towns and streets that have an open station, of all that are there: zones are none, and what was abolished is neither."""

from collections.abc import Callable
from datetime import date
from random import Random

from projections.statistics import Question, ask, list_cell
from tests.projections.anew import Anew
from tests.projections.play import Event, Playing, fact, federation, playing, region
from tests.views.both_ways import whole_and_stored

PROVINCE, CITY, COUNTY = "50", "5001", "500112"
OLD, NEW, STREET, ZONE, TOWNSHIP = "500112100", "500112101", "500112001", "500112400", "500112200"
MOVED, SPLIT = "500112110", "500112111"
JUNE = date(2025, 6, 30)


def ground() -> list[Event]:
    """A county with a town that is abolished in the middle of 2025, one that begins then, a township, a street and a zone."""
    return [
        *federation(PROVINCE, CITY, COUNTY),
        region(OLD, COUNTY, "town", valid_through="2025-06-30"),
        region(NEW, COUNTY, "town", valid_from="2025-07-01"),
        region(TOWNSHIP, COUNTY, "town", kind="township"),
        region(STREET, COUNTY, None),
        region(ZONE, COUNTY, None, kind="zone"),
    ]


def opened(station: str, at: str, day: str) -> Event:
    return fact("station.opened", station, {"station": station, "tier": "station", "region": at, "valid_from": day})


def closed(station: str, day: str) -> Event:
    return fact("station.closed", station, {"station": station, "valid_from": day})


def told(hub: Playing) -> None:
    """Stations in the old town, twice in the street, in the zone and at the county itself."""
    hub.tell(*ground(), recorded="2025-01-01T12:00:00+08:00")
    hub.tell(
        opened("z1", OLD, "2025-01-10"), opened("z2", STREET, "2025-02-01"), opened("z3", STREET, "2025-03-01"), closed("z2", "2025-04-01"),
        opened("z4", ZONE, "2025-01-01"), opened("z5", COUNTY, "2025-01-01"), closed("z3", "2025-09-01"), recorded="2025-09-01T12:00:00+08:00",
    )  # fmt: skip
    hub.fold()


def test_a_town_is_a_row_with_the_days_on_which_a_station_is_open(hubs: Anew) -> None:
    with hubs.playing() as hub:
        told(hub)
        # what is known now: the town ends with what was in it, and two stations that follow each other are one cover
        rows = hub.rows("SELECT region, kind, covered::text, day::text, ended::text FROM {view}.township WHERE known_to IS NULL ORDER BY region")
        assert [tuple(row.values()) for row in rows] == [
            (STREET, "street", "{[2025-02-01,2025-09-01)}", "2000-01-01", None),
            (OLD, "town", "{[2025-01-10,2025-07-01)}", "2000-01-01", "2025-07-01"),
            (NEW, "town", "{}", "2025-07-01", None),
            (TOWNSHIP, "township", "{}", "2000-01-01", None),
        ]


def test_coverage_is_of_all_towns_and_streets_of_the_day(hubs: Anew) -> None:
    with hubs.playing() as hub:
        told(hub)

        def rate(day: str, at: str = COUNTY) -> tuple[int | None, int | None]:
            (row,) = ask(hub.connection, Question(("stations.coverage",), at, as_of=date.fromisoformat(day))).rows
            return row.n, row.of

        # then the old town counts until it is abolished, the new one from then on; the street lies under the county
        days = ("2025-01-09", "2025-01-10", "2025-02-01", "2025-06-30", "2025-07-01", "2025-09-01")
        assert [rate(day) for day in days] == [(0, 3), (1, 3), (2, 3), (2, 3), (1, 3), (0, 3)]
        assert rate("2025-06-30", PROVINCE) == (2, 3)
        assert rate("2025-06-30", STREET) == (1, 1)
        assert rate("2025-06-30", ZONE) == (0, 0)
        # and by region and kind each row is of its own
        asked = Question(("stations.coverage",), COUNTY, ("region",), as_of=JUNE)
        assert {row.by["region"]: (row.n, row.of) for row in ask(hub.connection, asked).rows} == {
            OLD: (1, 1), STREET: (1, 1), TOWNSHIP: (0, 1), ZONE: (0, 0), "own": (0, 0),
        }  # fmt: skip
        listing = list_cell(hub.connection, Question(("stations.coverage",), COUNTY, as_of=JUNE))
        assert [item.region for item in listing.items] == [STREET, OLD]


def test_in_any_order_of_reforms_and_stations_the_rows_are_the_same(new_database: Callable[[], str]) -> None:
    # given reforms that follow each other, one of them corrected, and stations of every code
    events = [
        *ground(), region(MOVED, COUNTY, "town", valid_from="2025-07-01"), *(opened(f"z{at}", at, "2025-02-01") for at in (OLD, NEW, STREET, MOVED)),
        fact("region.merged", OLD, {"code": OLD, "into": NEW, "valid_from": "2025-07-01"}, id="merged"),
        fact("region.merged", NEW, {"code": NEW, "into": TOWNSHIP, "valid_from": "2025-08-01"}),
        fact("region.split", STREET, {"code": STREET, "successors": [{"code": TOWNSHIP}, {"code": MOVED}], "valid_from": "2025-09-01"}),
        fact("reference.corrected", OLD, {"corrects": {"source": "//00/hub", "id": "merged"}, "fields": {"into": MOVED}}, id="corrected"),
    ]  # fmt: skip
    seen = []
    for seed in range(4):
        # when they are told one by one in orders of chance
        with playing(new_database()) as hub:
            for event in Random(seed).sample(events, len(events)):
                hub.tell(event)
                hub.fold()
            seen.append(hub.rows("SELECT region, day::text, ended::text, covered::text FROM {view}.township ORDER BY region, day"))
            # then what stands is what is derived anew, and the same in all
            whole, stored = whole_and_stored(hub, "township", "region")
            assert whole == stored
    assert seen == [seen[0]] * 4
    assert {row["region"]: row["covered"] for row in seen[0]}[TOWNSHIP] == "{[2025-08-01,)}"


def test_a_code_to_which_a_town_is_moved_is_known_since_that_was_said(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given a town that gets another code in July, which was said in May
        hub.tell(*federation(PROVINCE, CITY, COUNTY), region(OLD, COUNTY, "town"), recorded="2025-01-01T12:00:00+08:00")
        moved = {"code": OLD, "parent": COUNTY, "new_code": MOVED, "valid_from": "2025-07-01"}
        hub.tell(fact("region.moved", OLD, moved, time="2025-05-01T09:00:00+08:00"), recorded="2025-05-02T12:00:00+08:00")
        hub.fold()
        # then in May it was known that in July there would be a town
        assert [hub.figure("regions.towns", COUNTY, day, "2025-05-31") for day in ("2025-06-30", "2025-07-01")] == [1, 1]


def test_by_kind_the_rate_is_of_that_kind(hubs: Anew) -> None:
    with hubs.playing() as hub:
        told(hub)
        asked = Question(("stations.coverage",), COUNTY, ("kind",), as_of=JUNE)
        rows = {row.by["kind"]: (row.n, row.of) for row in ask(hub.connection, asked).rows}
        assert rows == {"street": (1, 1), "town": (1, 1), "township": (0, 1)}


def test_what_was_known_of_stations_stays_known(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given stations heard in September of towns known since January
        told(hub)
        # then before that the towns are known, and none of them covered
        figures = [hub.figure(name, COUNTY, "2025-06-30", known) for name in ("regions.towns", "stations.coverage") for known in KNOWN]
        assert figures == [0, 3, 3, 0, 0, 2]


KNOWN = ("2024-12-31", "2025-08-31", "2025-09-01")


def test_a_town_heard_after_its_station_is_covered(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given a station of a town that nobody knows
        hub.tell(*federation(PROVINCE, CITY, COUNTY), opened("z1", OLD, "2025-01-10"))
        hub.fold()
        assert hub.rows("SELECT FROM {view}.township") == []
        # when it is established, then it is covered
        hub.tell(region(OLD, COUNTY, "town"))
        hub.fold()
        assert [hub.figure("stations.coverage", COUNTY, day) for day in ("2025-01-09", "2025-01-10")] == [0, 1]
        assert [hub.figure("regions.towns", at) for at in (OLD, COUNTY, PROVINCE)] == [1, 1, 1]


def test_a_station_goes_on_with_what_alone_goes_on_from_its_town(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given an open station of a town, and two towns without
        hub.tell(*federation(PROVINCE, CITY, COUNTY), region(OLD, COUNTY, "town"), region(NEW, COUNTY, "town"), region(TOWNSHIP, COUNTY, "town"))
        hub.tell(opened("z1", OLD, "2025-01-10"))
        hub.fold()

        def covered(at: str) -> list[int]:
            return [hub.figure("stations.coverage", at, day) for day in ("2025-06-30", "2025-07-01")]

        assert [covered(at) for at in (OLD, NEW, COUNTY)] == [[1, 1], [0, 0], [1, 1]]
        # when the town is merged into another, then that one is covered from this day on
        hub.tell(fact("region.merged", OLD, {"code": OLD, "into": NEW, "valid_from": "2025-07-01"}))
        hub.fold()
        assert [covered(at) for at in (OLD, NEW, COUNTY)] == [[1, 0], [0, 1], [1, 1]]
        assert [hub.figure("regions.towns", COUNTY, day) for day in ("2025-06-30", "2025-07-01")] == [3, 2]
        # and when that one gets another code, then so is it under this, while nobody knows where a station is of a town that is split
        hub.tell(fact("region.moved", NEW, {"code": NEW, "parent": COUNTY, "new_code": MOVED, "valid_from": "2025-08-01"}))
        split = {"code": MOVED, "successors": [{"code": SPLIT}, {"code": TOWNSHIP}], "valid_from": "2025-09-01"}
        hub.tell(region(SPLIT, COUNTY, "town", valid_from="2025-09-01"), fact("region.split", MOVED, split))
        hub.fold()
        days = ("2025-07-31", "2025-08-01", "2025-08-31", "2025-09-01")
        assert [[hub.figure("stations.coverage", at, day) for day in days] for at in (NEW, MOVED, SPLIT, TOWNSHIP)] == [
            [1, 0, 0, 0], [0, 1, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0],
        ]  # fmt: skip
