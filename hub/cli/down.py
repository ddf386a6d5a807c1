"""`hub down`: everything ended cleanly, the data kept."""

from __future__ import annotations

import typer

from hub import settings
from hub.cli import output
from hub.cli.output import say
from hub.supervisor import control

app = typer.Typer()


@app.command(help=say("停止枢纽；数据保留。", "Stop the hub; the data stay."))
def down() -> None:
    """Stops the hub of HUB_DATA."""
    ran = control.down(settings.load())
    output.current().show({"stopped": ran}, say("枢纽已停止", "the hub is stopped") if ran else say("枢纽没有在运行", "no hub was running"))
