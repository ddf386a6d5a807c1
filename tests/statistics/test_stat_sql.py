"""The arithmetic of asking, on cells written by hand: periods, children, levels, distinct things, silence."""

from collections.abc import Iterator

import pytest

from tests.statistics.by_hand import CITY, COUNTY, NATION, OTHER_TOWN, PROVINCE, TOWN, Hand, by_hand


@pytest.fixture
def hand(bare: str) -> Iterator[Hand]:
    with by_hand(bare) as hand:
        yield hand


def figures(rows: list[dict[str, object]], *dimensions: str) -> dict[object, object]:
    """n by the named dimensions."""
    return {tuple(str(row.get(one)) for one in dimensions) if len(dimensions) > 1 else row.get(dimensions[0]): row["n"] for row in rows}


def test_an_additive_figure_is_the_same_as_of_a_day_and_over_a_period(hand: Hand) -> None:
    # Given a matter completed on 11 June, open again from 1 July, completed again on 20 July
    for day, n in (("2025-06-11", 1), ("2025-07-01", -1), ("2025-07-20", 1)):
        hand.cell("suggestions.completed", TOWN, day, n)

    # When it is asked as of days, for a month and by month; then the month is a difference of two days
    def as_of(day: str) -> object:
        return hand.ask("suggestions.completed", CITY, last=day)[0]["n"]

    assert [as_of(day) for day in ("2025-06-10", "2025-06-11", "2025-07-01", "2025-07-19", "2025-07-20")] == [0, 1, 0, 0, 1]
    assert hand.ask("suggestions.completed", CITY, first="2025-07-01", last="2025-07-19")[0]["n"] == -1
    assert list(figures(hand.ask("suggestions.completed", CITY, "month", last="2025-08-31"), "month").values()) == [1, 0, 0]


def test_children_and_own_add_up_to_the_region(hand: Hand) -> None:
    hand.cell("suggestions.consolidated", TOWN, "2025-06-08", 3)
    hand.cell("suggestions.consolidated", COUNTY, "2025-06-08", 2)

    by_region = figures(hand.ask("suggestions.consolidated", COUNTY, "region"), "place")

    assert by_region == {TOWN: 3, OTHER_TOWN: 0, "own": 2}
    assert hand.ask("suggestions.consolidated", COUNTY)[0]["n"] == 5


def test_the_figure_of_a_congress_is_its_own_and_is_summed_over_one_level_only(hand: Hand) -> None:
    # Given a matter that the county registered and the city registered again
    hand.cell("suggestions.registered", COUNTY, "2025-06-08")
    hand.cell("suggestions.registered", CITY, "2025-07-01")

    assert [hand.ask("suggestions.registered", region)[0]["n"] for region in (TOWN, COUNTY, CITY, PROVINCE)] == [0, 1, 1, 0]
    by_level = figures(hand.ask("suggestions.registered", PROVINCE, "level"), "level")
    assert by_level == {"province": 0, "city": 1, "county": 1, "town": 0}
    assert hand.ask("suggestions.registered", NATION, where='{"level": "county"}')[0]["n"] == 1


def test_persons_are_counted_once_within_each_period(hand: Hand) -> None:
    for person, region, day in (("p", TOWN, "2025-06-05"), ("p", OTHER_TOWN, "2025-06-20"), ("p", TOWN, "2025-07-01"), ("q", TOWN, "2025-07-01")):
        hand.took_part(person, region, day)

    assert hand.ask("persons", COUNTY)[0]["n"] == 2
    assert hand.ask("persons", COUNTY, first="2025-06-01", last="2025-06-30")[0]["n"] == 1
    assert list(figures(hand.ask("persons", COUNTY, "month", last="2025-07-31"), "month").values()) == [1, 2]
    assert figures(hand.ask("persons", COUNTY, "region"), "place") == {TOWN: 2, OTHER_TOWN: 1, "own": 0}
    assert hand.ask("persons", OTHER_TOWN, where='{"kind": "visit"}')[0]["n"] == 0


def test_deputies_are_those_of_the_day_or_of_any_day_of_the_period(hand: Hand) -> None:
    # Given one person with two mandates, one of which ends, and one who follows
    hand.mandate("p", TOWN, "2021-12-01")
    hand.mandate("p", COUNTY, "2021-12-01", ended="2025-03-01")
    hand.mandate("q", COUNTY, "2025-03-01")
    # A mandate that ended on the day on which it began was there on no day.
    hand.mandate("r", COUNTY, "2025-02-10", ended="2025-02-10")

    assert hand.ask("deputies", COUNTY, last="2025-02-28")[0]["n"] == 1
    assert hand.ask("deputies", COUNTY, last="2025-03-01")[0]["n"] == 2
    assert figures(hand.ask("deputies", COUNTY, "level", first="2025-01-01", last="2025-03-31"), "level") == {"county": 2, "town": 1}
    months = figures(hand.ask("deputies", COUNTY, "month", first="2025-02-01", last="2025-03-31", where='{"level": "county"}'), "month")
    assert list(months.values()) == [1, 1]


