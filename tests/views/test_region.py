"""Regions are renamed, moved, merged, split and abolished: what is known of a code on a day, what lies where, what goes on from what."""

import itertools
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from projections.statistics import Question, ask, list_cell
from tests.projections.anew import Anew
from tests.projections.play import Event, Playing, content, fact, federation, playing, region, source
from tests.views import office

LINE = ("43", "4306", "4307", "430621", "430621101", "430621102")
DAY = "2025-03-01"


def reform(kind: str, code: str, day: str = DAY, at: str = "2025-02-10", event: str | None = None, **data: Any) -> Event:
    """The administrator's fact about a code, said on a day."""
    named = {} if event is None else {"id": event}
    return fact(f"region.{kind}", code, {"code": code, "valid_from": day, **data}, time=f"{at}T09:00:00+08:00", **named)


def move(code: str, parent: str, new: str | None = None, **more: Any) -> Event:
    return reform("moved", code, parent=parent, **({} if new is None else {"new_code": new}), **more)


def regions(hub: Playing, code: str) -> list[tuple[Any, ...]]:
    """(name, parent, from, to) of a code, by day."""
    rows = hub.rows("SELECT name, parent, valid_from::text, valid_to::text FROM {view}.region WHERE region = %s ORDER BY valid_from, id", code)
    return [tuple(row.values()) for row in rows]


def chain(hub: Playing, code: str, day: str) -> list[str]:
    (row,) = hub.rows("SELECT chain FROM {view}.place_on(%s, %s)", code, day)
    found: list[str] = row["chain"]
    return found


def test_a_name_changes_and_the_code_stays(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given a county that was renamed twice, the later first
        hub.tell(*federation(*LINE), reform("renamed", "430621", name="丙", day="2025-05-01"), reform("renamed", "430621", name="乙"))
        hub.fold()
        # then each name holds from its day
        assert regions(hub, "430621") == [
            ("430621", "4306", "2000-01-01", DAY),
            ("乙", "4306", DAY, "2025-05-01"),
            ("丙", "4306", "2025-05-01", "infinity"),
        ]
        # and of two names of one day the smaller fact holds
        hub.tell(reform("renamed", "430621", name="丁", at="2025-02-09"))
        hub.fold()
        assert regions(hub, "430621")[1][0] == "丁"


def test_a_county_moves_to_a_new_code_and_takes_its_towns_along(new_database: Callable[[], str]) -> None:
    told = [
        *federation(*LINE),
        move("430621", "4307", "430722"),
        move("430621101", "430722", "430722101"),
        reform("renamed", "430621", name="乙县", day="2024-01-01", at="2023-12-01"),
    ]
    contents = []
    for order in (told, told[::-1]):
        with playing(new_database()) as hub:
            # given the facts in their order and in reverse, folded one by one
            for event in order:
                hub.tell(event)
                hub.fold()
            # then the new code exists from that day with the new parent and the name that the old one had last
            assert regions(hub, "430722") == [("乙县", "4307", DAY, "infinity")]
            assert regions(hub, "430621")[-1][2:] == ("2024-01-01", DAY)
            # and the town with a code of its own lies there; the town without one goes along
            assert chain(hub, "430722101", DAY) == ["430722101", "430722", "4307", "43", "00"]
            assert chain(hub, "430621102", "2025-02-28") == ["430621102", "430621", "4306", "43", "00"]
            assert chain(hub, "430621102", DAY) == ["430621102", "430722", "4307", "43", "00"]
            # and what is said of a repealed code lies where it was last
            assert chain(hub, "430621101", "2025-06-01") == ["430621101", "430621", "4306", "43", "00"]
            assert hub.rows("SELECT kind, level FROM {view}.ancestry WHERE region = '430722'") == [{"kind": "county", "level": "county"}]
            contents.append(content(hub))
    assert contents[0] == contents[1]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3)))[1:3])
def test_facts_about_one_region_lead_to_the_same_in_any_order(hubs: Anew, order: tuple[int, ...]) -> None:
    several = [move("430621", "4307", "430722"), move("430722", "43", day="2025-06-01"), reform("renamed", "430722", name="新县", day="2025-06-01")]
    with hubs.playing() as hub:
        # given a county that was moved, then moved again without a new code, then renamed, told before it is known
        for number in order:
            hub.tell(several[number])
            hub.fold()
        hub.tell(*federation(*LINE))
        hub.fold()
        assert regions(hub, "430722") == [("430621", "4307", DAY, "2025-06-01"), ("新县", "43", "2025-06-01", "infinity")]


