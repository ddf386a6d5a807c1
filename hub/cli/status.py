"""`hub status`: every process, reader and source as seen from outside; also while HTTP does not answer."""

from __future__ import annotations

import typer

from hub import settings
from hub.access.staff import WATCH
from hub.cli import output
from hub.cli.output import say
from hub.supervisor.marks import supervisor
from hub.watch import told
from hub.watch.collect import collect
from hub.watch.positions import Observer
from schemas.errors import NotRunning

app = typer.Typer()


@app.command(help=say("枢纽的状况：进程、各读者落后多少、各来源、隔离", "The state of the hub: processes, lags, sources, quarantine"))
def status() -> None:
    """Looks once and shows what it sees; 1 when the parts do not answer or a process is not running."""
    mine, out = settings.load(), output.current()
    if not mine.folder.run.exists() or (mine.embedded and supervisor(mine.folder) is None):
        raise NotRunning(str(mine.folder.root))
    with Observer(mine.client(WATCH.user), mine.dsn(WATCH.role)) as observer:
        seen = collect(observer, mine)
    out.show(told.to_json(seen), lambda: told.tables(seen, out.language))
    if not all(one.alive for one in seen.workers.values()):
        raise typer.Exit(output.FOUND_WRONG)
