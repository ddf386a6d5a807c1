"""`hub rebuild`: the views made anew beside the live ones, compared, switched; switched back; one object derived again."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated

import typer

from hub import settings
from hub.access.staff import WORKER
from hub.cli import output
from hub.cli.noted import noted
from hub.cli.output import say
from hub.cli.prints import equal_table, known, watch
from projections import database
from projections import rebuild as engine
from projections.compare import names
from projections.refold import refold

app = typer.Typer()
ONE = ("只显示这个视图；各视图互相依据，一律全部重建", "show this view only; all are made anew, for they rest on one another")


@app.command(help=say("在现用视图旁边重建，比对相等后切换", "Make the views anew beside the live ones, compare, switch"))
def rebuild(
    view: Annotated[
        str,
        typer.Argument(help=say(*ONE)),
    ] = "",
    back: Annotated[bool, typer.Option("--back", help=say("换回上一次换下来的一套", "switch back to the version switched off last"))] = False,
    only: Annotated[str, typer.Option("--object", metavar="ID", help=say("只把一个对象重算一遍", "derive one object again"))] = "",
) -> None:
    """Rebuilds; with --back switches back, with --object derives one object again."""
    known(view)
    mine = settings.load()
    with noted(mine, "views.rebuilt", only or ("back" if back else None)):
        _rebuilt(mine.dsn(WORKER.role), view, back, only)


def _rebuilt(dsn: str, view: str, back: bool, only: str) -> None:
    out = output.current()
    if back:
        number = engine.switch_back(dsn)
        out.show({"version": number}, say(f"已换回第 {number} 套视图", f"switched back to version {number}"))
    elif only:
        with closing(database.connect(dsn)) as connection:
            found = refold(connection, only)
        told = say(f"已重算，{found.rows} 行、{found.sums} 个合计有变", f"derived again, {found.rows} rows and {found.sums} sums differed")
        out.show({"object": only, "rows": found.rows, "sums": found.sums}, told)
    else:
        compared = engine.rebuild(dsn, watch).compared
        rows = [{"view": name, "equal": True if compared else None} for name in names() if view in ("", name)]
        out.show(rows, lambda: equal_table(rows))
        if compared:
            out.note("逐行相等，已经切换", "every row is the same; switched")
        else:
            out.note("现用的是按别的规则建的，不比较，已经切换", "other rules had made the live ones, so nothing was compared; switched")
