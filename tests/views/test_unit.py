"""Units by days: what changes holds from its day, at the gate as in the views; what a closed one does is an anomaly."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

from projections.statistics import Question, ask
from streams.gate import registry as known
from streams.gate.registry import Registry
from tests.projections.anew import Anew
from tests.projections.play import Event, Playing, content, fact, playing
from tests.streams.world import fold
from tests.views.world import ACTIVITY, COUNTY, COUNTY_SYSTEM, OTHER_TOWN, TOWN, TOWN_SYSTEM, held, said, world

HOST = f"{TOWN}-rd"
TODAY = date(2025, 12, 31)
MOVED = {"unit": HOST, "region": OTHER_TOWN, "name": "新主席团", "valid_from": "2025-04-01"}


def opinion(system: str, number: int, day: str) -> Event:
    return said("opinion.collected", system, f"{system}/o-{number}", {"origin": system.split("/")[2]}, f"{day}T09:00:00+08:00")


def registered(number: int, day: str) -> Event:
    event = said("suggestion.registered", COUNTY_SYSTEM, f"{COUNTY_SYSTEM}/s-{number}", {}, f"{day}T09:00:00+08:00")
    return {**event, "data": {"origin": TOWN, "term": 17, "session": 4, "no": str(number), "kind": "own"}}


def closed(unit: str, day: str, **envelope: str) -> Event:
    return fact("unit.closed", unit, {"unit": unit, "valid_from": day}, time=f"{day}T09:00:00+08:00", **envelope)


def tell(hub: Playing, *events: Event) -> None:
    hub.tell(*events)
    hub.fold()


def where(hub: Playing, name: str) -> dict[str | None, int | None]:
    return {row.by["region"]: row.n for row in ask(hub.connection, Question((name,), COUNTY, ("region",)), TODAY).rows if row.n}


def history() -> Sequence[Event]:
    """A town's organ hosts before and after it came to another town; its county registers, and is closed in June."""
    return [
        *world(),
        fact("unit.changed", HOST, MOVED, time="2025-04-01T09:00:00+08:00"),
        held(),
        {**held(subject=f"{TOWN_SYSTEM}/a-4", time="2025-04-06T09:00:00+08:00"), "region": OTHER_TOWN},
        registered(1, "2025-05-31"),
        registered(2, "2025-06-01"),
        opinion(COUNTY_SYSTEM, 1, "2025-06-02"),
        held(COUNTY_SYSTEM, f"{COUNTY_SYSTEM}/a-1", f"{COUNTY}-rd", "2025-06-03T09:00:00+08:00"),
        closed(f"{COUNTY}-rd", "2025-06-01"),
    ]


LATE = {f"{COUNTY_SYSTEM}/s-2", f"{COUNTY_SYSTEM}/o-1", f"{COUNTY_SYSTEM}/a-1"}


def late(hub: Playing) -> set[str]:
    return {row["object"] for row in hub.rows("SELECT object FROM {view}.doubt() WHERE code = 'UNIT_CLOSED'")}


def test_what_a_unit_does_lies_where_it_is_that_day(hubs: Anew) -> None:
    with hubs.playing() as hub:
        tell(hub, *history())
        # given an organ that came to another town in April, then what it hosted lies where it was on the day
        assert where(hub, "activities.held") == {TOWN: 1, OTHER_TOWN: 1, "own": 1}
        assert where(hub, "suggestions.registered") == {"own": 2}
        spans = hub.rows("SELECT name, region, nullif(until, 'infinity')::text AS until FROM {view}.unit WHERE unit = %s ORDER BY since", HOST)
        assert [tuple(row.values()) for row in spans] == [(HOST, TOWN, "2025-04-01"), ("新主席团", OTHER_TOWN, None)]
        # and what the county's organ said from the day of its closing on is an anomaly, and counts
        assert late(hub) == LATE
        # when the change is corrected to a day before both, then both lie in the other town
        change = fact("unit.changed", HOST, MOVED, time="2025-04-01T09:00:00+08:00")
        amended = {"corrects": {"source": change["source"], "id": change["id"]}}
        correction = {**change, "id": "c", "type": "cn.npc.reference.corrected.v1", "data": {**amended, "fields": {"valid_from": "2025-01-01"}}}
        tell(hub, correction)
        assert where(hub, "activities.held") == {OTHER_TOWN: 2, "own": 1}
        # when it is retracted, then both lie where the organ was registered
        tell(hub, {**correction, "id": "r", "type": "cn.npc.reference.retracted.v1", "data": amended})
        assert where(hub, "activities.held") == {TOWN: 2, "own": 1}
        assert ACTIVITY in {row["activity"] for row in hub.rows("SELECT activity FROM {view}.activity WHERE region = %s", TOWN)}
        # when the closing is retracted, then nothing is odd any more
        closing = closed(f"{COUNTY}-rd", "2025-06-01")
        done = {"corrects": {"source": closing["source"], "id": closing["id"]}}
        tell(hub, {**closing, "id": "u", "type": "cn.npc.reference.retracted.v1", "data": done})
        assert late(hub) == set()


def test_any_order_gives_the_same_rows(new_database: Callable[[], str]) -> None:
    found = []
    for order in (history(), history()[::-1]):
        with playing(new_database()) as hub:
            for first in range(0, len(order), 5):
                tell(hub, *order[first : first + 5])
            assert late(hub) == LATE
            found.append(content(hub))
    assert found[0] == found[1]


def test_the_gate_and_the_views_know_the_same_of_each_day(hubs: Anew) -> None:
    # given units of which registrations and changes are told at random, some for the same days
    random = Random(7)
    first = date(2025, 1, 1)
    told = []
    for number in range(120):
        unit = f"u-{number % 12}"
        since = (first + timedelta(days=random.randint(0, 20))).isoformat()
        told_at = f"2025-01-{random.randint(1, 20):02}T09:00:00+08:00"
        region, level = random.choice((TOWN, OTHER_TOWN, COUNTY)), random.choice(("town", "county"))
        if number < 12 or random.random() < 0.2:
            data = {"unit": unit, "name": "名", "kind": "office", "level": level, "region": region, "valid_from": since}
            told.append(fact("unit.registered", unit, data, id=f"u{number}", time=told_at))
        elif random.random() < 0.2:
            told.append(fact("unit.closed", unit, {"unit": unit, "valid_from": since}, id=f"u{number}", time=told_at))
        else:
            data = {"unit": unit, "valid_from": since, random.choice(("region", "level")): "", "name": "名"}
            told.append(
                fact("unit.changed", unit, {**data, **({"region": region} if "region" in data else {"level": level})}, id=f"u{number}", time=told_at)
            )
    random.shuffle(told)
    registry = Registry()
    fold(registry, told)
    with hubs.playing() as hub:
        tell(hub, *world(), *told)
        rows = hub.rows("SELECT unit, region, level, valid_from, since, until FROM {view}.unit WHERE unit LIKE 'u-%%'")
        # when each day is asked of both, then they say the same of where a unit is, and that it is there at all
        for number in range(12):
            for turn in range(25):
                day = first + timedelta(days=turn)
                gate = known.unit(registry, f"u-{number}", (day - date(1970, 1, 1)).days)
                of_day = [one for one in rows if one["unit"] == f"u-{number}" and one["since"] <= day < one["until"]]
                (view,) = of_day
                told_by_view = (view["region"], view["level"]) if view["valid_from"] <= day else None
                assert told_by_view == (gate and (gate.region, gate.level)), (number, day)
