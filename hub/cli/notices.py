"""`hub notices`: what a source should know of its own events, and what is due soon or overdue in a region."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Final

import typer
from rich.table import Table

from hub.cli import output
from hub.cli.client import Client
from hub.cli.output import say
from hub.cli.remote import Token, Url, at, cell, client, problem_line
from schemas.errors import UsageError

app = typer.Typer()
KINDS: Final = {
    "equivocation": ("同号异文", "equivocation"),
    "quarantined": ("隔离", "quarantined"),
    "waiting": ("等候", "waiting"),
    "fixed": ("已代为更正", "fixed by a desk"),
    "due_soon": ("临期", "due soon"),
    "overdue": ("逾期", "overdue"),
}
_CURSOR: Final = "Hub-Cursor"


@app.command(help=say("给一个来源的通知；或者一个地区的临期、逾期", "Notices for a source; or what is due soon or overdue in a region"))
def notices(
    source: Annotated[str, typer.Argument(metavar="[SOURCE]")] = "",
    region: Annotated[str, typer.Option(help=say("区划代码：临期、逾期的建议", "code of a region: suggestions due soon or overdue"))] = "",
    after: Annotated[str, typer.Option(metavar="CURSOR", help=say("从这个游标之后开始", "go on behind this cursor"))] = "",
    since: Annotated[str, typer.Option("--from", metavar="earliest|latest|TIME", help=say("从何时的开始", "from where on"))] = "earliest",
    url: Url = "",
    token: Token = "",
) -> None:
    """List the notices of a source, or those of a region's readers."""
    if source and region:
        raise UsageError("SOURCE | --region")
    session = client(url, token)
    if source:
        found = session.get(at("v1", "sources", source, "notices"))
        output.current().show(found, lambda: _table(found) if found else _none())
        return
    told = list(_pages(session, region, after, since))
    output.current().show(told, lambda: _deadlines(told) if told else _none())


def _none() -> str:
    return say("没有通知", "no notices")


def _pages(session: Client, region: str, after: str, since: str) -> Iterator[dict[str, Any]]:
    """Every notice up to now, page by page."""
    words = [("from", since), *([("region", region)] if region else [])]
    while True:
        answer = session.page("/v1/notices", [*words, *([("lastEventId", after)] if after else [])])
        items = answer.json()
        yield from items
        if not items:
            return
        after = answer.headers[_CURSOR]


def _table(found: list[dict[str, Any]]) -> Table:
    table = Table(say("时间", "at"), say("事由", "what"), say("编号", "id"), say("说明", "why"), box=None, padding=(0, 2))
    for one in found:
        named = one.get("subject") if "due" in one else one.get("id")
        why = say(f"到期日 {one['due']}", f"due {one['due']}") if "due" in one else problem_line(one.get("problem", {}))
        table.add_row(one["at"][:19], say(*KINDS[one["kind"]]), cell(named or one.get("receipt") or ""), why)
    return table


def _deadlines(told: list[dict[str, Any]]) -> Table:
    heads = (("到期日", "due"), ("事由", "what"), ("建议", "suggestion"), ("交办机关", "assigned by"), ("承办单位", "departments"), ("依据", "by"))
    table = Table(*(say(*head) for head in heads), box=None, padding=(0, 2))
    for one in told:
        data = one["data"]
        departments = " ".join(data.get("departments", ()))
        table.add_row(data["due"], say(*KINDS[data["rule"]]), cell(one["subject"]), cell(one["unit"]), cell(departments), cell(data["basis"]))
    return table
