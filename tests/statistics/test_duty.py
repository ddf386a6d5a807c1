"""Duty rules worked by hand: 341 311, the five ones, the seven haves, the six steps of a reception, three-level reading."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from projections.statistics import Question, ask, list_cell
from schemas.errors import NotFound, UsageError
from tests.api.readers import reader, signed_in
from tests.projections.play import Event, Playing, fact
from tests.statistics.duties import (
    CITY,
    COUNTY,
    COUNTY_BELOW,
    RECEIVING,
    TODAY,
    TOWN,
    TOWN_BELOW,
    a_year,
    amended,
    answered,
    handled,
    heard,
    held,
    opened,
    proposed,
    rate,
    rule,
    say,
    seated,
    shipped,
    speech,
    tell,
    told,
    until,
    year,
)  # fmt: skip
from tests.statistics.formulas import UNDER_RULES, differing
from tests.views.both_ways import whole_and_stored

PAGE = Path(__file__).parents[2] / "docs" / "counting.md"
YEARLY = ("duty_speech", "duty_activity", "duty_proposal")
FIVE = ("group_activity", "group_research", "group_suggestion", "group_solved", "group_exchange")
SEVEN = ["有固定场所", "有办公设施", "有信息公示", "有工作制度", "有管理台账", "有运行经费", "有专人负责"]


@pytest.fixture
def fresh(database: str) -> Iterator[Playing]:
    with told(database) as hub:
        yield hub


def test_a_year_of_341_311(hub: Playing) -> None:
    # given the rule of Chongqing, and two deputies of whom one did all of it in 2024, the other spoke never
    tell(hub, *shipped("50", *YEARLY), seated("m1", "50"), seated("m2", "50"), *a_year("50", "m1", "m2"))
    # then both owe three things, and of six five were done
    assert rate(hub, "duty.met", "50", year(2024)) == {"duty_speech": (1, 2), "duty_activity": (2, 2), "duty_proposal": (2, 2)}
    # a year of which nothing was told is owed, and not reported; in that in which they began nothing is owed
    assert rate(hub, "duty.met", "50", year(2025)) == {"duty_speech": (None, 2), "duty_activity": (None, 2), "duty_proposal": (None, 2)}
    assert rate(hub, "duty.met", "50", year(2023)) == {}
    # and each can be opened
    assert opened(hub, "duty.met", "50", "duty_speech", year(2024)) == ["m1 duty_speech 2024-01-01"]


@pytest.mark.parametrize("at", ["51", "52"])
def test_any_order_is_one_answer_and_deeds_are_derived_as_they_are_stored(hub: Playing, at: str) -> None:
    # given the year's events, in halves, from either end, with a correction and a retraction
    first, second = f"{at}-1", f"{at}-2"
    told_of = a_year(at, first, second)
    amendments = (amended(told_of[2], mandate=second), amended(told_of[3]))
    events = [*shipped("50", *YEARLY, at=at), seated(first, at), seated(second, at), *told_of, *amendments]
    if at == "52":
        events.reverse()
    for half in (events[:7], events[7:]):
        tell(hub, *half)
    # then a speech was the other's, an activity was none
    assert rate(hub, "duty.met", at, year(2024)) == {"duty_speech": (0, 2), "duty_activity": (0, 2), "duty_proposal": (2, 2)}
    whole, stored = whole_and_stored(hub, "deed", "deed")
    assert whole == stored
    asked = "SELECT leads, day::text FROM {view}.deed WHERE step = 'duty_proposal' AND mandate = %s"
    assert hub.rows(asked, first) == [{"leads": False, "day": "2024-01-23"}]


def test_a_duty_is_met_on_the_day_of_the_last_deed_that_was_needed(hub: Playing) -> None:
    tell(hub, *shipped("50", *YEARLY, at="53"), seated("53-1", "53"), seated("53-2", "53"), *a_year("53", "53-1", "53-2"))
    # when it is asked as of days, then it is owed from the first of January
    assert rate(hub, "duty.met", "53", until("2023-12-31")) == {}
    assert [rate(hub, "duty.met", "53", until(day))["duty_speech"] for day in ("2024-01-21", "2024-01-22")] == [(0, 2), (1, 2)]
    # months add up
    by_month = ask(hub.connection, Question(("duty.met", "duty.required"), "53", ("month",), **year(2024)), TODAY).rows
    assert [(row.by["month"], row.n) for row in by_month if row.n and row.measure == "duty.met"] == [("2024-01", 3), ("2024-06", 2)]
    assert sum(row.n or 0 for row in by_month if row.measure == "duty.required") == 6
    # and the cohort of a year is its duties, whenever they were met
    late = Question(("duty.met",), "53", where={"kind": "duty_speech"}, cohort=True, as_of=TODAY, **year(2024))
    assert [(row.n, row.of) for row in ask(hub.connection, late, TODAY).rows] == [(1, 2)]


def test_of_a_period_that_a_mandate_holds_in_part_nothing_is_owed(hub: Playing) -> None:
    # given one whose mandate ends in the midst of 2024, one whose term does, one who came in its midst, and one whose mandate ends with the year
    days = {"54-1": "2024-07-01", "54-3": "2025-01-01"}
    ended = [fact("mandate.ended", code, {"mandate": code, "valid_from": day}) for code, day in days.items()]
    seats = seated("54-1", "54"), seated("54-2", "54", "2024-03-01"), seated("54-3", "54"), seated("54-4", "54", term=16)
    next_term = fact("term.opened", "54-rd", {"unit": "54-rd", "term": 17, "opened": "2024-07-01"})
    tell(hub, *shipped("50", *YEARLY, at="54"), *seats, *a_year("54", "54-1", "54-2"), *ended, next_term)
    # then the first two are counted until the day on which they end, what they had done too
    assert [rate(hub, "duty.met", "54", until(day))["duty_speech"] for day in ("2024-06-30", "2024-07-01")] == [(1, 3), (0, 1)]
    # the year is owed by the one who held it whole; the next by the one who came
    assert rate(hub, "duty.met", "54", year(2024)) == {"duty_speech": (0, 1), "duty_activity": (0, 1), "duty_proposal": (0, 1)}
    assert rate(hub, "duty.required", "54", year(2025))["duty_speech"] == (1, None)


def test_a_rule_holds_for_periods_from_its_first_day_or_from_its_own(hub: Playing) -> None:
    # given a rule that came in June 2019, and a deputy since 2018
    tell(hub, *shipped("50", *YEARLY, at="55"), seated("55-1", "55", "2018-01-20"), *a_year("55", "55-1", "x"), speech("55", 9, "55-1", "2019-01-20"))
    assert rate(hub, "duty.required", "55", until("2019-05-31")) == {}
    assert [rate(hub, "duty.required", "55", until(day))["duty_speech"] for day in ("2019-06-01", "2019-12-31")] == [(1, None), (1, None)]
    # when a stricter one comes into force in the midst of a year, then that year keeps the one it began with, the next goes by the new
    later = [speech("55", number, "55-1", "2025-01-20") for number in (20, 21, 22)]
    tell(hub, rule("55", "duty_speech", 4, valid_from="2024-07-01"), *later)
    assert rate(hub, "duty.met", "55", year(2024))["duty_speech"] == (1, 1)
    # one for the level stands before one for every level
    assert rate(hub, "duty.met", "55", year(2025))["duty_speech"] == (1, 1)
    tell(hub, rule("55", "duty_speech", 5, applies_to="province", valid_from="2024-08-01"))
    assert [rate(hub, "duty.met", "55", year(one))["duty_speech"] for one in (2024, 2025)] == [(1, 1), (0, 1)]


def test_a_suggestion_that_is_none_any_more_is_no_deed(hub: Playing) -> None:
    # given a suggestion that was withdrawn
    tell(hub, *shipped("50", *YEARLY, at="56"), seated("56-1", "56"), seated("56-2", "56"), *a_year("56", "56-1", "56-2"))
    tell(hub, say("suggestion.withdrawn", "//56/s/1", "2024-03-01", "56", origin="56"))
    # then it was a deed until that day; and a motion is one as well
    assert [rate(hub, "duty.met", "56", until(day))["duty_proposal"] for day in ("2024-02-29", "2024-03-01")] == [(2, 2), (0, 2)]
    tell(hub, say("motion.submitted", "//56/s/y-1", "2024-04-01", "56", motion="//56/s/y-1", lead="56-1"))
    assert rate(hub, "duty.met", "56", year(2024))["duty_proposal"] == (1, 2)


def test_a_term_of_341_311(hub: Playing) -> None:
    # given the rule of 2019, two terms, one deputy of the whole first term, whom nobody ended, one who came in its midst, one of the second
    opened = [fact("term.opened", "60-rd", {"unit": "60-rd", "term": term, "opened": day}) for term, day in ((5, "2018-01-26"), (6, "2023-01-13"))]
    first, second = seated("60-1", "60", "2018-01-26", term=5), seated("60-2", "60", "2019-01-28", term=5)
    seats = first, second, seated("60-3", "60", "2023-01-13", term=6)
    ended = [fact("mandate.ended", "60-2", {"mandate": "60-2", "valid_from": "2023-01-13"})]
    courses = [
        say("training.completed", f"//60/s/t-{day}", day, "60", course=f"c-{day}", mandate="60-1")
        for day in ("2018-03-01", "2020-03-01", "2022-03-01")
    ]
    given = say("duty.report_given", "//60/s/r-1", "2023-02-01", "60", report="//60/s/r-1", mandate="60-3")
    done = held("//60/s/g-1", "2021-04-01", "60", "60-1", "60-2", kind="good_deed")
    tell(hub, *shipped("50", "duty_training", "duty_good_deed", "duty_report", at="60"), *opened, *seats, *ended, *courses, done, given)
    # then it is owed from the day of the rule on, by the one who was there from the term's first day
    assert rate(hub, "duty.required", "60", until("2019-05-31")) == {}
    whole_term = {"duty_training": (1, 1), "duty_good_deed": (1, 1), "duty_report": (0, 1)}
    assert rate(hub, "duty.met", "60", {"first": date(2018, 1, 26), "last": date(2023, 1, 12)}) == whole_term
    # in the next term by the next
    next_term = {"duty_training": (0, 1), "duty_good_deed": (0, 1), "duty_report": (1, 1)}
    assert rate(hub, "duty.met", "60", {"first": date(2023, 1, 13), "last": TODAY}) == next_term


def test_one_deed_is_of_one_step_and_counts_once(hub: Playing) -> None:
    # given yearly rules for courses and good deeds, told as activities, as courses, and as both
    steps = {"duty_training": 2, "duty_good_deed": 1, "duty_activity": 1, "duty_report": 1}
    tell(hub, seated("57-1", "57"), *(rule("57", step, n) for step, n in steps.items()))
    tell(
        hub,
        held("//57/s/c-1", "2024-03-01", "57", "57-1", kind="training"),
        say("training.completed", "//57/s/t-1", "2024-03-02", "57", course="//57/s/c-1", mandate="57-1"),
        held("//57/s/g-1", "2024-04-01", "57", "57-1", kind="good_deed"),
        say("duty.report_given", "//57/s/r-1", "2024-05-01", "57", report="//57/s/r-1", mandate="57-1"),
    )
    found = rate(hub, "duty.met", "57", year(2024))
    assert found == {"duty_training": (0, 1), "duty_good_deed": (1, 1), "duty_activity": (0, 1), "duty_report": (1, 1)}
    # what is done on a day of a session is not done between sessions
    sitting = fact("session.held", "57-rd", {"unit": "57-rd", "term": 6, "session": 2, "first": "2024-01-20", "last": "2024-01-24"})
    tell(hub, sitting, held("//57/s/v-1", "2024-01-22", "57", "57-1"))
    assert rate(hub, "duty.met", "57", year(2024))["duty_activity"] == (0, 1)
    tell(hub, held("//57/s/v-2", "2024-01-25", "57", "57-1"))
    assert rate(hub, "duty.met", "57", year(2024))["duty_activity"] == (1, 1)
    tell(hub, say("training.completed", "//57/s/t-2", "2024-06-02", "57", course="//57/s/c-2", mandate="57-1"))
    assert rate(hub, "duty.met", "57", year(2024))["duty_training"] == (1, 1)


def test_an_equivocation_about_a_deed_is_counted_beside_the_figure(hub: Playing) -> None:
    one = speech("58", 1, "58-1", "2024-01-20", id="same")
    tell(hub, *shipped("50", *YEARLY, at="58"), seated("58-1", "58"), one, {**one, "time": "2024-01-21T09:00:00+08:00"})
    assert ask(hub.connection, Question(("duty.met",), "58", **year(2024)), TODAY).disputed == 1
    assert hub.rows("SELECT anomalies FROM {view}.deed WHERE deed = %s", one["subject"]) == [{"anomalies": ["EQUIVOCATION"]}]


def test_duties_lie_in_the_regions_of_a_day_and_are_opened_by_whoever_may_see_them(hub: Playing) -> None:
    tell(hub, *shipped("50", *YEARLY, at="59"), seated("59-1", "59"), seated("59-2", "59"), *a_year("59", "59-1", "59-2"))
    for regions, key in (("recorded", "own"), ("2025", "own")):
        answer = ask(hub.connection, Question(("duty.met",), "59", ("region",), regions=regions, **year(2024)), TODAY)
        assert {row.by["region"]: (row.n, row.of) for row in answer.rows if row.of} == {key: (5, 6)}
    by_region = ask(hub.connection, Question(("duty.met",), "00", ("region",), **year(2024)), TODAY)
    assert {row.by["region"]: (row.n, row.of) for row in by_region.rows}["59"] == (5, 6)
    question = Question(("duty.met",), "59", **year(2024))
    dsn, readers = hub.connection.dsn, (reader(hub, "own", "59"), reader(hub, "other", "43"))
    with signed_in(dsn, readers[0]) as own, signed_in(dsn, readers[1]) as other:
        assert list_cell(own, question, TODAY).n == 5
        with pytest.raises(NotFound):
            list_cell(other, question, TODAY)
        other.rollback()
        assert ask(other, question, TODAY).rows[0].n == 5


def test_a_year_of_the_five_ones(hub: Playing) -> None:
    # given two groups of Xiangtan; the first meets in each quarter and did all four others, the second only met once
    members = [seated(code, CITY, "2022-01-01", delegation=name) for code, name in (("x1", "岳塘"), ("x2", "岳塘"), ("x3", "雨湖"))]
    tell(hub, *shipped(CITY, *FIVE), *members, seated("x4", COUNTY, delegation="石鼓"))
    meetings = [held(f"//4303/s/g-{month}", f"2024-{month}-10", CITY, "x1", kind="group") for month in ("02", "05", "08", "11")]
    tell(
        hub,
        *meetings,
        held("//4303/s/g-2", "2024-05-11", CITY, "x2", "x3", kind="group"),
        say("research.report_forwarded", "//4303/s/r-1", "2024-06-01", CITY, report="//4303/s/r-1", activity="//4303/s/g-05"),
        proposed(CITY, 7, "2024-07-01", "x1", "x2", kind="co_signed", origin=TOWN),
        heard("//430321/s/o-1", "2024-08-10", COUNTY, "//4303/s/g-08", origin=TOWN),
        answered("//430321/s/o-1", "2024-09-01", COUNTY, origin=TOWN),
        held("//4303/s/e-1", "2024-10-01", CITY, "x1", "x2", kind="meeting"),
        held("//4303/s/e-2", "2024-10-02", CITY, "x3", kind="meeting"),
    )
    assert rate(hub, "groups.duty_met", CITY, year(2024)) == {"group_activity": (5, 8), **dict.fromkeys(FIVE[1:], (1, 2))}
    # by quarter the second group did in the second alone
    quarters = [{"first": date(2024, one, 1), "last": date(2024, one + 2, 30)} for one in (1, 4, 7)]
    assert [rate(hub, "groups.duty_met", CITY, one)["group_activity"] for one in quarters] == [(1, 2), (2, 2), (1, 2)]
    # when somebody else turns out to have been at the exchange, then it was none
    assert opened(hub, "groups.duty_met", CITY, "group_exchange", year(2024)) == ["4303-rd 岳塘 group_exchange 2024-01-01"]
    tell(hub, held("//4303/s/e-1", "2024-10-01", COUNTY, "x4", kind="meeting"))
    assert rate(hub, "groups.duty_met", CITY, year(2024))["group_exchange"] == (0, 2)
    # a year that began before the rule is owed from the day of the rule
    assert rate(hub, "groups.duty_required", CITY, until("2023-04-30")) == {}
    assert rate(hub, "groups.duty_required", CITY, until("2023-05-01")) == dict.fromkeys(FIVE, (2, None))


def station(code: str, day: str, **data: Any) -> Event:
    return fact("station.opened", code, {"station": code, "tier": "station", "region": TOWN, "valid_from": day, **data})


def standard(code: str, day: str, items: Sequence[str], **data: Any) -> Event:
    return fact("station.changed", code, {"station": code, "standard": items, "valid_from": day, **data})


def test_a_station_meets_the_seven_haves_while_it_has_all_seven(hub: Playing) -> None:
    # given two stations, of which one gets its seventh in 2023, loses it and has it again; the other says one of them seven times
    loss = standard("z1", "2023-05-01", SEVEN[:6])
    tell(hub, *shipped(CITY, "station_standard"), station("z1", "2022-01-01"), station("z2", "2022-01-01"))
    tell(
        hub, standard("z1", "2023-01-01", SEVEN), loss, standard("z1", "2023-09-01", [*SEVEN, SEVEN[0]]), standard("z2", "2023-01-01", SEVEN[:1] * 7)
    )

    def met(day: str) -> tuple[int, int | None]:
        n, of = rate(hub, "stations.standard_met", TOWN, until(day)).get("station", (0, 0))
        return n or 0, of

    days = ("2022-05-31", "2022-06-01", "2023-01-01", "2023-04-30", "2023-05-01", "2023-09-01")
    assert [met(day) for day in days] == [(0, 0), (0, 2), (1, 2), (1, 2), (0, 2), (1, 2)]
    # when the loss is corrected and the other closes, then so is the figure
    tell(hub, amended(loss, standard=SEVEN), fact("station.closed", "z2", {"station": "z2", "valid_from": "2023-06-01"}))
    assert [met(day) for day in days[2:]] == [(1, 2), (1, 2), (1, 2), (1, 1)]
    # and one that opens with all seven meets it from that day on
    tell(hub, station("z3", "2023-06-15", standard=SEVEN))
    assert [met(day) for day in ("2023-06-14", "2023-06-15")] == [(1, 1), (2, 2)]


def test_a_suggestion_is_read_by_three_levels(hub: Playing) -> None:
    # given suggestions of the city's congress and of a county's, read by three, by two and by none
    reads = {1: ("代工委", "专工委、市政府部门", "常委会领导"), 2: ("代工委", "代工委", "常委会领导")}
    events = [
        say("suggestion.read", f"//4208/s/{number}", f"2024-02-0{turn}", RECEIVING, origin=TOWN_BELOW, by=by)
        for number, readers in reads.items()
        for turn, by in enumerate(readers, 1)
    ]
    own = [proposed(RECEIVING, number, "2024-02-02", "j1", origin=TOWN_BELOW) for number in reads]
    tell(hub, *shipped(RECEIVING, "reading_level"), *events, *own, proposed(COUNTY_BELOW, 3, "2024-02-02", "k1", origin=TOWN_BELOW))
    assert [rate(hub, "suggestions.read_complete", RECEIVING, until(day)) for day in ("2024-02-02", "2024-02-03")] == [
        {"own": (0, 2)},
        {"own": (1, 2)},
    ]
    # it lies at the congress, not where it arose; what is returned is not to be read
    assert rate(hub, "suggestions.read_complete", COUNTY_BELOW, until("2024-12-31")) == {}
    tell(hub, say("suggestion.returned", "//4208/s/1", "2024-02-05", RECEIVING, origin=TOWN_BELOW, reason="x"))
    assert rate(hub, "suggestions.read_complete", RECEIVING, until("2024-12-31")) == {"own": (0, 1)}


def test_a_reception_is_complete_when_every_opinion_has_gone_all_the_way(fresh: Playing) -> None:
    # given, before there is a rule, a reception that was announced, with an opinion answered on the spot and one that became a suggestion
    hub, at = fresh, {"origin": TOWN_BELOW}
    first, second, suggestion = "//4208/s/o-1", "//4208/s/o-2", "//4208/s/9"
    tell(
        hub,
        say("activity.announced", "//4208/s/a-1", "2024-03-01", RECEIVING, activity="//4208/s/a-1", kind="reception"),
        held("//4208/s/a-1", "2024-03-10", RECEIVING, kind="reception"),
        held("//4208/s/a-2", "2024-03-11", RECEIVING, kind="reception"),
        held("//4208/s/a-3", "2024-03-12", RECEIVING, kind="visit"),
        heard(first, "2024-03-10", RECEIVING, "//4208/s/a-1", **at),
        answered(first, "2024-03-10", RECEIVING, **at),
        heard(second, "2024-03-10", RECEIVING, "//4208/s/a-1", **at),
        say("opinion.converted", second, "2024-03-12", RECEIVING, opinion=second, suggestion=suggestion, **at),
    )
    # then of its steps nothing is kept; when the rule comes, what was said before it is found
    assert hub.rows("SELECT FROM {view}.deed") == []
    (ruled,) = shipped(RECEIVING, "reception_step")
    tell(hub, ruled)
    assert rate(hub, "activities.reception_complete", RECEIVING, year(2024)) == {"reception": (0, 2)}
    *steps, filed = handled(suggestion, RECEIVING, ("2024-03-15", "2024-05-01", "2024-05-10", "2024-06-01"), **at)
    tell(hub, say("suggestion.registered", suggestion, "2024-03-15", RECEIVING, term=9, no="9", **at), *steps, filed)
    # then it is from the day on which the last was filed; the other was not announced
    assert [rate(hub, "activities.reception_complete", RECEIVING, until(day)) for day in ("2024-05-31", "2024-06-01")] == [
        {"reception": (0, 2)},
        {"reception": (1, 2)},
    ]
    assert rate(hub, "activities.reception_complete", COUNTY_BELOW, until("2024-06-01")) == {}
    whole, stored = whole_and_stored(hub, "deed", "deed")
    assert whole == stored
    # when that is retracted, then it is not; without the rule nothing is kept again
    tell(hub, amended(filed))
    assert rate(hub, "activities.reception_complete", RECEIVING, year(2024)) == {"reception": (0, 2)}
    tell(hub, amended(ruled))
    assert hub.rows("SELECT FROM {view}.deed") == []
    assert rate(hub, "activities.reception_complete", RECEIVING, year(2024)) == {}


def test_the_example_of_the_page_counts_as_it_says(hub: Playing) -> None:
    # given the example of docs/counting.md; when it is told, then every line of its table holds
    tell(hub, *shipped("50", *YEARLY, at="61"), seated("61-1", "61"), seated("61-2", "61"), *a_year("61", "61-1", "61-2"))
    lines = re.findall(r"^\| (\d{4}-\d\d-\d\d) \| (\d)/(\d) \| (\d)/(\d) \| (\d)/(\d) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert len(lines) == 3
    for day, *printed in lines:
        numbers = [int(one) for one in printed]
        assert rate(hub, "duty.met", "61", until(day)) == dict(zip(YEARLY, zip(numbers[::2], numbers[1::2], strict=True), strict=True)), day


def test_what_was_known_is_told_and_not_by_the_live_views_where_a_rule_came_later(fresh: Playing) -> None:
    # given a speech that was told and, later, retracted
    hub, events = fresh, a_year("50", "m1", "m2")
    hub.tell(*shipped("50", *YEARLY), seated("m1", "50"), recorded="2023-01-31T12:00:00+08:00")
    tell(hub, *events, recorded="2024-12-31T12:00:00+08:00")
    tell(hub, amended(events[0]), recorded="2025-02-01T12:00:00+08:00")
    assert rate(hub, "duty.met", "50", year(2024))["duty_speech"] == (0, 1)
    assert rate(hub, "duty.met", "50", {"known_at": "2025-01-31", **year(2024)})["duty_speech"] == (1, 1)
    # when a rule comes later, then what was known before has to be made; what rests on none is told
    tell(hub, *shipped("50", "group_activity"), recorded="2025-03-01T12:00:00+08:00")
    for name in ("duty.met", "groups.duty_required", "stations.standard_met", "activities.reception_complete", "suggestions.read_complete"):
        with pytest.raises(UsageError) as caught:
            ask(hub.connection, Question((name,), "50", known_at="2025-01-31"), TODAY)
        assert caught.value.problem.code == "PAST_UNMADE"
    assert ask(hub.connection, Question(("activities.held",), "50", known_at="2025-01-31"), TODAY).rows[0].n == 4


def test_the_formulas_on_the_page_say_what_the_engine_answers(hub: Playing) -> None:
    # given a year under the rule of Chongqing elsewhere, beside what other tests told of other places
    tell(hub, *shipped("50", *YEARLY, at="60"), seated("m60", "60"), *a_year("60", "m60", "m60"))
    counted: set[str] = set()
    # when the SQL of each statistic is asked beside the engine, then they never differ
    for region, day in (("60", "2024-12-31"), ("50", "2024-12-31"), (CITY, "2024-12-31"), (CITY, "2025-06-30"), (RECEIVING, "2025-12-31")):
        wrong, there = differing(hub.connection, region, date.fromisoformat(day))
        assert wrong == {}, (region, day)
        counted |= there & UNDER_RULES
    assert counted >= {"duty.required", "duty.met"}
