"""`hub quarantine`: what did not pass, and what is done about it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from hub.cli import output
from hub.cli.output import say
from hub.cli.pointer import put
from hub.cli.remote import Token, Url, at, cell, client, problem_line
from schemas.errors import Refused, UsageError, shown
from schemas.strictjson import parse_json

app = typer.Typer(help=say("隔离台：看、重新提交、代为更正、不再处理", "the desk: look, resubmit, fix, drop"))
Receipt = Annotated[str, typer.Argument(metavar="RECEIPT", help="inbox.county.suggestion/2/1184")]
Note = Annotated[str, typer.Option(help=say("处理说明", "why"))]


@app.command("list", help=say("列出没有放行的记录", "List records that did not pass"))
def list_(
    closed: Annotated[bool, typer.Option("--all", help=say("已处理的也列出", "also those dealt with"))] = False,
    source: Annotated[str, typer.Option(metavar="SOURCE")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 100,
    url: Url = "",
    token: Token = "",
) -> None:
    """List quarantined records."""
    asked = [("all", str(int(closed))), ("limit", str(limit)), *([("source", source)] if source else [])]
    found = client(url, token).get("/v1/quarantine", asked)
    output.current().show(found, lambda: _table(found) if found else say("隔离区是空的", "nothing is quarantined"))


@app.command(help=say("看一条记录的全部", "Show one record whole"))
def show(receipt: Receipt, url: Url = "", token: Token = "") -> None:
    """Show one record."""
    found = client(url, token).get(at("v1", "quarantine", receipt))
    output.current().show(found, lambda: _whole(found))


@app.command(help=say("原样重新审查", "Have it judged anew as it is"))
def resubmit(receipt: Receipt, note: Note = "", url: Url = "", token: Token = "") -> None:
    """Resubmit a record."""
    _done(client(url, token).post(at("v1", "quarantine", receipt, "resubmit"), {"note": note}))


@app.command(help=say("不再处理", "Close it without anything in its place"))
def drop(receipt: Receipt, note: Note = "", url: Url = "", token: Token = "") -> None:
    """Drop a record."""
    _done(client(url, token).post(at("v1", "quarantine", receipt, "drop"), {"note": note}))


@app.command(help=say("以自己的来源另发一个事件代替它", "Publish an event of one's own source in its place"))
def fix(
    receipt: Receipt,
    change: Annotated[list[str] | None, typer.Option("--set", metavar="POINTER=VALUE", help="/data/origin=420624101")] = None,
    event: Annotated[
        Path | None, typer.Option(help=say("更正后的事件（JSON 文件）", "the event as it should be (JSON)"), exists=True, dir_okay=False)
    ] = None,
    note: Note = "",
    url: Url = "",
    token: Token = "",
) -> None:
    """Fix a record: the event as it was with some members changed, or another one."""
    session = client(url, token)
    fixed = _parsed(event) if event else session.get(at("v1", "quarantine", receipt)).get("event")
    if not isinstance(fixed, dict) or not (change or event):
        raise UsageError(say("用 --set 或 --event 说明更正后的事件", "say with --set or --event what it should be"))
    for one in change or []:
        fixed = put(fixed, one)
    _done(session.post(at("v1", "quarantine", receipt, "fix"), {"event": fixed, "note": note}))


def _parsed(path: Path) -> Any:
    try:
        return parse_json(path.read_bytes())
    except Refused as refused:
        raise UsageError(problem=refused.problem) from None


def _done(found: dict[str, Any]) -> None:
    output.current().show(found, say(f"已提交：{found['receipt']}", f"done: {found['receipt']}"))


def _table(found: list[dict[str, Any]]) -> Table:
    table = Table(
        say("回执", "receipt"), say("来源", "source"), say("编号", "id"), say("状态", "state"), say("原因", "why"), box=None, padding=(0, 2)
    )
    for one in found:
        table.add_row(one["receipt"], cell(one.get("source", "")), cell(one.get("id", "")), one["kind"], Text(problem_line(one.get("problem", {}))))
    return table


def _whole(found: dict[str, Any]) -> Text:
    told = {name: value for name, value in found.items() if name not in ("event", "value", "problem")}
    lines = [f"{name}: {shown(value)}" for name, value in told.items()]
    lines += [problem_line(found["problem"])] if "problem" in found else []
    body = json.dumps(found["event"], ensure_ascii=False, indent=2) if found.get("event") else str(found.get("value"))
    return Text("\n".join([*lines, body]))
