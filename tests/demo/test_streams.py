"""The streams say what the reports print, and are dirty enough that counting rows does not do."""

from collections import Counter
from collections.abc import Mapping

import pytest

from hub.demo import streams
from hub.demo.figures import by_type, figures, key, naive
from hub.demo.pen import DAY, Sent
from hub.demo.streams import Streams
from tests.demo.loading import small_goals
from tests.demo.oracle import Count, Laws

pytestmark = pytest.mark.quick


@pytest.fixture(scope="module")
def goals() -> Mapping[str, Mapping[str, int]]:
    return small_goals()


@pytest.fixture(scope="module")
def sent(goals: Mapping[str, Mapping[str, int]]) -> Streams:
    return streams.write(goals)


def test_the_events_add_up_to_the_figures(sent: Streams, goals: Mapping[str, Mapping[str, int]]) -> None:
    # given streams written for goals, when they are counted by the worked cases, then every figure is its goal
    count = Count(sent.all())
    assert {(one.report, key(one)): count.of(one) for one in figures()} == {(one.report, key(one)): goals[one.report][key(one)] for one in figures()}


def test_counting_rows_gives_no_figure_right(sent: Streams, goals: Mapping[str, Mapping[str, int]]) -> None:
    # given the same streams, when rows are counted as they came, then not one figure is right
    rows = {report: by_type(stream) for report, stream in sent.reports.items()}
    assert [key(one) for one in figures() if naive(one, rows[one.report]) == goals[one.report][key(one)]] == []


@pytest.mark.parametrize(
    ("law", "wrong"),
    [
        (Laws(identity=False), {"activities.held", "people.received", "items.advanced", "stations.open"}),
        (Laws(corrections=False), {"activities.held", "people.received", "opinions.collected", "votes.towns", "projects.voted", "stations.open"}),
        (Laws(links=False), {"suggestions.consolidated", "suggestions.published"}),
        (Laws(persons=False), {"participations", "deputies"}),
        (Laws(origins=False), {"suggestions.consolidated", "suggestions.completed", "suggestions.implemented"}),
    ],
)
def test_each_law_is_needed(sent: Streams, goals: Mapping[str, Mapping[str, int]], law: Laws, wrong: set[str]) -> None:
    # given a count that breaks one law, when it counts the same streams, then the figures that rest on the law are wrong
    count = Count(sent.all(), law)
    found = {one.statistic for one in figures() if count.of(one) != goals[one.report][key(one)]}
    assert wrong <= found


def test_a_hundredth_comes_twice_and_a_hundredth_a_month_late(sent: Streams) -> None:
    # given each report's stream, then at least one record of a hundred is a copy and one of a hundred comes 30 days late
    for report, stream in sent.reports.items():
        copies = Counter((one.event["source"], one.event["id"]) for one in stream)
        late = sum(one.handed - one.event["time"] > 30 * DAY for one in stream)
        assert sum(number - 1 for number in copies.values()) >= len(stream) / 100, report
        assert late >= len(stream) / 100, report


def test_the_streams_are_the_same_each_time(sent: Streams, goals: Mapping[str, Mapping[str, int]]) -> None:
    # given the same goals and seed, when the streams are written again, then they are equal record by record
    assert list(streams.write(goals).all()) == list(sent.all())


def test_every_source_numbers_without_gaps(sent: Streams) -> None:
    # given a source's own numbers, then none is missing and none is used for two events
    numbers: dict[str, dict[int, Sent]] = {}
    for one in sent.all():
        if "sequence" in one.event:
            numbers.setdefault(one.event["source"], {})[int(one.event["sequence"])] = one
    for source, known in numbers.items():
        assert sorted(known) == list(range(1, len(known) + 1)), source
