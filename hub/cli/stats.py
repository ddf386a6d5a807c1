"""`hub stats`: figures of a region, as a table for people, as a sheet, or as JSON."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from hub.cli import output
from hub.cli.client import Client, Parameters
from hub.cli.figures import listed_sheet, listing, sheet, table
from hub.cli.figures import names as names_table
from hub.cli.output import say
from hub.cli.published import show_published
from hub.cli.remote import Token, Url, client
from projections.statistics.catalogue import catalogue, find, formula_sql
from projections.statistics.reading import from_json
from schemas.errors import Problem, UsageError

app = typer.Typer()


@dataclass(frozen=True)
class Asked:
    """The words of the command line, by the names that the address of the question knows."""

    words: dict[str, Any]

    def parameters(self) -> Parameters:
        """What stands behind the question mark; what was not said is left out."""
        found: list[tuple[str, str]] = []
        for name, value in self.words.items():
            if value is True:
                found.append((name, "1"))
            elif isinstance(value, list):
                found += [(name, one) for one in value]
            elif value:
                found.append((name, str(value)))
        return found


@app.command(help=say("按名称问统计数；--names 列出全部统计", "Ask for figures by name; --names lists them"))
def stats(
    name: Annotated[str, typer.Argument(metavar="NAME[,NAME…]", help=say("统计名称，用逗号分开", "names, divided by commas"))] = "",
    region: Annotated[str, typer.Option(help=say("区划代码", "code of the region"))] = "",
    everything: Annotated[bool, typer.Option("--all", help=say("全部统计", "every statistic"))] = False,
    names: Annotated[
        bool, typer.Option("--names", help=say("列出可问的统计；给出名称的，连同算法的 SQL", "list what may be asked; those named with their SQL"))
    ] = False,
    by: Annotated[str, typer.Option(help=say("分列：region,level,month,category,kind,department…", "divided by"))] = "",
    first: Annotated[str, typer.Option("--from", metavar="D", help=say("起始日", "first day"))] = "",
    last: Annotated[str, typer.Option("--to", metavar="D", help=say("终止日", "last day"))] = "",
    month: Annotated[str, typer.Option(metavar="YYYY-MM", help=say("一个月", "one month"))] = "",
    year: Annotated[str, typer.Option(metavar="YYYY", help=say("一年", "one year"))] = "",
    term: Annotated[str, typer.Option(metavar="N", help=say("一届", "one term"))] = "",
    cohort: Annotated[bool, typer.Option("--cohort", help=say("期内进入的事项到 as-of 的状态", "those that entered in the period"))] = False,
    where: Annotated[list[str] | None, typer.Option(metavar="K=V", help=say("条件", "condition"))] = None,
    as_of: Annotated[str, typer.Option("--as-of", metavar="D", help=say("截至哪一天发生", "happened by this day"))] = "",
    known_at: Annotated[str, typer.Option("--known-at", metavar="T", help=say("截至何时已知", "recorded by this instant"))] = "",
    regions: Annotated[str, typer.Option(metavar="recorded|D", help=say("区划口径", "regions as recorded, or of a day"))] = "",
    opened: Annotated[bool, typer.Option("--list", help=say("列出数后面的每一条", "list the records behind the figure"))] = False,
    csv: Annotated[bool, typer.Option("--csv", help=say("输出电子表格", "as a sheet"))] = False,
    publish: Annotated[
        str, typer.Option("--publish", metavar="TITLE", help=say("以此题目公布所问的数", "publish the figures under this title"))
    ] = "",
    unit: Annotated[
        str, typer.Option(metavar="UNIT", help=say("公布的机关；管理员可以不写", "who publishes; the administrator may leave it out"))
    ] = "",
    url: Url = "",
    token: Token = "",
) -> None:
    """Ask the running hub and show the answer."""
    session = client(url, token)
    if names:
        _show_names(session, [one for one in name.split(",") if one])
        return
    asked = Asked(
        {
            "names": name, "all": everything, "region": region, "by": by, "from": first, "to": last, "month": month, "year": year,
            "term": term, "cohort": cohort, "where": where or [], "as_of": as_of, "known_at": known_at, "regions": regions,
        }
    )  # fmt: skip
    if not name and not everything:
        raise UsageError(problem=Problem("FIELD_EMPTY", "/names", "hub stats --names"))
    if publish or unit:
        _check_publishing(publish, unit, opened or csv)
        show_published(session.post("/v1/manifests", {"title": publish, "unit": unit or None}, asked.parameters()))
    elif opened:
        _show_list(session, asked, csv)
    else:
        _show(session, asked, csv)


def _check_publishing(title: str, unit: str, otherwise: bool) -> None:
    """Raises UsageError for options that do not go together: what is published is a manifest, neither a list nor a sheet."""
    if otherwise or (unit and not title):
        raise UsageError(problem=Problem("USED_WRONGLY", "--publish" if title else "--unit", "--publish TITLE [--unit UNIT] [--json]"))


def _show(session: Client, asked: Asked, csv: bool) -> None:
    out = output.current()
    body = session.get("/v1/statistics", asked.parameters())
    if csv:
        sys.stdout.write(sheet(from_json(body), out.language))
        return
    out.show(body, lambda: table(from_json(body), out.language))


def _show_list(session: Client, asked: Asked, csv: bool) -> None:
    out = output.current()
    body = session.get("/v1/statistics/list", asked.parameters())
    if csv:
        sys.stdout.write(listed_sheet(body, out.language))
        return
    out.show(body, lambda: listing(body, out.language))


def _show_names(session: Client, wanted: list[str]) -> None:
    """All statistics, or those wanted, whole. Raises UsageError for one that there is not."""
    out = output.current()
    chosen = [find(one) for one in wanted] or list(catalogue().values())
    known = {one.name for one in chosen}
    body = [one for one in session.get("/v1/statistics/names") if one["name"] in known]
    out.show(body, lambda: names_table(chosen, out.language, {one: formula_sql(one) for one in wanted}))
