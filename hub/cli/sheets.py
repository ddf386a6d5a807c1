"""`hub import`: a spreadsheet becomes events; sent again, its changed rows become corrections."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from connectors.csv import sheet as sheets
from connectors.csv.compare import Plan, Standing, compare, corrections, retractions
from connectors.csv.template import template as template_of
from connectors.csv.translate import Layout, Row, RowProblem, located, translate
from hub.cli import output
from hub.cli.client import Client, problem_in
from hub.cli.output import DONE, FOUND_WRONG, say
from hub.cli.remote import Token, Url, at, client
from hub.cli.rowreport import Report, check_place, save, told, view
from hub.cli.sending import Tally, send
from schemas.errors import Problem, UsageError
from schemas.registry import by_name

app = typer.Typer()
WAIT_SECONDS: Final = 10


@app.command(help=say("导入电子表格（CSV）；不写文件而写 --template 则输出空白模板", "Import a sheet (CSV); --template alone prints a blank one"))
def import_(
    file: Annotated[Path | None, typer.Argument(metavar="SHEET")] = None,
    template: Annotated[str, typer.Option(metavar="TYPE", help=say("模板：事件类型；不写看表头", "event type; the header's unless given"))] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("只检查，不发布", "check only"))] = False,
    partial: Annotated[bool, typer.Option("--partial", help=say("有错的行不发布，其余照发", "publish the good rows of a sheet with errors"))] = False,
    encoding: Annotated[str, typer.Option(metavar="NAME", help=say("文件编码，不写则先看标记", "encoding of the file"))] = "",
    retract: Annotated[bool | None, typer.Option("--retract/--keep", help=say("消失的行：撤回或保留，不写则询问", "rows that are gone"))] = None,
    report: Annotated[Path | None, typer.Option(metavar="CSV", help=say("把出错的行另存一份表", "save the errors as a sheet"))] = None,
    url: Url = "",
    token: Token = "",
) -> int:
    """Import a sheet; exit code 1 when a row is wrong."""
    if file is None:
        return _blank(template)
    if report is not None:
        check_place(report, file)
    read = sheets.read(file.name, _body(file), encoding or None)
    session = client(url, token)
    me = str(session.get("/v1/whoami")["speaks_as"])
    layout, rows, problems = translate(read, me, template or None)
    plan = compare(layout, rows, _standing(session, me, layout), read.file)
    problems = [*problems, *plan.problems, *_rehearsed(session, layout, plan)]
    found = Report(read, layout, plan, sorted(problems, key=lambda one: (one.row, one.column)), Tally())
    if not dry_run and (partial or not problems):
        bad = {one.row for one in problems}
        _publish(session, found, bad, _retract(plan, retract))
    _show(found, report)
    return FOUND_WRONG if problems or found.tally.refused else DONE


def _blank(name: str) -> int:
    kind = by_name(name)
    if kind is None:
        raise UsageError(problem=Problem("TYPE_UNKNOWN", "--template", "cn.npc.suggestion.registered.v1", name))
    sys.stdout.buffer.write(template_of(kind))
    sys.stdout.buffer.flush()
    return DONE


def _body(file: Path) -> bytes:
    if not file.is_file():
        raise UsageError(f"{say('没有这个文件', 'no such file')}: {file}")
    with file.open("rb") as opened:
        return opened.read(sheets.MOST_BYTES + 1)


def _standing(session: Client, source: str, layout: Layout) -> dict[str, Standing]:
    """What stands of our own events of this type, by id."""
    with session.stream(at("v1", "sources", source, "rows"), [("type", layout.kind.name)]) as answer:
        return {one["id"]: Standing(**one) for one in map(json.loads, answer.iter_lines())}


def _texts(rows: list[tuple[int, Any]]) -> list[tuple[int, bytes]]:
    return [(number, json.dumps(event, ensure_ascii=False).encode()) for number, event in rows]


def _rehearsed(session: Client, layout: Layout, plan: Plan) -> list[RowProblem]:
    """What the gate would refuse of the new and changed rows, found before anything is sent."""
    now = session.now()
    wanted = [(row.number, row.event) for row in [*plan.new, *(one.row for one in plan.changed)]]
    wanted += [(row.number, event) for row, event in corrections(plan.changed, now)]
    found: list[RowProblem] = []
    for number, answer in send(session, _texts(wanted), [("dry_run", "1")], len(wanted)):
        if answer["status"] == "refused":
            found.append(located(layout, number, problem_in(answer["problem"])))
    return list(dict.fromkeys(found))


def _retract(plan: Plan, asked: bool | None) -> bool:
    """Whether rows that are gone are to be retracted; asked of people, never assumed."""
    if not plan.vanished or asked is not None or output.current().json or not sys.stdin.isatty():
        return bool(asked)
    for one in plan.vanished[:20]:
        output.current().note(f"消失的行：{one.event['subject']} {one.id}", f"gone: {one.event['subject']} {one.id}")
    return typer.confirm(say(f"有 {len(plan.vanished)} 行已从表中消失，撤回吗？", f"{len(plan.vanished)} rows are gone: retract them?"))


def _publish(session: Client, found: Report, bad: set[int], retract: bool) -> None:
    """Send new rows, then corrections, then retractions, and wait for the gate's verdict on each."""
    now = session.now()
    rows: list[Row] = [row for row in found.plan.new if row.number not in bad]
    changed = [one for one in found.plan.changed if one.row.number not in bad]
    events: list[tuple[int, Any]] = [(row.number, row.event) for row in rows]
    events += [(row.number, event) for row, event in corrections(changed, now)]
    events += [(0, event) for event in retractions(found.plan.vanished, now)] if retract else []
    for number, answer in send(session, _texts(events), [("wait", str(WAIT_SECONDS))], len(events)):
        found.tally.note(number, answer)


def _show(found: Report, report: Path | None) -> None:
    output.current().show(told(found), lambda: view(found))
    if report is not None:
        save(found, report)
