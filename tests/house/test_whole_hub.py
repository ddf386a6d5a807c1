"""One matter goes the whole way: through a door, the gate, the ledger, the views, to a figure."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.cases.reading import read
from tests.running import RunningHub


def test_a_matter_that_climbs_is_one_matter_at_every_level(first_case: RunningHub) -> None:
    # given the first worked case, published through the HTTP door by its systems
    case = read("01")
    # when everything is folded
    figures = [ask for ask in case.asks if set(ask.ask) == {"names", "region"} and "n" in ask.expect]
    told = [first_case.figure(",".join(ask.ask["names"]), ask.ask["region"]) for ask in figures]
    # then each figure is the one worked out by hand
    assert len(figures) >= 8
    assert told == [ask.expect["n"] for ask in figures]


def test_what_comes_later_is_folded_soon(first_case: RunningHub) -> None:
    # given a hub that has folded the first case
    held = next(event for event in read("01").events if event["type"] == "cn.npc.activity.held.v1")
    before = first_case.figure("activities.held", held["region"])
    # when one more activity comes
    more = {**held, "id": "01-more", "subject": held["subject"] + "-more", "data": {**held["data"], "activity": held["subject"] + "-more"}}
    first_case.publish([more])
    first_case.settle()
    # then it is counted
    assert first_case.figure("activities.held", held["region"]) == (before or 0) + 1
    # and a moment before it was written down is asked: the worker makes the views as they were known then, between two records of one day
    asked = {"names": "activities.held", "region": held["region"]}
    now = first_case.http.get("/v1/statistics", params=asked).json()
    written = datetime.fromisoformat(now["last_event"])
    then = {**asked, "known_at": (written - timedelta(milliseconds=1)).isoformat()}
    was = first_case.http.get("/v1/statistics", params=then).json()
    assert [row["n"] for row in was["rows"]] == [before]
    assert sum(was["position"].values()) == sum(now["position"].values()) - 1
    assert [first_case.http.get("/v1/statistics/list", params={**then, "regions": day}).json()["n"] for day in ("recorded", "2025")] == [
        before,
        before,
    ]
    # and why the figure is another now is explained by the event that came
    told = first_case.cli("audit", "explain", asked["names"], "--region", asked["region"], "--known-at", then["known_at"], "--json")
    assert (told["before"], told["after"], [event["id"] for one in told["changes"] for event in one["events"]]) == (
        before,
        (before or 0) + 1,
        ["01-more"],
    )
