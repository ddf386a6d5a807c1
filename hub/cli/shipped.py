"""`hub shipped`: the official calendars and the rules for periods that come with the hub."""

from __future__ import annotations

from typing import Any

import typer
from rich.table import Table

from hub.cli import output
from hub.cli.output import say
from hub.cli.remote import Token, Url, client

app = typer.Typer(help=say("附送的放假安排和期限规则", "the calendars and rules for periods that come with the hub"))


@app.command(help=say("发布还没有的；已有的不再发布", "Publish those that are not there; those that are stay as they are"))
def publish(url: Url = "", token: Token = "") -> None:
    """Publish what is missing."""
    done = client(url, token).post("/v1/shipped", {})
    output.current().show(done, say(f"发布 {done['published']} 条，原有 {done['known']} 条", f"published {done['published']}, known {done['known']}"))


@app.command("list", help=say("列出附送的，和是否已在总账上", "List them, and whether they are on the ledger"))
def list_(url: Url = "", token: Token = "") -> None:
    """List every shipped fact."""
    found = client(url, token).get("/v1/shipped")
    output.current().show(found, lambda: _table(found))


def _table(found: list[dict[str, Any]]) -> Table:
    table = Table(say("编号", "id"), say("种类", "type"), say("已有", "known"), box=None, padding=(0, 2))
    for one in found:
        table.add_row(one["id"], one["type"], say("是", "yes") if one["known"] else say("否", "no"))
    return table
