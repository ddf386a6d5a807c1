"""A whole hub is watched: what is shown is true, and a worker that stands still is noticed from outside."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import httpx
import psycopg2
import pytest

from hub.watch.inboxes import waiting
from projections import fold
from tests.cases.reading import read
from tests.conftest import eventually
from tests.running import RunningHub, hub_in

STALL_SECONDS = 2.0


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    made = hub_in(Path(tmp_path_factory.mktemp("watched")), stall_seconds=STALL_SECONDS)
    try:
        made.up().play(read("01").events)
        yield made
    finally:
        made.down()


def _mark(hub: RunningHub, name: str) -> Any:
    return hub.settings.folder.recall("processes")[name]["mark"]


def test_the_state_is_shown(hub: RunningHub) -> None:
    # given a hub that has folded the first case
    events = read("01").events
    eventually(lambda: sum(one["events"] for one in hub.http.get("/v1/status").json()["sources"]) >= len(events))
    eventually(lambda: not any(one["lag"] for one in hub.http.get("/v1/status").json()["readers"]))
    # when its status is asked on the command line
    told = hub.cli("status")
    # then every process runs and nobody lags
    running = {name for name, one in told["processes"].items() if one["running"]}
    assert running >= {"gate-0", "projection-0", "http", "feeds", "deadlines", "kafka", "postgres"}
    assert told["deadlines"] == {"ruled": False, "calendar_until": None, "short": False, "unwatched": []}
    assert {"gate", "index", "view_1"} <= {one["reader"] for one in told["readers"]}
    assert all(one["lag"] == 0 and one["lag_seconds"] == 0 for one in told["readers"])
    assert {"activity", "suggestion", "matter"} <= set(next(one for one in told["readers"] if one["reader"] == "view_1")["views"])
    # and each source has what it sent, all of it in the views
    sent = Counter(str(event["source"]) for event in events)
    assert {one["source"]: (one["events"], one["position"], one["lag"]) for one in told["sources"]} == {
        name: (number, number, 0) for name, number in sent.items()
    }


def test_rates_are_those_of_what_was_published(hub: RunningHub) -> None:
    # given a source that publishes thirty records within the minute
    told: dict[str, Any] = hub.http.get("/v1/status").json()
    held, before = _held(), {one["source"]: one["events"] for one in told["sources"]}
    hub.publish([_another(held, f"r{number}") for number in range(30)])
    hub.settle()
    eventually(lambda: _source(hub, held["source"])["events"] == before[held["source"]] + 30)
    # when rates are asked, then every reader and the source have one, on the command line and for Prometheus
    eventually(lambda: _source(hub, held["source"])["rate"] > 0.4 and all(rate > 0.4 for rate in _rates(hub).values()))
    assert {"gate", "index", "view_1", "feeds"} <= set(_rates(hub))
    seen = hub.cli("status")
    assert all(one["rate"] > 0 for one in seen["readers"])
    samples = {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in hub.http.get("/metrics").text.splitlines() if line[0] != "#"}
    for name in ('hub_rate{reader="index"}', 'hub_view_rate{view="matter"}', f'hub_source_rate{{source="{held["source"]}"}}'):
        assert samples[name] > 0


def test_a_source_whose_records_wait_for_the_views_lags(hub: RunningHub) -> None:
    # given nobody who folds, for the while
    held = _held()
    assert _source(hub, held["source"])["lag"] == 0
    with closing(psycopg2.connect(hub.settings.dsn())) as holding:
        holding.cursor().execute("SELECT pg_advisory_lock(%s)", (fold.LOCK,))
        # when a source publishes
        hub.publish([_another(held, "late")])
        eventually(lambda: _source(hub, held["source"])["lag"] == 1)
        # then its lag is the age of that record, and nobody else has one
        first = _source(hub, held["source"])["lag_seconds"]
        eventually(lambda: _source(hub, held["source"])["lag_seconds"] > first > 0)
        assert {one["source"] for one in hub.http.get("/v1/status").json()["sources"] if one["lag"]} == {held["source"]}
    hub.settle()
    assert (_source(hub, held["source"])["lag"], _source(hub, held["source"])["lag_seconds"]) == (0, 0)


def test_a_source_whose_records_wait_for_the_gate_in_an_inbox_that_others_share_lags(hub: RunningHub) -> None:
    # given a gate that is stopped
    held, gate = _held(), _mark(hub, "gate-0")[0]
    os.kill(gate, signal.SIGSTOP)
    # when a source publishes by HTTP
    hub.publish([_another(held, "unjudged-1"), _another(held, "unjudged-2")])
    # then they are its lag before anything is on the ledger, and nobody else's
    told = eventually(lambda: (one := hub.http.get("/v1/status").json()) and _lags(one) and one)
    assert (_lags(told), told["unseen"]) == ({held["source"]: 2}, 0)
    # and the gate's and the source's seconds go on from one look to the next
    again = hub.http.get("/v1/status").json()
    assert _gate_seconds(again) > _gate_seconds(told) > 0
    assert _source(hub, held["source"])["lag_seconds"] > 0
    # when one looks at no more than one of them, then it is said that there is another
    seen = waiting(hub.observer._consumer, hub.observer.positions(), 1)
    assert ({source: number for source, (number, _) in seen.of.items()}, seen.unseen) == ({held["source"]: 1}, 1)
    # when it goes on, or another has taken its place, then nothing waits
    with suppress(ProcessLookupError):
        os.kill(gate, signal.SIGCONT)
    hub.settle()
    eventually(lambda: not _lags(hub.http.get("/v1/status").json()))


def _gate_seconds(told: Any) -> Any:
    return next(one["lag_seconds"] for one in told["readers"] if one["reader"] == "gate")


def _lags(told: Any) -> dict[str, int]:
    return {one["source"]: one["lag"] for one in told["sources"] if one["lag"]}


def _held() -> Any:
    return next(event for event in read("01").events if event["type"] == "cn.npc.activity.held.v1")


def _another(held: Any, name: str) -> Any:
    """Another activity of the same source."""
    activity = f"{held['subject']}-{name}"
    return {**held, "id": name, "subject": activity, "data": {**held["data"], "activity": activity}}


def _rates(hub: RunningHub) -> dict[str, float]:
    return {one["reader"]: one["rate"] for one in hub.http.get("/v1/status").json()["readers"]}


def test_metrics_are_for_the_administrator(hub: RunningHub) -> None:
    # when the metrics are asked with and without the token
    text = hub.http.get("/metrics").text
    # then they are there for one and not for the other
    assert "hub_lag_seconds{" in text
    assert "hub_source_events_total{" in text
    assert hub.http.get("/metrics", headers={"Authorization": ""}).status_code == 401


def test_a_stopped_watch_of_deadlines_is_noticed_and_started_again(hub: RunningHub) -> None:
    # given a watch that has turned, and is stopped without dying
    before = eventually(lambda: hub.settings.folder.recall("deadlines"))
    mark = _mark(hub, "deadlines")
    os.kill(mark[0], signal.SIGSTOP)
    # when nobody does anything, then another takes its place, and turns
    eventually(lambda: _mark(hub, "deadlines") not in (None, mark), 60)
    eventually(lambda: hub.settings.folder.recall("deadlines")["pid"] != before["pid"])


@pytest.mark.parametrize("name", ["gate-0", "projection-0", "feeds"])
def test_a_stopped_worker_is_noticed_and_started_again(hub: RunningHub, name: str) -> None:
    # given a worker that is stopped without dying
    before = _mark(hub, name)
    os.kill(before[0], signal.SIGSTOP)
    # when records come for it
    held = next(event for event in read("01").events if event["type"] == "cn.npc.activity.held.v1")
    activity = f"{held['subject']}-{name}"
    hub.publish([{**held, "id": activity, "subject": activity, "data": {**held["data"], "activity": activity}}])
    # then another takes its place, and everything is folded
    eventually(lambda: _mark(hub, name) not in (None, before), 60)
    hub.settle()


def test_a_stopped_http_server_is_noticed_and_started_again(hub: RunningHub) -> None:
    # given an HTTP server that is stopped without dying, so that whoever connects waits for ever
    before = _mark(hub, "http")
    os.kill(before[0], signal.SIGSTOP)
    # when nobody does anything
    # then another takes its place, at the same address, and serves
    eventually(lambda: _mark(hub, "http") not in (None, before), 60)
    hub.close()
    eventually(lambda: _answers(hub))
    assert hub.http.get("/readyz").json() == {"status": "ready"}


def _answers(hub: RunningHub) -> bool:
    try:
        return hub.http.get("/healthz").is_success
    except httpx.TransportError:
        return False


def test_gaps_and_quarantine_are_seen(hub: RunningHub) -> None:
    # given a source that leaves out two numbers, and a record of a region that is not its own
    held = next(event for event in read("01").events if event["type"] == "cn.npc.activity.held.v1")
    numbered = [
        {
            **held,
            "id": f"n{n}",
            "sequence": str(n),
            "subject": f"{held['subject']}-n{n}",
            "data": {**held["data"], "activity": f"{held['subject']}-n{n}"},
        }
        for n in (1, 2, 4, 6)
    ]
    hub.publish([*numbered, {**held, "id": "elsewhere", "region": "42"}])
    hub.settle()
    # when the status is asked
    eventually(lambda: (_source(hub, held["source"])["missing"], _source(hub, held["source"])["sequence"]) == (2, 6))
    # then both are shown
    told = hub.http.get("/v1/status").json()
    assert sum(one["records"] for one in told["quarantine"]) == 1
    assert _source(hub, held["source"])["refused"] + _source(hub, held["source"])["waiting"] == 1


def _source(hub: RunningHub, name: str) -> Any:
    return next(one for one in hub.http.get("/v1/status").json()["sources"] if one["source"] == name)
