"""Fingerprints as people and programs read them, and the progress of a rebuild."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from hub.cli import output
from hub.cli.output import say
from projections import folders
from projections.bulk import Built
from projections.rebuild import Comparison
from schemas.errors import UsageError

SHOWN = 16


def known(view: str) -> None:
    """Raises UsageError for what is no view; nothing named means all."""
    names = [one.name for one in folders.views()]
    if view and view not in (*names, "cube"):
        raise UsageError(f"{view}: {' '.join((*names, 'cube'))}")


def watch(built: Built) -> None:
    """Says in passing how far a rebuild is."""
    rate = round(built.records / built.seconds) if built.seconds else 0
    output.current().note(
        f"{built.view}：{built.rows} 行，{built.seconds:.1f} 秒，合每秒 {rate} 条记录",
        f"{built.view}: {built.rows} rows, {built.seconds:.1f} s, that is {rate} records/s",
    )


def to_rows(found: Comparison, view: str) -> list[dict[str, Any]]:
    """One row per view: `live` (null when other rules made it) and `rebuilt`, each {content, full}, and whether they are equal."""
    return [
        {
            "view": name,
            "live": None if found.before is None else {"content": found.before[name].content, "full": found.before[name].full},
            "rebuilt": {"content": one.content, "full": one.full},
            "equal": found.before is not None and found.before[name] == one,
        }
        for name, one in found.after.items()
        if view in ("", name)
    ]


def fingerprint_table(rows: list[dict[str, Any]]) -> Table:
    """The first characters of each fingerprint, live beside rebuilt."""
    table = Table(say("视图", "view"), say("指纹", "fingerprint"), say("现用", "live"), say("重建", "rebuilt"), "", box=None, padding=(0, 2))
    for row in rows:
        for kind in ("content", "full"):
            live = row["live"][kind][:SHOWN] if row["live"] else "—"
            table.add_row(row["view"], kind, live, row["rebuilt"][kind][:SHOWN], say("相等", "equal") if row["equal"] else say("不等", "differs"))
    return table


def equal_table(rows: list[dict[str, Any]]) -> Table:
    """Of each view whether the one made anew is the live one, as far as they were compared."""
    table = Table(say("视图", "view"), "", box=None, padding=(0, 2))
    for row in rows:
        table.add_row(row["view"], say("相等", "equal") if row["equal"] else "—")
    return table
