"""`hub show`: the life of one matter, activity or opinion across levels, event by event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from hub.cli import output
from hub.cli.client import Client
from hub.cli.output import say
from hub.cli.remote import Token, Url, at, cell, client
from hub.cli.words import dimension, moment, value
from schemas.errors import Language, shown
from schemas.registry import by_name
from schemas.sealed import PURPOSES

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
    personal: Annotated[bool, typer.Option("--personal", help=say("打开个人信息；谁看了要记下", "open personal data; that you did is kept"))] = False,
    url: Url = "",
    token: Token = "",
) -> None:
    """Ask the hub for a life and show it."""
    session, out = client(url, token), output.current()
    found = session.get(at("v1", "matters", asked))
    if personal:
        found = {**found, "personal": _personal(session, found["events"])}
    out.show(found, lambda: Group(view(found, out.language), *(_persons(one) for one in found.get("personal", ()))))


def _personal(session: Client, events: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What the events say of persons, those that say nothing of any left out."""
    named = dict.fromkeys((one["source"], one["id"]) for one in events)
    told = (session.get("/v1/personal", [("source", source), ("id", name)]) for source, name in named)
    return [one for one in told if one["personal"]]


def _persons(one: Mapping[str, Any]) -> Table:
    """What one event says of persons, or why it cannot be seen."""
    grid = Table(say("用途", "purpose"), say("个人信息", "personal data"), title=Text(f"{shown(one['source'])} {shown(one['id'])}"))
    for each in one["personal"]:
        words = "  ".join(f"{name}: {value}" for name, value in each.get("said", {}).items())
        grid.add_row(say(*PURPOSES[each["purpose"]]), cell(words or each["sentence"]))
    return grid


def view(life: Mapping[str, Any], language: Language) -> RenderableType:
    """A life as people read it: what it is, how it stands, what is doubtful, then every event."""
    at_zh = 0 if language == "zh" else 1
    head = [f"{KINDS[life['kind']][at_zh]} {shown(life['id'])}", shown(life.get("title") or "")]
    head += [_pair(("产生地", "origin")[at_zh], value("region", life["origin"], life["labels"], language))] if "origin" in life else []
    head += [_pair(("建议", "suggestions")[at_zh], ", ".join(map(shown, life["members"])))] if "members" in life else []
    head += [_retracted(one, life["labels"], language) for one in life.get("retracted", ())]
    head += [_pair(STATES[name][at_zh], _spans(spans, language)) for name, spans in life["state"].items() if spans]
    for one in life["departments"]:
        words = [value("department", one["dept"], life["labels"], language), value("role", one["role"], {}, language), _spans(one["stood"], language)]
        head.append(_pair(dimension("department", language), " ".join(words)))
    head += [_pair(("疑点", "anomaly")[at_zh], _anomaly(one, language)) for one in life["anomalies"]]
    head += [_pair(("有争议的事件", "disputed events")[at_zh], str(life["disputed"]))] if life["disputed"] else []
    return Group(*(Text(line) for line in head if line), _events(life, language))


def _pair(name: str, text: str) -> str:
    return f"{name}　{text}"


def _retracted(one: Mapping[str, Any], labels: Mapping[str, str], language: Language) -> str:
    """By whom and when an event was taken back, and why, where that was said."""
    who = f"{shown(one['unit'])} {shown(labels.get(one['unit'], ''))} ({shown(one['source'])} {shown(one['id'])})"
    why = shown(one.get("reason") or "")
    if language == "zh":
        return f"已撤回　{moment(one['time'])}，由 {who}，记于 {moment(one['recorded'])}{f'，原因：{why}' if why else ''}"
    return f"retracted　{moment(one['time'])} by {who}, recorded {moment(one['recorded'])}{f', because: {why}' if why else ''}"


def _anomaly(one: Mapping[str, Any], language: Language) -> str:
    """The code by which docs/anomalies.md lists it, what is doubtful, the rule that it breaks, and the cure."""
    told = f"{one['code']} {one.get('sentence', '')}"
    if "rule" in one:
        told += f"；违反：{one['rule']}（{one['basis']}）" if language == "zh" else f"; it breaks: {one['rule']} ({one['basis']})"
    return f"{told} → {one.get('remedy', '')}"


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
        cells = [
            moment(one["time"]),
            value("level", one["level"], {}, language),
            unit,
            word,
            f"{shown(one['source'])} {shown(one['id'])}",
            one["sentence"],
        ]
        grid.add_row(*(Text(cell) for cell in cells), style="" if one["counts"] else "dim")
    return grid
