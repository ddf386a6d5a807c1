"""`hub restore`: a hub whose Kafka, PostgreSQL or both are lost, put back from its archive."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from hub import settings
from hub.cli import output
from hub.cli.output import say
from hub.cli.prints import watch
from hub.restore.restoring import Restored, problem_of
from hub.restore.restoring import restore as put_back
from projections.archive.store import Damaged
from projections.archive.verifier import Wrong

app = typer.Typer()
BEYOND = (
    "总账里还没有进存档的记录留着不动（确认这就是原来的总账）",
    "leave records as they are that the ledger has and the archive has not (be sure that it is the ledger of before)",
)


@app.command(
    help=say("从存档恢复：总账写回 Kafka，索引和视图写回 PostgreSQL；先停枢纽", "From the archive: ledger, index and views; take the hub down first")
)
def restore(
    beyond: Annotated[bool, typer.Option("--beyond", help=say(*BEYOND))] = False,
) -> None:
    """Puts the hub of HUB_DATA back."""
    out = output.current()
    try:
        found = put_back(settings.load(), beyond, out.note, watch)
    except Wrong as wrong:
        raise Damaged(problem=problem_of(wrong, wrong.sentence(out.language))) from None
    out.show(asdict(found), "\n".join(_lines(found)))


def _lines(found: Restored) -> list[str]:
    lines = [
        say(f"存档核验通过，{found.archived:,} 条", f"the archive holds: {found.archived:,} entries"),
        say(
            f"总账：原有 {found.there:,} 条，写回 {found.written:,} 条，其中 {found.database:,} 条存档还没有，取自数据库",
            f"ledger: {found.there:,} records were there, {found.written:,} written back, {found.database:,} of them from the database",
        ),
        say(f"索引：补 {found.indexed:,} 条", f"index: {found.indexed:,} records"),
        say("视图：已新建", "views: made") if found.views else say("视图：原有，启动后跟上", "views: as they were; they catch up when the hub is up"),
    ]
    if found.moved:
        lines.append(say(f"{found.moved} 个收件分区从原来的位置之后继续", f"{found.moved} inbox partitions go on behind where they were"))
    return [*lines, say("恢复完毕：hub up", "restored: hub up")]
