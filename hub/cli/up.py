"""`hub up`: everything that a hub is, started and kept alive."""

from __future__ import annotations

import signal
import threading
from contextlib import closing
from typing import Annotated

import psycopg2
import typer
from rich.table import Table

from hub import settings
from hub.cli import output
from hub.cli.noted import told
from hub.cli.output import say
from hub.deeds.noting import command
from hub.settings import OWNER, Settings
from hub.shipped.standing import missing
from hub.supervisor import control
from hub.supervisor.marks import supervisor
from hub.watch.told import other_rules
from projections import versions
from projections.database import connect
from schemas.errors import Unavailable

app = typer.Typer()


@app.command(help=say("启动枢纽；不加 --detach 时一直运行，Ctrl-C 停止。", "Start the hub; without --detach it runs until Ctrl-C."))
def up(
    detach: Annotated[bool, typer.Option("--detach", help=say("启动后即返回", "return once it is up"))] = False,
) -> None:
    """Starts the hub of HUB_DATA and prints its addresses."""
    out, mine = output.current(), settings.load()
    stopping = threading.Event() if detach else _interrupted()
    out.note(f"启动枢纽，数据在 {mine.folder.root} …", f"starting the hub of {mine.folder.root} …")
    found = control.up(mine)
    told(mine, command("hub.up"))
    if mine.clock is not None:
        out.warn(f"测试时钟：{mine.clock}", f"test clock: {mine.clock}")
    out.show(found, lambda: _table(found))
    if not out.json and _lacks_shipped(mine):
        out.note(
            "第一步：hub shipped publish 发布附送的放假安排和期限规则；没有规则就没有到期日，也不看临期、逾期",
            "first step: hub shipped publish, for the shipped calendars and rules; without rules nothing is due, and no deadline is watched",
        )
    other = _of_others(mine)
    if other is not None:
        out.warn(*other_rules(other))
    if not detach:
        _stay(mine, stopping)


def _lacks_shipped(mine: Settings) -> bool:
    """Whether a shipped fact is not on the ledger. What does not answer now is no reason to fail: the hub is up."""
    try:
        with closing(connect(mine.dsn(OWNER))) as connection, connection.cursor() as cursor:
            return bool(missing(cursor))
    except (Unavailable, psycopg2.Error):
        return False


def _of_others(mine: Settings) -> str | None:
    """The live views, if this release cannot fold them. What does not answer now is no reason to fail."""
    try:
        with closing(connect(mine.dsn(OWNER))) as connection, connection.cursor() as cursor:
            found = versions.live(cursor)
            return None if found is None or versions.made_here(found) else found.schema
    except (Unavailable, psycopg2.Error):
        return None


def _interrupted() -> threading.Event:
    """Set by Ctrl-C and SIGTERM, from now on: a hub that is still coming up is taken down as well."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    return stopping


def _stay(mine: Settings, stopping: threading.Event) -> None:
    while not stopping.wait(0.5) and supervisor(mine.folder) is not None:
        pass
    output.current().note("正在停止 …", "stopping …")
    told(mine, command("hub.down"))
    control.down(mine)


def _table(found: dict[str, str]) -> Table:
    names = {
        "http": say("HTTP 接口与文档 /docs", "HTTP, documents at /docs"),
        "kafka": say("Kafka 地址", "Kafka"),
        "registry": say("模式登记（schema registry）", "schema registry"),
        "postgres": say("数据库（管理员）", "database (administrator)"),
        "token": say("管理员令牌", "administrator's token"),
    }
    grid = Table(title=say("枢纽已启动", "the hub is up"), title_justify="left", show_header=False, box=None, padding=(0, 2))
    for name, words in names.items():
        grid.add_row(words, found.get(name, ""))
    return grid
