"""`hub audit log`: who asked, changed, exported, erased, as people read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer
from rich.table import Table

from hub.cli import output
from hub.cli.client import Client
from hub.cli.output import say
from hub.cli.remote import Token, Url, cell, client
from hub.cli.words import moment
from hub.deeds.kinds import WORDS
from schemas.errors import REASONS

KINDS = {
    "admin": ("管理员", "administrator"),
    "source": ("来源", "source"),
    "reader": ("读者", "reader"),
    "system": ("操作系统用户", "system user"),
    "hub": ("枢纽", "hub"),
    "nobody": ("没有登录", "nobody"),
}
_HEADS = (("序号", "index"), ("时间", "at"), ("谁", "who"), ("从", "from"), ("做了什么", "what"), ("对什么", "of what"), ("结果", "ended"))


def log(
    since: Annotated[str, typer.Option(metavar="DAY|TIME", help=say("从何时起，如 2025-06-08", "from when on, like 2025-06-08"))] = "",
    who: Annotated[str, typer.Option(help=say("谁：来源、读者、用户@机器", "a source, a reader, user@machine"))] = "",
    what: Annotated[str, typer.Option(help=say("做了什么，或者它的开头，如 statistics", "what, or how its name begins, like statistics"))] = "",
    url: Url = "",
    token: Token = "",
) -> None:
    """Show the entries of the audit log in their order."""
    words = [(name, text) for name, text in (("since", since), ("who", who), ("what", what)) if text]
    found = list(_entries(client(url, token), words))
    output.current().show(found, lambda: _table(found) if found else say("没有记录", "no entries"))


def _entries(session: Client, words: list[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    """All of them; those that the questions themselves add are not asked for."""
    after: list[tuple[str, str]] = []
    while True:
        told = session.get("/v1/audit", [*words, *after])
        yield from told["entries"]
        if told["next"] is None:
            return
        after = [("after", str(told["next"]))]


def _table(found: list[dict[str, Any]]) -> Table:
    table = Table(*(say(*head) for head in _HEADS), box=None, padding=(0, 2))
    for one in found:
        table.add_row(
            str(one["index"]),
            moment(one["at"]),
            cell(f"{say(*KINDS[one['kind']])} {one['who']}"),
            cell(one["address"] or ""),
            say(*WORDS.get(one["what"], (one["what"], one["what"]))),
            cell(" ".join(filter(None, (one["object"], one["question"])))),
            cell(_ended(one)),
        )
    return table


def _ended(one: Mapping[str, Any]) -> str:
    if one["done"]:
        return say("成功", "done")
    reason = REASONS.get(one["code"] or "")
    return f"{one['status']} {'' if reason is None else say(reason.zh, reason.en)}".strip()