def test_departments_have_a_row_each_without_being_asked_for(hand: Hand) -> None:
    hand.cell("suggestions.by_department", TOWN, "2025-06-08", department="d1", role="main")
    hand.cell("suggestions.by_department", TOWN, "2025-06-08", department="d2", role="co")
    hand.cell("suggestions.by_department", TOWN, "2025-06-20", -1, department="d2", role="co")

    rows = hand.ask("suggestions.by_department", COUNTY, last="2025-06-19")

    assert figures(rows, "department", "role") == {("d1", "main"): 1, ("d2", "co"): 1}
    assert figures(hand.ask("suggestions.by_department", COUNTY), "department", "role") == {("d1", "main"): 1}


def test_silence_is_not_zero(hand: Hand) -> None:
    # Given a town whose system spoke last in June, one whose system never spoke, and no system of the county itself
    hand.source(TOWN, "2025-06-30")
    hand.source(OTHER_TOWN)

    def ask(first: str | None, last: str) -> dict[object, tuple[object, object, object]]:
        rows = hand.ask("activities.held", COUNTY, "region", first=first, last=last)
        return {row["place"]: (row["n"], row["heard"], row["expected"]) for row in rows}

    assert ask(None, "2025-12-31") == {TOWN: (0, 1, 1), OTHER_TOWN: (None, 0, 1), "own": (0, 0, 0)}
    assert ask("2025-06-01", "2025-06-15")[TOWN] == (0, 1, 1)
    assert ask("2025-07-01", "2025-07-31")[TOWN] == (None, 0, 1)


def test_what_others_said_of_a_silent_region_is_counted(hand: Hand) -> None:
    hand.source(OTHER_TOWN)
    hand.cell("activities.held", OTHER_TOWN, "2025-06-05", kind="visit")
    hand.cell("people.received", OTHER_TOWN, "2025-06-05", 30, kind="visit")

    rows = hand.ask("activities.held people.received opinions.collected", OTHER_TOWN)

    assert [(row["measure"], row["n"]) for row in rows] == [("activities.held", 1), ("people.received", 30), ("opinions.collected", None)]
    assert figures(hand.ask("activities.held", COUNTY, "kind region"), "place", "kind")[(OTHER_TOWN, "visit")] == 1


def test_what_happened_within_a_period_is_a_share_of_what_is_there_at_its_end(hand: Hand) -> None:
    # given two towns that can vote, one of them from the middle of 2024 on, of which one voted in 2024 and both in 2025
    hand.cell("votes.entitled", TOWN, "2016-01-01", kind="town")
    hand.cell("votes.entitled", OTHER_TOWN, "2024-07-01", kind="township")
    for region, day in ((TOWN, "2024-01-15"), (TOWN, "2025-01-15"), (OTHER_TOWN, "2025-02-20")):
        hand.cell("votes.towns", region, day)

    # when votes are asked for a year, by region and by month; then each stands beside all the towns of its last day
    def rates(by: str, first: str, last: str) -> list[tuple[object, object]]:
        return [(row["n"], row.get("of")) for row in hand.ask("votes.towns", COUNTY, by, first=first, last=last)]

    assert rates("", "2024-01-01", "2024-06-30") == [(1, 1)]
    assert rates("", "2025-01-01", "2025-12-31") == [(2, 2)]
    assert rates("region", "2024-01-01", "2024-12-31") == [(1, 1), (0, 1), (0, 0)]
    assert rates("month", "2024-05-01", "2024-08-31") == [(0, 1), (0, 1), (0, 2), (0, 2)]
    assert rates("month", "2025-01-01", "2025-02-28") == [(1, 2), (1, 2)]
    # and each is the same when both are asked at once
    both = hand.ask("votes.towns votes.entitled", COUNTY, first="2024-01-01", last="2024-12-31")
    assert [(row["measure"], row["n"], row.get("of")) for row in both] == [("votes.towns", 1, 2), ("votes.entitled", 1, None)]
    # and with no period what happened until the last day does
    assert [(row["n"], row["of"]) for row in hand.ask("votes.towns", COUNTY)] == [(3, 2)]
