"""Bad input: what contradicts itself within one record is refused; all else is accepted, shown with the rule that it breaks, and cured."""

from collections.abc import Sequence
from typing import Any

import pytest

from hub.shipped import calendars
from schemas.reasons import BROKEN, REASONS
from streams.gate.decide import decide
from streams.gate.intake import take
from streams.gate.standing import Memory
from tests.api.readers import ask, reader, signed_in
from tests.projections.anew import Anew
from tests.projections.play import Event, Playing, fact, region
from tests.streams.world import CLOCK, sent, settled
from tests.streams.world import event as county_event
from tests.views.office import CITY, COUNTY, TOWN, assigned, registered, replied, suggestion, told
from tests.views.test_region import LINE, move, reform

S = suggestion(1)
NEW, A, B = "430699", "430621101", "430621102"


def shown(hub: Playing, *named: str) -> dict[str, set[str]]:
    """The anomalies of some objects, each with a sentence, a remedy, and a rule with its source."""
    found: dict[str, set[str]] = {}
    for row in hub.rows("SELECT object, code FROM {view}.doubt()"):
        assert REASONS[row["code"]].do_zh
        assert BROKEN[row["code"]].source
        if not named or row["object"] in named:
            found.setdefault(row["object"], set()).add(row["code"])
    return found


def again(code: str, parent: str, since: str, **data: str) -> Event:
    """A later fact that a region was established."""
    return {**region(code, parent, "county", f"again-{code}-{since}", valid_from=since, **data), "time": f"{since}T09:00:00+08:00"}


def retracted(target: Event) -> Event:
    amended = {"corrects": {"source": target["source"], "id": target["id"]}, "reason": "误报"}
    return fact("reference.retracted", target["subject"], amended, id=f"r-{target['id']}")


def corrected(target: Event, **fields: str) -> Event:
    amended = {"corrects": {"source": target["source"], "id": target["id"]}, "fields": fields}
    return fact("reference.corrected", target["subject"], amended, id=f"c-{target['id']}")


REGIONS: dict[str, tuple[Sequence[Event], dict[str, set[str]]]] = {
    "in a cycle": ([move("430621", "430621101", event="cycle")], {"430621": {"REGION_CONTRADICTED"}}),
    "established twice at a time": ([again("430621", "4307", "2010-01-01")], {"430621": {"REGION_CONTRADICTED"}}),
    "two parents on one day": (
        [move("430621", "4307", event="first"), move("430621", "43", event="second", at="2025-02-11")],
        {"430621": {"REGION_CONTRADICTED"}},
    ),
    "ended twice": (
        [reform("merged", "430621101", into="430621102"), reform("abolished", "430621101", at="2025-02-11", day="2025-04-01")],
        {"430621101": {"REGION_CONTRADICTED"}},
    ),
    "merged and split on one day": (
        [reform("merged", A, into=B), reform("split", A, at="2025-02-11", successors=[{"code": B}, {"code": "430621"}])],
        {A: {"REGION_CONTRADICTED"}},
    ),
    "split and abolished on one day": (
        [reform("split", A, successors=[{"code": B}, {"code": "430621"}]), reform("abolished", A, at="2025-02-11")],
        {A: {"REGION_CONTRADICTED"}},
    ),
    "each going on in the other": (
        [reform("merged", A, into=B), reform("merged", B, into=A, at="2025-02-11")],
        {B: {"REGION_CONTRADICTED"}},
    ),
    "going on in what lies in it": ([reform("merged", "430621", into=A)], {"430621": {"REGION_CONTRADICTED"}}),
    "ended before it was there": ([reform("abolished", A, day="1999-12-31")], {A: {"REFORMED_UNKNOWN"}}),
    "a repealed code used again": ([reform("abolished", A), again(A, "430621", "2025-06-01")], {A: {"CODE_REUSED"}}),
    "shares that are not the whole": (
        [reform("split", A, successors=[{"code": B, "share": "60%"}, {"code": "430621", "share": "0.3"}])],
        {A: {"SHARES_INCOMPLETE"}},
    ),
    "shares rounded, or not all told": (
        [
            reform("split", A, successors=[{"code": code, "share": "33.3%"} for code in (B, "430621", "4306")]),
            reform("split", B, successors=[{"code": "430621", "share": "60%"}, {"code": "4306"}]),
        ],
        {},
    ),
    "a parent that is there only later": (
        [again(NEW, "4398", "2010-01-01"), {**again("4398", "43", "2015-01-01"), "time": "2009-01-01T09:00:00+08:00"}],
        {NEW: {"PARENT_LATER"}},
    ),
    "a predecessor that nobody established": ([reform("merged", "430698", into="430621")], {"430698": {"REFORMED_UNKNOWN"}}),
    "a parent that nobody established": ([again(NEW, "4398", "2010-01-01")], {NEW: {"PARENT_UNKNOWN"}}),
}


