"""What was known at a moment: facts that came later change nothing of it, or it is refused; never a figure that nobody could have had."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from projections import folders, sql
from projections.statistics import Answer, Question, ask, catalogue, list_cell
from schemas.days import parse_instant
from schemas.errors import UsageError
from tests.api.readers import reader, signed_in
from tests.projections.play import Event, Playing, fact, playing, region, source
from tests.views.world import CITY, COUNTY, COUNTY_SYSTEM, OTHER_CITY, OTHER_TOWN, PROVINCE, TOWN, TOWN_SYSTEM, held, mandate, said, unit, world

TODAY = date(2025, 12, 31)
DAY = "2025-03-10"
BY: Sequence[tuple[str, ...]] = ((), ("region",), ("level",), ("month",))
NEW_TOWN, NEW_SYSTEM = "220122102", "//220122102/zxt"


@pytest.fixture
def hub(database: str) -> Iterator[Playing]:
    """By the tenth of March two towns of a county, a reception, and a suggestion that was replied to with a letter of a scheme nobody has set."""
    with playing(database) as hub:
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


def everything(hub: Playing, where: str, known_at: str | None = None) -> list[Answer]:
    """All figures of a region, but for the moment asked about."""
    asked = [Question(tuple(one.name for one in catalogue().values() if set(by) <= set(one.dimensions)), where, by) for by in BY]
    return [replace(ask(hub.connection, replace(one, known_at=known_at), TODAY), known_at=None) for one in asked]


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


CHANGING = {
    "a region of which something was known": region(TOWN, COUNTY, "town", event="later", valid_from="2025-01-01"),
    "a region above one of which something was known": region("2203", "22", "city", event="later"),
    "a unit of which something was known": {**unit(COUNTY), "id": "again", "time": "1999-01-01T09:00:00+08:00"},
    "a source of which something was known": {**source(TOWN_SYSTEM, OTHER_TOWN), "id": "again", "time": "1999-01-01T09:00:00+08:00"},
    "a correction of a fact": fact("reference.corrected", TOWN, {"corrects": {"source": "//00/hub", "id": "?"}, "fields": {"parent": OTHER_CITY}}),
    "a retraction of a fact": fact("reference.retracted", "x", {"corrects": {"source": "//00/hub", "id": "?"}, "reason": "误报"}),
}


@pytest.mark.parametrize("name", CHANGING)
def test_what_later_facts_may_have_changed_is_refused(hub: Playing, name: str) -> None:
    # given a fact that came later, about something of which more was known
    event = CHANGING[name]
    if "corrects" in event["data"]:
        told = next(one for one in world() if one["subject"] == TOWN)
        event = {**event, "data": {**event["data"], "corrects": {"source": "//00/hub", "id": told["id"]}}}
    if name.startswith("a region above"):
        hub.tell(region("220301", "2203", "county"), recorded="2025-03-09T09:00:00+08:00")
    hub.tell(event, recorded="2025-03-20T09:00:00+08:00")
    hub.fold()
    # then what was known before it is refused, what is known from its day on is not
    assert refusal(hub, DAY, TOWN if "above" not in name else "00") == ("KNOWN_BEFORE_FACTS", "/known_at")
    assert ask(hub.connection, Question(("activities.held",), "00", known_at="2025-03-20"), TODAY).rows[0].n == 1


def test_a_later_fact_about_other_regions_is_no_hindrance(hub: Playing) -> None:
    # given a county of another city that is established anew
    hub.tell(region("220201", OTHER_CITY, "county"), recorded="2025-03-09T09:00:00+08:00")
    hub.fold()
    then = everything(hub, COUNTY)
    hub.tell(region("220201", OTHER_CITY, "county", event="later", name="新名"), recorded="2025-03-20T09:00:00+08:00")
    hub.fold()
    # then figures of this city's county are told, those of the city and of all above it not
    assert everything(hub, COUNTY, "2025-03-09") == then
    for where in ("220201", OTHER_CITY, PROVINCE, "00"):
        assert refusal(hub, "2025-03-09", where) == ("KNOWN_BEFORE_FACTS", "/known_at"), where


def test_a_scheme_that_came_later_hinders_figures_of_matters_alone(hub: Playing) -> None:
    # given letters that meant nothing until their scheme came
    then = ask(hub.connection, Question(("activities.held", "opinions.collected"), COUNTY), TODAY)
    scheme = {"scheme": "x", "region": COUNTY, "classes": [{"code": "A", "outcome": "solved"}], "valid_from": "2021-01-01"}
    hub.tell(fact("class_scheme.set", "x", scheme), recorded="2025-03-20T09:00:00+08:00")
    hub.fold()
    # then what solved is is refused, what is no matter is told
    assert refusal(hub, DAY, COUNTY, "suggestions.solved_or_planned") == ("KNOWN_BEFORE_FACTS", "/known_at")
    assert replace(ask(hub.connection, Question(("activities.held", "opinions.collected"), COUNTY, known_at=DAY), TODAY), known_at=None) == then


def test_an_instant_is_answered_where_a_day_tells_it(hub: Playing) -> None:
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
    # and in between it is refused rather than rounded
    assert refusal(hub, "2025-03-15T12:00:00+08:00") == ("NOT_YET", "/known_at")


def test_an_answer_is_provisional_until_a_minute_has_passed(hub: Playing) -> None:
    # given moments asked about by a clock
    clock = parse_instant("2025-03-16T00:00:30+08:00")
    asked = {"2025-03-15": True, "2025-03-14": False, "2025-03-16": True, "2025-03-15T23:59:30.001+08:00": True, "2025-03-15T23:59:30+08:00": False}
    for moment, provisional in asked.items():
        # then records of less than a minute ago, or of the future, may still come; without a moment no clock takes part
        answer = ask(hub.connection, Question(("activities.held",), TOWN, known_at=moment), TODAY, clock)
        assert answer.provisional is provisional, moment
    assert not ask(hub.connection, Question(("activities.held",), TOWN), TODAY, clock).provisional


def test_who_may_list_now_may_list_what_was_known(hub: Playing, database: str) -> None:
    # given a reception that was retracted later
    told = held(mandates=["mT", "mC"], counts={"people": 30})
    hub.tell(said("activity.retracted", TOWN_SYSTEM, told["subject"], {"corrects": {"source": TOWN_SYSTEM, "id": told["id"]}, "reason": "误报"}))
    hub.fold()
    # when a reader of the city opens the figure of then, then it is there, and gone now
    with signed_in(database, reader(hub, "city", CITY)) as city:
        listed = [list_cell(city, Question(("people.received",), COUNTY, known_at=known), TODAY) for known in (DAY, None)]
    assert [(one.n, [item.key for item in one.items]) for one in listed] == [(30, [told["subject"]]), (0, [])]


def test_facts_that_hold_as_they_are_now_are_those_that_are_looked_at() -> None:
    # given the views that keep no recorded days, and the types that they hear
    undated = {kind for view in folders.views() if "known_to" not in view.parts["table"] for kind in view.hears}
    # then a later fact of each of these either is no figure, or is looked for when it is asked what was known
    looked = sql.text("statistics/functions", "22_stat_late").partition("IN (")[2].partition(")")[0]
    kinds = {one.split(".")[2] for one in undated}
    assert kinds == {one.strip(" '") for one in looked.split(",")} | {"department", "deputy", "object"}
