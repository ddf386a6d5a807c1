"""`hub erase`: the personal data of a person can be read no more, by nobody; every figure stays."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.table import Table

from hub.cli import output
from hub.cli.output import DONE, FOUND_WRONG, say
from hub.cli.remote import Token, Url, cell, client
from hub.cli.words import moment

app = typer.Typer()


@app.command(
    help=say(
        "删除一个人的个人信息：销毁密钥，不能恢复；数字不变",
        "Erase the personal data of a person for good: its keys are destroyed; no figure changes",
    )
)
def erase(
    person: Annotated[
        str, typer.Argument(metavar="PERSON", help=say("人员编号：发布者在 personal 里写的 person", "the number that publishers wrote"))
    ],
    reason: Annotated[str, typer.Option(metavar="TEXT", help=say("原因，记在总账上：不要写个人信息", "why; it stands on the ledger"))] = "",
    yes: Annotated[bool, typer.Option("--yes", help=say("不再询问", "do not ask"))] = False,
    url: Url = "",
    token: Token = "",
) -> int:
    """Erase a person; exit code 1 when there is nothing to erase, or when something was found that should be gone."""
    out = output.current()
    if not (yes or out.json) and sys.stdin.isatty():
        typer.confirm(
            say(f"{person} 的个人信息将不能恢复，删除吗？", f"the personal data of {person} can never be restored: erase them?"), abort=True
        )
    found = client(url, token).post("/v1/erasures", {"person": person, "reason": reason or None})
    out.show(found, lambda: _table(found))
    return FOUND_WRONG if found["proved"]["found"] else DONE


def _table(found: Mapping[str, Any]) -> Table:
    proved = found["proved"]
    searched = say(
        f"已在密钥库、密钥、日志里搜索（{proved['files']} 个文件，{proved['octets']:,} 字节）",
        f"searched key store, secrets, logs ({proved['files']} files, {proved['octets']:,} octets)",
    )
    nowhere = say("，什么也没有找到", ": found nowhere") if not proved["found"] else say("，还在：", ": still in ") + " ".join(proved["found"])
    inboxes, copies = moment(found["inboxes_until"]), moment(found["key_copies_until"])
    grid = Table(show_header=False, box=None, padding=(0, 2))
    grid.add_row(say("人员", "person"), cell(f"{found['person']}  {say('销毁密钥', 'keys destroyed')} {found['keys']}"))
    grid.add_row(say("已关闭", "closed"), cell(moment(found["closed"])))
    grid.add_row(say("自此干净", "clean from"), cell(moment(found["clean_from"])))
    grid.add_row("", cell(say(f"收件主题至 {inboxes}，密钥库的备份至 {copies}", f"inboxes until {inboxes}, copies of the key store until {copies}")))
    grid.add_row(say("已证明", "proved"), searched + nowhere)
    return grid
