"""Ledger records become the same rows of the index whether they are read one by one or as columns."""

import json
import random
from collections.abc import Sequence
from typing import Any

import pytest

from bench import federation, tree
from projections import by_column, said
from projections.copying import Rows
from projections.records import Slice, Unreadable, index_rows
from schemas import codec, days, registry

pytestmark = pytest.mark.quick

MANY, NONE = 1_000_000, 0
EXAMPLES = [json.loads(path.read_text("utf-8")) for path in sorted((registry.FOLDER / "examples").glob("*.json"))]
ODD = {
    "id": 'a"b\\c,d',
    "causationid": "fix://420624/jyxt 建议 7",
    "sequence": "007",
    "time": "0001-01-01T00:00:00Z",
}


def rows(slices: Sequence[Slice], before: Sequence[int], few: int) -> tuple[list[dict[str, Any]], Sequence[Unreadable]]:
    """The rows, each as its columns, and what is no event."""
    found, unreadable = index_rows(slices, before, few)
    return [_row(found, at) for at in range(len(found.idents))], unreadable


def _texts(octets: bytes) -> list[bytes | None]:
    """Columns as COPY reads them, each after its width."""
    found: list[bytes | None] = []
    while octets:
        width = int.from_bytes(octets[:4], signed=True)
        found.append(octets[4 : 4 + width] if width >= 0 else None)
        octets = octets[4 + max(width, 0) :]
    return found


def _row(found: Rows, at: int) -> dict[str, Any]:
    place, texts = found.places[at].tolist(), _texts(b"".join(one[at] for one in found.texts))
    columns = {"place": place, "time": int(found.times[at]), "texts": texts, "raw": found.raw[at], "source": found.sources[at]}
    return {**columns, "ident": found.idents[at], "target": found.targets[at], "data": json.loads(found.data[at])}


def test_rows_are_the_same_one_by_one_and_as_columns() -> None:
    # given every example, odd texts and the earliest and latest instant, a federation's records with damaged ones, and no record at all
    events = [*EXAMPLES, *({**one, **ODD} for one in EXAMPLES), *({**one, "time": days.format_instant(days.LATEST)} for one in EXAMPLES)]
    records: list[bytes | None] = [codec.encode(one) for one in events]
    records += [one.value for one in federation.records(tree.synthetic(), 3000)]
    records += [None, b"", b"\x00", records[0][:-1] if records[0] else None]
    random.Random(7).shuffle(records)
    slices = [Slice(1, 0, 5, range(900), records[:900]), Slice(2, 7, 0, [9] * (len(records) - 900), records[900:]), Slice(2, 8, 0, [], [])]

    # when they are read one by one and as columns, then rows and unreadable ones are the same
    one_by_one, as_columns = rows(slices, [450, 3, 3], MANY), rows(slices, [450, 3, 3], NONE)
    assert one_by_one == as_columns
    assert len(one_by_one[0]) > 3000
    assert len(one_by_one[1]) > 3


@pytest.mark.parametrize("odd", [{"id": "字" * 43}, {"id": "x" * 127}, {"subject": "//420624/jyxt/" + "s" * 200}, {"sequence": "1"}])
def test_long_texts_and_absent_ones_are_the_same_one_by_one_and_as_columns(odd: dict[str, str]) -> None:
    # given records of which one has a text that is longer than others, or that others lack
    (event,) = [one for one in EXAMPLES if one["type"] == "cn.npc.opinion.forwarded.v1"]
    records = [codec.encode(one) for one in (event, {**event, **odd}, event)]

    # when they are read one by one and as columns, then the rows are the same, and each has all its texts
    (one_by_one, _), (as_columns, _) = (rows([Slice(2, 3, 0, [1] * 3, records)], [0], few) for few in (MANY, NONE))
    assert one_by_one == as_columns
    assert [len(row["texts"]) for row in as_columns] == [10] * 3


@pytest.mark.parametrize("few", [MANY, NONE])
def test_a_row_says_what_its_record_says(few: int) -> None:
    # given an event with every member that is a column, recorded earlier than the record before it
    event = next(one for one in EXAMPLES if one["type"] == "cn.npc.suggestion.assigned.v1") | ODD
    record = codec.encode(event)

    # when it is read
    (row,), unreadable = rows([Slice(2, 3, 11, [100], [record])], [400], few)

    # then the row holds it, with the later recorded time
    assert not unreadable
    assert (row["place"], row["raw"], row["time"]) == ([2, 3, 11, 400], record, days.parse_instant(event["time"]))
    named = ("source", "id", "type", "subject", "unit", "level", "region", "", "sequence", "causationid")
    assert [text and text.decode() for text in row["texts"]] == [event.get(name) or event["data"]["origin"] for name in named]
    assert row["ident"] == said.ident(f"{event['source']}\n{event['id']}".encode())
    assert row["target"] == said.ident("//420624/jyxt\n建议 7".encode())
    assert {**event["data"], **row["data"]} == row["data"]


def test_nothing_is_no_row() -> None:
    assert rows([], [], MANY) == rows([], [], NONE) == ([], [])
    assert by_column.read([])[0].rows == []
