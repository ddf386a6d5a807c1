"""The deputies of a station: of all levels, from the day of a roster until that of the next."""

from datetime import date

from projections.statistics import Question, ask
from tests.projections.anew import Anew
from tests.projections.play import Event, Playing, fact
from tests.views.test_station import closed, opened
from tests.views.world import CITY, COUNTY, TOWN, mandate, world


def roster(day: str, *mandates: str, station: str = "z", time: str = "2000-01-01T09:00:00+08:00") -> Event:
    said = {"station": station, "mandates": list(mandates), "valid_from": day}
    return fact("station.roster_changed", station, said, time=time)


def deputies(hub: Playing, day: str, region: str = COUNTY, by: tuple[str, ...] = ()) -> dict[str | None, int]:
    """By level where that is asked."""
    last = date.fromisoformat(day)
    answer = ask(hub.connection, Question(("stations.deputies",), region, by=by, last=last, as_of=last))
    return {row.by.get("level"): row.n or 0 for row in answer.rows if row.n or not row.by}


def test_deputies_of_all_levels_are_in_a_station_while_its_roster_holds(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given a roster with a deputy of town and county, one of the city, and one that nobody has registered; the next roster has one of them
        held = [mandate("mt", "p1", TOWN), mandate("mc", "p1", COUNTY), mandate("my", "p2", CITY)]
        hub.tell(
            *world(), *held, opened("2024-01-01"), roster("2024-02-01", "mt", "mc", "my", "mx"), roster("2024-06-01", "my"), closed("2025-01-01")
        )
        hub.fold()
        # when persons are asked by day, then a person with two mandates is one, and nobody is there before the roster or after the station
        days = ("2024-01-31", "2024-02-01", "2024-06-01", "2025-01-01")
        assert [deputies(hub, day)[None] for day in days] == [0, 3, 1, 0]
        # and by level each mandate stands where its congress does; one not known at the level of the station
        assert deputies(hub, "2024-02-01", by=("level",)) == {"town": 2, "county": 1, "city": 1}
        # when the station becomes another tier, then whoever is in it is in one of that tier from that day on
        hub.tell(fact("station.changed", "z", {"station": "z", "tier": "point", "valid_from": "2024-03-01"}))
        hub.fold()
        tiers = [
            {row.by["kind"] for row in ask(hub.connection, Question(("stations.deputies",), COUNTY, ("kind",), last=day, as_of=day)).rows if row.n}
            for day in (date(2024, 2, 29), date(2024, 3, 1))
        ]
        assert tiers[0] != tiers[1] == {"point"}


def test_a_roster_is_whole_and_the_last_of_a_day_holds(hubs: Anew) -> None:
    with hubs.playing() as hub:
        hub.tell(*world(), opened("2024-01-01"), roster("2024-02-01", "a", "b"), roster("2024-02-01", "c", time="2000-01-02T09:00:00+08:00"))
        hub.fold()
        rows = hub.rows("SELECT day::text, ended::text, mandates FROM {view}.roster")
        assert rows == [{"day": "2024-02-01", "ended": None, "mandates": ["c"]}]


def test_what_a_roster_names_may_come_later(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given a roster of a station and a deputy that nobody knows
        doubts = "SELECT anomalies, chain[1] AS at FROM {view}.roster"
        hub.tell(*world(), roster("2024-02-01", "mt"))
        hub.fold()
        assert hub.rows(doubts) == [{"anomalies": ["STATION_UNKNOWN", "MANDATE_UNKNOWN"], "at": "00"}]
        # when both come, then it lies at the station and nothing is implausible
        hub.tell(opened("2024-01-01"), mandate("mt", "p1", TOWN))
        hub.fold()
        assert hub.rows(doubts) == [{"anomalies": [], "at": TOWN}]
        assert deputies(hub, "2024-02-01", TOWN)[None] == 1


def test_a_mandate_that_has_ended_is_in_no_station(hubs: Anew) -> None:
    with hubs.playing() as hub:
        hub.tell(*world(), opened("2024-01-01"), roster("2024-02-01", "mt"), mandate("mt", "p1", TOWN))
        hub.tell(fact("mandate.ended", "mt", {"mandate": "mt", "valid_from": "2024-03-01"}))
        hub.fold()
        assert [deputies(hub, day)[None] for day in ("2024-02-29", "2024-03-01")] == [1, 0]