def setting(name: str, subject: str, at: str, **data: Any) -> Event:
    return {**fact(name, subject, {"valid_from": "2020-01-01", **data}, id=f"{subject}-{at}"), "time": f"{at}T09:00:00+08:00"}


def settings(at: str, outcome: str, category: str, amount: int, day: str) -> list[Event]:
    """A scheme of classes and one of categories, a rule and a calendar, each said at some time."""
    months = {"jurisdiction": "43", "step": "reply", "amount": amount, "period": "m"}
    return [
        setting("class_scheme.set", "letters", at, scheme="letters", region="43", classes=[{"code": "C", "outcome": outcome}]),
        setting("category_scheme.set", "words", at, scheme="words", region="43", categories=[{"code": "水", "category": category}]),
        setting("rule.set", f"reply-{at}", at, **months),
        fact("calendar.set", "2030", {"year": 2030, "holidays": [day], "workdays": []}, id=f"year-{at}", time=f"{at}T09:00:00+08:00"),
    ]


def test_of_what_is_set_otherwise_for_one_day_the_smaller_holds_and_the_other_is_shown(hub: Playing) -> None:
    # given settings of one day that are said twice: the later word first, and each in a fold of its own
    first, second = settings("2020-01-02", "planned", "water", 3, "2030-01-01"), settings("2020-01-03", "deferred", "utilities", 4, "2030-01-02")
    for event in (*second, *first):
        hub.tell(event)
        hub.fold()
    # then the later ones are shown, and the earlier ones hold
    assert shown(hub) == {name: {"SETTING_CONTRADICTED"} for name in ("letters", "words", "reply-2020-01-03", "2030")}
    assert [row["outcome"] for row in hub.rows("SELECT outcome FROM {view}.class_scheme WHERE scheme = 'letters'")] == ["planned"]
    # when the later ones are taken back, or said of a day of their own, be it an earlier one, then nothing is
    hub.tell(*(retracted(one) for one in second[2:]))
    hub.tell(*(corrected(one, valid_from=day) for one, day in zip(second[:2], ("2019-01-01", "2021-01-01"), strict=True)))
    hub.fold()
    assert shown(hub) == {}
    outcomes = hub.rows("SELECT outcome FROM {view}.class_scheme WHERE scheme = 'letters' ORDER BY valid_from")
    assert [row["outcome"] for row in outcomes] == ["deferred", "planned"]


WHO: dict[str, tuple[str, str, dict[str, Any], dict[str, Any]]] = {
    "unit": ("registered", "u", {"unit": "u", "name": "甲", "kind": "office", "level": "city", "region": "42"}, {"name": "乙"}),
    "unit changed": ("changed", "u", {"unit": "u", "name": "丙", "valid_from": "2021-01-01"}, {"name": "丁"}),
    "unit closed": ("closed", "u", {"unit": "u", "valid_from": "2022-01-01"}, {"valid_from": "2022-01-02"}),
    "department": ("registered", "d", {"dept": "d", "name": "教育局", "region": "42", "level": "city"}, {"parent": "e"}),
    "department changed": ("changed", "d", {"dept": "d", "name": "教体局"}, {"name": "教育和体育局"}),
    "source": ("registered", "//42/x", {"source": "//42/x", "name": "系统", "region": "42", "families": ["activity"]}, {"families": ["suggestion"]}),
    "deputy": ("registered", "//42/x/p", {"person": "//42/x/p", "cert_no": "1"}, {"cert_no": "2"}),
}


@pytest.mark.parametrize("case", WHO)
def test_who_is_registered_or_changed_twice_and_not_alike_is_shown_until_one_is_taken_back(hub: Playing, case: str) -> None:
    name, subject, data, other = WHO[case]
    kind = case.split(" ", maxsplit=1)[0]
    base = fact(f"{kind}.registered", subject, WHO[kind][2], id="base", time="2020-01-01T09:00:00+08:00")
    first = fact(f"{kind}.{name}", subject, data, id="first", time="2020-01-02T09:00:00+08:00")
    asked = "SELECT kind, object FROM api.province_anomalies WHERE code = 'REGISTERED_OTHERWISE'"
    second = fact(f"{kind}.{name}", subject, {**data, **other}, id="second", time="2020-01-02T11:00:00+08:00")
    with signed_in(hub.connection.dsn, reader(hub, "province", "42")) as province:
        # given it said once, and again in the same words; then nothing is shown; when something else is said of that day; then it is, until that is
        # taken back
        for events, found in (
            ([base, first, {**first, "id": "again", "time": "2020-01-02T10:00:00+08:00"}], []),
            ([second], [(kind, subject)]),
            ([retracted(second)], []),
        ):
            hub.tell(*events)
            hub.fold()
            assert ask(province, asked) == found


