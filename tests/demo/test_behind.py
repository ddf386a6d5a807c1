"""The demo tells on how many events a figure rests: those about what it counts, each once."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from hub.demo import streams
from hub.demo.behind import behind
from hub.demo.figures import Figure, by_type, figures, key
from hub.demo.pen import DAY, Sent, System, instant
from hub.demo.streams import Streams
from tests.demo.loading import small_goals
from tests.demo.oracle import Count

pytestmark = pytest.mark.quick

DESK, TOWN = (System(source, source, source[2:8], ("activity", "suggestion")) for source in ("//500101/desk", "//500102/town"))
FIRST, LAST = date(2018, 1, 1), date(2022, 12, 31)


def figure(name: str) -> Figure:
    """The figure of report 001 with this key: of the years 2018 to 2022."""
    (found,) = [one for one in figures() if one.report == "001" and key(one) == name]
    return found


def sent(system: System, identity: str, name: str, subject: str, data: Mapping[str, Any], at: int | None = None) -> Sent:
    moment = instant(date(2020, 6, 1)) if at is None else at
    event = {"source": system.source, "id": identity, "subject": subject, "time": moment, "data": dict(data)}
    return Sent(f"cn.npc.{name}.v1", event, moment, system)


def amends(name: str, identity: str, one: Sent, **more: str) -> Sent:
    named = {"corrects": {"source": one.event["source"], "id": one.event["id"]}, **more}
    return sent(one.system, identity, name, one.event["subject"], named, instant(LAST) + 90 * DAY)


def test_events_of_activities_are_those_of_the_asked_kind() -> None:
    # given an inspection told by two systems, one of them twice; one taken back; one of the year before, put right into the period
    one, other = (sent(system, "e1", "activity.held", "a1", {"kind": "inspection"}) for system in (DESK, TOWN))
    gone = sent(DESK, "e2", "activity.held", "a2", {"kind": "inspection"})
    early = sent(DESK, "e3", "activity.held", "a3", {"kind": "inspection"}, instant(FIRST) - 9 * DAY)
    right = amends("activity.corrected", "c3", early, fields='{"time": "2018-01-09T09:00:00+08:00"}')
    inspections = [one, one, other, gone, amends("activity.retracted", "r2", gone), early, right]
    # and a research that was called an inspection first; an inspection of another year; what another type says of the first
    research = sent(DESK, "e4", "activity.held", "a4", {"kind": "research"})
    renamed = sent(DESK, "e5", "activity.held", "a5", {"kind": "inspection"})
    researches = [research, renamed, amends("activity.corrected", "c5", renamed, fields='{"kind": "research"}')]
    outside = sent(DESK, "e6", "activity.held", "a6", {"kind": "inspection"}, instant(LAST) + DAY)
    announced = sent(DESK, "e7", "activity.announced", "a1", {"kind": "inspection"})
    rows = by_type([*inspections, *researches, outside, announced])
    # when both figures are asked how many events are behind them; then each has its own, and the one of both kinds
    assert behind(figure("activities.held inspection"), rows) == 6 + 2
    assert behind(figure("activities.held research"), rows) == 3


def test_events_of_a_matter_are_those_of_all_its_suggestions() -> None:
    # given a work suggestion that the city continues, what became of it after the last day, and a suggestion of another kind
    below = [sent(TOWN, "s1", "suggestion.submitted", "s-1", {"kind": "work"}), sent(TOWN, "s2", "suggestion.registered", "s-1", {"kind": "work"})]
    above = sent(DESK, "s3", "suggestion.registered", "s-2", {"continues": ["s-1"]})
    late = sent(DESK, "s4", "suggestion.linked", "s-2", {"other": "s-1"}, instant(LAST) + 2 * DAY)
    own = sent(DESK, "s5", "suggestion.registered", "s-3", {"kind": "own"})
    replied = sent(DESK, "s6", "suggestion.replied", "s-2", {"dept": "d"})
    # when it is asked how many events are behind the work suggestions; then what both levels said by the last day is, and what cannot move it not
    assert behind(figure("suggestions.consolidated work"), by_type([*below, above, late, own, replied])) == 3


@pytest.fixture(scope="module")
def written() -> Streams:
    return streams.write(small_goals())


def held(count: Count, first: date, last: date, kinds: Sequence[str]) -> set[str]:
    """The activities of these kinds that stand within a period."""
    return {one.subject for one, _ in count.activities if first <= one.day <= last and one.data["kind"] in kinds}


def numbered(count: Count, first: date, last: date, _: Sequence[str]) -> set[str]:
    """The suggestions of the matters that stand and were registered as work suggestions within a period."""
    matters = [one for one in count.suggestions.matters if one.kind == "work" and one.counts(last) and not one.counts(first)]
    return {member.id for matter in matters for member in matter.members}


SIMPLE: Mapping[tuple[str, str], tuple[Callable[[Count, date, date, Sequence[str]], set[str]], Sequence[str]]] = {
    ("001", "activities.held inspection"): (held, ("activity.held", "activity.corrected", "activity.retracted")),
    ("001", "activities.held research"): (held, ("activity.held", "activity.corrected", "activity.retracted")),
    ("001", "suggestions.consolidated work"): (numbered, ("suggestion.submitted", "suggestion.registered")),
    ("003", "activities.held"): (held, ("activity.held", "activity.corrected", "activity.retracted")),
    ("004", "activities.held"): (held, ("activity.held", "activity.corrected", "activity.retracted")),
}
"""Figures whose objects the plain count gives: how, and the types of events that move them; nothing else of the streams does."""


@pytest.mark.parametrize("which", SIMPLE, ids=" ".join)
def test_the_streams_have_that_many(written: Streams, which: tuple[str, str]) -> None:
    # given the demo's streams, when the events about the objects that the plain count finds are counted by identity
    (one,) = [each for each in figures() if (each.report, key(each)) == which]
    objects, types = SIMPLE[which]
    assert one.first is not None
    standing = objects(Count(written.all()), one.first, one.last, one.where["kind"])
    stream = [each for each in written.reports[one.report] if each.type.removeprefix("cn.npc.").removesuffix(".v1") in types]
    about = {(each.event["source"], each.event["id"]) for each in stream if each.event["subject"] in standing}
    # and with them those of what somebody meant to be in the figure, and is not: taken back, or put right to another time
    meant = {each.event["subject"] for each in stream if "corrects" in each.event["data"]} - standing
    beside = {(each.event["source"], each.event["id"]) for each in stream if each.event["subject"] in meant}
    told = behind(one, by_type(written.reports[one.report]))
    # then the demo tells the former, and of the latter no more than there are
    assert len(about) <= told <= len(about | beside)
    # and never more than there are rows: copies are no events
    assert told < len(stream)


def test_every_figure_rests_on_its_own_events(written: Streams) -> None:
    # given all figures; then those that count different things rest on different numbers of events
    told = {(one.report, key(one)): behind(one, by_type(written.reports[one.report])) for one in figures()}
    assert told["001", "activities.held inspection"] != told["001", "activities.held research"]
    assert told["000", "projects.voted"] < told["000", "votes.towns"]
    assert told["003", "items.advanced"] < told["003", "activities.held"]
    assert all(told.values())
