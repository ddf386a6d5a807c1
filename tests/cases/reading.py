"""The worked cases as files: what was sent, in order, and what is asked of it.

`events.jsonl`: one event a line, CloudEvents JSON, delivered in this order to an empty hub; one with `recordedtime` is delivered when the
hub's clock shows that instant.
`ask.jsonl`: one question a line, `{"say", "ask", "expect", "after"?}`. `after` is the number of lines delivered when it is
asked; without it all are. `ask` is one of
  {"names", "region", "by"?, "as_of"?, "known_at"?, "month"?, "where"? …}  a statistic, members as in `/v1/statistics`;
                                  `expect` has "n" (the only row), "rows" (each with "by" and "n"; of a rate "of"), or "disputed" beside them
  {"list": STATISTIC, "region"}     `expect` {"objects": […]}: what is behind a figure
  {"anomalies": ID}               `expect` {"codes": […]}: the anomalies of one object
  {"copies": {"source", "id"}}    `expect` {"contents": N}: how many different contents of one identity are kept
  {"notices": SOURCE}             `expect` {"count": N}
  {"deputies": LEVEL, "region"}   `expect` {"persons": […]}: the deputy table of a congress
  {"fingerprint": "content"}      `expect` {"same_as": CASE}: equal to the hub that was given that case
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Ask:
    """One question; `after` counts the delivered lines of events.jsonl."""

    say: str
    ask: Mapping[str, Any]
    expect: Mapping[str, Any]
    after: int


@dataclass(frozen=True)
class Case:
    """One worked case: its number as its folder has it, events in order, questions in order."""

    name: str
    events: Sequence[Mapping[str, Any]]
    asks: Sequence[Ask]


def numbers() -> list[str]:
    """The cases that lie here."""
    return sorted(path.parent.name for path in FOLDER.glob("*/events.jsonl"))


def read(name: str) -> Case:
    """One case."""
    events = [json.loads(line) for line in (FOLDER / name / "events.jsonl").read_text("utf-8").splitlines()]
    lines = [json.loads(line) for line in (FOLDER / name / "ask.jsonl").read_text("utf-8").splitlines()]
    asks = [Ask(line["say"], line["ask"], line["expect"], line.get("after", len(events))) for line in lines]
    return Case(name, events, asks)
