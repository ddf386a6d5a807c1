"""A sheet becomes events: every type has a template, every cell one meaning, every error its row and column."""

from __future__ import annotations

import codecs
import json
from typing import Any

import pytest

from connectors.csv.cells import plain, safe
from connectors.csv.columns import columns_of, key_header
from connectors.csv.sheet import decoded, read
from connectors.csv.template import template, written
from connectors.csv.translate import EXAMPLE_KEY, Layout, Row, RowProblem, translate
from schemas import content
from schemas.errors import Refused, UsageError
from schemas.ids import row_id
from schemas.registry import FOLDER, EventType, all_types, by_name

pytestmark = pytest.mark.quick
SOURCE = "//420624/jyxt"
ASSIGNED = "cn.npc.suggestion.assigned.v1"
HELD = "cn.npc.activity.held.v1"


def kind_of(name: str) -> EventType:
    kind = by_name(name)
    assert kind is not None
    return kind


def rows_of(name: str) -> list[list[str]]:
    """Header and example of a template, the example as a row of its own."""
    header, example = (list(row) for row in read("t.csv", template(kind_of(name))).rows)
    return [header, ["k-1", *example[1:]]]


def imported(rows: list[list[str]], **options: Any) -> tuple[Layout, list[Row], list[RowProblem]]:
    return translate(read("sheet.csv", written(rows)), SOURCE, **options)


def changed(name: str, **cells: str) -> list[list[str]]:
    header, example = rows_of(name)
    for path, text in cells.items():
        title = next(one.title for one in columns_of(kind_of(name)) if one.name == path.replace("__", "."))
        example[header.index(title)] = text
    return [header, example]


@pytest.mark.parametrize("kind", all_types(), ids=lambda kind: kind.name)
def test_the_example_of_every_template_says_what_the_example_event_says(kind: EventType) -> None:
    example = json.loads((FOLDER / "examples" / f"{kind.name}.json").read_text("utf-8"))
    _, rows, problems = imported(rows_of(kind.name))
    assert problems == []
    (row,) = rows
    assert row.event["id"] == row_id(SOURCE, kind.name, "k-1")
    named = {name: example[name] for name in ("id", "source", "causationid") if name in example}
    assert content.digest({**row.event, **named}) == content.digest(example)


@pytest.mark.parametrize("kind", all_types(), ids=lambda kind: kind.name)
def test_headers_are_chinese_and_unique(kind: EventType) -> None:
    titles = [column.title for column in columns_of(kind)]
    assert len(set(titles)) == len(titles)
    assert template(kind).startswith(b"\xef\xbb\xbf")
    assert key_header(kind).encode() in template(kind)


def test_the_example_row_itself_is_no_event() -> None:
    assert read("t.csv", template(kind_of(ASSIGNED))).rows[1][0] == EXAMPLE_KEY
    assert translate(read("t.csv", template(kind_of(ASSIGNED))), SOURCE)[1:] == ([], [])


def test_an_event_knows_the_row_it_comes_from() -> None:
    _, (row,), _ = imported(rows_of(ASSIGNED))
    sheet = read("sheet.csv", written(rows_of(ASSIGNED)))
    assert row.event["origin_doc"] == {"file": "sheet.csv", "row": 2, "sha256": sheet.sha256, "encoding": "utf-8"}


@pytest.mark.parametrize(
    ("written_as", "means"),
    [
        ("2025-06-08 16:20", "2025-06-08T08:20:00.000Z"),
        ("2025/6/8 16:20:30", "2025-06-08T08:20:30.000Z"),
        ("2025年6月8日16时20分", "2025-06-08T08:20:00.000Z"),
        ("2025.06.08", "2025-06-07T16:00:00.000Z"),
        ("2025-06-08T16:20:00Z", "2025-06-08T16:20:00.000Z"),
        ("２０２５－０６－０８ １６：２０", "2025-06-08T08:20:00.000Z"),
        ("2025/6/8 4:05:06", "2025-06-07T20:05:06.000Z"),
    ],
)
def test_a_time_is_understood_as_people_write_it(written_as: str, means: str) -> None:
    _, (row,), problems = imported(changed(ASSIGNED, time=written_as))
    assert problems == []
    assert json.loads(content.content(row.event))["time"] == means


