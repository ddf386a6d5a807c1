"""Lag, rates and the text for Prometheus, from plain values."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from rich.console import Console

from hub.watch.metrics import render
from hub.watch.rates import Rates
from hub.watch.snapshot import Position, Snapshot, SourceHealth, WorkerHealth, age, lag_seconds, waiting
from hub.watch.told import tables, to_json
from schemas.errors import Language
from schemas.topics import native_inbox

pytestmark = pytest.mark.quick
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _position(position: int, end: int, age: float | None) -> Position:
    return Position("index", "ledger.activity", 0, position, end, None if age is None else NOW - timedelta(seconds=age))


def test_one_who_has_taken_everything_has_no_lag_however_long_ago() -> None:
    # given a reader at its end, the last record a month old
    # when its lag is asked, then it is nothing
    assert lag_seconds(_position(7, 7, 30 * 86_400), NOW) == 0.0


def test_a_single_record_that_waits_grows_older_by_a_second_each_second() -> None:
    # given one record waiting at a rate of one a day
    waiting = _position(7, 8, 2.5)
    # when the lag is asked now and ten seconds later, then it is its age
    assert lag_seconds(waiting, NOW) == 2.5
    assert lag_seconds(waiting, NOW + timedelta(seconds=10)) == 12.5


def test_rates_are_of_the_last_minute() -> None:
    # given a counter that grows by 10 a second for two minutes, then stands
    rates = Rates()
    for second in range(121):
        told = rates.see({"a": second * 10}, second)
    assert told == {"a": 10.0}
    # when it has stood for a minute, then its rate is nothing; one not there before begins at nothing
    for second in range(121, 182):
        told = rates.see({"a": 1200, "b": second}, second)
    assert told["a"] == 0.0


def test_prometheus_reads_what_is_rendered() -> None:
    # given a snapshot
    name = '//4206/"x"\n'
    source = SourceHealth(name, 5, NOW, NOW, 2, 1, 3, 77, 1, 4, NOW - timedelta(seconds=9))
    positions = [_position(5, 9, 4.0), replace(_position(3, 9, 6.0), reader="view_7")]
    rates = {"index": 1.5, "view_7": 0.5, name: 2.5}
    snapshot = Snapshot(NOW, positions, [source], {("refused", "NOT_YOU"): 1}, {"gate-0": WorkerHealth(False, 3)}, rates, unseen=12)
    # when it is rendered and read by the client's own parser
    samples = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(render(snapshot).decode())
        for sample in family.samples
    }
    # then every figure is there, and a hostile name stays one label
    assert samples["hub_lag_seconds", "index"] == 4.0
    assert samples["hub_lag_records", "0", "index", "ledger.activity"] == 4.0
    assert samples["hub_source_events_total", '//4206/"x"\n'] == 5.0
    assert samples["hub_source_missing", '//4206/"x"\n'] == 2.0
    assert samples["hub_quarantine_records", "NOT_YOU", "refused"] == 1.0
    assert samples["hub_process_up", "gate-0"] == 0.0
    assert samples["hub_inbox_unseen_records",] == to_json(snapshot)["unseen"] == 12
    assert (samples["hub_rate", "index"], samples["hub_view_lag_seconds", "matter"], samples["hub_view_rate", "matter"]) == (1.5, 6.0, 0.5)
    said = {what: samples[f"hub_source_{what}", name] for what in ("lag_seconds", "lag_records", "rate", "sequence")}
    assert said == {"lag_seconds": 9.0, "lag_records": 4.0, "rate": 2.5, "sequence": 77.0}
    # and as JSON
    index, view = to_json(snapshot)["readers"]
    assert index == {"reader": "index", "lag": 4, "lag_seconds": 4.0, "rate": 1.5, "position": 5}
    assert {"activity", "matter", "suggestion"} <= set(view.pop("views"))
    assert view == {"reader": "view_7", "lag": 6, "lag_seconds": 6.0, "rate": 0.5, "position": 3}
    (shown,) = to_json(snapshot)["sources"]
    assert {name: shown[name] for name in ("position", "lag", "lag_seconds", "rate", "sequence", "missing", "refused", "waiting")} == {
        "position": 4, "lag": 4, "lag_seconds": 9.0, "rate": 2.5, "sequence": 77, "missing": 2, "refused": 1, "waiting": 3,
    }  # fmt: skip


def test_views_that_the_watch_of_deadlines_cannot_ask_are_named_loudly() -> None:
    # given views of an earlier release
    snapshot = Snapshot(NOW, [], [], {}, {}, {}, unwatched=["heed(integer)", "heeded(date,integer)"])
    # then what they lack is said in both languages, as JSON and as a metric; and nothing where they lack nothing
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        said = printed(snapshot, language)
        assert "heed(integer), heeded(date,integer)" in said
        assert "hub rebuild" in said
        assert "hub rebuild" not in printed(replace(snapshot, unwatched=()), language)
    assert to_json(snapshot)["deadlines"]["unwatched"] == ["heed(integer)", "heeded(date,integer)"]
    assert b"hub_deadlines_unwatched 2.0" in render(snapshot)


def test_views_of_other_rules_are_named_with_what_to_do() -> None:
    # given live views that this release cannot fold
    snapshot = Snapshot(NOW, [], [], {}, {}, {}, other="view_3")
    # then that is said in both languages, with what to do, and as JSON; and nothing where they are of this release
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        assert re.search("view_3.*hub rebuild", printed(snapshot, language))
    assert to_json(snapshot)["other_rules"] == "view_3"
    assert "other_rules" not in to_json(replace(snapshot, other=None))


def printed(snapshot: Snapshot, language: Language) -> str:
    console = Console(width=300)
    with console.capture() as said:
        console.print(tables(snapshot, language))
    return said.get()


def test_a_source_lags_by_what_waits_in_the_index_and_in_inboxes_of_its_own() -> None:
    # given two sources, one with inboxes of its own and a record in the index that waits longer
    mine, other = (SourceHealth(name, 5, NOW, NOW, 0, 0, 0) for name in ("//4206/a", "//42/b"))
    inbox = native_inbox("city", "activity", mine.source)
    positions = [
        Position("gate", inbox, 0, 2, 5, NOW - timedelta(seconds=3)),
        Position("gate", "inbox.city.activity", 0, 2, 9, NOW - timedelta(seconds=60)),
    ]
    behind = {mine.source: (1, NOW - timedelta(seconds=8))}
    # when it is seen what waits, then it is theirs alone
    found = waiting([mine, other], behind, {}, positions)
    assert [(one.lag, one.behind, one.oldest) for one in found] == [(4, 1, NOW - timedelta(seconds=8)), (0, 0, None)]
    assert [age(one.oldest, NOW) for one in found] == [8.0, 0.0]
    # when it was looked whose the records of the shared inbox are, then they count, also of one never heard before
    unjudged = {mine.source: (2, NOW - timedelta(seconds=60)), "//42/c": (5, NOW - timedelta(seconds=1))}
    found = waiting([mine, other], behind, unjudged, positions)
    assert [(one.source, one.lag, age(one.oldest, NOW)) for one in found] == [(mine.source, 6, 60.0), (other.source, 0, 0.0), ("//42/c", 5, 1.0)]
