"""A sheet that comes again: what changed becomes a correction, what is gone a retraction, and both are said once."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.csv.compare import Standing, compare, corrections, retractions
from connectors.csv.sheet import Sheet
from connectors.csv.translate import Layout, Row, translate
from hub.fate.standing import standing
from schemas import codec
from schemas.sealed import to_text
from tests.connectors.test_csv import ASSIGNED, SOURCE, changed, kind_of, with_person

pytestmark = pytest.mark.quick
NOW = 1_750_000_000_000


def sheet_of(rows: list[list[str]]) -> tuple[Layout, list[Row]]:
    layout, found, problems = translate(Sheet("a.csv", "utf-8", "0" * 64, rows), SOURCE)
    assert problems == []
    return layout, found


def ledger(*events: Any) -> dict[str, Standing]:
    """What stands after these events, in the order in which they were recorded."""
    records = [(event["type"], codec.encode(event)) for event in events]
    return {one["id"]: Standing(**one) for one in standing(kind_of(ASSIGNED), SOURCE, records)}


def row_of(**cells: str) -> tuple[Layout, Row]:
    layout, (row,) = sheet_of(changed(ASSIGNED, **cells))
    return layout, row


def test_a_row_that_does_not_stand_is_new() -> None:
    layout, row = row_of()
    assert compare(layout, [row], {}, "a.csv").new == [row]


def test_a_row_that_says_the_same_is_unchanged_however_it_is_written() -> None:
    _, first = row_of()
    layout, again = row_of(time="2025年6月8日 16时20分", level="county")
    plan = compare(layout, [again], ledger(first.event), "other name.csv")
    assert (plan.unchanged, plan.changed, plan.vanished) == ([again], [], [])


def test_what_a_row_says_of_persons_is_no_news() -> None:
    # given a row whose event stands with what it says of a person sealed, when the sheet comes again and says the same, or else, or nothing of him
    _, (first,) = sheet_of(with_person("p-7", "张三", "1"))
    stands = ledger({**first.event, "personal": to_text([("petitioner", bytes(60))])})
    for cells in (("p-7", "张三", "1"), ("p-8", "李四", "2"), ("", "", "")):
        layout, again = sheet_of(with_person(*cells))
        plan = compare(layout, again, stands, "a.csv")
        assert (plan.unchanged, plan.changed, plan.new) == (again, [], [])


def test_a_changed_row_shows_old_beside_new_and_is_corrected() -> None:
    _, first = row_of()
    layout, again = row_of(time="2025-06-09 10:00", data__due="2025-10-01")
    (change,) = compare(layout, [again], ledger(first.event), "a.csv").changed
    assert change.members["time"] == ("2025-06-08T08:20:00.000Z", "2025-06-09T02:00:00.000Z")
    assert change.members["data.due"][1] == "2025-10-01"
    ((_, correction),) = corrections([change], NOW)
    assert correction["data"]["fields"] == {"time": "2025-06-09T02:00:00.000Z", "due": "2025-10-01"}
    assert correction["data"]["corrects"] == {"source": SOURCE, "id": first.event["id"]}
    assert compare(layout, [again], ledger(first.event, correction), "a.csv").unchanged == [again]


def test_there_and_back_again_are_two_corrections() -> None:
    layout, first = row_of()
    _, other = row_of(data__due="2025-10-01")
    ((_, there),) = corrections(compare(layout, [other], ledger(first.event), "a.csv").changed, NOW)
    ((_, back),) = corrections(compare(layout, [first], ledger(first.event, there), "a.csv").changed, NOW + 1)
    assert there["id"] != back["id"]
    assert compare(layout, [first], ledger(first.event, back, there), "a.csv").unchanged == [first]


def test_a_cell_emptied_is_corrected_away() -> None:
    _, first = row_of(data__due="2025-10-01")
    layout, emptied = row_of(data__due="", data__departments__dept="", data__departments__role="")
    ((_, correction),) = corrections(compare(layout, [emptied], ledger(first.event), "a.csv").changed, NOW)
    assert correction["data"]["fields"] == {"due": None, "departments": []}
    assert codec.encode(correction)
    assert compare(layout, [emptied], ledger(first.event, correction), "a.csv").unchanged == [emptied]


@pytest.mark.parametrize(("cell", "title"), [({"unit": "420624-xyz"}, "行为机关"), ({"subject": f"{SOURCE}/s-99"}, "对象")])
def test_what_cannot_be_corrected_is_told_at_its_column(cell: dict[str, str], title: str) -> None:
    _, first = row_of()
    layout, again = row_of(**cell)
    plan = compare(layout, [again], ledger(first.event), "a.csv")
    assert [(one.row, one.column, one.problem.code) for one in plan.problems] == [(2, title, "NOT_CORRECTABLE")]
    assert plan.changed == []


def test_a_row_gone_from_a_file_of_the_same_name_has_vanished_and_is_retracted_once() -> None:
    layout, first = row_of()
    assert compare(layout, [], ledger(first.event), "b.csv").vanished == []
    (gone,) = compare(layout, [], ledger(first.event), "a.csv").vanished
    (retraction,) = retractions([gone], NOW)
    assert retraction["data"]["corrects"]["id"] == first.event["id"]
    after = ledger(first.event, retraction)
    assert compare(layout, [], after, "a.csv").vanished == []
    assert [one.problem.code for one in compare(layout, [first], after, "a.csv").problems] == ["ALREADY_RETRACTED"]


def test_a_retracted_correction_counts_for_nothing() -> None:
    layout, first = row_of()
    _, other = row_of(data__due="2025-10-01")
    ((_, correction),) = corrections(compare(layout, [other], ledger(first.event), "a.csv").changed, NOW)
    undone = {**correction, "id": "u-1", "type": "cn.npc.suggestion.retracted.v1"}
    undone["data"] = {"corrects": {"source": SOURCE, "id": correction["id"]}, "reason": "误改"}
    assert compare(layout, [first], ledger(first.event, correction, undone), "a.csv").unchanged == [first]


def test_the_later_correction_of_a_field_stands_in_any_order() -> None:
    layout, first = row_of()
    late = {**correction_of(layout, first, "2025-12-01", NOW + 5), "id": "c-late"}
    early = {**correction_of(layout, first, "2025-11-01", NOW), "id": "c-early"}
    for order in ((early, late), (late, early)):
        (one,) = ledger(first.event, *order).values()
        assert (one.event["data"]["due"], one.amendments) == ("2025-12-01", 2)


def correction_of(layout: Layout, first: Row, due: str, now: int) -> dict[str, Any]:
    _, other = row_of(data__due=due)
    ((_, correction),) = corrections(compare(layout, [other], ledger(first.event), "a.csv").changed, now)
    return correction
