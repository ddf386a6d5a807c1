"""Who owes a duty, and where it lies: suspended mandates, several records of one deputy, groups whose county moves, receptions with more to do."""

from datetime import date
from typing import Any

from projections.statistics import Question, ask, list_cell
from tests.projections.play import Playing, fact, region
from tests.statistics.duties import (
    CITY,
    COUNTY,
    COUNTY_BELOW,
    RECEIVING,
    TODAY,
    TOWN,
    TOWN_BELOW,
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
    until,
    year,
)  # fmt: skip


def turned(what: str, code: str, day: str) -> Any:
    return fact(f"mandate.{what}", code, {"mandate": code, "valid_from": day})


def required(hub: Playing, where: str, day: str, name: str = "duty.required") -> int:
    return sum(n or 0 for n, _ in rate(hub, name, where, until(day)).values())


def test_a_mandate_that_is_suspended_owes_no_period_that_begins_meanwhile_nor_the_rest_of_one(hub: Playing) -> None:
    # given a deputy who spoke in 2024, was suspended in its last days, and restored in February
    turns = turned("suspended", "50-1", "2024-12-20"), turned("restored", "50-1", "2025-02-01")
    tell(hub, rule("50", "duty_speech", 1, valid_from="2024-01-01"), seated("50-1", "50"), speech("50", 1, "50-1", "2024-03-01"), *turns)
    # then 2024 is owed and met until the suspension, as it would be until the end; 2025 is not owed, 2026 is
    assert [rate(hub, "duty.met", "50", until(day)) for day in ("2024-12-19", "2024-12-20", "2025-12-31", "2026-01-01")] == [
        {"duty_speech": (1, 1)},
        {},
        {},
        {"duty_speech": (0, 1)},
    ]
    # and a group owes while one of it holds a mandate: not while its only deputy is suspended
    tell(hub, rule("51", "group_activity", 1), *(seated(f"51-{one}", "51", delegation="甲") for one in (1, 2)))
    tell(hub, turned("suspended", "51-1", "2024-06-01"), held("//51/s/g-1", "2024-07-01", "51", "51-1", kind="group"))
    assert rate(hub, "groups.duty_met", "51", year(2024)) == {"group_activity": (0, 1)}
    tell(hub, turned("suspended", "51-2", "2024-08-01"))
    assert rate(hub, "groups.duty_met", "51", year(2024)) == {}


def counted(hub: Playing, where: str, day: str, regions: str = "recorded") -> int:
    """Groups on a day."""
    rows = ask(hub.connection, Question(("groups",), where, as_of=date.fromisoformat(day), regions=regions), TODAY).rows
    return sum(row.n or 0 for row in rows)


def test_two_records_of_one_deputy_owe_once_in_one_congress_and_nested_mandates_each(hub: Playing) -> None:
    # given two systems' records of one deputy of one congress and term, who spoke once under each; and one who sits in county and city
    tell(hub, rule("52", "duty_speech", 2), *(seated(f"52-{one}", "52", term=17) for one in "ab"))
    tell(hub, speech("52", 1, "52-a", "2024-03-01"), speech("52", 2, "52-b", "2024-03-02"))
    tell(hub, rule("43", "duty_speech", 1), seated("n-1", CITY, term=17), seated("n-2", COUNTY, term=17))
    assert rate(hub, "duty.met", "52", year(2024)) == {"duty_speech": (0, 2)}
    # when their records are merged, then it is one seat, whose name is the smaller, and what was done under either was done
    merged = [fact("deputy.merged", into, {"from": one, "into": into}) for one, into in (("p-52-a", "p-52-b"), ("p-n-1", "p-n-2"))]
    tell(hub, *({**one, "subject": one["data"]["from"]} for one in merged))
    assert opened(hub, "duty.met", "52", "duty_speech", year(2024)) == ["52-a duty_speech 2024-01-01"]
    assert rate(hub, "duty.met", "52", year(2024)) == {"duty_speech": (1, 1)}
    # when one of them is ended, then the seat goes on; in another term it would be another
    tell(hub, turned("ended", "52-a", "2024-06-01"))
    assert rate(hub, "duty.met", "52", year(2024)) == {"duty_speech": (1, 1)}
    # nested mandates owe in each congress
    assert [required(hub, where, "2024-12-31") for where in (CITY, COUNTY)] == [2, 1]


def test_a_quarter_and_the_year_that_begins_with_it_are_two_periods(hub: Playing) -> None:
    # given a rule of quarters, and one of years that takes its place in May
    first = rule("53", "duty_speech", 1, "per_quarter", valid_from="2024-01-01")
    tell(hub, first, rule("53", "duty_speech", 2, valid_from="2025-05-08"), seated("53-1", "53", "2024-12-01"), speech("53", 1, "53-1", "2025-02-01"))
    # then the quarters that began by then are owed, and from that day the year
    assert [rate(hub, "duty.met", "53", until(day))["duty_speech"] for day in ("2025-05-07", "2025-05-08", "2025-07-01")] == [(1, 2), (1, 3), (1, 3)]


