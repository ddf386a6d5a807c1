"""An answer is shown so that nobody can misread it, and no cell of it can do harm."""

import csv
import io
from datetime import date

import pytest
from rich.console import Console

from hub.cli.figures import sheet, table
from projections.statistics import Answer, Row

pytestmark = pytest.mark.quick


ANSWER = Answer(
    region="420624",
    first=date(2025, 6, 1),
    last=date(2025, 6, 30),
    as_of=date(2025, 6, 30),
    known_at=None,
    regions="recorded",
    position={"ledger.activity/0": 7, "ledger.suggestion/3": 5},
    disputed=1,
    last_event="2025-07-01T01:00:00.000Z",
    measures={"persons": {"zh": "参加活动的代表", "en": "Persons who took part", "unit": "人", "additive": False}},
    labels={"420624": "南漳县", "420624101": "=HYPERLINK(城关镇)"},
    rows=(
        Row("persons", {"region": "420624101", "kind": "reception"}, 12345, None, 1, 1),
        Row("persons", {"region": "420624102", "kind": None}, None, None, 1, 0),
        Row("persons", {"region": "own", "kind": "\x1b[31mred[/]"}, 0, None, 0, 0),
    ),
)


def shown(language: str) -> str:
    console = Console(width=200, file=io.StringIO())
    console.print(table(ANSWER, "zh" if language == "zh" else "en"))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_table_is_chinese_and_says_what_must_be_known() -> None:
    text = shown("zh")
    for word in (
        "420624 南漳县",
        "12,345",
        "人",
        "未报送",
        "0/1",
        "本级",
        "接待选民",
        "有争议的事件 1 件",
        "第 12 条",
        "不可跨地区相加",
    ):
        assert word in text, word


def test_the_table_is_english_on_request() -> None:
    text = shown("en")
    for word in ("Persons who took part", "not reported", "own", "disputed events 1", "not additive"):
        assert word in text, word


def test_words_from_events_cannot_steer_a_terminal() -> None:
    assert "\x1b" not in shown("zh")
    assert "[31mred[/]" in shown("zh")


def test_no_cell_of_the_sheet_is_a_formula() -> None:
    answer = Answer(**{**vars(ANSWER), "labels": {}, "rows": (Row("persons", {"kind": "=1+1"}, -3, None, 1, 1),)})
    lines = list(csv.reader(io.StringIO(sheet(answer, "zh").removeprefix("\ufeff"))))
    assert lines == [
        ["统计", "类别", "数", "占", "单位", "应报来源", "已报来源"],
        ["参加活动的代表", "'=1+1", "-3", "", "人", "1", "1"],
    ]


def test_the_sheet_keeps_every_row() -> None:
    assert sheet(ANSWER, "zh").startswith("\ufeff")
    assert [line[3] for line in csv.reader(io.StringIO(sheet(ANSWER, "zh")))] == ["数", "12345", "未报送", "0"]
