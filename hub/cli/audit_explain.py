"""`hub audit explain`: why a figure is another than it was: the objects by which it differs, and the events written down in between."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from hub.cli import output
from hub.cli.output import say
from hub.cli.remote import Token, Url, client
from hub.cli.words import moment
from schemas.errors import Language, shown

_HEADS = {"zh": ("编号", "当时", "后来", "事件", "来源", "编号", "记于"), "en": ("Key", "Then", "After", "Event", "Source", "Id", "Recorded")}


def explain(
    name: Annotated[str, typer.Argument(metavar="NAME", help=say("统计名称", "name of the statistic"))],
    region: Annotated[str, typer.Option(help=say("区划代码", "code of the region"))],
    known_at: Annotated[str, typer.Option("--known-at", metavar="T", help=say("当时：截至何时已知", "then: recorded by this instant"))],
    until: Annotated[str, typer.Option(metavar="T", help=say("后来：不写就是现在", "after: now, where it is not said"))] = "",
    first: Annotated[str, typer.Option("--from", metavar="D", help=say("起始日", "first day"))] = "",
    last: Annotated[str, typer.Option("--to", metavar="D", help=say("终止日", "last day"))] = "",
    as_of: Annotated[str, typer.Option("--as-of", metavar="D", help=say("截至哪一天发生", "happened by this day"))] = "",
    regions: Annotated[str, typer.Option(metavar="recorded|D", help=say("区划口径", "regions as recorded, or of a day"))] = "",
    where: Annotated[list[str] | None, typer.Option(metavar="K=V", help=say("条件", "condition"))] = None,
    url: Url = "",
    token: Token = "",
) -> None:
    """Ask the running hub and show the answer."""
    words = {"names": name, "region": region, "known_at": known_at, "until": until, "from": first, "to": last, "as_of": as_of, "regions": regions}
    said = [*((key, value) for key, value in words.items() if value), *(("where", one) for one in where or ())]
    out = output.current()
    body = client(url, token).get("/v1/statistics/explain", said)
    out.show(body, lambda: explained(body, out.language))


def explained(body: Mapping[str, Any], language: Language) -> RenderableType:
    """The difference as a table: each object with the events that were written down of it."""
    then, after = f"{body['before']:,}", f"{body['after']:,}"
    now = "现在" if language == "zh" else "now"
    title = f"{shown(body['measure'])}　{shown(body['region'])}　{shown(body['known_at'])}: {then} → {shown(body['until'] or now)}: {after}"
    grid = Table(*_HEADS[language], title=Text(title))
    for one in body["changes"]:
        first = (shown(one["key"]), f"{one['before']:+d}", f"{one['after']:+d}")
        for turn, event in enumerate(one["events"] or [{}]):
            cells = (*(first if turn == 0 else ("", "", "")), *_event(event))
            grid.add_row(*(Text(cell) for cell in cells))
    for event in body["facts"]:
        grid.add_row(*(Text(cell) for cell in (shown(event["object"]), "", "", *_event(event))))
    return Group(grid)


def _event(event: Mapping[str, Any]) -> tuple[str, ...]:
    if not event:
        return ("",) * 4
    return (shown(event["type"]), shown(event["source"]), shown(event["id"]), moment(event["recorded"]))
