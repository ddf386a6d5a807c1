"""A snapshot in the words of Prometheus. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from hub.watch.snapshot import Snapshot, age, views_of, worst_lag

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class _Fixed(Collector):
    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = list(families)

    def collect(self) -> Iterable[Metric]:
        return self._families


def render(snapshot: Snapshot) -> bytes:
    """The text that a Prometheus server reads."""
    registry = CollectorRegistry()
    registry.register(_Fixed([*_readers(snapshot), *_sources(snapshot), *_rest(snapshot)]))
    return generate_latest(registry)


def _gauge(name: str, says: str, labels: Sequence[str], samples: Iterable[tuple[Sequence[str], float]]) -> Metric:
    family = GaugeMetricFamily(name, says, labels=labels)
    for values, value in samples:
        family.add_metric(values, value)
    return family


def _counter(name: str, says: str, labels: Sequence[str], samples: Iterable[tuple[Sequence[str], float]]) -> Metric:
    family = CounterMetricFamily(name, says, labels=labels)
    for values, value in samples:
        family.add_metric(values, value)
    return family


def _readers(snapshot: Snapshot) -> Iterator[Metric]:
    places = [((one.reader, one.topic, str(one.partition)), one) for one in snapshot.positions]
    ends = {(one.topic, str(one.partition)): float(one.end) for one in snapshot.positions}
    labels = ("reader", "topic", "partition")
    yield _gauge("hub_position", "Next offset a reader takes", labels, ((place, one.position) for place, one in places))
    yield _gauge("hub_lag_records", "Records a reader has not taken yet", labels, ((place, one.lag) for place, one in places))
    yield _gauge("hub_end", "Next offset of a partition", ("topic", "partition"), ends.items())
    worst = worst_lag(snapshot.positions, snapshot.at)
    yield _gauge(
        "hub_lag_seconds", "Age of the oldest record a reader has not taken yet", ("reader",), (((name,), lag) for name, lag in worst.items())
    )
    rates = {name: snapshot.rates.get(name, 0.0) for name in worst}
    yield _gauge("hub_rate", "Records a second a reader took in the last minute", ("reader",), (((name,), rate) for name, rate in rates.items()))
    views = [((view,), name) for name in worst for view in views_of(name)]
    yield _gauge("hub_view_lag_seconds", "Age of the oldest record a live view has not folded yet", ("view",), ((v, worst[n]) for v, n in views))
    yield _gauge("hub_view_rate", "Records a second folded into a live view in the last minute", ("view",), ((v, rates[n]) for v, n in views))


def _sources(snapshot: Snapshot) -> Iterator[Metric]:
    sources, label = [((one.source,), one) for one in snapshot.sources], ("source",)
    yield _counter("hub_source_events", "Ledger records of a source", label, ((name, one.events) for name, one in sources))
    yield _gauge("hub_source_missing", "Numbers absent from a source's own sequence", label, ((name, one.missing) for name, one in sources))
    yield _gauge("hub_source_refused", "Records of a source that were refused", label, ((name, one.refused) for name, one in sources))
    yield _gauge("hub_source_waiting", "Records of a source that wait for a fact", label, ((name, one.waiting) for name, one in sources))
    yield _gauge("hub_source_lag_records", "Records of a source that are not in the views yet", label, ((name, one.lag) for name, one in sources))
    lags = ((name, age(one.oldest, snapshot.at)) for name, one in sources)
    yield _gauge("hub_source_lag_seconds", "Age of the oldest record of a source that is not in the views yet", label, lags)
    rates = ((name, snapshot.rates.get(one.source, 0.0)) for name, one in sources)
    yield _gauge("hub_source_rate", "Ledger records of a source a second in the last minute", label, rates)
    numbers = ((name, float(one.sequence)) for name, one in sources if one.sequence is not None)
    yield _gauge("hub_source_sequence", "Largest number of a source's own sequence", label, numbers)
    heard = ((name, _seconds(one.last_recorded)) for name, one in sources if one.last_recorded)
    yield _gauge("hub_source_last_recorded_timestamp_seconds", "When a source was last heard", label, heard)


def _rest(snapshot: Snapshot) -> Iterator[Metric]:
    quarantine = ((place, float(records)) for place, records in snapshot.quarantine.items())
    yield _gauge("hub_quarantine_records", "Records in quarantine", ("kind", "code"), quarantine)
    yield _gauge("hub_inbox_unseen_records", "Records in shared inboxes that no source's lag counts", (), [((), float(snapshot.unseen))])
    lacking = [((), float(len(snapshot.unwatched)))]
    yield _gauge("hub_deadlines_unwatched", "What the watch of deadlines asks of the live views and they lack: hub rebuild", (), lacking)
    if snapshot.calendar is not None:
        years = [((), float(snapshot.calendar.until or 0))]
        yield _gauge("hub_calendar_until_year", "Last year up to which working days can be counted, 0 if not even in this one", (), years)
        yield _gauge("hub_calendar_short", "Whether the calendar of another year is wanted now", (), [((), float(snapshot.calendar_short))])
    workers = [((name,), one) for name, one in snapshot.workers.items()]
    yield _gauge("hub_process_up", "Whether a process of this machine's hub lives", ("process",), ((name, one.alive) for name, one in workers))
    yield _counter("hub_process_starts", "How often a process was started", ("process",), ((name, one.starts) for name, one in workers))


def _seconds(at: datetime | None) -> float:
    return at.timestamp() if at else 0.0