def test_facts_about_regions_that_contradict_each_other_are_shown(hubs: Anew) -> None:
    with hubs.playing() as hub:
        hub.tell(
            *(region(code, code[:-2] if len(code) > 2 else "00", level) for code, level in zip(LINE[:3], ("province", "city", "city"), strict=True))
        )
        hub.tell(region("430621", "4306", "county"), *(region(code, "430621", "town") for code in LINE[4:]))
        hub.fold()
        assert shown(hub) == {}
        for name, (events, expected) in REGIONS.items():
            # when facts come that contradict each other or name what nobody told
            # the later first, each in a fold of its own
            told = [{**one, "id": f"{name.replace(' ', '-')}-{one['id']}"} for one in events]
            for event in reversed(told):
                hub.tell(event)
                hub.fold()
            # then all are accepted, and the one that does not hold is shown
            assert (name, shown(hub)) == (name, expected)
            # and when it is taken back nothing is
            hub.tell(*(retracted(one) for one in told))
            hub.fold()
            assert (name, shown(hub)) == (name, {})
        # and where what was unknown comes, that cures as well
        hub.tell(again("430697", "4399", "2010-01-01"))
        hub.fold()
        assert shown(hub) == {"430697": {"PARENT_UNKNOWN"}}
        hub.tell(region("4399", "43", "city"))
        hub.fold()
        assert shown(hub) == {}


def test_bad_courses_of_suggestions_are_shown_until_they_are_cured(hub: Playing) -> None:
    by_co, kept, lettered, late = (suggestion(number) for number in range(1, 5))
    said = {"jurisdiction": "00", "step": "reply", "amount": 3, "period": "m", "valid_from": "2010-01-01"}
    hub.tell(*calendars(), fact("rule.set", "reply", said))
    # given a reply by a co-handler, a file closed with an open promise, a letter of an unknown scheme, and a due day beyond the calendars
    hub.tell(*(registered(one, "2025-06-01") for one in (by_co, kept, lettered)), registered(late, "2026-11-02"))
    hub.tell(*(assigned(one, "2025-06-02", "A", co=["C"]) for one in (by_co, kept, lettered)), assigned(late, "2026-11-03", "A"))
    wrong = replied(by_co, "2025-06-05", "C", id="by-co")
    hub.tell(wrong, replied(kept, "2025-06-05", "A"), told("promise_made", kept, "2025-06-06", promise="p"), told("archived", kept, "2025-06-07"))
    hub.tell(told("replied", lettered, "2025-06-05", dept="A", scheme="x", **{"class": "C"}))
    hub.fold()
    assert shown(hub) == {
        by_co: {"CO_HANDLER_REPLIED"},
        kept: {"ARCHIVED_WITH_OPEN_PROMISES"},
        lettered: {"CLASS_UNKNOWN"},
        late: {"CALENDAR_UNKNOWN"},
    }
    # when the role is corrected, the promise kept, the scheme and the calendar published
    amended = {"corrects": {"source": f"//{COUNTY}/s", "id": "by-co"}, "fields": {"dept": "A"}}
    hub.tell(told("corrected", by_co, "2025-06-08", origin=None, **amended), told("promise_kept", kept, "2025-06-08", promise="p"))
    hub.tell(fact("class_scheme.set", "x", {"scheme": "x", "region": CITY, "classes": [{"code": "C", "outcome": "planned"}]}))
    hub.tell(fact("calendar.set", "2027", {"year": 2027, "holidays": ["2027-01-01"], "workdays": []}))
    hub.fold()
    # then nothing is shown any more, and the figures are those of good input
    assert shown(hub) == {}
    assert (hub.figure("suggestions.replied", TOWN), hub.figure("suggestions.solved_or_planned", TOWN)) == (3, 3)


@pytest.mark.quick
def test_more_votes_than_deputies_present_contradict_each_other_within_a_record() -> None:
    # given a vote of 40 deputies, and one with a vote too many
    project = "//420624/jyxt/p-1"
    votes = {"project": project, "year": 2025, "votes_for": 30, "against": 8, "abstain": 2, "elected": True}
    for present, code in ((40, None), (None, None), (39, "CONTRADICTION")):
        data = votes if present is None else {**votes, "present": present}
        taken = take([sent(county_event("project.voted", data, subject=project))])
        ruling = decide(taken.batch, taken.carriers, settled(), CLOCK, Memory()).rulings.get(0)
        # then only that is refused, with the field and what was expected
        assert (ruling and ruling.problem.code) == code
        if ruling:
            assert (ruling.problem.field, ruling.problem.got) == ("/data/present", "39")
