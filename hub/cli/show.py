"""`hub show`: the life of one matter, activity or opinion across levels, event by event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from hub.cli import output
from hub.cli.output import say
from hub.cli.remote import Token, Url, at, client
from hub.cli.words import dimension, value
from schemas.errors import Language, shown
from schemas.registry import by_name

app = typer.Typer()
KINDS = {"matter": ("事项", "matter"), "activity": ("活动", "activity"), "opinion": ("意见", "opinion")}
STATES = {
    "counting": ("计数", "counts"),
    "replied": ("已答复", "replied"),
    "completed": ("办结", "completed"),
    "implemented": ("落地", "implemented"),
    "planned": ("已解决或列入计划", "solved or planned"),
    "unrated": ("未评价", "unrated"),
    "supervised": ("重点督办", "key supervised"),
    "published": ("公开", "published"),
    "resolved": ("已解决", "resolved"),
}


@app.command(help=say("一件事项（活动、意见）跨级的全过程", "the life of a matter, activity or opinion across levels"))
def show(
    asked: Annotated[str, typer.Argument(metavar="ID|UNIT/TERM/SESSION/NO", help=say("编号，或者机关/届/次/号", "an id, or a legal number"))],
    url: Url = "",
    token: Token = "",
) -> None:
    """Ask the hub for a life and show it."""
    found = client(url, token).get(at("v1", "matters", asked))
    out = output.current()
    out.show(found, lambda: view(found, out.language))


def view(life: Mapping[str, Any], language: Language) -> RenderableType:
    """A life as people read it: what it is, how it stands, what is doubtful, then every event."""
    at_zh = 0 if language == "zh" else 1
    head = [f"{KINDS[life['kind']][at_zh]} {shown(life['id'])}", shown(life.get("title") or "")]
    head += [_pair(("产生地", "origin")[at_zh], value("region", life["origin"], life["labels"], language))] if "origin" in life else []
    head += [_pair(("建议", "suggestions")[at_zh], ", ".join(map(shown, life["members"])))] if "members" in life else []
    head += [_pair(STATES[name][at_zh], _spans(spans, language)) for name, spans in life["state"].items() if spans]
    for one in life["departments"]:
        words = [value("department", one["dept"], life["labels"], language), value("role", one["role"], {}, language), _spans(one["stood"], language)]
        head.append(_pair(dimension("department", language), " ".join(words)))
    head += [_pair(("疑点", "anomaly")[at_zh], f"{one.get('sentence', one['code'])} → {one.get('remedy', '')}") for one in life["anomalies"]]
    head += [_pair(("有争议的事件", "disputed events")[at_zh], str(life["disputed"]))] if life["disputed"] else []
    return Group(*(Text(line) for line in head if line), _events(life, language))


def _pair(name: str, text: str) -> str:
    return f"{name}　{text}"


def _spans(spans: list[list[str | None]], language: Language) -> str:
    until = " 起至 {} 前" if language == "zh" else " to before {}"
    since = " 起" if language == "zh" else " on"
    parts = [f"{first or '…'}{until.format(last) if last else since}" for first, last in spans]
    return ("；" if language == "zh" else "; ").join(parts)


def _events(life: Mapping[str, Any], language: Language) -> Table:
    heads = (
        ("发生", "层级", "机关", "事件", "来源　编号", "计否") if language == "zh" else ("Happened", "Level", "Unit", "Event", "Source, id", "Counts")
    )
    grid = Table(*heads)
    for one in life["events"]:
        unit = f"{shown(one['unit'])} {shown(life['labels'].get(one['unit'], ''))}".strip()
        named = by_name(one["type"])
        word = named.schema.get("title", one["type"]) if named is not None and language == "zh" else one["type"].removeprefix("cn.npc.")
        cells = [one["time"], value("level", one["level"], {}, language), unit, word, f"{shown(one['source'])} {shown(one['id'])}", one["sentence"]]
        grid.add_row(*(Text(cell) for cell in cells), style="" if one["counts"] else "dim")
    return grid
