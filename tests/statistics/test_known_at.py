"""What was known at a moment: facts that came later change nothing of it, or it is refused; never a figure that nobody could have had."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from projections import folders, sql
from projections.past import keeping
from projections.statistics import Question, ask, catalogue, list_cell
from projections.statistics.explaining import explain
from projections.statistics.moments import Recall
from schemas.days import parse_instant
from schemas.errors import NotFound, UsageError
from tests.api.readers import reader, signed_in
from tests.projections.anew import Anew
from tests.projections.play import Event, Playing, fact, region, source
from tests.views.world import CITY, COUNTY, COUNTY_SYSTEM, OTHER_CITY, OTHER_TOWN, PROVINCE, TOWN, TOWN_SYSTEM, held, mandate, said, unit, world

TODAY = date(2025, 12, 31)
DAY, INSTANT = "2025-03-10", "2025-03-15T12:00:00+08:00"
BY: Sequence[tuple[str, ...]] = ((), ("region",), ("level",), ("month",))
NEW_TOWN, NEW_SYSTEM = "220122102", "//220122102/zxt"


@pytest.fixture
def hub(hubs: Anew) -> Iterator[Playing]:
    """By the tenth of March two towns of a county, a reception, and a suggestion that was replied to with a letter of a scheme nobody has set."""
    with hubs.playing() as hub:
        hub.tell(*world(), mandate("mT", "p", TOWN), recorded="2025-03-01T09:00:00+08:00")
        hub.tell(held(mandates=["mT", "mC"], counts={"people": 30}), *suggested("s-1"), recorded="2025-03-08T09:00:00+08:00")
        hub.fold()
        yield hub


def suggested(name: str) -> Sequence[Event]:
    """A suggestion of the county, registered, assigned and replied to."""
    subject, departments = f"{COUNTY_SYSTEM}/{name}", {"departments": [{"dept": f"{COUNTY}-d1", "role": "main"}]}
    told: Sequence[tuple[str, Mapping[str, Any], str]] = (
        ("registered", {"term": 17, "no": name, "kind": "own"}, "2025-03-06"),
        ("assigned", departments, "2025-03-06"),
        ("replied", {"dept": f"{COUNTY}-d1", "scheme": "x", "class": "A"}, "2025-03-07"),
    )
    envelopes = [said(f"suggestion.{step}", COUNTY_SYSTEM, subject, {}, f"{day}T09:00:00+08:00") for step, _, day in told]
    return [{**event, "data": {"origin": TOWN, **data}} for event, (_, data, _) in zip(envelopes, told, strict=True)]


def everything(
    hub: Playing, where: str, known_at: str | None = None, recall: Recall | None = None, regions: str = "recorded"
) -> list[tuple[object, ...]]:
    """All figures of a region, but for the moment asked about and names."""
    asked = [Question(tuple(one.name for one in catalogue().values() if set(by) <= set(one.dimensions)), where, by, regions=regions) for by in BY]
    found = [ask(hub.connection, replace(one, known_at=known_at), TODAY, recall=recall) for one in asked]
    return [(one.rows, one.position, one.disputed, one.last_event) for one in found]


LISTED = (
    "activities.held", "participations", "persons", "deputies", "suggestions.consolidated", "suggestions.by_department", "suggestions.registered",
    "suggestions.under_deadline", "departments.replied",
)  # fmt: skip
"""Statistics of each way in which they are answered."""


def unmade(hub: Playing, known_at: str, where: str = TOWN) -> tuple[str, str]:
    """What says that the live views do not tell it, where nobody makes those of then."""
    return refusal(hub, known_at, where)


def refusal(hub: Playing, known_at: str, where: str = TOWN, name: str = "activities.held") -> tuple[str, str]:
    with pytest.raises(UsageError) as caught:
        ask(hub.connection, Question((name,), where, known_at=known_at), TODAY)
    with pytest.raises(UsageError) as listed:
        list_cell(hub.connection, Question((name,), where, known_at=known_at), TODAY)
    hub.connection.rollback()
    assert caught.value.problem == listed.value.problem
    return caught.value.problem.code, caught.value.problem.field


NEW = (
    region(NEW_TOWN, COUNTY, "town"),
    unit(NEW_TOWN),
    source(NEW_SYSTEM, NEW_TOWN),
    source(f"{COUNTY_SYSTEM}2", COUNTY, succeeds=COUNTY_SYSTEM),
    mandate("mC", "p", COUNTY),
    mandate("mN", "q", NEW_TOWN),
    held(NEW_SYSTEM, f"{NEW_SYSTEM}/a-1", f"{NEW_TOWN}-rd", mandates=["mN"]),
    fact("source.rotated", TOWN_SYSTEM, {"source": TOWN_SYSTEM}),
    fact("source.revoked", COUNTY_SYSTEM, {"source": COUNTY_SYSTEM}),
)
"""What changes nothing of what was known: of the new nothing had been told, who sits where is known by days, a source spoke until it was revoked."""


def test_what_is_new_changes_nothing_that_was_known(hub: Playing) -> None:
    # given all figures of the tenth
    regions = ("00", PROVINCE, CITY, OTHER_CITY, COUNTY, TOWN)
    then = {one: everything(hub, one) for one in regions}
    # when regions, units, sources, deputies and events come later, and one source is revoked
    hub.tell(*NEW, recorded="2025-03-20T09:00:00+08:00")
    hub.fold()
    # then what was known on the tenth is what it was, and the region that came then had not been established
    assert {one: everything(hub, one, DAY) for one in regions} == then
    assert {one: everything(hub, one) for one in ("00", COUNTY)} != {one: then[one] for one in ("00", COUNTY)}
    assert refusal(hub, DAY, NEW_TOWN) == ("REGION_NEVER_ESTABLISHED", "/region")
    # and on the day on which they came they are there
    assert everything(hub, "00", "2025-03-20") == everything(hub, "00")


CHANGING = (
    region(TOWN, COUNTY, "town", event="later", valid_from="2025-01-01", name="新名"),
    region(OTHER_CITY, "22", "city", event="later", name="改名"),
    fact("region.moved", OTHER_TOWN, {"code": OTHER_TOWN, "parent": OTHER_CITY, "valid_from": "2025-01-01"}),
    fact("region.merged", TOWN, {"code": TOWN, "into": OTHER_TOWN, "valid_from": "2025-03-08"}),
    {**unit(COUNTY), "id": "again", "time": "1999-01-01T09:00:00+08:00"},
    fact("unit.closed", f"{TOWN}-rd", {"unit": f"{TOWN}-rd", "valid_from": "2025-01-01"}),
    {**source(TOWN_SYSTEM, OTHER_TOWN), "id": "again", "time": "1999-01-01T09:00:00+08:00"},
    fact("class_scheme.set", "x", {"scheme": "x", "region": COUNTY, "classes": [{"code": "A", "outcome": "solved"}], "valid_from": "2021-01-01"}),
    fact("object.allocated", f"{COUNTY_SYSTEM}/s-1", {"object": f"{COUNTY_SYSTEM}/s-1", "region": OTHER_TOWN}),
    fact("calendar.set", "2025", {"year": 2025, "holidays": ["2025-10-01"], "workdays": [], "basis": "x"}),
)
"""What changes much of what was known, and is to change nothing of what was known before."""


def test_what_later_facts_changed_is_told_as_it_was_known(hub: Playing, hubs: Anew) -> None:
    # given all figures of the tenth; when facts of each kind come later, a correction and a retraction
    regions = (CITY, OTHER_CITY, TOWN)
    then = {one: everything(hub, one) for one in regions}
    restated = {one: everything(hub, one, regions="2025-12-31") for one in regions[:2]}
    told = {one["subject"]: one["id"] for one in world()}
    amended = {"source": "//00/hub", "id": told[OTHER_TOWN]}, {"source": "//00/hub", "id": told[f"{CITY}-rd"]}
    hub.tell(
        *CHANGING,
        fact("reference.corrected", OTHER_TOWN, {"corrects": amended[0], "fields": {"parent": CITY}}),
        fact("reference.retracted", f"{CITY}-rd", {"corrects": amended[1], "reason": "误报"}),
        recorded="2025-03-20T09:00:00+08:00",
    )
    hub.fold()
    # then what was known on the tenth is what it was, recorded and restated, and what is known from their day on is not
    assert unmade(hub, DAY) == ("PAST_UNMADE", "/known_at")
    recall = keeping.recall(hubs.dsn)
    assert {one: everything(hub, one, DAY, recall) for one in regions} == then
    assert {one: everything(hub, one, DAY, recall, "2025-12-31") for one in regions[:2]} == restated
    assert {one: everything(hub, one, "2025-03-20") for one in regions} == {one: everything(hub, one) for one in regions} != then


def test_a_later_fact_about_other_regions_is_no_hindrance(hub: Playing) -> None:
    # given a county of another city that is established anew
    hub.tell(region("220201", OTHER_CITY, "county"), recorded="2025-03-09T09:00:00+08:00")
    hub.fold()
    then = everything(hub, COUNTY)
    hub.tell(region("220201", OTHER_CITY, "county", event="later", name="新名"), recorded="2025-03-20T09:00:00+08:00")
    hub.fold()
    # then figures of this city's county are told by the live views, those of the city and of all above it not
    assert everything(hub, COUNTY, "2025-03-09") == then
    for where in ("220201", OTHER_CITY, PROVINCE, "00"):
        assert unmade(hub, "2025-03-09", where) == ("PAST_UNMADE", "/known_at"), where


def test_an_instant_is_answered(hub: Playing, hubs: Anew) -> None:
    # given a day on which two receptions were recorded, at nine and at eighteen
    for hour in ("09", "18"):
        hub.tell(held(subject=f"{TOWN_SYSTEM}/a-{hour}", time="2025-03-09T08:00:00+08:00"), recorded=f"2025-03-15T{hour}:00:00+08:00")
    hub.fold()
    # when it is asked before both, after both, and by the ends of days; in whatever zone
    known = {
        "2025-03-15T08:59:59.999+08:00": 1,
        "2025-03-15T10:00:00Z": 3,
        "2025-03-15T18:00:00+08:00": 3,
        "2025-03-14": 1,
        "2025-03-15": 3,
        "2099-01-01": 3,
    }
    for moment, n in known.items():
        answer = ask(hub.connection, Question(("activities.held",), TOWN, known_at=moment), TODAY)
        # then it is what had been recorded, and says up to where
        assert (answer.rows[0].n, answer.known_at) == (n, moment)
        assert sum(answer.position.values()) == len(world()) + 4 + n, moment
    # and in between it is what had come by then, also when more of that day comes after it was first asked
    assert unmade(hub, "2025-03-15T12:00:00+08:00") == ("PAST_UNMADE", "/known_at")
    made: list[int] = []

    def recall(until: int) -> None:
        made.append(until)
        keeping.recall(hubs.dsn)(until)

    for turn in range(2):
        asked = Question(("activities.held", "people.received"), TOWN, known_at="2025-03-15T12:00:00+08:00")
        answer = ask(hub.connection, asked, TODAY, recall=recall)
        assert ([row.n for row in answer.rows], sum(answer.position.values())) == ([2, 30], len(world()) + 6)
        late = held(subject=f"{TOWN_SYSTEM}/a-{turn}", time="2025-03-09T08:00:00+08:00", counts={"people": 7})
        hub.tell(late, recorded=f"2025-03-15T2{turn}:00:00+08:00")
        hub.fold()
    assert len(made) == 1


def test_an_answer_is_provisional_until_a_minute_has_passed(hub: Playing) -> None:
    # given moments asked about by a clock
    clock = parse_instant("2025-03-16T00:00:30+08:00")
    asked = {"2025-03-15": True, "2025-03-14": False, "2025-03-16": True, "2025-03-15T23:59:30.001+08:00": True, "2025-03-15T23:59:30+08:00": False}
    for moment, provisional in asked.items():
        # then records of less than a minute ago, or of the future, may still come; without a moment no clock takes part
        answer = ask(hub.connection, Question(("activities.held",), TOWN, known_at=moment), TODAY, clock)
        assert answer.provisional is provisional, moment
    assert not ask(hub.connection, Question(("activities.held",), TOWN), TODAY, clock).provisional


def test_who_may_list_now_may_list_what_was_known(hub: Playing, hubs: Anew) -> None:
    # given a reception that was retracted later
    told = held(mandates=["mT", "mC"], counts={"people": 30})
    hub.tell(said("activity.retracted", TOWN_SYSTEM, told["subject"], {"corrects": {"source": TOWN_SYSTEM, "id": told["id"]}, "reason": "误报"}))
    hub.fold()
    # when a reader of the city opens the figure of then, then it is there, and gone now
    with signed_in(hub.connection.dsn, reader(hub, "city", CITY)) as city:
        listed = [list_cell(city, Question(("people.received",), COUNTY, known_at=known), TODAY) for known in (DAY, None)]
    assert [(one.n, [item.key for item in one.items]) for one in listed] == [(30, [told["subject"]]), (0, [])]
    # and where the views of then have to be made, each sees of them what they may
    hub.tell(*CHANGING, recorded="2025-03-20T09:00:00+08:00")
    hub.fold()
    recall = keeping.recall(hubs.dsn)
    asked = [Question((name,), COUNTY, known_at=DAY, regions=on) for name in LISTED for on in ("recorded", "2025-12-31")]
    with signed_in(hub.connection.dsn, reader(hub, "whole", CITY)) as city, signed_in(hub.connection.dsn, reader(hub, "else", OTHER_CITY)) as other:
        for one in asked:
            opened = list_cell(city, one, TODAY, recall)
            assert sum(item.n for item in opened.items) == opened.n == ask(hub.connection, one, TODAY, recall=recall).rows[0].n, one
            if opened.n:
                with pytest.raises(NotFound):
                    list_cell(other, one, TODAY, recall)
                other.rollback()
            city.rollback()


def test_facts_that_hold_as_they_are_now_are_those_that_are_looked_at() -> None:
    # given the views that keep no recorded days, and the types that they hear
    undated = {kind for view in folders.views() if "known_to" not in view.parts["table"] for kind in view.hears}
    # then a later fact of each of these either is no figure, or is looked for when it is asked what was known
    looked = sql.text("statistics/functions", "22_stat_late").partition("IN (")[2].partition(")")[0]
    kinds = {one.split(".")[2] for one in undated}
    assert kinds == {one.strip(" '") for one in looked.split(",")} | {"deputy"}
    # and is taken away where the views of then are made
    taken = sql.text("statistics/functions", "27_stat_past").partition("IN (")[2].partition(")")[0]
    assert {one.strip(" '") for one in taken.split(",")} == kinds - {"deputy"}


def outcome(hub: Playing, asked: Question, recall: Recall) -> str:
    """`answered`, or the code with which a question is refused."""
    try:
        ask(hub.connection, asked, TODAY, recall=recall)
    except UsageError as error:
        return error.problem.code
    return "answered"


def test_whatever_is_answered_now_is_answered_as_known_at_any_moment(hub: Playing, hubs: Anew) -> None:
    # given facts of each kind that came after a day, and a day on which records came before and after an instant
    hub.tell(held(subject=f"{TOWN_SYSTEM}/a-1"), recorded="2025-03-15T09:00:00+08:00")
    hub.tell(held(subject=f"{TOWN_SYSTEM}/a-2"), recorded="2025-03-15T18:00:00+08:00")
    hub.tell(*CHANGING, recorded="2025-03-20T09:00:00+08:00")
    hub.fold()
    recall = keeping.recall(hubs.dsn)
    # when each statistic is asked by each of its dimensions, of a cohort and opened, recorded and restated
    shapes: dict[tuple[str, ...], list[str]] = {}
    for name, one in catalogue().items():
        for by in ((), *((dimension,) for dimension in one.dimensions)):
            shapes.setdefault(by, []).append(name)
    questions = [Question(tuple(names), COUNTY, by) for by, names in shapes.items()]
    first = date(2025, 1, 1)
    entering = tuple(name for name, one in catalogue().items() if one.answered != "distinct")
    questions += [Question(names, COUNTY, first=first, cohort=True) for names in (entering, ("persons",))]
    refused = set()
    for asked in (replace(one, regions=on) for one in questions for on in ("recorded", "2025-12-31")):
        now = outcome(hub, asked, recall)
        # then as known at the end of a day before these facts, and at an instant, it is answered wherever it is answered now
        assert {outcome(hub, replace(asked, known_at=known), recall) for known in (DAY, INSTANT)} == {now}, asked
        refused |= {(asked.names, now)} - {(asked.names, "answered")}
    assert refused == {(("persons",), "COHORT_NOT_ALLOWED")}
    # and each figure is opened
    for turn, name in enumerate(catalogue()):
        cell = Question((name,), COUNTY, known_at=(DAY, INSTANT)[turn % 2], regions=("recorded", "2025-12-31")[turn // 2 % 2])
        listed = list_cell(hub.connection, cell, TODAY, recall)
        assert sum(item.n for item in listed.items) == listed.n, cell
        hub.connection.rollback()


def test_a_figure_that_changed_is_explained_by_what_was_written_down_since(hub: Playing, hubs: Anew) -> None:
    # given a figure as published, a reception that came late, one that was corrected, one that was retracted, and one of another town
    told = held(mandates=["mT", "mC"], counts={"people": 30})
    hub.tell(held(subject=f"{TOWN_SYSTEM}/a-1", id="e-1", counts={"people": 7}), recorded="2025-03-09T09:00:00+08:00")
    hub.fold()
    late = held(subject=f"{TOWN_SYSTEM}/a-2", id="e-2", counts={"people": 5})
    corrected = {"corrects": {"source": TOWN_SYSTEM, "id": told["id"]}, "fields": {"counts": {"people": 31}}}
    hub.tell(
        late,
        said("activity.corrected", TOWN_SYSTEM, told["subject"], corrected, id="c-1"),
        said("activity.retracted", TOWN_SYSTEM, f"{TOWN_SYSTEM}/a-1", {"corrects": {"source": TOWN_SYSTEM, "id": "e-1"}, "reason": "误报"}, id="r-1"),
        held(COUNTY_SYSTEM, f"{COUNTY_SYSTEM}/a-9", f"{COUNTY}-rd", counts={"people": 99}),
        recorded="2025-03-20T09:00:00+08:00",
    )
    hub.fold()
    recall = keeping.recall(hubs.dsn)
    with signed_in(hub.connection.dsn, reader(hub, "auditor", CITY)) as city:
        # when it is asked why it is another now
        found = explain(city, Question(("people.received",), TOWN, known_at=DAY), today=TODAY, recall=recall)
        # then each object by which it differs is named with what was written down of it since, and nothing else
        told_of = {one.key: (one.before, one.after, [event.id for event in one.events]) for one in found.changes}
        assert (found.before, found.after, found.facts) == (37, 36, ())
        assert told_of == {told["subject"]: (30, 31, ["c-1"]), f"{TOWN_SYSTEM}/a-1": (7, 0, ["r-1"]), late["subject"]: (0, 5, ["e-2"])}
        # and up to a day on which nothing of it had come yet nothing differs
        before = explain(city, Question(("people.received",), TOWN, known_at=DAY), "2025-03-19", TODAY, recall)
        assert (before.before, before.after, before.changes) == (37, 37, ())
        with pytest.raises(UsageError):
            explain(city, Question(("people.received",), TOWN, known_at=DAY), "2025-03-09", TODAY, recall)
