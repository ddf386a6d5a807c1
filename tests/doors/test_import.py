"""`hub import` against a whole hub: nothing half done, errors by row and column, the same sheet again and again."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from connectors.csv.compare import Plan
from connectors.csv.sheet import read
from connectors.csv.template import template
from connectors.csv.translate import translate
from hub.cli import output
from hub.cli.main import run as command
from hub.cli.rowreport import Report, save, view
from hub.cli.sending import Tally
from schemas.registry import by_name
from tests.running import RunningHub

SOURCE, TYPE = "//420624/excel", "cn.npc.suggestion.registered.v1"


@pytest.fixture(scope="module")
def whole(doors_hub: RunningHub) -> RunningHub:
    doors_hub.add_source(SOURCE, "420624")
    doors_hub.settle()
    return doors_hub


@pytest.fixture(scope="module")
def others(whole: RunningHub) -> int:
    """What other systems of the county had registered before."""
    return whole.figure("suggestions.consolidated", "420624") or 0


def sheet(path: Path, *rows: dict[str, str], encoding: str = "utf-8-sig") -> str:
    """A sheet of registrations: the template's example with other cells, one a row."""
    kind = by_name(TYPE)
    assert kind is not None
    header, example = csv.reader(io.StringIO(template(kind).decode("utf-8-sig")))
    out = io.StringIO()
    cells = dict(zip(header, example, strict=True)) | {"来源地": "420624101"}
    csv.writer(out).writerows([header, *([({**cells, header[0]: row["key"], **row}).get(name, "") for name in header] for row in rows)])
    path.write_bytes(out.getvalue().encode(encoding))
    return str(path)


def row(number: int, **cells: str) -> dict[str, str]:
    return {"key": f"k-{number}", "对象": f"{SOURCE}/s-{number}", "编号": str(number), **cells}


def run(whole: RunningHub, *words: str, code: int = 0) -> Any:
    return whole.cli("import", *words, "--hub", whole.endpoints["http"], "--token", whole.tokens[SOURCE], code=code)


def standing(whole: RunningHub) -> int:
    whole.settle()
    return whole.figure("suggestions.consolidated", "420624") or 0


def test_a_sheet_and_the_same_sheet_again_and_again(whole: RunningHub, others: int, tmp_path: Path) -> None:
    path = tmp_path / "registered.csv"
    three = [row(1), row(2), row(3)]
    checked = run(whole, sheet(path, *three), "--dry-run")
    assert (checked["new"], checked["published"], standing(whole) - others) == (3, {}, 0)

    first = run(whole, sheet(path, *three))
    assert (first["new"], first["published"], standing(whole) - others) == (3, {"accepted": 3}, 3)

    again = run(whole, sheet(path, *three, encoding="gb18030"))
    assert (again["encoding"], again["new"], again["unchanged"], again["published"]) == ("gb18030", 0, 3, {})

    changed = run(whole, sheet(path, row(1), row(2, 标题="改过的标题"), row(3)))
    (change,) = changed["changed"]
    assert (change["row"], change["key"], change["members"]["data.title"]["new"]) == (3, "k-2", "改过的标题")
    assert changed["published"] == {"accepted": 1}
    assert run(whole, sheet(path, row(1), row(2, 标题="改过的标题"), row(3)))["unchanged"] == 3

    kept = run(whole, sheet(path, row(1), row(2, 标题="改过的标题")))
    assert ([one["subject"] for one in kept["vanished"]], kept["published"], standing(whole) - others) == ([f"{SOURCE}/s-3"], {}, 3)
    retracted = run(whole, sheet(path, row(1), row(2, 标题="改过的标题")), "--retract")
    assert (retracted["published"], standing(whole) - others) == ({"accepted": 1}, 2)
    back = run(whole, sheet(path, row(1), row(2, 标题="改过的标题"), row(3)), code=1)
    assert [(one["row"], one["code"]) for one in back["problems"]] == [(4, "ALREADY_RETRACTED")]

    (raw,) = whole.sql("SELECT data FROM core.event WHERE source = %(source)s AND object = %(object)s", {"source": SOURCE, "object": f"{SOURCE}/s-1"})
    assert raw


