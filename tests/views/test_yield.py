"""What activities brought: money and market entities, where and of what kind the activity was."""

from collections.abc import Iterator

import pytest

from projections.statistics import Question, ask
from tests.projections.anew import Anew
from tests.projections.play import Event, Playing, fact, region
from tests.views.both_ways import whole_and_stored
from tests.views.world import ACTIVITY, CITY, COUNTY, COUNTY_SYSTEM, TOWN, TOWN_SYSTEM, held, said, world


@pytest.fixture
def hub(hubs: Anew) -> Iterator[Playing]:
    with hubs.playing() as hub:
        hub.tell(*world())
        yield hub


def yielded(day: str, system: str = TOWN_SYSTEM, **brought: int) -> Event:
    return said("activity.yielded", system, ACTIVITY, brought, f"{day}T09:00:00+08:00", id=f"y-{day}-{system}")


def brought(hub: Playing, where: str, day: str = "2025-12-31") -> tuple[int, int]:
    return hub.figure("money.moved", where, as_of=day), hub.figure("entities.founded", where, as_of=day)


def test_each_statement_takes_the_place_of_the_one_before(hub: Playing) -> None:
    # given an investment activity of a town, of which its source tells twice what came of it so far, and another system once
    hub.tell(held(kind="investment"), yielded("2025-04-01", money=1_000_000), yielded("2025-09-30", money=3_200_000, entities=2))
    hub.tell(yielded("2025-05-01", COUNTY_SYSTEM, money=9))
    hub.fold()
    # when it is asked, then the sum until then stands, where the host lies
    assert [brought(hub, CITY, day) for day in ("2025-03-31", "2025-04-01", "2025-09-30")] == [(0, 0), (1_000_000, 0), (3_200_000, 2)]
    assert brought(hub, TOWN) == brought(hub, COUNTY) == (3_200_000, 2)
    kinds = hub.rows("SELECT DISTINCT kind FROM {view}.cube WHERE measure = 'money.moved'")
    assert kinds == [{"kind": "investment"}]
    assert hub.rows("SELECT anomalies FROM {view}.yield") == [{"anomalies": ["VALUES_DIFFER"]}]


def test_nothing_came_of_what_was_not_held(hub: Playing) -> None:
    # given money of an activity that nobody told of; it counts nothing, and waits
    hub.tell(yielded("2025-04-01", money=5), recorded="2025-04-02T09:00:00+08:00")
    hub.fold()
    assert brought(hub, "00") == (0, 0)
    assert hub.rows("SELECT anomalies FROM {view}.yield") == [{"anomalies": ["YIELD_WITHOUT_ACTIVITY"]}]
    # when the activity comes, then it counts; when that is taken back, it does no more, and what was known stays known
    activity = held(kind="aid")
    hub.tell(activity, recorded="2025-04-05T09:00:00+08:00")
    hub.fold()
    assert brought(hub, TOWN) == (5, 0)
    gone = {"corrects": {"source": TOWN_SYSTEM, "id": activity["id"]}, "reason": "误录"}
    hub.tell(said("activity.retracted", TOWN_SYSTEM, ACTIVITY, gone), recorded="2025-04-09T09:00:00+08:00")
    hub.fold()
    known = ("2025-04-02", "2025-04-05", "2025-04-09")
    assert [hub.figure("money.moved", TOWN, known_at=day) for day in known] == [0, 5, 0]
    whole, stored = whole_and_stored(hub, "yield", "activity")
    assert whole == stored


def test_nothing_came_of_it_before_it_was_held_and_it_lies_where_that_is_allocated(hub: Playing) -> None:
    # given money that was told before the activity; then it counts from the day of that on
    hub.tell(held(kind="aid", time="2025-05-06T09:00:00+08:00"), yielded("2025-04-01", money=5))
    hub.fold()
    assert [brought(hub, TOWN, day)[0] for day in ("2025-04-30", "2025-05-05", "2025-05-06")] == [0, 0, 5]
    # when the town is split and the activity is allocated, then its money goes along, under the regions of that day
    heirs = [region(code, COUNTY, "town", valid_from="2026-01-01") for code in ("220122901", "220122902")]
    split = fact("region.split", TOWN, {"code": TOWN, "successors": [{"code": one["data"]["code"]} for one in heirs], "valid_from": "2026-01-01"})
    hub.tell(*heirs, split, fact("object.allocated", ACTIVITY, {"object": ACTIVITY, "region": "220122902"}))
    hub.fold()
    answer = ask(hub.connection, Question(("money.moved", "activities.held"), COUNTY, ("region",), regions="2026"))
    assert {(row.measure, row.by["region"]) for row in answer.rows if row.n} == {(one, "220122902") for one in ("money.moved", "activities.held")}
