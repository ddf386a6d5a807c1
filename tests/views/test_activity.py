"""Activities: one whatever the number of its publishers, where its host lies, as long as it stands."""

from collections.abc import Iterator
from itertools import permutations
from typing import Any

import pytest

from tests.projections.anew import Anew
from tests.projections.play import Event, Playing, fact, region, source
from tests.views.world import ACTIVITY, CITY, COUNTY, COUNTY_SYSTEM, OTHER_TOWN, PROVINCE, TOWN, TOWN_SYSTEM, held, said, unit, world


@pytest.fixture
def hub(hubs: Anew) -> Iterator[Playing]:
    with hubs.playing() as hub:
        hub.tell(*world())
        yield hub


def the(hub: Playing, activity: str = ACTIVITY) -> dict[str, Any]:
    """The row of an activity as known now."""
    (row,) = hub.rows("SELECT *, cardinality(disputes) AS disputed FROM {view}.activity WHERE activity = %s AND known_to IS NULL", activity)
    return row


def test_an_activity_counts_at_its_host_and_above(hub: Playing) -> None:
    hub.tell(held(counts={"people": 30, "items": 4}))
    hub.fold()
    for place in (TOWN, COUNTY, CITY, PROVINCE, "00"):
        assert [hub.figure(name, place) for name in ("activities.held", "people.received", "items.advanced")] == [1, 30, 4]
    assert hub.figure("activities.held", OTHER_TOWN) == 0
    assert hub.figure("activities.held", TOWN, as_of="2025-03-05") == 0


def test_sets_unite_and_the_minting_source_has_the_word(hub: Playing) -> None:
    # Given a reception that the county publishes before the town whose id it bears, with other people and another host
    hub.tell(held(COUNTY_SYSTEM, host=f"{COUNTY}-rd", mandates=["c"], co_units=[f"{COUNTY}-rd"], counts={"people": 99}))
    hub.fold()
    assert hub.figure("people.received", COUNTY) == 99
    assert hub.figure("activities.held", TOWN) == 0
    # When the town speaks
    hub.tell(held(mandates=["a", "b"], co_units=[f"{CITY}-rd"], counts={"people": 30}))
    hub.fold()
    # Then its host, day and people hold, participants and co-units are those of both, and the difference is shown
    assert [hub.figure(name, TOWN) for name in ("activities.held", "people.received", "mandates")] == [1, 30, 3]
    row = the(hub)
    assert (row["mandates"], row["co_units"]) == (["a", "b", "c"], [f"{CITY}-rd", f"{COUNTY}-rd"])
    assert row["anomalies"] == ["VALUES_DIFFER"]
    assert row["sources"] == [TOWN_SYSTEM, COUNTY_SYSTEM] or sorted(row["sources"]) == row["sources"]


def test_of_several_statements_of_the_minting_source_the_latest_holds(hub: Playing) -> None:
    hub.tell(held(id="2", time="2025-03-07T09:00:00+08:00", counts={"people": 31}), held(id="1", counts={"people": 30}))
    hub.fold()
    assert (hub.figure("people.received", TOWN), str(the(hub)["day"])) == (31, "2025-03-07")


def test_where_the_minting_source_is_silent_the_smallest_source_has_the_word(hub: Playing) -> None:
    hub.tell(source(f"//{CITY}/xt", CITY))
    hub.tell(held(COUNTY_SYSTEM, counts={"people": 6}), held(f"//{CITY}/xt", counts={"people": 4}))
    hub.fold()
    # "//2201/xt" is smaller than "//220122/lzpt"
    assert hub.figure("people.received", TOWN) == 4


def test_a_successor_speaks_as_the_minting_source(hub: Playing) -> None:
    # Given a system of the county that speaks of the town's activity, and nobody yet knows that it succeeds the town's
    hub.tell(source(f"//{CITY}/a", CITY), held(f"//{CITY}/a", counts={"people": 1}), held(COUNTY_SYSTEM, counts={"people": 2}))
    hub.fold()
    assert hub.figure("people.received", TOWN) == 1
    # When that is learnt
    hub.tell(
        fact(
            "source.registered",
            COUNTY_SYSTEM,
            {"source": COUNTY_SYSTEM, "region": COUNTY, "families": ["activity"], "succeeds": TOWN_SYSTEM},
            time="1999-01-01T00:00:00Z",
        )
    )
    hub.fold()
    assert hub.figure("people.received", TOWN) == 2


