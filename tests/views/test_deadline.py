"""By when a suggestion must be answered, whether it was, and what of what is said of it does not fit the rule."""

from datetime import date
from typing import Any

import pytest

from hub.shipped import calendars
from projections.statistics import Question, ask, list_cell
from tests.projections.play import Event, Playing, fact, region
from tests.views.both_ways import whole_and_stored
from tests.views.office import CITY, COUNTY, PROVINCE, TOWN, assigned, graded, registered, replied, suggestion, told

S = suggestion(1)
NAMES = ("due", "on_time", "late", "overdue", "due_unknown")


def rule(step: str, amount: int, period: str = "m", at: str = "00", **data: Any) -> Event:
    said = {"jurisdiction": at, "step": step, "amount": amount, "period": period, "valid_from": "2010-01-01", **data}
    return fact("rule.set", f"{at}-{step}-{amount}", said)


DUE_TODAY = """
SELECT count(*) AS n FROM {view}.deadline AS d
WHERE d.known_to IS NULL AND d.due @> %s::date AND d.due_day = %s::date AND (d.replied_on IS NULL OR d.replied_on > %s::date)
"""

RULES = (rule("reply", 3), rule("reply_extended", 6, consent=True), rule("rehandle", 2))


@pytest.fixture
def ruled(hub: Playing) -> Playing:
    """The office of `hub`, the calendars of the years about 2025, and rules of the nation."""
    hub.tell(*(one for one in calendars() if one["data"]["year"] in (2024, 2025, 2026)), *RULES)
    hub.fold()
    return hub


def tell(hub: Playing, *events: Event, recorded: str = "2025-12-31T12:00:00+08:00") -> None:
    hub.tell(*events, recorded=recorded)
    hub.fold()
    # A row is what its statements make it, however they came.
    whole, stored = whole_and_stored(hub, "deadline", "suggestion")
    assert whole == stored


def state(hub: Playing, as_of: str, at: str = TOWN, known_at: str = "9999-12-31") -> tuple[int, ...]:
    """due, on time, late, overdue, unknown."""
    return tuple(hub.figure(f"suggestions.{name}", at, as_of, known_at) for name in NAMES)


def row(hub: Playing, name: str = S) -> dict[str, Any]:
    rows = hub.rows("SELECT d.*, d.due_day::text AS due_on FROM {view}.deadline AS d WHERE suggestion = %s AND known_to IS NULL", name)
    return rows[0] if rows else {}


def test_a_suggestion_is_due_and_then_overdue_until_it_is_answered(ruled: Playing) -> None:
    tell(ruled, registered(S, "2025-06-20"), assigned(S, "2025-07-01", "A", co=["C"]))
    assert (row(ruled)["due_on"], row(ruled)["rule"], row(ruled)["anomalies"]) == ("2025-10-09", "00 reply 3 m", [])
    assert [state(ruled, day) for day in ("2025-10-08", "2025-10-09", "2025-10-10")] == [(0, 0, 0, 0, 0), (1, 0, 0, 0, 0), (1, 0, 0, 1, 0)]
    # when a co-handler's opinion is all that comes, then nothing is answered; when the main one answers, then late
    tell(ruled, replied(S, "2025-10-09", "C"), replied(S, "2025-10-12", "A"))
    assert [state(ruled, day) for day in ("2025-10-11", "2025-10-12")] == [(1, 0, 0, 1, 0), (1, 0, 1, 0, 0)]
    assert str(row(ruled)["replied_on"]) == "2025-10-12"
    # and it is so at every level, where the matter arose
    assert {state(ruled, "2025-10-12", at) for at in (TOWN, COUNTY, CITY, PROVINCE, "00")} == {(1, 0, 1, 0, 0)}


