"""The report of an import: what the sheet held, what changed, and each error with row, column, what was expected and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from connectors.csv.compare import Plan
from connectors.csv.sheet import Sheet
from connectors.csv.template import written
from connectors.csv.translate import Layout, RowProblem, located
from hub.cli import output
from hub.cli.client import problem_in
from hub.cli.output import say
from hub.cli.remote import cell
from hub.cli.sending import Tally, summary
from schemas.errors import REASONS, HubError, Problem, UsageError, shown, to_json

SHOWN: Final = 20


@dataclass(frozen=True)
class Report:
    """Everything an import has to tell."""

    sheet: Sheet
    layout: Layout
    plan: Plan
    problems: list[RowProblem]
    tally: Tally

    def all_problems(self) -> list[RowProblem]:
        """What is wrong with the rows, and what the gate did not let pass of those that were sent, by row."""
        return sorted([*self.problems, *(_answered(self.layout, *one) for one in self.tally.problems)], key=lambda one: (one.row, one.column))


def _answered(layout: Layout, number: int, answer: Mapping[str, Any]) -> RowProblem:
    """The problem in the answer to a row; a fate without one, as two contents of one id, is its own reason."""
    fate = str(answer["status"]).upper()
    return located(layout, number, problem_in(answer.get("problem", {}), fate if fate in REASONS else "BROKEN"))


def told(report: Report) -> dict[str, Any]:
    """The report as JSON."""
    plan = report.plan
    return {
        "file": report.sheet.file,
        "sha256": report.sheet.sha256,
        "encoding": report.sheet.encoding,
        "template": report.layout.kind.name,
        "new": len(plan.new),
        "unchanged": len(plan.unchanged),
        "changed": [
            {"row": one.row.number, "key": one.row.key, "members": {name: {"old": old, "new": new} for name, (old, new) in one.members.items()}}
            for one in plan.changed
        ],
        "vanished": [{"id": one.id, "subject": one.event["subject"]} for one in plan.vanished],
        "problems": [_problem(one) for one in report.problems],
        "published": dict(report.tally.counts),
        "answers": [{"row": number, **answer} for number, answer in report.tally.problems],
    }


def _problem(one: RowProblem) -> dict[str, Any]:
    return {"row": one.row, "column": one.column, **to_json(one.problem, output.current().language)}


def view(report: Report) -> RenderableType:
    """The report for people."""
    plan, out = report.plan, output.current()
    head = out.say(
        f"{report.sheet.file}：{report.layout.kind.title}，编码 {report.sheet.encoding}；新 {len(plan.new)} 行，未变 {len(plan.unchanged)} 行，"
        f"改动 {len(plan.changed)} 行，消失 {len(plan.vanished)} 行，出错 {len({one.row for one in report.problems})} 行",
        f"{report.sheet.file}: {report.layout.kind.name}, encoding {report.sheet.encoding}; {len(plan.new)} new, {len(plan.unchanged)} unchanged, "
        f"{len(plan.changed)} changed, {len(plan.vanished)} gone, {len({one.row for one in report.problems})} with errors",
    )
    parts: list[RenderableType] = [Text(head)]
    parts += [_changes(report)] if plan.changed else []
    problems = report.all_problems()
    parts += [_errors(problems)] if problems else []
    nothing = out.say("没有发布", "nothing was published")
    parts.append(summary(report.tally, [], nothing))
    return Group(*parts)


def _changes(report: Report) -> Table:
    table = Table(say("行", "row"), say("键", "key"), say("列", "column"), say("原来", "old"), say("现在", "new"), box=None, padding=(0, 2))
    lines = [(one, name, values) for one in report.plan.changed for name, values in one.members.items()]
    for one, name, (old, new) in lines[:SHOWN]:
        table.add_row(str(one.row.number), cell(one.row.key), name, cell("" if old is None else old), cell("" if new is None else new))
    return table


_TITLES: Final = (("行", "row"), ("列", "column"), ("问题", "problem"), ("应为", "expected"), ("实为", "got"), ("怎么办", "what to do"))


def _errors(problems: Sequence[RowProblem]) -> Table:
    table = Table(*(say(*title) for title in _TITLES), box=None, padding=(0, 2))
    for one in problems[:SHOWN]:
        table.add_row(*(cell(text) for text in _line(one)))
    if len(problems) > SHOWN:
        table.caption = say(f"另有 {len(problems) - SHOWN} 处，用 --report 存成表", f"{len(problems) - SHOWN} more: --report saves them")
    return table


def _line(one: RowProblem) -> list[str]:
    language = output.current().language
    problem = one.problem
    return [
        str(one.row) if one.row else "—",
        one.column,
        Problem(problem.code, problem.field).sentence(language),
        problem.expected,
        problem.got,
        problem.remedy(language),
    ]


def save(report: Report, path: Path) -> None:
    """Every error as a sheet; no cell of it is taken for a formula. Raises HubError when it can no longer be written."""
    try:
        path.write_bytes(written([[say(*title) for title in _TITLES], *(_line(one) for one in report.all_problems())]))
    except OSError as error:
        raise HubError(f"--report {shown(str(path))}: {error.strerror}") from None


def check_place(path: Path, sheet: Path) -> None:
    """Raises UsageError when no report can be written there, or when it would overwrite the sheet; leaves no file behind.

    Asked before anything is published: a report that fails afterwards leaves people not knowing what was sent.
    """
    try:
        if path.exists() and sheet.exists() and path.samefile(sheet):
            raise UsageError(f"--report {shown(str(path))}: {say('就是要导入的表', 'is the sheet itself')}")
        there = path.exists()
        path.open("ab").close()
        if not there:
            path.unlink()
    except OSError as error:
        raise UsageError(f"--report {shown(str(path))}: {error.strerror}") from None
