"""`hub notices`: what a source should know of its own events, and what is due soon or overdue in a region."""

from __future__ import annotations

import json
from typing import Annotated, Any, Final

import typer
from rich.table import Table

from hub.cli import output
from hub.cli.following import follow, pages
from hub.cli.output import say
from hub.cli.remote import Token, Url, at, cell, client, problem_line
from hub.cli.words import moment
from schemas.errors import UsageError, shown

app = typer.Typer()
KINDS: Final = {
    "equivocation": ("同号异文", "equivocation"),
    "quarantined": ("隔离", "quarantined"),
    "waiting": ("等候", "waiting"),
    "fixed": ("已代为更正", "fixed by a desk"),
    "due_soon": ("临期", "due soon"),
    "overdue": ("逾期", "overdue"),
}
STEPS: Final = {
    "assign": ("交办", "assigning"),
    "reassign": ("重新交办", "assigning anew"),
    "contact": ("联系代表", "contact with the deputy"),
    "co_opinion": ("协办意见", "the co-handler's opinion"),
    "co_opinion_again": ("重提协办意见", "the co-handler's opinion anew"),
    "evaluate": ("代表评价", "the deputy's evaluation"),
    "promise_evaluate": ("承诺评价", "the evaluation of a promise"),
    "research": ("调研报告反馈", "feedback on a report"),
    None: ("答复", "the reply"),
}
_PATH: Final = "/v1/notices"


@app.command(help=say("给一个来源的通知；或者一个地区的临期、逾期", "Notices for a source; or what is due soon or overdue in a region"))
def notices(
    source: Annotated[str, typer.Argument(metavar="[SOURCE]")] = "",
    region: Annotated[str, typer.Option(help=say("区划代码：临期、逾期的建议", "code of a region: suggestions due soon or overdue"))] = "",
    after: Annotated[str, typer.Option(metavar="CURSOR", help=say("从这个游标之后开始", "go on behind this cursor"))] = "",
    since: Annotated[str, typer.Option("--from", metavar="earliest|latest|TIME", help=say("从何时的开始", "from where on"))] = "earliest",
    endless: Annotated[bool, typer.Option("--follow", help=say("不停地等待新通知，一行一条", "wait for more, without end, one a line"))] = False,
    url: Url = "",
    token: Token = "",
) -> None:
    """List the notices of a source, or those of a region's readers."""
    if source and (region or endless):
        raise UsageError("SOURCE | --region | --follow")
    session = client(url, token)
    if source:
        found = session.get(at("v1", "sources", source, "notices"))
        output.current().show(found, lambda: _table(found) if found else _none())
        return
    words = [("from", since), *([("region", region)] if region else [])]
    if endless:
        follow(session, _PATH, words, after, _line)
        return
    told = list(pages(session, _PATH, words, after))
    output.current().show(told, lambda: _deadlines(told) if told else _none())


def _none() -> str:
    return say("没有通知", "no notices")


def _line(text: str) -> None:
    """A notice as it comes: as it is for programs, a sentence for people."""
    one = json.loads(text)
    if output.current().json:
        output.current().line(one)
    else:
        typer.echo(sentence(one))


def sentence(one: dict[str, Any]) -> str:
    """A notice in words."""
    data = one["data"]
    rule, step = KINDS[data["rule"]], STEPS[data.get("step")]
    subject, about = shown(one["subject"]), shown(data.get("about") or " ".join(data.get("departments", ())))
    zh = f"{rule[0]}：{subject} 的{step[0]}{f'（{about}）' if about else ''}，{data['due']} 到期，依据 {shown(data['basis'])}"
    en = f"{rule[1]}: {step[1]}, {subject}{f' ({about})' if about else ''} by {data['due']}, by {shown(data['basis'])}"
    return say(zh, en)


def _table(found: list[dict[str, Any]]) -> Table:
    table = Table(say("时间", "at"), say("事由", "what"), say("编号", "id"), say("说明", "why"), box=None, padding=(0, 2))
    for one in found:
        named = one.get("subject") if "due" in one else one.get("id")
        why = _due(one) if "due" in one else problem_line(one.get("problem", {}))
        table.add_row(moment(one["at"]), say(*KINDS[one["kind"]]), cell(named or one.get("receipt") or ""), why)
    return table


def _due(one: dict[str, Any]) -> str:
    step, about = STEPS[one.get("step")], f" {shown(one['about'])}" if "about" in one else ""
    return say(f"{step[0]}{about}，到期日 {one['due']}", f"{step[1]}{about}, due {one['due']}")


def _deadlines(told: list[dict[str, Any]]) -> Table:
    heads = (
        ("到期日", "due"),
        ("事由", "what"),
        ("环节", "step"),
        ("建议", "suggestion"),
        ("机关", "organ"),
        ("承办单位、承诺", "departments, promise"),
        ("依据", "by"),
    )
    table = Table(*(say(*head) for head in heads), box=None, padding=(0, 2))
    for one in told:
        data = one["data"]
        whose = data.get("about") or " ".join(data.get("departments", ()))
        step = say(*STEPS[data.get("step")])
        table.add_row(data["due"], say(*KINDS[data["rule"]]), step, cell(one["subject"]), cell(one["unit"]), cell(whose), cell(data["basis"]))
    return table
