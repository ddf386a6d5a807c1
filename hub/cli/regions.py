"""`hub regions`: editions and successors come in; regions are found, compared and translated from day to day."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.table import Table
from rich.text import Text

from hub.cli import output
from hub.cli.client import Client, Parameters
from hub.cli.output import DONE, FOUND_WRONG, say
from hub.cli.remote import Token, Url, cell, client
from hub.cli.sending import SHOWN_PROBLEMS, Tally, problem_lines, sending, summary
from projections.statistics.question import day as day_of
from schemas.errors import Problem, Unavailable, UsageError

app = typer.Typer(help=say("区划：导入版本和后继，查找，比较，换算代码", "regions: import editions and successors, find, compare, translate"))
WAIT_SECONDS: Final = 30
SHOWN_REGIONS: Final = 50
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
    gone: Annotated[
        int | None,
        typer.Option(
            "--gone",
            metavar="N",
            min=0,
            help=say(
                "这个版本废止多少代码；某省废止过半的须写", "how many codes the edition abolishes; needed where more than half of a province go"
            ),
        ),
    ] = None,
    url: Url = "",
    token: Token = "",
) -> int:
    """Import; what stands already is not said again. Exit code 1 when a fact is refused."""
    if (file is None) == (successors is None) or (file is not None and not valid_from):
        raise UsageError(problem=Problem("USED_WRONGLY", expected="FILE --valid-from D | --successors FILE"))
    session = client(url, token)
    if successors is not None:
        return _successors(session, successors, dry_run)
    day = day_of(valid_from, "valid-from")
    asked = [("valid_from", day.isoformat()), ("wait", str(WAIT_SECONDS)), ("dry_run", str(int(dry_run)))]
    asked += [] if gone is None else [("gone", str(gone))]
    told, tally = _taken(session, "/v1/regions/editions", _read(file), asked)
    output.current().show({**told, "sent": dict(tally.counts), **_problems(tally)}, lambda: _told(told, tally))
    return FOUND_WRONG if tally.refused else DONE


def _taken(session: Client, path: str, body: bytes, asked: Parameters) -> tuple[dict[str, Any], Tally]:
    """Have the hub take a file: what it found, and what became of the facts, shown as they are answered. Raises as `Client.lines`."""
    lines = session.lines(path, body, "text/csv", asked)
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
    told, tally = _taken(session, "/v1/regions/successions", _read(file), [("wait", str(WAIT_SECONDS)), ("dry_run", str(int(dry_run)))])
    lines, codes = told["lines"], told["codes"]
    wrong = problem_lines(tally, lambda number: f"{codes[number - 1]}{say('：', ': ')}")
    text = "\n".join([say(f"{lines} 行，新的资料 {len(codes)} 条", f"{lines} lines, {len(codes)} new facts"), *wrong])
    output.current().show({"lines": lines, "facts": len(codes), "sent": dict(tally.counts), **_problems(tally)}, lambda: Text(text))
    return FOUND_WRONG if tally.refused else DONE


def _read(file: Path | None) -> bytes:
    if file is None or not file.is_file():
        raise UsageError(f"{say('没有这个文件', 'no such file')}: {file}")
    return file.read_bytes()


def _told(told: dict[str, Any], tally: Tally) -> Text:
    zh = f"{told['regions']:,} 个区划：新 {told['new']:,}，改名 {told['renamed']:,}，改隶 {told['moved']:,}，废止 {told['gone']:,}"
    en = f"{told['regions']:,} regions: {told['new']:,} new, {told['renamed']:,} renamed, {told['moved']:,} moved, {told['gone']:,} gone"
    lines = [say(zh, en)]
    if told["restored"]:
        lines.append(
            say(
                f"恢复 {told['restored']:,}：同日废止的，撤回废止", f"{told['restored']:,} there after all: their abolition of that day is taken back"
            )
        )
    if told["doubtful"]:
        lines.append(say("名称含问号：", "names with a question mark: ") + " ".join(told["doubtful"]))
    changed = sum(told[one] for one in ("new", "renamed", "moved", "gone", "restored"))
    nothing = say("只比较，没有发布", "compared only, nothing sent") if changed else say("没有变化", "nothing changed")
    wrong = problem_lines(tally, lambda number: say(f"第 {number} 条资料：", f"fact {number}: "))
    return Text("\n".join([*lines, summary(tally, wrong, nothing).plain]))


def _problems(tally: Tally) -> dict[str, Any]:
    return {"problems": [answer for _, answer in tally.problems[:SHOWN_PROBLEMS]]} if tally.problems else {}


@app.command(help=say("按代码或名称查找", "Find by code or name"))
def find(text: str, region: Below = "00", day: Day = "", url: Url = "", token: Token = "") -> None:
    """Find regions."""
    asked = [("text", text), ("region", region), ("day", day), ("limit", str(SHOWN_REGIONS + 1))]
    found = client(url, token).get("/v1/regions/find", asked)
    _show(found[:SHOWN_REGIONS], ("region", "name", "parent"))
    if len(found) > SHOWN_REGIONS:
        output.current().warn(f"还有更多，只列前 {SHOWN_REGIONS} 个：用 --region 缩小", f"there are more than {SHOWN_REGIONS}: narrow it by --region")


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


_CHANGES: Final = {"new": ("新设", "new"), "gone": ("废止", "gone"), "renamed": ("更名", "renamed"), "moved": ("改隶", "moved")}


def _show(found: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    def table() -> Table | str:
        if not found:
            return say("没有", "none")
        grid = Table(*(say(*_TITLES[one]) for one in columns), box=None, padding=(0, 2))
        for row in found:
            grid.add_row(*(cell(_word(one, row[one])) for one in columns))
        return grid

    output.current().show(found, table)


def _word(column: str, told: Any) -> str:
    if isinstance(told, list):
        return " ".join(told)
    if column == "what":
        return say(*_CHANGES[told])
    # Of a code that ended nothing else has no region: where it went was not told.
    return told or (say("去向未登记", "not told") if column == "region" else "")
