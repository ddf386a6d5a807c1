"""`hub feed`: the feed of a region, one event a line as JSON; with `--follow` until interrupted."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Annotated, Final

import typer

from hub.cli.client import Client, Parameters
from hub.cli.output import say
from hub.cli.remote import Token, Url, at, client
from schemas.errors import Unavailable

AGAIN_SECONDS: Final = 1.0
_CURSOR: Final = "Hub-Cursor"

app = typer.Typer()


@app.command(help=say("一个地区的事件流，一行一个事件", "the feed of a region, one event a line"))
def feed(
    region: Annotated[str, typer.Option(help=say("区划代码", "code of the region"))],
    after: Annotated[str, typer.Option(metavar="CURSOR", help=say("从这个游标之后开始", "go on behind this cursor"))] = "",
    follow: Annotated[bool, typer.Option("--follow", help=say("不停地等待新事件", "wait for more, without end"))] = False,
    types: Annotated[list[str] | None, typer.Option("--type", help=say("只要这种事件，可重复", "only events of this type, may be repeated"))] = None,
    since: Annotated[str, typer.Option("--from", metavar="earliest|latest|TIME", help=say("从何时记录的开始", "from where on"))] = "earliest",
    url: Url = "",
    token: Token = "",
) -> None:
    """Print the feed from a cursor or a time on."""
    words = [("from", since), *(("type", one) for one in types or ())]
    session, path = client(url, token), at("v1", "feeds", region)
    if follow:
        _follow(session, path, words, after)
    else:
        _print(_pages(session, path, words, after))


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def _pages(client: Client, path: str, words: Parameters, after: str) -> Iterator[str]:
    """Every item up to now, batch by batch."""
    while True:
        answer = client.page(path, [*words, *([("lastEventId", after)] if after else [])])
        items = answer.json()
        if not items:
            return
        yield from (json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in items)
        after = answer.headers[_CURSOR]


def _follow(client: Client, path: str, words: Parameters, after: str) -> None:
    """Items without end; when the hub goes away, from the last cursor on as soon as it is back."""
    reached = False
    while True:
        headers = {"Accept": "text/event-stream", **({"Last-Event-ID": after} if after else {})}
        try:
            with client.stream(path, words, headers) as answer:
                reached, after = True, answer.headers[_CURSOR]
                for cursor in _printed(answer.iter_lines()):
                    after = cursor
        except Unavailable:
            if not reached:
                raise
        time.sleep(AGAIN_SECONDS)


def _printed(lines: Iterable[str]) -> Iterator[str]:
    """Print what comes; the cursors behind what was printed. An id counts once its block has ended."""
    cursor = ""
    for line in lines:
        name, _, value = line.partition(": ")
        if name == "data":
            _print([value])
        elif name == "id":
            cursor = value
        elif not line and cursor:
            yield cursor
            cursor = ""
