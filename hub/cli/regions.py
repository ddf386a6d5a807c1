"""`hub regions`: editions and successors come in; regions are found, compared and translated from day to day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.table import Table
from rich.text import Text

from connectors.regions import plan
from hub.cli import output
from hub.cli.client import Client, Parameters
from hub.cli.output import DONE, FOUND_WRONG, say
from hub.cli.remote import Token, Url, cell, client
from hub.cli.sending import SHOWN_PROBLEMS, Tally, problem_lines, send, sending, summary
from projections.statistics.question import day as day_of
from schemas.errors import Problem, Unavailable, UsageError
from schemas.strictjson import text_of

app = typer.Typer(help=say("区划：导入版本和后继，查找，比较，换算代码", "regions: import editions and successors, find, compare, translate"))
WAIT_SECONDS: Final = 30
Day = Annotated[str, typer.Option(metavar="D", help=say("哪一天，不写即今天", "a day; today unless given"))]
First = Annotated[str, typer.Option("--from", metavar="D", help=say("从哪一天", "from the day"))]
Last = Annotated[str, typer.Option("--to", metavar="D", help=say("到哪一天", "to the day"))]
Below = Annotated[str, typer.Option(metavar="CODE", help=say("只看一个区划之下", "only below a region"))]


@app.command("import", help=say("导入一个版本（code,name,parent），或者后继表", "Import an edition (code,name,parent), or a list of successors"))
def import_(
    file: Annotated[Path | None, typer.Argument(metavar="FILE")] = None,
    valid_from: Annotated[str, typer.Option("--valid-from", metavar="D", help=say("这个版本自哪天有效", "the day of the edition"))] = "",
    successors: Annotated[Path | None, typer.Option("--successors", metavar="FILE", help="code,successor,share,day,document")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("只比较，不发布", "compare only"))] = False,
    url: Url = "",
    token: Token = "",
) -> int:
    """Import; what stands already is not said again. Exit code 1 when a fact is refused."""
    if (file is None) == (successors is None) or (file is not None and not valid_from):
        raise UsageError(problem=Problem("CONTRADICTION", "/file", "FILE --valid-from D | --successors FILE"))
    session = client(url, token)
    if successors is not None:
        return _successors(session, successors, dry_run)
    day = day_of(valid_from, "valid-from")
    asked = [("valid_from", day.isoformat()), ("wait", str(WAIT_SECONDS)), ("dry_run", str(int(dry_run)))]
    told, tally = _taken(session, _read(file), asked)
    output.current().show({**told, "sent": dict(tally.counts), **_problems(tally)}, lambda: _told(told, tally))
    return FOUND_WRONG if tally.refused else DONE


def _taken(session: Client, body: bytes, asked: Parameters) -> tuple[dict[str, Any], Tally]:
    """Have the hub take an edition: what it found, and what became of the facts, shown as they are answered. Raises as `Client.lines`."""
    lines = session.lines("/v1/regions/editions", body, "text/csv", asked)
    told = next(lines)
    facts, tally = told.pop("facts"), Tally()
    with sending(facts) as sent:
        for number, answer in enumerate((one for line in lines for one in line["events"]), 1):
            tally.note(number, answer)
            sent(1)
    if tally.counts.total() != facts:
        raise Unavailable(f"hub up: {tally.counts.total()} / {facts}")
    return told, tally


def _successors(session: Client, file: Path, dry_run: bool) -> int:
    lines = plan.successors(text_of(_read(file)))
    ended = {one["region"]: one for one in session.get("/v1/regions/endings")}
    events = plan.succession(lines, ended, session.now())
    tally = _send(session, [] if dry_run else events)
    told = {"lines": len(lines), "facts": len(events), "sent": dict(tally.counts), **_problems(tally)}
    wrong = problem_lines(tally, lambda number: f"{events[number - 1]['subject']}{say('：', ': ')}")
    text = "\n".join([say(f"{len(lines)} 行，新的资料 {len(events)} 条", f"{len(lines)} lines, {len(events)} new facts"), *wrong])
    output.current().show(told, lambda: Text(text))
    return FOUND_WRONG if tally.refused else DONE


def _read(file: Path | None) -> bytes:
    if file is None or not file.is_file():
        raise UsageError(f"{say('没有这个文件', 'no such file')}: {file}")
    return file.read_bytes()


def _send(session: Client, events: Any) -> Tally:
    """Send, and wait for the gate's verdict on the last ones."""
    tally = Tally()
    texts = [(number, json.dumps(event, ensure_ascii=False).encode()) for number, event in enumerate(events, 1)]
    for number, answer in send(session, texts[:-1], [], len(texts)):
        tally.note(number, answer)
    for number, answer in send(session, texts[-1:], [("wait", str(WAIT_SECONDS))]):
        tally.note(number, answer)
    return tally


