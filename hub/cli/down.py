"""`hub down`: everything ended cleanly, the data kept."""

from __future__ import annotations

import typer

from hub import settings
from hub.cli import output
from hub.cli.noted import told
from hub.cli.output import say
from hub.deeds.noting import command
from hub.supervisor import control
from hub.supervisor.marks import supervisor

app = typer.Typer()


@app.command(help=say("停止枢纽；数据保留。", "Stop the hub; the data stay."))
def down() -> None:
    """Stops the hub of HUB_DATA."""
    mine = settings.load()
    if mine.folder.run.exists() and supervisor(mine.folder) is not None:
        told(mine, command("hub.down"))
    ran = control.down(mine)
    output.current().show({"stopped": ran}, say("枢纽已停止", "the hub is stopped") if ran else say("枢纽没有在运行", "no hub was running"))
