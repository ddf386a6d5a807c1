"""`hub notices`: what a source should know of its own events."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.table import Table

from hub.cli import output
from hub.cli.output import say
from hub.cli.remote import Token, Url, at, cell, client, problem_line

app = typer.Typer()
KINDS = {
    "equivocation": ("同号异文", "equivocation"),
    "quarantined": ("隔离", "quarantined"),
    "waiting": ("等候", "waiting"),
    "fixed": ("已代为更正", "fixed by a desk"),
}


@app.command(help=say("给一个来源的通知", "Notices for a source"))
def notices(source: Annotated[str, typer.Argument(metavar="SOURCE")], url: Url = "", token: Token = "") -> None:
    """List the notices of a source."""
    found = client(url, token).get(at("v1", "sources", source, "notices"))
    output.current().show(found, lambda: _table(found) if found else say("没有通知", "no notices"))


def _table(found: list[dict[str, Any]]) -> Table:
    table = Table(say("时间", "at"), say("事由", "what"), say("编号", "id"), say("说明", "why"), box=None, padding=(0, 2))
    for one in found:
        table.add_row(one["at"][:19], say(*KINDS[one["kind"]]), cell(one.get("id") or one.get("receipt") or ""), problem_line(one.get("problem", {})))
    return table
