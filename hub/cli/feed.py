"""`hub feed`: the feed of a region, one event a line as JSON; with `--follow` until interrupted."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from hub.cli.following import follow, pages
from hub.cli.output import say
from hub.cli.remote import Token, Url, at, client
from schemas.text import compact

app = typer.Typer()


@app.command(help=say("一个地区的事件流，一行一个事件", "the feed of a region, one event a line"))
def feed(
    region: Annotated[str, typer.Option(help=say("区划代码", "code of the region"))],
    after: Annotated[str, typer.Option(metavar="CURSOR", help=say("从这个游标之后开始", "go on behind this cursor"))] = "",
    endless: Annotated[bool, typer.Option("--follow", help=say("不停地等待新事件", "wait for more, without end"))] = False,
    types: Annotated[list[str] | None, typer.Option("--type", help=say("只要这种事件，可重复", "only events of this type, may be repeated"))] = None,
    since: Annotated[str, typer.Option("--from", metavar="earliest|latest|TIME", help=say("从何时记录的开始", "from where on"))] = "earliest",
    url: Url = "",
    token: Token = "",
) -> None:
    """Print the feed from a cursor or a time on."""
    words = [("from", since), *(("type", one) for one in types or ())]
    session, path = client(url, token), at("v1", "feeds", region)
    if endless:
        follow(session, path, words, after, _print)
        return
    for item in pages(session, path, words, after):
        _print(compact(item))


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
