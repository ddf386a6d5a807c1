"""`hub audit witness`: whose logs this hub cosigns, and who cosigns its heads."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.table import Table

from hub.cli import output
from hub.cli.output import say
from hub.cli.remote import Token, Url, cell, client
from schemas.errors import Problem

app = typer.Typer(help=say("见证：联署别家的日志，请别家联署我们的总检查点", "witnessing: cosign logs of others, and have our heads cosigned"))
Origin = Annotated[str, typer.Argument(metavar="ORIGIN", help=say("日志的来历，检查点的第一行", "origin of the log, the first line of a checkpoint"))]
Vkey = Annotated[str, typer.Argument(metavar="VKEY", help=say("公钥，从可靠的途径得来", "verifier key, from a source you trust"))]


@app.command(help=say("本枢纽联署用的公钥", "The key by which this hub cosigns"))
def key(url: Url = "", token: Token = "") -> None:
    """Show the key of this hub as a witness."""
    found = client(url, token).get("/v1/witness")
    output.current().show(found, found["key"])


@app.command(
    help=say("何时算可信：要几个、是哪几个；hub audit verify --policy 用它", "When a head is trusted, as hub audit verify --policy takes it")
)
def policy(url: Url = "", token: Token = "") -> None:
    """Show the policy of this hub."""
    found = client(url, token).get("/v1/witness")
    output.current().show(found, found["policy"].removesuffix("\n"))


@app.command(help=say("从此联署这本日志", "Cosign a log from now on"))
def add(origin: Origin, key: Vkey, url: Url = "", token: Token = "") -> None:
    """Trust a log to be cosigned."""
    found = client(url, token).post("/v1/witness/logs", {"origin": origin, "key": key})
    output.current().show(found, say(f"从此联署 {origin}", f"{origin} is cosigned from now on"))


@app.command(help=say("不再联署这本日志", "Cosign a log no more"))
def remove(origin: Origin, url: Url = "", token: Token = "") -> None:
    """Cosign a log no more; how far it was cosigned is kept."""
    found = client(url, token).post("/v1/witness/logs/drop", {"origin": origin})
    output.current().show(found, say(f"不再联署 {origin}", f"{origin} is cosigned no more"))


@app.command(help=say("我们联署的日志，各到第几条", "The logs that we cosign, and how far"))
def logs(url: Url = "", token: Token = "") -> None:
    """List the logs of others."""
    found = client(url, token).get("/v1/witness/logs")
    output.current().show(found, lambda: _logs(found))


@app.command(help=say("从此请这个见证人联署总检查点", "Ask a witness to cosign the heads from now on"))
def ask(
    address: Annotated[str, typer.Argument(metavar="URL", help=say("add-checkpoint 之前的地址", "its address, before /add-checkpoint"))],
    key: Vkey,
    url: Url = "",
    token: Token = "",
) -> None:
    """Name a witness."""
    found = client(url, token).post("/v1/witness/asked", {"url": address, "key": key})
    output.current().show(found, say(f"从此请 {found['name']} 联署", f"{found['name']} is asked from now on"))


@app.command(help=say("不再请这个见证人联署", "Ask a witness no more"))
def drop(name: Annotated[str, typer.Argument(metavar="NAME")], url: Url = "", token: Token = "") -> None:
    """Ask a witness no more."""
    found = client(url, token).post("/v1/witness/asked/drop", {"name": name})
    output.current().show(found, say(f"不再请 {name} 联署", f"{name} is asked no more"))


@app.command(
    "list", help=say("我们的见证人，各联署到第几个总检查点，为什么没有再往后", "Our witnesses: up to which head each has cosigned, why not further")
)
def list_(url: Url = "", token: Token = "") -> None:
    """List the witnesses of this hub."""
    found = client(url, token).get("/v1/witness/asked")
    output.current().show(found, lambda: _witnesses(found))


def _logs(found: list[dict[str, Any]]) -> Table:
    table = Table(say("日志", "log"), say("条数", "entries"), say("状态", "state"), box=None, padding=(0, 2))
    for one in found:
        table.add_row(cell(one["origin"]), str(one["size"]), say("联署", "cosigned") if one["trusted"] else say("已停", "no more"))
    return table


def _witnesses(found: list[dict[str, Any]]) -> Table:
    table = Table(say("见证人", "witness"), say("联署到", "cosigned up to"), say("地址", "address"), say("情况", "state"), box=None, padding=(0, 2))
    for one in found:
        table.add_row(cell(one["name"]), str(one["size"]), cell(one["url"]), cell(_state(one)))
    return table


def _state(one: dict[str, Any]) -> str:
    problems = [Problem(one["problem"], got=one["got"])] if one["problem"] else []
    problems += [Problem("WITNESS_SETBACK", got=one["setback"])] if one["setback"] else []
    return "; ".join(problem.sentence(output.current().language) for problem in problems) or say("正常", "well")
