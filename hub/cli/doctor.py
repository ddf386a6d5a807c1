"""`hub doctor`: looks a running or stopped hub over, says what is wrong and what to do; 1 when anything is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from hub import settings
from hub.cli import output
from hub.cli.output import Output, say
from hub.doctor.checks import Finding, examine
from hub.doctor.patient import visited
from schemas.errors import to_json

app = typer.Typer()
_MARKS: Final = {
    "ok": ("正常", "fine", "green"),
    "wrong": ("有错", "wrong", "red"),
    "warning": ("警告", "warning", "yellow"),
    "note": ("注意", "note", "yellow"),
    "skipped": ("未查", "skipped", "dim"),
}


@app.command(help=say("体检：逐项检查运行中或停止的枢纽，说明哪里不对、怎么办", "Check a running or stopped hub: what is wrong, and what to do"))
def doctor() -> None:
    """Runs every check; exit 1 when one finds something wrong, or warns."""
    out = output.current()
    with visited(settings.load()) as patient:
        found = list(examine(patient))
    out.show([_json(one, out) for one in found], lambda: _table(found, out))
    if any(one.state in ("wrong", "warning") for one in found):
        raise typer.Exit(output.FOUND_WRONG)


def _json(one: Finding, out: Output) -> dict[str, Any]:
    return {"check": one.check.name, "state": one.state, "problems": [to_json(problem, out.language) for problem in one.problems]}


def _table(found: Sequence[Finding], out: Output) -> RenderableType:
    lines = [line for one in found for line in _lines(one, out)]
    wrong, warned = (sum(one.state == state for one in found) for state in ("wrong", "warning"))
    skipped = sum(one.state == "skipped" for one in found)
    lines.append(
        Text(
            out.say(
                f"共 {len(found)} 项，{wrong} 项有错，{warned} 项警告，{skipped} 项未查",
                f"{len(found)} checks, {wrong} wrong, {warned} warnings, {skipped} skipped",
            )
        )
    )
    if skipped:
        lines.append(Text(out.say("未查的各项要枢纽在运行：hub up", "what was skipped needs the hub to run: hub up")))
    return Group(*lines)


def _lines(one: Finding, out: Output) -> list[Text]:
    zh, en, style = _MARKS[one.state]
    lines = [Text.assemble((out.say(zh, en), style), "  ", out.say(one.check.zh, one.check.en))]
    for problem in one.problems:
        lines.append(Text(f"      {problem.sentence(out.language)}"))
        lines.append(Text(f"      {out.say('怎么办：', 'what to do: ')}{problem.remedy(out.language)}", style="dim"))
    return lines
