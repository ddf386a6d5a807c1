"""`hub audit find`: a figure that was printed without a manifest: the days on which the hub would have said so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from hub.cli import output
from hub.cli.client import Client
from hub.cli.output import DONE, FOUND_WRONG, say
from hub.cli.remote import Token, Url, client
from schemas.days import beijing_day, parse_day
from schemas.errors import Problem, UsageError, shown

MOST_DAYS = 400


def find(
    name: Annotated[str, typer.Argument(metavar="NAME", help=say("统计名称", "name of the statistic"))],
    region: Annotated[str, typer.Option(help=say("区划代码", "code of the region"))],
    published: Annotated[int, typer.Option(metavar="N", help=say("印出来的数", "the figure that was printed"))],
    near: Annotated[str, typer.Option(metavar="DAY", help=say("大约哪一天公布的", "about when it was published"))],
    within: Annotated[int, typer.Option(metavar="DAYS", min=0, max=MOST_DAYS, help=say("前后各看多少天", "so many days before and after"))] = 31,
    first: Annotated[str, typer.Option("--from", metavar="D", help=say("起始日", "first day"))] = "",
    last: Annotated[str, typer.Option("--to", metavar="D", help=say("终止日", "last day"))] = "",
    month: Annotated[str, typer.Option(metavar="YYYY-MM", help=say("一个月", "one month"))] = "",
    year: Annotated[str, typer.Option(metavar="YYYY", help=say("一年", "one year"))] = "",
    as_of: Annotated[str, typer.Option("--as-of", metavar="D", help=say("截至哪一天发生；不写就是各天", "happened by this day; else by each"))] = "",
    regions: Annotated[str, typer.Option(metavar="recorded|D", help=say("区划口径", "regions as recorded, or of a day"))] = "",
    where: Annotated[list[str] | None, typer.Option(metavar="K=V", help=say("条件", "condition"))] = None,
    url: Url = "",
    token: Token = "",
) -> int:
    """Ask the running hub as it was known on each day; exit code 1 where it never said so."""
    session, out = client(url, token), output.current()
    said = {"names": name, "region": region, "from": first, "to": last, "month": month, "year": year, "as_of": as_of, "regions": regions}
    asked = [*((key, value) for key, value in said.items() if value), *(("where", one) for one in where or ())]
    told = [{"day": day.isoformat(), "n": _figure(session, asked, day, not as_of)} for day in _days(_day(near), within, session)]
    days = [one["day"] for one in told if one["n"] == published]
    found = {"measure": name, "region": region, "published": published, "days": days, "said": told}
    out.show(found, lambda: _view(found))
    return DONE if days else FOUND_WRONG


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except ValueError:
        raise UsageError(problem=Problem("FIELD_FORMAT", "--near", "2025-06-30", shown(text))) from None


def _days(near: date, within: int, session: Client) -> Iterator[date]:
    """The days around one, none of which is still to come."""
    today = beijing_day(session.now())
    for number in range(-within, within + 1):
        day = near + timedelta(days=number)
        if day <= today:
            yield day


def _figure(session: Client, asked: Sequence[tuple[str, str]], day: date, moves: bool) -> int | None:
    """The figure as it was known at the end of a day, and as of that day where no other is named; null before the region was known.

    Raises UsageError for what is more than one figure.
    """
    words = [*asked, ("known_at", day.isoformat()), *([("as_of", day.isoformat())] if moves else [])]
    try:
        rows = session.get("/v1/statistics", words)["rows"]
    except UsageError as error:
        if error.problem.code in ("REGION_NEVER_ESTABLISHED", "DAYS_OUT_OF_ORDER"):
            return None
        raise
    if len(rows) != 1:
        raise UsageError(problem=Problem("ONE_CELL_ONLY", "/names"))
    figure: int | None = rows[0]["n"]
    return figure


def spans(told: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, int | None]]:
    """Days on end of which the same was said, as first day, last day and what."""
    found: list[tuple[str, str, int | None]] = []
    for one in told:
        if found and found[-1][2] == one["n"]:
            found[-1] = (found[-1][0], one["day"], one["n"])
        else:
            found.append((one["day"], one["day"], one["n"]))
    return found


def _view(found: Mapping[str, Any]) -> RenderableType:
    """All that was said on these days, by spans; the figure printed is marked."""
    grid = Table(say("从", "from"), say("到", "to"), say("数", "figure"), "")
    for first, last, n in spans(found["said"]):
        grid.add_row(first, last, "–" if n is None else f"{n:,}", "←" if n == found["published"] else "")
    days = len(found["days"])
    said = (
        say(f"有 {days} 天会这么说", f"it would have said so on {days} days") if days else say("哪天都不会这么说", "on no day would it have said so")
    )
    return Group(Text(f"{shown(found['measure'])}　{shown(found['region'])}　{found['published']:,}"), grid, Text(said))
