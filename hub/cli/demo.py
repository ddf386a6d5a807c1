"""`hub demo`: five published reports, said again event by event, and every figure compared."""

from __future__ import annotations

import os
import shlex
import shutil
import tempfile
from collections.abc import Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer

from hub import settings
from hub.access.rights import ADMINISTRATOR
from hub.cli import output
from hub.cli.client import Client
from hub.cli.output import say
from hub.demo import board, play, streams, verdict
from hub.demo.figures import unshown
from hub.demo.packing import Packing
from hub.demo.play import Script
from hub.demo.verdict import Outcome
from hub.settings import Settings
from hub.supervisor import control
from schemas.errors import UsageError

app = typer.Typer()
PLAYED: Final = "demo"
"""What a data folder remembers once everything of the demo is published."""


@app.command(help=say("演示：五份报告的数字逐一复现", "The demo: the figures of five reports, each reproduced"))
def demo(
    once: Annotated[bool, typer.Option("--once", help=say("在空的 HUB_DATA 里自己启动、比较、停止", "a hub of its own, stopped at the end"))] = False,
    keep: Annotated[bool, typer.Option("--keep", help=say("与 --once 同用：停止后保留数据", "with --once: keep the data"))] = False,
) -> int:
    """Play the demo; exit code 1 when a figure does not agree."""
    if once:
        with _own(keep) as mine:
            outcomes = _fresh(mine)
        _show(outcomes)
        return code(outcomes)
    mine = settings.load()
    if mine.folder.recall(PLAYED) is None:
        _check_untouched(mine)
    outcomes = _fresh(mine) if mine.folder.recall(PLAYED) is None else _again(mine)
    _show(outcomes)
    addresses = control.up(mine)
    if not output.current().json:
        hub = f"HUB_DATA={shlex.quote(str(mine.folder.root))} {output.program()}"
        output.current().text(board.farewell(addresses, str(mine.folder.root), hub, output.current().language))
    return code(outcomes)


@contextmanager
def _own(keep: bool) -> Iterator[Settings]:
    """Settings of an empty data folder: HUB_DATA where it is given, else a new one; down and removed at the end unless kept.

    Raises UsageError when the folder holds something.
    """
    given = os.environ.get("HUB_DATA")
    root = Path(given) if given else Path(tempfile.mkdtemp(prefix="hub-demo-"))
    if root.exists() and any(root.iterdir()):
        raise UsageError(f"HUB_DATA: {root} {say('不是空的', 'is not empty')}")
    mine = settings.load().model_copy(update={"data": root})
    try:
        yield mine
    finally:
        if keep:
            control.down(mine)
            output.current().note(f"数据留在 {root}", f"the data stay in {root}")
        else:
            control.discard(mine)
            shutil.rmtree(root, ignore_errors=True)


def _fresh(mine: Settings) -> list[Outcome]:
    note = output.current().note
    with Packing() as packing:

        def written() -> Script:
            script = play.script()
            packing.begin([one for stream in script.streams.reports.values() for one in stream])
            return script

        script, addresses = play.begin(mine, written, note)
        play.publish(mine, addresses, script.streams, packing, note)
        mine.folder.remember(PLAYED, True)
    return play.compare(mine, addresses, script)


def _again(mine: Settings) -> list[Outcome]:
    """The demo was played here before: ask again."""
    script, addresses = play.begin(mine, play.script, output.current().note)
    return play.compare(mine, addresses, script)


def _check_untouched(mine: Settings) -> None:
    """Raises UsageError where the demo cannot be played: in a hub to which others publish, and in one in which it was cut off half-way."""
    if not (mine.folder.root / "postgres").exists():
        return
    addresses = control.up(mine)
    known = {one["source"] for one in Client(mine, addresses["http"], addresses["token"]).get("/v1/sources")} - {ADMINISTRATOR}
    reason = unplayable(known)
    if reason:
        then = say("先 hub down，再删去这个目录，或者换一个 HUB_DATA", "hub down and remove the folder, or name another HUB_DATA")
        raise UsageError(f"HUB_DATA: {mine.folder.root} {reason}; {then}")


def unplayable(known: Set[str]) -> str:
    """Why the demo cannot be played in a hub that knows these sources besides the administrator; empty where it can."""
    if not known:
        return ""
    if known <= {one.source for one in streams.systems()}:
        return say("里的演示没有放完", "holds a demo that was cut off")
    return say("里是别的枢纽", "holds another hub")


def _show(outcomes: list[Outcome]) -> None:
    out = output.current()
    out.show([one.as_json() for one in outcomes], lambda: board.board(outcomes, out.language))


def code(outcomes: list[Outcome]) -> int:
    """The exit code that says whether every figure agrees; says so too."""
    out = output.current()
    if verdict.agreed(outcomes):
        out.note(f"{len(outcomes)} 个数全部相符。", f"all {len(outcomes)} figures agree.")
        rest = len(unshown())
        out.note(
            f"报告还印了 {rest} 处演示没有的，原因见 docs/demo.md。",
            f"{rest} more things are printed and not shown: docs/demo.md says why.",
        )
        return output.DONE
    wrong = sum(not one.agrees for one in outcomes)
    out.note(f"{wrong} 个数不符。", f"{wrong} figures do not agree.")
    return output.FOUND_WRONG
