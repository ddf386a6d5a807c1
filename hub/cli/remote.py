"""The two options of every command that speaks to a hub: where it is, and by which token we prove ourselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import quote

import typer
from rich.text import Text

from hub.cli.client import Client
from hub.cli.output import say
from schemas.errors import shown

Url = Annotated[str, typer.Option("--hub", envvar="HUB_URL", metavar="URL", help=say("别处的枢纽的地址", "address of a hub elsewhere"))]
Token = Annotated[
    str,
    typer.Option(
        "--token", envvar="HUB_TOKEN", metavar="TOKEN", help=say("令牌；不写用本机管理员的", "token; the local administrator's unless given")
    ),
]


def at(*parts: str) -> str:
    """An address from its parts, whatever signs they hold; the slashes of a source or a receipt stay."""
    return "/" + "/".join(quote(part) for part in parts)


def client(url: str, token: str) -> Client:
    """A session with the hub meant."""
    return Client(url=url, token=token)


def problem_line(problem: Mapping[str, Any]) -> str:
    """A problem document as one line: what, where, what to do."""
    remedy = problem.get("remedy", "")
    detail = problem.get("detail") or problem.get("sentence", "")
    return f"{detail} → {remedy}" if remedy else str(detail)


def cell(value: object) -> Text:
    """A foreign value as a cell: short, without controls, and never read as markup."""
    return Text(shown(value))