def test_a_cancelled_activity_does_not_count(hub: Playing) -> None:
    hub.tell(said("activity.announced", TOWN_SYSTEM, ACTIVITY, {"kind": "visit", "theme": "道路"}))
    hub.fold()
    assert (the(hub)["state"], the(hub)["title"], hub.figure("activities.held", TOWN)) == ("announced", "道路", 0)
    hub.tell(held(mandates=["a"]))
    hub.fold()
    assert hub.figure("participations", TOWN) == 1
    # When the town calls it off, and again when somebody else does
    hub.tell(said("activity.cancelled", TOWN_SYSTEM, ACTIVITY, {"reason": "暴雨"}, "2025-03-07T09:00:00+08:00"))
    hub.fold()
    assert (the(hub)["state"], hub.figure("activities.held", TOWN), hub.figure("participations", TOWN)) == ("cancelled", 0, 0)


def test_who_did_not_mint_the_id_cannot_call_it_off(hub: Playing) -> None:
    hub.tell(held(), said("activity.cancelled", COUNTY_SYSTEM, ACTIVITY, {}, "2025-03-07T09:00:00+08:00"))
    hub.fold()
    assert hub.figure("activities.held", TOWN) == 1


def test_an_equivocation_is_counted_beside_the_figure(hub: Playing) -> None:
    hub.tell(held(id="e", counts={"people": 30}))
    hub.tell(held(id="e", counts={"people": 300}))
    hub.fold()
    row = the(hub)
    assert row["people"] in (30, 300)
    assert (row["disputed"], row["anomalies"]) == (1, ["EQUIVOCATION"])
    assert hub.figure("people.received", TOWN) == row["people"]


def test_a_correction_moves_the_cells_of_its_day(hub: Playing) -> None:
    hub.tell(held(id="e", time="2025-06-30T10:00:00+08:00", counts={"people": 30}), recorded="2025-06-30T18:00:00+08:00")
    hub.fold()
    fields = {"corrects": {"source": TOWN_SYSTEM, "id": "e"}, "fields": {"time": "2025-06-29T02:00:00.000Z", "counts": {"people": 31}}}
    corrected = said("activity.corrected", TOWN_SYSTEM, ACTIVITY, fields, "2025-07-03T09:00:00+08:00")
    hub.tell(corrected, recorded="2025-07-03T09:00:00+08:00")
    hub.fold()
    retracted = said("activity.retracted", TOWN_SYSTEM, ACTIVITY, {"corrects": {"source": TOWN_SYSTEM, "id": "e"}}, "2025-07-05T09:00:00+08:00")
    hub.tell(retracted, recorded="2025-07-05T09:00:00+08:00")
    hub.fold()

    def people(as_of: str, known_at: str) -> int:
        return hub.figure("people.received", COUNTY, as_of, known_at)

    assert [people("2025-06-30", day) for day in ("2025-07-01", "2025-07-04", "2025-07-05")] == [30, 31, 0]
    assert [people("2025-06-29", day) for day in ("2025-07-01", "2025-07-04", "2025-07-05")] == [0, 31, 0]


def test_it_may_be_seen_where_it_lies_where_it_was_told_and_where_it_is_addressed(hub: Playing) -> None:
    hub.tell(held(host=f"{OTHER_TOWN}-rd", co_units=["2202-rd"]))
    hub.fold()
    assert set(the(hub)["seen"]) == {TOWN, OTHER_TOWN, COUNTY, CITY, PROVINCE, "00", "2202"}


def test_any_order_gives_the_same_row_and_the_same_cells(hubs: Anew) -> None:
    # Given facts about regions and units that come before, between and after what rests on them
    late: list[Event] = [
        unit(OTHER_TOWN),
        region(OTHER_TOWN, COUNTY, "town"),
        held(host=f"{OTHER_TOWN}-rd", station="z", mandates=["a"], co_units=["2202-rd"]),
        held(COUNTY_SYSTEM, host=f"{TOWN}-rd", mandates=["b"]),
        fact("station.opened", "z", {"station": "z", "tier": "station", "region": TOWN}),
    ]
    base = [one for one in world() if OTHER_TOWN not in one["subject"]]
    found = set()
    for number, order in enumerate(list(permutations(late))[::7]):
        hub = hubs.empty()
        hub.tell(*base)
        for event in order:
            hub.tell(event)
            if number % 3:
                hub.fold()
        hub.fold()
        rows = hub.rows("SELECT to_jsonb(a) AS row FROM {view}.activity AS a WHERE known_to IS NULL")
        cells = hub.rows("SELECT to_jsonb(c) AS row FROM {view}.cube AS c ORDER BY 1")
        found.add(repr((rows, cells)))
    assert len(found) == 1
