"""How a published figure is shown: what was published, and by what it can be counted again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from hub.cli import output
from hub.cli.output import say
from hub.cli.remote import cell
from hub.cli.words import NOT_REPORTED, moment
from schemas.errors import Language, shown


def show_published(body: Mapping[str, Any]) -> None:
    """The figures, and where their manifest is; for programs the manifest itself, as it stands on the ledger."""
    out, manifest = output.current(), body["manifest"]
    out.show(manifest, lambda: published(manifest, out.language))
    if body["status"] != "accepted":
        out.warn(f"门岗还没有裁决：hub fate {body['receipt']}", f"the gate has not judged it yet: hub fate {body['receipt']}")


def published(manifest: Mapping[str, Any], language: Language) -> RenderableType:
    """A manifest for people."""
    head, rules = manifest["head"], manifest["definition"]
    grid = Table(show_header=False, box=None, padding=(0, 2))
    grid.add_row(say("清单", "manifest"), cell(manifest["figure"]))
    grid.add_row(say("公布", "published"), cell(f"{moment(manifest['published'])}  {manifest['unit']}"))
    grid.add_row(say("总检查点", "head"), cell(f"{head['log']} #{head['index']}"))
    grid.add_row(say("账本", "ledger"), cell(say(f"读到第 {sum(manifest['position'].values())} 条", f"{sum(manifest['position'].values())} records")))
    grid.add_row(say("定义", "definition"), cell(f"{rules['release']}  {rules['views'][:12]}  {rules['asking'][:12]}"))
    grid.add_row(say("结果摘要", "result"), cell(manifest["result"]))
    return Group(Text(shown(manifest["title"])), rows(manifest, [manifest["rows"]], [say("公布", "published")], language), grid)


def rows(manifest: Mapping[str, Any], columns: list[list[Mapping[str, Any]]], heads: list[str], language: Language) -> Table:
    """Rows of several answers to one question beside each other, those of one place in one line."""
    named = {key: one for several in columns for one in several for key in [place(one)]}
    numbers = [{place(one): one for one in several} for several in columns]
    grid = Table(say("统计", "statistic"), say("分列", "by"))
    for head in heads:
        grid.add_column(head, justify="right")
    for key, one in named.items():
        words = manifest["measures"].get(one["measure"], {})
        by = " ".join(f"{name}={value if value is not None else '–'}" for name, value in one["by"].items())
        grid.add_row(cell(words.get(language, one["measure"])), cell(by), *(Text(figure(said.get(key), language)) for said in numbers))
    return grid


def place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Of which figure a row is: measure and dimensions."""
    return (row["measure"], *sorted(row["by"].items()))


def figure(row: Mapping[str, Any] | None, language: Language) -> str:
    """The number of a row, of a rate with its denominator."""
    if row is None:
        return "–"
    if row["n"] is None:
        return NOT_REPORTED[language]
    return f"{row['n']:,}" if row["of"] is None else f"{row['n']:,} / {row['of']:,}"