def test_a_group_of_zhejiang_meets_three_times_a_year(hub: Playing) -> None:
    # given two groups, of which one met three times and the other twice and once more by somebody else
    tell(hub, *shipped("33", "group_activity", at="56"), seated("56-1", "56", delegation="甲"), seated("56-2", "56", delegation="乙"))
    tell(hub, *(held(f"//56/s/g-{month}", f"2024-{month}-10", "56", "56-1", kind="group") for month in ("03", "06", "09")))
    tell(
        hub,
        *(
            held(f"//56/s/h-{month}", f"2024-{month}-10", "56", "56-2", kind=kind)
            for month, kind in (("03", "group"), ("06", "group"), ("09", "visit"))
        ),
    )
    # then one did what is asked of both
    assert rate(hub, "groups.duty_met", "56", year(2024)) == {"group_activity": (1, 2)}
    # and the second meeting is not enough, the third is
    assert [rate(hub, "groups.duty_met", "56", until(day)) for day in ("2024-09-09", "2024-09-10")] == [
        {"group_activity": (0, 2)}, {"group_activity": (1, 2)},
    ]  # fmt: skip


def test_a_group_whose_county_moved_lies_where_it_began_and_adds_up(hub: Playing) -> None:
    # given a group of a county that moves to another city, with one deputy from before and one from after
    other = region("4305", "43", "city")
    tell(hub, other, fact("region.moved", COUNTY, {"code": COUNTY, "parent": "4305", "valid_from": "2025-03-01"}, time="2025-02-20T09:00:00+08:00"))
    tell(hub, rule("43", "group_activity", 1), seated("g-1", COUNTY, delegation="甲"), seated("g-2", COUNTY, "2025-06-01", delegation="甲"))
    # then it is one group, under the city under which it began
    found = [required(hub, where, "2026-06-30", "groups.duty_required") for where in ("43", CITY, "4305")]
    assert found == [3, 3, 0]
    # and where it owes it is counted, once; on the regions of a day where the county lies then
    assert [counted(hub, where, "2026-06-30") for where in ("43", CITY, "4305", COUNTY)] == [1, 1, 0, 1]
    assert [counted(hub, where, "2026-06-30", "2025-12-31") for where in ("43", CITY, "4305", COUNTY)] == [1, 0, 1, 1]


def test_a_group_is_there_while_one_of_it_holds_a_mandate(hub: Playing) -> None:
    # given two groups of a congress, one of the same name of another, a deputy of no group; some ended, one suspended for a summer
    seats = (("55-1", "55", "甲"), ("55-2", "55", "甲"), ("55-3", "55", "乙"), ("57-1", "57", "甲"), ("55-4", "55", None))
    tell(hub, *(seated(code, at, "2024-01-01", **({"delegation": name} if name else {})) for code, at, name in seats))
    tell(hub, turned("ended", "55-1", "2024-03-01"), turned("suspended", "55-2", "2024-06-01"), turned("restored", "55-2", "2024-09-01"))
    tell(hub, turned("ended", "55-3", "2025-02-01"))
    # then a group is one of its congress, however many sit in it, and none while nobody does
    days = ("2023-12-31", "2024-01-01", "2024-03-01", "2024-06-01", "2024-09-01", "2025-02-01")
    assert [counted(hub, "55", day) for day in days] == [0, 2, 2, 1, 2, 1]
    assert counted(hub, "57", "2024-01-01") == 1
    # and within a period those that were there on any day of it; and it opens as what it is
    within = Question(("groups",), "55", (), date(2024, 7, 1), date(2025, 12, 31))
    assert [row.n for row in ask(hub.connection, within, TODAY).rows] == [2]
    assert [item.key for item in list_cell(hub.connection, within, TODAY).items] == ["55-rd 乙", "55-rd 甲"]
    hub.connection.rollback()


