"""`hub fate`: what became of an event."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.text import Text

from hub.cli import output
from hub.cli.output import say
from hub.cli.remote import Token, Url, at, client, problem_line
from hub.cli.words import moment

app = typer.Typer()
WORDS = {
    "received": ("已收到，门岗还没有裁决", "received, not judged yet"),
    "accepted": ("已入账", "accepted"),
    "duplicate": ("重复，什么也没有改变", "a duplicate: nothing changed"),
    "equivocation": ("同号异文：同一编号有不同内容", "equivocation: one id, different contents"),
    "waiting": ("等候所缺的基础资料", "waiting for reference facts"),
    "quarantined": ("隔离", "quarantined"),
}


@app.command(help=say("查一个事件的下落：来源和编号，或者回执号", "What became of an event: source and id, or a receipt"))
def fate(
    source: Annotated[str, typer.Argument(metavar="SOURCE|RECEIPT")],
    id: Annotated[str, typer.Argument(metavar="ID")] = "",
    url: Url = "",
    token: Token = "",
) -> None:
    """Tell the fate of an event."""
    session = client(url, token)
    found = session.get("/v1/events", [("source", source), ("id", id)]) if id else session.get(at("v1", "receipts", source))
    output.current().show(found, lambda: _words(found))


def _words(found: dict[str, Any]) -> Text:
    lines = [f"{found['source']} {found['id']}", say(*WORDS[found["status"]])]
    lines += [problem_line(found["problem"])] if "problem" in found else []
    lines += [f"{say('回执', 'receipt')} {found['receipt']}"] if found.get("receipt") else []
    lines += [
        f"{one['topic']}/{one['partition']}/{one['offset']}  {moment(one['recorded'])}  {say(*WORDS[one['status']])}" for one in found["copies"]
    ]
    return Text("\n".join(lines))