def test_what_is_under_a_deadline_is_due_or_not_yet_or_unknown_on_every_day(ruled: Playing) -> None:
    # given suggestions answered early, on their due day, late and not at all; put off; re-assigned; handled anew; given back for a while; two whose
    # due days no calendar knows; one assigned to nobody that must answer
    early, prompt, late, open_, later, anew, again, back, unknown, cured, idle = (suggestion(number) for number in range(1, 12))
    said = [
        event
        for one in (early, prompt, late, open_, later, anew, again, back)
        for event in (registered(one, "2025-06-20"), assigned(one, "2025-07-01", "A"))
    ]
    said += [registered(one, "2025-06-20") for one in (unknown, cured, idle)]
    said += [assigned(unknown, "2026-11-10", "A"), assigned(cured, "2026-10-10", "A", "B"), assigned(idle, "2025-07-01", co=["C"])]
    said += [
        replied(early, "2025-07-20", "A"),
        replied(prompt, "2025-10-09", "A"),
        replied(late, "2025-10-12", "A"),
        replied(again, "2025-08-01", "A"),
    ]
    said += [told("extended", later, "2025-09-20", until="2026-01-04", consent_by="p"), told("rehandle_ordered", again, "2025-10-20")]
    said += [told("reassigned", anew, "2025-08-20", replaces=["A"], departments=[{"dept": "B", "role": "main"}])]
    said += [told("returned", back, "2025-07-10"), told("registered", back, "2025-09-01", term=17, session=4, no="8")]
    tell(ruled, *said, replied(cured, "2026-10-20", "A"))
    found = {}
    days = ("2025-06-30", "2025-07-01", "2025-07-15", "2025-10-08", "2025-10-09", "2025-10-12", "2025-10-25", "2025-12-31", "2026-01-04")
    for day in (*days, "2026-01-10", "2026-10-15", "2026-12-31"):
        names = tuple(f"suggestions.{name}" for name in ("under_deadline", *NAMES, "not_yet_due"))
        rows = ask(ruled.connection, Question(names, TOWN, as_of=date.fromisoformat(day)), date(2026, 12, 31)).rows
        under, due, on_time, late_, overdue, unknown_, not_yet = (row.n or 0 for row in rows)
        # then on each day the three parts are all of them
        assert due + not_yet + unknown_ == under, day
        # and so are they with what is due told apart: of that what is open on its very day is not overdue before the day is over
        today = int(ruled.rows(DUE_TODAY, day, day, day)[0]["n"])
        assert on_time + late_ + overdue + today + not_yet + unknown_ == under, day
        assert rows[-1].of == under
        found[day] = (under, not_yet, today)
        # and the list of what is not yet due is as long
        assert len(list_cell(ruled.connection, Question(names[-1:], TOWN, as_of=date.fromisoformat(day)), date(2026, 12, 31)).items) == not_yet
        ruled.connection.rollback()
    # and one that was given back is none meanwhile; on the day those put off and assigned anew are not due, and three of the others are open
    assert {day: found[day] for day in days[:5]} == {
        "2025-06-30": (0, 0, 0), "2025-07-01": (8, 8, 0), "2025-07-15": (7, 7, 0), "2025-10-08": (8, 8, 0), "2025-10-09": (8, 2, 3),
    }  # fmt: skip


def test_an_answer_in_time_counts_from_the_due_day(ruled: Playing) -> None:
    tell(ruled, registered(S, "2025-06-20"), assigned(S, "2025-07-01", "A"), replied(S, "2025-07-20", "A"))
    assert [state(ruled, day) for day in ("2025-07-20", "2025-10-08", "2025-10-09")] == [(0, 0, 0, 0, 0), (0, 0, 0, 0, 0), (1, 1, 0, 0, 0)]


def test_the_latest_of_several_departments_holds_and_all_must_answer(ruled: Playing) -> None:
    # given two separate departments, one of them assigned a month later
    tell(ruled, registered(S, "2025-06-20"), assigned(S, "2025-06-24", separate=["A"]), assigned(S, "2025-07-24", separate=["B"]))
    # then until that day the first one's due day holds, and from then on the second one's
    assert row(ruled)["due_on"] == "2025-10-24"
    assert [state(ruled, day)[0] for day in ("2025-09-24", "2025-10-23", "2025-10-24")] == [0, 0, 1]
    tell(ruled, replied(S, "2025-09-01", "A"))
    assert state(ruled, "2025-10-27") == (1, 0, 0, 1, 0)
    tell(ruled, replied(S, "2025-10-24", "B"))
    assert state(ruled, "2025-10-27") == (1, 1, 0, 0, 0)


def test_being_assigned_anew_begins_the_clock_anew(ruled: Playing) -> None:
    tell(ruled, registered(S, "2025-04-01"), assigned(S, "2025-04-01", "A"))
    assert state(ruled, "2025-08-01") == (1, 0, 0, 1, 0)
    tell(ruled, told("refused", S, "2025-04-10", dept="A"), told("reassigned", S, "2025-08-20", departments=[{"dept": "B", "role": "main"}]))
    # then it was overdue until that day, and is not any more
    assert row(ruled)["due_on"] == "2025-11-20"
    assert [state(ruled, day) for day in ("2025-08-19", "2025-08-20", "2025-11-21")] == [(1, 0, 0, 1, 0), (0, 0, 0, 0, 0), (1, 0, 0, 1, 0)]