def test_courses_in_session_are_courses_and_an_exchange_takes_two_persons(hub: Playing) -> None:
    # given a course and a good deed on a day of a session, and a meeting of two records of one deputy
    sitting = fact("session.held", "54-rd", {"unit": "54-rd", "term": 6, "session": 2, "first": "2024-01-20", "last": "2024-01-24"})
    kinds = ("training", "good_deed", "visit")
    tell(hub, sitting, *(rule("54", step, 1) for step in ("duty_training", "duty_good_deed", "duty_activity", "group_exchange")))
    tell(hub, *(seated(f"54-{one}", "54", delegation="甲") for one in "ab"))
    tell(
        hub,
        *(held(f"//54/s/{kind}", "2024-01-22", "54", "54-a", kind=kind) for kind in kinds),
        held("//54/s/e", "2025-05-01", "54", "54-a", "54-b", kind="meeting"),
    )
    # then what is asked for outside sessions alone was not done
    assert rate(hub, "duty.met", "54", year(2024)) == {"duty_training": (1, 2), "duty_good_deed": (1, 2), "duty_activity": (0, 2)}
    assert rate(hub, "groups.duty_met", "54", year(2025)) == {"group_exchange": (1, 1)}
    merged = fact("deputy.merged", "p-54-a", {"from": "p-54-a", "into": "p-54-b"})
    tell(hub, merged)
    assert rate(hub, "groups.duty_met", "54", year(2025)) == {"group_exchange": (0, 1)}


def test_what_a_group_solved_counts_wherever_it_was_collected(hub: Playing) -> None:
    # given an opinion that another county collected at an activity in which a deputy of the group took part
    tell(
        hub,
        rule(TOWN, "group_solved", 1),
        seated("t-1", TOWN, delegation="乙"),
        held("//420804/s/a-9", "2024-05-01", COUNTY_BELOW, "t-1"),
        heard("//420804/s/o-9", "2024-05-01", COUNTY_BELOW, "//420804/s/a-9", origin=TOWN_BELOW),
        answered("//420804/s/o-9", "2024-05-01", COUNTY_BELOW, origin=TOWN_BELOW),
    )
    # then it is solved whoever asks
    assert [rate(hub, "groups.duty_met", where, year(2024)).get("group_solved") for where in (TOWN, "43", "00")] == [(1, 1)] * 3


def test_a_station_counts_as_the_tier_of_the_day_and_of_two_words_of_one_day_the_smaller_holds(hub: Playing) -> None:
    # given a station that became a central one in 2024, with two words about its standard from one day on
    code = "55-z"
    station = fact("station.opened", code, {"station": code, "tier": "station", "region": "55", "valid_from": "2023-01-01"})
    words = [
        fact("station.changed", code, {"station": code, "standard": items, "valid_from": "2023-02-01"}, time=f"2023-02-0{day}T09:00:00+08:00")
        for day, items in ((1, ["a", "b"]), (2, ["a"]))
    ]
    tell(hub, rule("55", "station_standard", 2, "each"), station, *words)
    tell(hub, fact("station.changed", code, {"station": code, "tier": "central", "valid_from": "2024-01-01"}))
    assert [rate(hub, "stations.standard_met", "55", until(day)) for day in ("2023-12-31", "2024-01-01")] == [
        {"station": (1, 1)},
        {"central": (1, 1)},
    ]


def test_a_reception_with_one_opinion_more_is_complete_again_when_that_has_gone_all_the_way(hub: Playing) -> None:
    # given a rule, and a reception that the province's own system announced; its opinion was answered on the spot
    name, at = "//42/s/a-1", {"origin": TOWN_BELOW}
    first, second = "//4208/s/o-1", "//4208/s/o-2"
    tell(
        hub,
        *shipped(RECEIVING, "reception_step"),
        say("activity.announced", name, "2024-03-01", "42", activity=name, kind="reception"),
        {**held(name, "2024-03-10", "42", kind="reception"), "data": {"activity": name, "kind": "reception", "host_unit": f"{RECEIVING}-rd"}},
        heard(first, "2024-03-10", RECEIVING, name, **at),
        answered(first, "2024-03-10", RECEIVING, **at),
    )
    assert rate(hub, "activities.reception_complete", RECEIVING, year(2024)) == {"reception": (1, 1)}
    # when another is collected in May and becomes a suggestion, answered in July
    suggestion = "//4208/s/9"
    tell(
        hub,
        heard(second, "2024-05-10", RECEIVING, name, **at),
        say("opinion.converted", second, "2024-05-12", RECEIVING, opinion=second, suggestion=suggestion, **at),
        proposed(RECEIVING, 9, "2024-05-15", "j1", **at),
        *handled(suggestion, RECEIVING, ("2024-05-15", "2024-07-01", "2024-07-02", "2024-07-03"), **at),
    )
    # then it is complete before and after, and months add up to what is asked as of their last days
    days = ("2024-05-09", "2024-05-10", "2024-07-02", "2024-07-03")
    assert [rate(hub, "activities.reception_complete", RECEIVING, until(day))["reception"][0] for day in days] == [1, 0, 0, 1]
    months = ask(
        hub.connection, Question(("activities.reception_complete",), RECEIVING, ("month",), first=date(2024, 3, 1), last=date(2024, 7, 31)), TODAY
    )
    assert [(row.by["month"], row.n) for row in months.rows if row.n] == [("2024-03", 1), ("2024-05", -1), ("2024-07", 1)]
