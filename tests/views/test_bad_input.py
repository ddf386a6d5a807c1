"""Bad input: what contradicts itself within one record is refused; all else is accepted, shown with the rule that it breaks, and cured."""

from collections.abc import Sequence

import pytest

from hub.shipped import calendars
from schemas.reasons import BROKEN, REASONS
from streams.gate.decide import decide
from streams.gate.intake import take
from streams.gate.standing import Memory
from tests.projections.play import Event, Playing, fact, playing, region
from tests.streams.world import CLOCK, sent, settled
from tests.streams.world import event as county_event
from tests.views.office import CITY, COUNTY, TOWN, assigned, registered, replied, suggestion, told
from tests.views.test_region import LINE, move, reform

S = suggestion(1)
NEW = "430699"


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
    "a predecessor that nobody established": ([reform("merged", "430698", into="430621")], {"430698": {"REFORMED_UNKNOWN"}}),
    "a parent that nobody established": ([again(NEW, "4398", "2010-01-01")], {NEW: {"PARENT_UNKNOWN"}}),
}


def test_facts_about_regions_that_contradict_each_other_are_shown(database: str) -> None:
    with playing(database) as hub:
        hub.tell(
            *(region(code, code[:-2] if len(code) > 2 else "00", level) for code, level in zip(LINE[:3], ("province", "city", "city"), strict=True))
        )
        hub.tell(region("430621", "4306", "county"), *(region(code, "430621", "town") for code in LINE[4:]))
        hub.fold()
        assert shown(hub) == {}
        for name, (events, expected) in REGIONS.items():
            # when facts come that contradict each other or name what nobody told
            hub.tell(*events)
            hub.fold()
            # then all are accepted, and the one that does not hold is shown
            assert (name, shown(hub)) == (name, expected)
            # and when it is taken back nothing is
            hub.tell(*(retracted(one) for one in events))
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
