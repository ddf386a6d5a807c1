"""Lag, rates and the text for Prometheus, from plain values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from hub.watch.metrics import render
from hub.watch.rates import Rates
from hub.watch.snapshot import Position, Snapshot, SourceHealth, WorkerHealth, lag_seconds
from hub.watch.told import to_json

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
    source = SourceHealth('//4206/"x"\n', 5, NOW, NOW, 2, 1, 3)
    snapshot = Snapshot(NOW, [_position(5, 9, 4.0)], [source], {("refused", "NOT_YOU"): 1}, {"gate-0": WorkerHealth(False, 3)}, {"index": 1.5})
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
    assert to_json(snapshot)["readers"] == [{"reader": "index", "lag": 4, "lag_seconds": 4.0, "rate": 1.5, "position": 5}]