def _told(told: dict[str, Any], tally: Tally) -> Text:
    zh = f"{told['regions']:,} 个区划：新 {told['new']:,}，改名 {told['renamed']:,}，改隶 {told['moved']:,}，废止 {told['gone']:,}"
    en = f"{told['regions']:,} regions: {told['new']:,} new, {told['renamed']:,} renamed, {told['moved']:,} moved, {told['gone']:,} gone"
    lines = [say(zh, en)]
    if told["doubtful"]:
        lines.append(say("名称含问号：", "names with a question mark: ") + " ".join(told["doubtful"]))
    changed = told["new"] + told["renamed"] + told["moved"] + told["gone"]
    nothing = say("只比较，没有发布", "compared only, nothing sent") if changed else say("没有变化", "nothing changed")
    wrong = problem_lines(tally, lambda number: say(f"第 {number} 条资料：", f"fact {number}: "))
    return Text("\n".join([*lines, summary(tally, wrong, nothing).plain]))


def _problems(tally: Tally) -> dict[str, Any]:
    return {"problems": [answer for _, answer in tally.problems[:SHOWN_PROBLEMS]]} if tally.problems else {}


@app.command(help=say("按代码或名称查找", "Find by code or name"))
def find(text: str, region: Below = "00", day: Day = "", url: Url = "", token: Token = "") -> None:
    """Find regions."""
    _show(client(url, token).get("/v1/regions/find", [("text", text), ("region", region), ("day", day)]), ("region", "name", "parent"))


@app.command(help=say("比较两天的区划；同名的只作提示，从不套用", "Compare two days; same names are proposed, never applied"))
def diff(first: First, last: Last, region: Below = "00", url: Url = "", token: Token = "") -> None:
    """Compare two days."""
    found = client(url, token).get("/v1/regions/diff", [("from", first), ("to", last), ("region", region)])
    _show(found, ("what", "region", "name", "now", "became", "proposed"))


@app.command(help=say("一个代码在另一天是什么", "What a code of one day is on another"))
def translate(code: str, first: First, last: Last, url: Url = "", token: Token = "") -> None:
    """Translate a code."""
    found = client(url, token).get("/v1/regions/translate", [("code", code), ("from", first), ("to", last)])
    _show(found, ("region", "name", "share"))


_TITLES: Final = {
    "region": ("代码", "code"), "name": ("名称", "name"), "parent": ("上级", "parent"), "what": ("变化", "change"), "now": ("现在", "now"),
    "became": ("后继", "successors"), "proposed": ("同名的新代码", "new codes of the same name"), "share": ("比例", "share"),
}  # fmt: skip


def _show(found: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    def table() -> Table:
        grid = Table(*(say(*_TITLES[one]) for one in columns), box=None, padding=(0, 2))
        for row in found:
            grid.add_row(*(cell(" ".join(row[one]) if isinstance(row[one], list) else row[one] or "") for one in columns))
        return grid

    output.current().show(found, table)