def test_an_extension_needs_the_consent_that_the_rule_asks_for(ruled: Playing) -> None:
    tell(ruled, registered(S, "2025-06-20"), assigned(S, "2025-07-01", "A"), told("extended", S, "2025-09-01", until="2026-01-04", id="x"))
    assert (row(ruled)["due_on"], row(ruled)["anomalies"]) == ("2025-10-09", ["DUE_DIFFERS", "EXTENDED_WITHOUT_CONSENT"])
    tell(ruled, told("extended", S, "2025-10-12", until="2026-01-04", consent_by="主任会议"))
    # then it was overdue until the day on which it was extended
    assert (row(ruled)["due_on"], row(ruled)["rule"]) == ("2026-01-04", "00 reply_extended 6 m")
    assert [state(ruled, day)[3] for day in ("2025-10-11", "2025-10-12", "2026-01-04", "2026-01-05")] == [1, 0, 0, 1]
    # an extension for another department moves nothing
    other = suggestion(2)
    elsewhere = told("extended", other, "2025-09-01", dept="B", until="2026-01-04", consent_by="x")
    tell(ruled, registered(other, "2025-06-20"), assigned(other, "2025-07-01", "A"), elsewhere)
    assert (row(ruled, other)["due_on"], row(ruled, other)["anomalies"]) == ("2025-10-09", [])


def test_handling_anew_has_a_rule_of_its_own(ruled: Playing) -> None:
    tell(ruled, registered(S, "2025-03-01"), assigned(S, "2025-03-03", "A"), replied(S, "2025-04-01", "A"), graded(S, "2025-04-10", "dissatisfied"))
    assert state(ruled, "2025-06-03") == (1, 1, 0, 0, 0)
    tell(ruled, told("rehandle_ordered", S, "2025-04-15"))
    assert (row(ruled)["due_on"], row(ruled)["rule"]) == ("2025-06-16", "00 rehandle 2 m")
    assert [state(ruled, day) for day in ("2025-06-15", "2025-06-16", "2025-06-17")] == [(0, 0, 0, 0, 0), (1, 0, 0, 0, 0), (1, 0, 0, 1, 0)]
    # where there is none, that of replies holds for it
    hub = ruled
    tell(hub, fact("reference.retracted", RULES[2]["subject"], {"corrects": {"source": "//00/hub", "id": RULES[2]["id"]}, "reason": "x"}, id="r"))
    assert (row(hub)["due_on"], row(hub)["rule"]) == ("2025-07-15", "00 reply 3 m")


def test_a_stated_due_day_that_is_not_the_rule_s_is_shown(ruled: Playing) -> None:
    tell(ruled, registered(S, "2025-06-20"), assigned(S, "2025-07-01", "A", due="2025-10-01"))
    assert (row(ruled)["due_on"], row(ruled)["anomalies"]) == ("2025-10-09", ["DUE_DIFFERS"])
    shown = ruled.rows("SELECT code FROM api.county_anomalies WHERE object = %s AND region = %s", S, COUNTY)
    assert [one["code"] for one in shown] == ["DUE_DIFFERS"]


def test_without_a_rule_nothing_is_due_and_a_late_one_is_learnt(hub: Playing) -> None:
    hub.tell(*calendars())
    tell(hub, registered(S, "2025-06-20"), assigned(S, "2025-07-01", "A"))
    assert row(hub) == {}
    # when the rule comes, then it holds for what was assigned before it was known
    tell(hub, *RULES)
    assert row(hub)["due_on"] == "2025-10-09"
    # when the county or the level has one of its own, then that holds; when its date is corrected, then it does not
    tell(hub, rule("reply", 1, at=COUNTY))
    assert row(hub)["due_on"] == "2025-08-01"
    tell(hub, rule("reply", 2, at=COUNTY, applies_to="county"))
    assert row(hub)["due_on"] == "2025-09-01"
    tell(hub, rule("reply", 1, at="420625"), rule("reply", 9, at=COUNTY, applies_to="town"))
    assert row(hub)["due_on"] == "2025-09-01"