@pytest.mark.parametrize(
    ("cells", "title", "code"),
    [
        ({"time": "45816"}, "发生时间", "FIELD_FORMAT"),
        ({"time": "06/08/2025"}, "发生时间", "FIELD_FORMAT"),
        ({"time": "2025-02-30 10:00"}, "发生时间", "FIELD_FORMAT"),
        ({"level": "省厅级"}, "层级", "FIELD_VALUE"),
        ({"data__round": "第一轮"}, "办理轮次", "FIELD_TYPE"),
        ({"data__round": "0"}, "办理轮次", "FIELD_RANGE"),
        ({"data__due": "2025-06-08 12:00"}, "办理期限", "FIELD_FORMAT"),
        ({"data__departments__role": "主办；老板"}, "承办单位·角色", "FIELD_VALUE"),
        ({"data__departments__role": ""}, "承办单位·角色", "FIELD_MISSING"),
        ({"subject": "4.20624E+17"}, "对象", "ID_DAMAGED"),
        ({"unit": "4206\ufffd4"}, "行为机关", "TEXT_REPLACEMENT_CHARACTER"),
        ({"data__origin": ""}, "来源地", "FIELD_MISSING"),
    ],
)
def test_an_error_is_told_with_its_row_and_column(cells: dict[str, str], title: str, code: str) -> None:
    _, rows, problems = imported(changed(ASSIGNED, **cells))
    assert rows == []
    assert [(one.row, one.column, one.problem.code) for one in problems] == [(2, title, code)]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"region": "４２０６２４"}, ("region", "420624")),
        ({"region": "'420624"}, ("region", "420624")),
        ({"region": "420624 "}, ("region", "420624")),
        ({"data__valid_from": "2024/1/5"}, ("data", "2024-01-05")),
        ({"data__valid_from": "'2024/1/5"}, ("data", "2024-01-05")),
    ],
)
def test_a_mandate_as_spreadsheets_save_it_says_the_same(cells: dict[str, str], said: tuple[str, str]) -> None:
    # given a sheet with empty columns behind; each begins with the mark of its encoding
    assert written([]).startswith(codecs.BOM_UTF8)
    rows = [[*row, "", ""] for row in changed("cn.npc.mandate.started.v1", **cells)]
    _, (row,), problems = imported(rows)
    assert problems == []
    assert (row.event["data"]["valid_from"] if said[0] == "data" else row.event[said[0]]) == said[1]


def test_a_code_that_a_spreadsheet_shortened_is_named_by_its_column() -> None:
    _, rows, (problem,) = imported(changed("cn.npc.mandate.started.v1", region="4.20624E+08"))
    assert rows == []
    assert (problem.row, problem.column, problem.problem.code) == (2, "区划（region）", "ID_DAMAGED")


def test_every_wrong_cell_of_a_row_is_told_at_once() -> None:
    _, _, problems = imported(changed(ASSIGNED, time="gestern", data__round="x"))
    assert [one.column for one in problems] == ["发生时间", "办理轮次"]


def test_words_may_be_chinese_or_the_codes_themselves() -> None:
    chinese = imported(changed(ASSIGNED, level="县级", data__departments__role="主办；协办"))[1][0]
    code = imported(changed(ASSIGNED, level="county", data__departments__role="main;co"))[1][0]
    assert chinese.event == {**code.event, "origin_doc": chinese.event["origin_doc"]}


def test_lists_of_records_stand_side_by_side() -> None:
    cells = {"data__departments__dept": "a;b；c", "data__departments__role": "主办;协办;协办"}
    _, (row,), _ = imported(changed(ASSIGNED, **cells))
    assert [one["dept"] + one["role"] for one in row.event["data"]["departments"]] == ["amain", "bco", "cco"]


@pytest.mark.parametrize("key", ["", "4.20624E+17", "420624197001011000"])
def test_a_key_has_to_be_there_and_whole(key: str) -> None:
    header, example = rows_of(ASSIGNED)
    _, rows, problems = imported([header, [key, *example[1:]]])
    assert (rows, [(one.row, one.column) for one in problems]) == ([], [(2, "行号键")])


def test_two_rows_with_one_key_are_an_error_of_the_second() -> None:
    header, example = rows_of(ASSIGNED)
    _, rows, problems = imported([header, example, example])
    assert [row.number for row in rows] == [2]
    assert [(one.row, one.problem.code) for one in problems] == [(3, "CONTRADICTION")]


def test_rows_that_are_empty_are_passed_over_and_overlong_ones_told() -> None:
    header, example = rows_of(ASSIGNED)
    _, rows, problems = imported([header, ["", " ", ""], example, [*example, "more"]])
    assert [row.number for row in rows] == [3]
    assert {one.row for one in problems} == {4}


