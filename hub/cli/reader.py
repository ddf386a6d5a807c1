"""`hub reader`: who may read."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.table import Table

from hub.cli import output
from hub.cli.output import say
from hub.cli.remote import Token, Url, at, client

app = typer.Typer(help=say("登记和吊销读者", "register and revoke readers"))
Reader = Annotated[str, typer.Argument(metavar="READER", help="420624-reader")]


@app.command(help=say("登记一个读者；令牌只显示这一次", "Register a reader; its token is shown this once"))
def add(reader: Reader, region: Annotated[str, typer.Option(help=say("区划代码", "code of its region"))], url: Url = "", token: Token = "") -> None:
    """Register a reader."""
    found = client(url, token).post("/v1/readers", {"reader": reader, "region": region})
    out = output.current()
    out.show(found, lambda: _secrets(found))
    out.note("令牌只显示这一次，请即保存。", "The token is shown this once: keep it.")


@app.command("list", help=say("列出读者", "List readers"))
def list_(url: Url = "", token: Token = "") -> None:
    """List every reader."""
    found = client(url, token).get("/v1/readers")
    output.current().show(found, lambda: _table(found))


@app.command(help=say("吊销读者", "Revoke a reader"))
def revoke(reader: Reader, url: Url = "", token: Token = "") -> None:
    """Revoke a reader."""
    client(url, token).post(at("v1", "readers", reader, "revoke"), {})
    output.current().show({"reader": reader, "valid": False}, say(f"已吊销 {reader}", f"{reader} is revoked"))


def _secrets(found: dict[str, Any]) -> Table:
    grid = Table(show_header=False, box=None, padding=(0, 2))
    grid.add_row(say("读者", "reader"), f"{found['reader']}  {found['region']}")
    grid.add_row(say("HTTP 令牌", "HTTP token"), found["token"])
    grid.add_row(say("数据库用户", "database user"), found["postgres"]["user"])
    grid.add_row(say("数据库密码", "database password"), found["postgres"]["password"])
    return grid


def _table(found: list[dict[str, Any]]) -> Table:
    table = Table(say("读者", "reader"), say("区划", "region"), say("状态", "state"), box=None, padding=(0, 2))
    for one in found:
        table.add_row(one["reader"], one["region"], say("有效", "valid") if one["valid"] else say("已吊销", "revoked"))
    return table
