"""`hub verify`: the fingerprints of the live views beside those of views made anew from the ledger."""

from __future__ import annotations

from typing import Annotated

import typer

from hub import settings
from hub.access.staff import WORKER
from hub.cli import output
from hub.cli.output import say
from hub.cli.prints import fingerprint_table, known, to_rows, watch
from projections import rebuild as engine
from projections.rebuild import Differs

app = typer.Typer()


@app.command(help=say("核对：现用视图和从总账重建的视图，指纹逐个比较", "Compare the live views with views made anew from the ledger"))
def verify(view: Annotated[str, typer.Argument(help=say("只看这个视图", "show this view only"))] = "") -> None:
    """Prints two fingerprints per view; refuses (exit 1) when the live ones are not what the ledger says."""
    known(view)
    found = engine.prove(settings.load().dsn(WORKER.role), watch)
    rows = to_rows(found, view)
    output.current().show(rows, lambda: fingerprint_table(rows))
    if found.differing:
        raise Differs(found.differing)
