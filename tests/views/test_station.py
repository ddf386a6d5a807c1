"""Stations are open from the day they open until the day they close."""

from tests.projections.anew import Anew
from tests.projections.play import Event, fact
from tests.views.world import COUNTY, TOWN, world


def opened(day: str, at: str = TOWN, **data: str) -> Event:
    return fact("station.opened", "z", {"station": "z", "tier": "station", "region": at, "valid_from": day, **data})


def closed(day: str) -> Event:
    return fact("station.closed", "z", {"station": "z", "valid_from": day})


def test_a_station_is_open_until_it_closes_and_may_open_again(hubs: Anew) -> None:
    with hubs.playing() as hub:
        hub.tell(*world(), closed("2024-07-01"), opened("2025-01-01"), opened("2024-01-01"))
        hub.fold()
        days = ("2023-12-31", "2024-01-01", "2024-06-30", "2024-07-01", "2024-12-31", "2025-01-01")
        assert [hub.figure("stations.open", COUNTY, day) for day in days] == [0, 1, 1, 0, 0, 1]
        assert hub.rows("SELECT DISTINCT kind FROM {view}.cube WHERE measure = 'stations.open'") == [{"kind": "station"}]


def test_a_closing_of_what_never_opened_counts_nothing(hubs: Anew) -> None:
    with hubs.playing() as hub:
        hub.tell(*world(), closed("2024-07-01"))
        hub.fold()
        assert hub.figure("stations.open", "00") == 0
        assert hub.rows("SELECT anomalies FROM {view}.station") == [{"anomalies": ["STATION_CLOSED_UNOPENED"]}]


def test_opened_twice_it_is_one_where_the_first_says(hubs: Anew) -> None:
    with hubs.playing() as hub:
        hub.tell(*world(), opened("2024-02-01", COUNTY), opened("2024-01-01"))
        hub.fold()
        assert (hub.figure("stations.open", TOWN), hub.figure("stations.open", COUNTY)) == (1, 1)
        assert hub.rows("SELECT anomalies FROM {view}.station WHERE known_to IS NULL") == [{"anomalies": ["VALUES_DIFFER"]}]


def test_a_station_counts_as_the_tier_that_it_is_on_the_day(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given a point that becomes a station, told late, and by two facts from one day of which the last holds
        becomes = [fact("station.changed", "z", {"station": "z", "tier": tier, "valid_from": "2024-06-01"}) for tier in ("central", "station")]
        later = {**becomes[1], "time": "2000-01-02T09:00:00+08:00"}
        hub.tell(*world(), opened("2024-01-01", tier="point"), closed("2025-01-01"))
        hub.fold()
        hub.tell(becomes[0], later, fact("station.changed", "z", {"station": "z", "name": "武安镇联络站", "valid_from": "2024-07-01"}))
        hub.fold()
        # when stations are asked by tier, then each day has what it was, and all together what they were before
        counted = "SELECT kind, sum(n)::int AS n FROM {view}.cube WHERE measure = 'stations.open' AND region = %s AND day <= %s GROUP BY 1"
        tiers = f"{counted} HAVING sum(n) <> 0"
        found = [{row["kind"]: row["n"] for row in hub.rows(tiers, COUNTY, day)} for day in ("2024-05-31", "2024-06-01", "2025-01-01")]
        assert found == [{"point": 1}, {"station": 1}, {}]
        assert hub.rows("SELECT name, kind, anomalies FROM {view}.station") == [{"name": "武安镇联络站", "kind": "station", "anomalies": []}]