def test_a_move_that_something_smaller_contradicts_does_not_hold(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given a county that was merged by one fact and moved by a later one
        hub.tell(*federation(*LINE), move("430621", "4307", "430722"), reform("merged", "430621", at="2025-02-09", into="4306"))
        hub.fold()
        # then it was merged, and there is no new code
        assert regions(hub, "430722") == []
        assert [tuple(row.values()) for row in hub.rows("SELECT region, kind, successor FROM {view}.succession")] == [("430621", "merged", "4306")]
        # and when the merger is taken back it was moved
        merged = hub.rows("SELECT source, id FROM {view}.reform WHERE kind = 'merged'")[0]
        hub.tell(fact("reference.retracted", "430621", {"corrects": merged, "reason": "误报"}))
        hub.fold()
        assert regions(hub, "430722") == [("430621", "4307", DAY, "infinity")]
        assert [tuple(row.values()) for row in hub.rows("SELECT region, kind, successor FROM {view}.succession")] == [("430621", "moved", "430722")]


def test_what_was_moved_on_from_a_code_that_never_was_makes_no_code(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given a county that was merged by one fact, moved by a later one, and from there moved on; and two codes that are moved to each other
        hub.tell(*federation(*LINE), move("430621", "4307", "430722"), reform("merged", "430621", at="2025-02-09", into="4306"))
        hub.tell(move("430722", "4306", "430823", event="on", day="2025-05-01"))
        hub.tell(
            *(move(one, "4306", other, event=f"back-{one}", day=day) for one, other, day in (("1", "2", "2025-03-01"), ("2", "1", "2025-04-01")))
        )
        hub.fold()
        # then neither of its codes ever was, nor these two
        assert [regions(hub, code) for code in ("430722", "430823", "1", "2")] == [[], [], [], []]
        # and when the merger is taken back both of its are
        merged = hub.rows("SELECT source, id FROM {view}.reform WHERE kind = 'merged'")[0]
        hub.tell(fact("reference.retracted", "430621", {"corrects": merged, "reason": "误报"}))
        hub.fold()
        assert regions(hub, "430722") == [("430621", "4307", DAY, "2025-05-01")]
        assert regions(hub, "430823") == [("430621", "4306", "2025-05-01", "infinity")]


def test_each_gone_code_has_its_successors(hubs: Anew) -> None:
    towns = [f"4306211{number:02}" for number in range(1, 7)]
    shares = [{"code": towns[1], "share": "60%"}, {"code": towns[2], "share": "40%"}]
    with hubs.playing() as hub:
        # given towns that ended in each way
        hub.tell(*federation("43", "4306", "430621", *towns[:5]), region(towns[5], "430621", "town", valid_through="2025-02-28"))
        hub.tell(reform("split", towns[0], successors=shares), reform("abolished", towns[3]), reform("merged", towns[4], into=towns[1]))
        hub.fold()
        rows = hub.rows("SELECT region, day::text, successor, share, kind FROM {view}.succession ORDER BY region, turn")
        assert [tuple(row.values()) for row in rows] == [
            (towns[0], DAY, towns[1], "60%", "split"),
            (towns[0], DAY, towns[2], "40%", "split"),
            (towns[3], DAY, None, None, "abolished"),
            (towns[4], DAY, towns[1], None, "merged"),
            (towns[5], DAY, None, None, "expired"),
        ]
        assert regions(hub, towns[4]) == [(towns[4], "430621", "2000-01-01", DAY)]


def test_a_code_that_is_established_again_ends_again(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given a town that was abolished, established again and merged
        hub.tell(*federation(*LINE), reform("abolished", "430621101", day="2010-01-01", at="2010-01-01"))
        hub.tell(region("430621101", "430621", "town", valid_from="2015-01-01"), reform("merged", "430621101", into="430621102"))
        hub.fold()
        assert [row[2:] for row in regions(hub, "430621101")] == [("2000-01-01", "2010-01-01"), ("2015-01-01", DAY)]
        rows = hub.rows("SELECT day::text, successor FROM {view}.succession ORDER BY day")
        assert [tuple(row.values()) for row in rows] == [("2010-01-01", None), (DAY, "430621102")]


def test_in_a_cycle_of_moves_the_largest_does_not_hold(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given that a county was put under one of its towns
        hub.tell(*federation(*LINE), move("430621", "430621101"))
        hub.fold()
        # then it stays where it was
        assert chain(hub, "430621101", DAY) == ["430621101", "430621", "4306", "43", "00"]


def test_of_allocations_the_largest_stands(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given an object that was allocated twice, the later told first
        for region, at in (("430621102", "2025-06-02"), ("430621101", "2025-06-01")):
            hub.tell(fact("object.allocated", "//43/s/1", {"object": "//43/s/1", "region": region}, time=f"{at}T09:00:00+08:00"))
            hub.fold()
        assert hub.rows("SELECT object, region FROM {view}.allocation") == [{"object": "//43/s/1", "region": "430621102"}]


def test_a_province_that_nobody_established_has_no_row_on_the_regions_of_a_day(hubs: Anew) -> None:
    # given a city of a province of which nothing is known
    with hubs.playing() as hub:
        hub.tell(region("4306", "43", "city"), source("//4306/s", "4306"), office.registered(office.suggestion(1, "4306"), DAY, origin="4306"))
        hub.fold()

        def rows(names: tuple[str, ...], regions: str, by: str = "region") -> dict[str | None, int | None]:
            answer = ask(hub.connection, Question(names, "00", (by,), regions=regions))
            hub.connection.rollback()
            return {row.by[by]: row.n for row in answer.rows if row.n and row.measure == names[0]}

        # then what lies in it has a row as recorded, and is unallocated on the regions of a day, whatever else is asked with it
        for names in (("suggestions.consolidated",), ("suggestions.consolidated", "suggestions.handled")):
            assert [rows(names, regions) for regions in ("recorded", "2025-12-31")] == [{"43": 1}, {"unallocated": 1}]
            assert rows(names, "2025-12-31", "level") == {"city": 1}


def test_a_region_that_is_no_more_has_no_row_on_the_regions_of_a_day(hubs: Anew) -> None:
    # given a county that was split, and a town of it of which nobody said into which part it went
    with hubs.playing() as hub:
        hub.tell(*office.reference(), region("420625102", "420625", "town"), region("420626", "4206", "county", valid_from="2025-09-01"))
        parts = [{"code": "420626"}, {"code": office.COUNTY}]
        hub.tell(office.registered(office.suggestion(1, "420625"), "2025-03-01", origin="420625102"))
        hub.tell(fact("region.split", "420625", {"code": "420625", "valid_from": "2025-09-01", "successors": parts}))
        seat = {"mandate": "m", "person": "p", "unit": f"{office.TOWN}-cwh", "level": "town", "region": "420625102", "valid_from": "2025-01-01"}
        hub.tell(fact("mandate.started", "m", seat))
        hub.fold()

        def rows(asked: str, regions: str, name: str = "suggestions.consolidated", **more: Any) -> dict[str | None, int | None]:
            answer = ask(hub.connection, Question((name,), asked, ("region",), regions=regions, **more))
            hub.connection.rollback()
            return {row.by["region"]: row.n for row in answer.rows if row.n}

        # then what lies in the town is in the county before, and in none of those that are there afterwards
        assert [rows("4206", day) for day in ("2025-08-31", "2025-09-01")] == [{"420625": 1}, {"unallocated": 1}]
        assert [rows("420625102", day) for day in ("2025-08-31", "2025-09-01")] == [{"own": 1}, {"own": 1}]
        assert rows("42", "2025-09-01") == {"4206": 1}
        # and so does who sits there, and what entered within a period; and the county that is no more has none of it, nor a list
        year: dict[str, Any] = {"first": date(2025, 1, 1), "last": date(2025, 12, 31), "as_of": date(2025, 12, 31), "cohort": True}
        seats: dict[str, Any] = {"name": "deputies"}
        for more in (seats, year):
            assert [rows("4206", day, **more) for day in ("2025-08-31", "2025-09-01")] == [{"420625": 1}, {"unallocated": 1}]
            assert rows("420625", "2025-09-01", **more) == {}
        gone = Question(("suggestions.consolidated",), "420625", regions="2025-09-01")
        assert not list_cell(hub.connection, gone, date(2025, 12, 31)).items
        hub.connection.rollback()
        # when somebody says it, then there
        hub.tell(fact("region.moved", "420625102", {"code": "420625102", "parent": "420626", "valid_from": "2025-09-01"}))
        hub.fold()
        assert rows("4206", "2025-09-01") == {"420626": 1}
