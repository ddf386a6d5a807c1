"""`hub source`: systems that may publish."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from hub.cli import output
from hub.cli.output import say
from hub.cli.remote import Token, Url, at, cell, client
from schemas.topics import FAMILIES

app = typer.Typer(help=say("登记、更换令牌、吊销发布事件的系统", "register, re-key and revoke systems that publish"))
Source = Annotated[str, typer.Argument(metavar="SOURCE", help="//420624/jyxt")]


@app.command(help=say("登记一个来源；令牌只显示这一次", "Register a source; its token is shown this once"))
def add(
    source: Source,
    region: Annotated[str, typer.Option(help=say("区划代码；不写取来源名中的", "region; that of the name unless given"))] = "",
    families: Annotated[str, typer.Option(help=say("事件族，用逗号分开", "families, divided by commas"))] = ",".join(FAMILIES),
    name: Annotated[str, typer.Option(help=say("系统的中文名称", "name of the system"))] = "",
    succeeds: Annotated[str, typer.Option(metavar="SOURCE", help=say("接替哪个来源", "the source it succeeds"))] = "",
    kafka: Annotated[bool, typer.Option("--kafka", help=say("另建自己的 Kafka 主题和用户", "topics and a user of its own on Kafka"))] = False,
    url: Url = "",
    token: Token = "",
) -> None:
    """Register a source."""
    body = {
        "source": source,
        "region": region or source.strip("/").partition("/")[0],
        "families": [one for one in families.split(",") if one],
        "name": name or None,
        "succeeds": succeeds or None,
        "kafka": kafka,
    }
    _secrets(client(url, token).post("/v1/sources", body))


@app.command("list", help=say("列出来源", "List sources"))
def list_(url: Url = "", token: Token = "") -> None:
    """List every source."""
    found = client(url, token).get("/v1/sources")
    output.current().show(found, lambda: _table(found))


@app.command(help=say("换新令牌，旧的立即失效", "A new token; the old one ends at once"))
def rotate(
    source: Source,
    kafka: Annotated[
        bool, typer.Option("--kafka", help=say("补建自己的 Kafka 主题和用户（恢复以后）", "make its topics and user on Kafka anew (after a restore)"))
    ] = False,
    url: Url = "",
    token: Token = "",
) -> None:
    """Replace a token."""
    _secrets(client(url, token).post(at("v1", "sources", source, "rotate"), {"kafka": kafka}))


@app.command(help=say("吊销来源；它说过的仍然有效", "Revoke a source; what it said stays"))
def revoke(source: Source, reason: Annotated[str, typer.Option(help=say("原因", "why"))] = "", url: Url = "", token: Token = "") -> None:
    """Revoke a source."""
    client(url, token).post(at("v1", "sources", source, "revoke"), {"reason": reason or None})
    output.current().show({"source": source, "valid": False}, say(f"已吊销 {source}", f"{source} is revoked"))


def _secrets(found: dict[str, Any]) -> None:
    """Shows what is told only once."""
    out = output.current()
    grid = Table(show_header=False, box=None, padding=(0, 2))
    native = found.get("kafka", {})
    for name, value in [*found.items(), *((f"kafka {name}", value) for name, value in native.items())]:
        if name != "kafka":
            grid.add_row(name, Text("\n".join(map(str, value))) if isinstance(value, list) else cell(value))
    out.show(found, grid)
    out.note("令牌和密码只显示这一次，请即保存。", "Secrets are shown this once: keep them.")


def _table(found: list[dict[str, Any]]) -> Table:
    titles = [
        say("来源", "source"),
        say("名称", "name"),
        say("区划", "region"),
        say("事件族", "families"),
        say("状态", "state"),
        say("最近", "last day"),
    ]
    table = Table(*titles, box=None, padding=(0, 2))
    for one in found:
        state = say("有效", "valid") if one["valid"] else say("已吊销", "revoked")
        families = " ".join(one.get("families") or [])
        table.add_row(cell(one["source"]), cell(one.get("name") or ""), one["region"], families, state, str(one.get("last_day") or ""))
    return table