@pytest.mark.parametrize(
    ("header", "options", "code"),
    [
        (["行号键"], {}, "TYPE_UNKNOWN"),
        (["行号键 cn.npc.unheard.of.v1"], {}, "TYPE_UNKNOWN"),
        ([f"行号键 {ASSIGNED}"], {"template": HELD}, "TYPE_UNKNOWN"),
        (["对象"], {"template": ASSIGNED}, "FIELD_MISSING"),
        ([f"行号键 {ASSIGNED}", "对象"], {}, "FIELD_MISSING"),
        ([f"行号键 {ASSIGNED}", "电话"], {}, "FIELD_UNKNOWN"),
        ([f"行号键 {ASSIGNED}", "对象", "subject"], {}, "JSON_DUPLICATE_MEMBER"),
        ([], {}, "TYPE_UNKNOWN"),
    ],
)
def test_a_header_that_is_not_understood_is_refused(header: list[str], options: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as caught:
        imported([header], **options)
    assert caught.value.problem.code == code


@pytest.mark.parametrize(
    ("body", "word", "encoding"),
    [
        ("关于".encode(), None, "utf-8"),
        (b"\xef\xbb\xbf" + "关于".encode(), None, "utf-8"),
        ("关于𠮷".encode("gb18030"), None, "gb18030"),
        ("关于".encode("gbk"), "gbk", "gbk"),
        ("\ufeff关于".encode("utf-16-le"), None, "utf-16-le"),
        (b"\xef\xbb\xbf" + "关于".encode(), "utf-8", "utf-8"),
    ],
)
def test_one_encoding_for_the_whole_file(body: bytes, word: str | None, encoding: str) -> None:
    text, told = decoded(body, word)
    assert (text.rstrip("𠮷"), told) == ("关于", encoding)


@pytest.mark.parametrize(
    ("body", "word", "code", "field"),
    [
        ("a\n关于".encode() + "议".encode("gbk") + b"\xff", None, "TEXT_NOT_UTF8", "/2"),
        (b"\xef\xbb\xbfa\nb\n\xff", None, "TEXT_NOT_UTF8", "/3"),
        ("关于".encode("gbk"), "utf-8", "TEXT_NOT_UTF8", "/1"),
        (b"a", "undefined", "TEXT_NOT_UTF8", "/1"),
        (b"PK\x03\x04xlsx", None, "MEDIA_TYPE", ""),
        (b'a\n"b', None, "BODY_UNREADABLE", "/2"),
        (b'a\n"b"c', None, "BODY_UNREADABLE", "/2"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_at_its_row(body: bytes, word: str | None, code: str, field: str) -> None:
    with pytest.raises(Refused) as caught:
        read("s.csv", body, word)
    assert (caught.value.problem.code, caught.value.problem.field) == (code, field)


@pytest.mark.parametrize("word", ["klingon", "zip", "hex", "rot13", "编码", "\udcff", ""])
def test_a_word_that_is_no_encoding_of_text_is_wrong_use(word: str) -> None:
    with pytest.raises(UsageError) as caught:
        read("s.csv", b"a", word)
    assert (caught.value.problem.code, caught.value.problem.field) == ("FIELD_VALUE", "/encoding")


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM", "\tx"])
def test_what_goes_out_is_no_formula_and_comes_back_the_same(text: str) -> None:
    assert safe(text) == f"'{text}"
    assert plain(safe(text)) == text


def test_tabs_divide_where_there_are_no_commas() -> None:
    assert read("s.tsv", b"a\tb\n1\t2").rows == [["a", "b"], ["1", "2"]]


def with_person(*cells: str, header: tuple[str, ...] = ("反映人·人员", "personal.petitioner.name", "反映人·电话")) -> list[list[str]]:
    """The example sheet with columns on a petitioner."""
    names, row = changed(ASSIGNED)
    return [[*names, *header], [*row, *cells]]


def test_a_sheet_may_say_who_brought_it_up_and_tells_no_digest_then() -> None:
    _, (row,), problems = imported(with_person(" p-7", "张三", "13800000000"))
    assert problems == []
    assert row.event["personal"] == {"petitioner": {"person": "p-7", "name": "张三", "phone": "13800000000"}}
    assert "sha256" not in row.event["origin_doc"]
    # and where a row leaves these cells empty it says nothing of a person
    _, (silent,), _ = imported(with_person("", "", ""))
    assert "personal" not in silent.event
    assert content.content(silent.event) == content.content(row.event)


def test_what_is_wrong_with_a_person_is_told_by_its_column() -> None:
    _, rows, (problem,) = imported(with_person("", "张三", ""))
    assert (rows, problem.column, problem.problem.code) == ([], "反映人·人员", "FIELD_MISSING")
    with pytest.raises(Refused) as caught:
        imported(with_person("p-7", header=("反映人·生日",)))
    assert caught.value.problem.code == "FIELD_UNKNOWN"