def test_a_sheet_with_errors_publishes_nothing_unless_told_to(whole: RunningHub, tmp_path: Path) -> None:
    before = standing(whole)
    rows = [row(11), row(12, 发生时间="1953-01-01 10:00"), row(13, 层级="厅级"), row(14, 对象="4.20624E+17")]
    path = sheet(tmp_path / "errors.csv", *rows)
    refused = run(whole, path, "--report", str(tmp_path / "report.csv"), code=1)
    assert [(one["row"], one["column"], one["code"]) for one in refused["problems"]] == [
        (3, "发生时间", "TIME_TOO_OLD"),
        (4, "层级", "FIELD_VALUE"),
        (5, "对象", "ID_DAMAGED"),
    ]
    assert all(one["remedy"] for one in refused["problems"])
    assert (refused["published"], standing(whole)) == ({}, before)
    saved = list(csv.reader(io.StringIO((tmp_path / "report.csv").read_bytes().decode("utf-8-sig"))))
    assert [line[:2] for line in saved] == [["行", "列"], ["3", "发生时间"], ["4", "层级"], ["5", "对象"]]
    partly = run(whole, path, "--partial", code=1)
    assert (partly["published"], standing(whole)) == ({"accepted": 1}, before + 1)


def test_what_the_gate_does_not_let_pass_is_told_by_row(whole: RunningHub, tmp_path: Path) -> None:
    path = sheet(tmp_path / "waiting.csv", row(21, 行为机关="420624-none"))
    given = run(whole, path, code=0)
    assert given["published"] == {"waiting": 1}
    assert [(one["row"], one["problem"]["code"]) for one in given["answers"]] == [(2, "UNIT_UNKNOWN")]


@pytest.mark.quick
def test_each_row_that_waits_or_is_refused_is_told_to_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # Given a sheet of which the gate let one row wait, refused one, and found another with the id of different contents
    path = tmp_path / "sent.csv"
    sheet(path, row(31), row(32), row(33))
    found = read(path.name, path.read_bytes())
    layout, _, problems = translate(found, SOURCE)
    tally = Tally()
    tally.note(2, {"status": "waiting", "problem": {"code": "REGION_UNKNOWN", "pointer": "#/region", "expected": "", "got": "420699"}})
    tally.note(3, {"status": "quarantined", "problem": {"code": "UNIT_UNKNOWN", "pointer": "#/unheard", "expected": "", "got": "x"}})
    tally.note(4, {"status": "equivocation"})
    report = Report(found, layout, Plan(), problems, tally)
    # When it is reported
    output.current().show(None, view(report))
    save(report, tmp_path / "report.csv")
    # Then each row has its field, reason and remedy, on the screen and in the sheet
    lines = list(csv.reader(io.StringIO((tmp_path / "report.csv").read_text("utf-8-sig"))))[1:]
    assert [(line[0], line[1], line[4]) for line in lines] == [("2", "区划", "420699"), ("3", "", "x"), ("4", "", "")]
    assert "/unheard" in lines[1][2]
    assert all(line[2] and line[5] for line in lines)
    shown = capsys.readouterr().out
    assert [word for word in ("区划", "420699", "/unheard", "怎么办") if word not in shown] == []


@pytest.mark.quick
def test_a_report_that_cannot_be_written_is_found_before_the_hub_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a sheet, and no hub: whoever asks it ends with exit code 1
    monkeypatch.setenv("HUB_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("HUB_TOKEN", "token")
    path = sheet(tmp_path / "good.csv", row(41))
    before = Path(path).read_bytes()
    # When the report is to be in a folder that is not there, is a folder, or is the sheet itself; then it is wrong use, and nothing is changed
    for place in (tmp_path / "absent" / "x", tmp_path, Path(path)):
        assert (command(["import", path, "--report", str(place)]), "--report" in capsys.readouterr().err) == (2, True)
    assert Path(path).read_bytes() == before
    # When it can be written, the hub is asked, and no empty report is left
    assert command(["import", path, "--report", str(tmp_path / "report.csv")]) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["good.csv"]


def test_a_template_is_printed_and_a_workbook_refused(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert command(["import", "--template", TYPE]) == 0
    assert capfdbinary.readouterr().out.startswith(b"\xef\xbb\xbf")
    assert command(["import", "--template", "cn.npc.unheard.v1"]) == 2
    (tmp_path / "book.xlsx").write_bytes(b"PK\x03\x04rest")
    assert command(["import", str(tmp_path / "book.xlsx")]) == 1
    assert "CSV" in capfdbinary.readouterr().err.decode()