def test_beyond_the_calendars_the_due_day_is_unknown_until_one_comes(ruled: Playing) -> None:
    tell(ruled, registered(S, "2026-10-10"), assigned(S, "2026-10-20", "A"))
    assert [state(ruled, day) for day in ("2026-10-19", "2026-10-20", "2027-12-31")] == [(0, 0, 0, 0, 0), (0, 0, 0, 0, 1), (0, 0, 0, 0, 1)]
    assert (row(ruled)["due_day"], row(ruled)["anomalies"]) == (None, ["CALENDAR_UNKNOWN"])
    tell(ruled, fact("calendar.set", "2027", {"year": 2027, "holidays": ["2027-01-20"], "workdays": []}))
    assert (row(ruled)["due_on"], row(ruled)["anomalies"]) == ("2027-01-21", [])
    assert state(ruled, "2027-01-21") == (1, 0, 0, 0, 0)


def test_it_lies_with_its_matter_and_not_while_it_is_withdrawn(ruled: Playing) -> None:
    # given a city's suggestion that continues a county's of another town
    county, city = suggestion(1), suggestion(9, CITY)
    tell(ruled, registered(county, "2025-06-01"), registered(city, "2025-06-20", origin="420625", by=CITY))
    tell(ruled, assigned(city, "2025-07-01", "A", origin="420625", by=CITY))
    assert (state(ruled, "2025-10-09"), state(ruled, "2025-10-09", "420625")) == ((0, 0, 0, 0, 0), (1, 0, 0, 0, 0))
    link = told("linked", city, "2025-07-02", origin="420625", by=CITY, other=county)
    tell(ruled, link, told("submitted", county, "2025-05-30", kind="work"))
    # it is then of its matter's kind too
    assert row(ruled, city)["kind"] == "work"
    assert (state(ruled, "2025-10-09"), state(ruled, "2025-10-09", "420625")) == ((1, 0, 0, 0, 0), (0, 0, 0, 0, 0))
    # when it is withdrawn, then it is due no more
    tell(ruled, told("withdrawn", city, "2025-10-20", origin="420625", by=CITY))
    assert [state(ruled, day)[0] for day in ("2025-10-19", "2025-10-20")] == [1, 0]
    # when they are parted again, then it lies where it arose
    tell(ruled, told("unlinked", city, "2025-10-21", origin="420625", by=CITY, other=county))
    assert state(ruled, "2025-10-19", "420625") == (1, 0, 0, 1, 0)


def test_what_was_known_before_stays_to_be_asked(ruled: Playing) -> None:
    tell(ruled, registered(S, "2025-06-20"), assigned(S, "2025-07-01", "A"), recorded="2025-07-01T12:00:00+08:00")
    tell(ruled, replied(S, "2025-10-01", "A"), recorded="2025-11-01T12:00:00+08:00")
    assert state(ruled, "2025-10-10", known_at="2025-10-31") == (1, 0, 0, 1, 0)
    assert state(ruled, "2025-10-10", known_at="2025-11-01") == (1, 1, 0, 0, 0)


def test_a_region_learnt_late_brings_its_rule(ruled: Playing) -> None:
    # given a rule of another city; when the county is found to have been moved there, then that rule holds
    tell(ruled, rule("reply", 1, at="4207"), registered(S, "2025-06-20"), assigned(S, "2025-07-01", "A"))
    assert row(ruled)["due_on"] == "2025-10-09"
    tell(ruled, region(COUNTY, "4207", "county", "moved", valid_from="1999-01-01"))
    assert (row(ruled)["due_on"], row(ruled)["rule"]) == ("2025-08-01", "4207 reply 1 m")


def test_it_is_allocated_with_its_matter(ruled: Playing) -> None:
    # given a county's suggestion that was not assigned, continued by the city's, which was
    county, city = suggestion(1), suggestion(9, CITY)
    tell(
        ruled,
        registered(county, "2025-06-01"),
        registered(city, "2025-06-20", by=CITY, continues=[county]),
        assigned(city, "2025-07-01", "A", by=CITY),
    )
    # when the county's is allocated to another town, and later the city's to a third, then the later holds for the deadline of the matter
    asked = "SELECT a.region, a.day::text AS day, a.n::int AS n FROM {view}.allotted() AS a WHERE a.measure = 'suggestions.due'"
    tell(ruled, fact("object.allocated", county, {"object": county, "region": "420624102"}))
    assert ruled.rows(asked) == [{"region": "420624102", "day": "2025-10-09", "n": 1}]
    tell(ruled, fact("object.allocated", city, {"object": city, "region": COUNTY}, time="2001-01-01T09:00:00+08:00"))
    assert ruled.rows(asked) == [{"region": COUNTY, "day": "2025-10-09", "n": 1}]
