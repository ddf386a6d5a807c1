"""Sends many events in batches, shows how far it is, and gathers what is answered."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from hub.cli import output
from hub.cli.client import Client, Parameters
from hub.cli.remote import problem_line
from schemas.limits import BODY_BYTES, BODY_EVENTS

SHOWN_PROBLEMS: Final = 20
REFUSED: Final = ("refused", "quarantined", "equivocation")
_Named = tuple[int, bytes]


@dataclass
class Tally:
    """What became of the events sent: counts by status, and the answers that are problems, by number."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[tuple[int, dict[str, Any]]] = field(default_factory=list)

    def note(self, number: int, answer: dict[str, Any]) -> None:
        """Take an answer to the event of that number."""
        self.counts[answer["status"]] += 1
        if answer["status"] in REFUSED or "problem" in answer:
            self.problems.append((number, answer))

    @property
    def refused(self) -> int:
        """How many events were not taken as they are."""
        return sum(self.counts[status] for status in REFUSED)


def batches(events: Iterable[_Named]) -> Iterator[list[_Named]]:
    """Events as JSON texts, gathered up to what one request may hold."""
    batch: list[_Named] = []
    size = 2
    for number, text in events:
        if batch and (len(batch) == BODY_EVENTS or size + len(text) + 1 > BODY_BYTES):
            yield batch
            batch, size = [], 2
        batch.append((number, text))
        size += len(text) + 1
    if batch:
        yield batch


def send(client: Client, events: Iterable[_Named], parameters: Parameters, total: int | None = None) -> Iterator[tuple[int, dict[str, Any]]]:
    """The answer to each event, with the event's number, as they come. Shows progress to people."""
    with sending(total) as sent:
        for batch in batches(events):
            answers = client.send(b"[" + b",".join(text for _, text in batch) + b"]", parameters)
            yield from ((number, answer) for (number, _), answer in zip(batch, answers, strict=True))
            sent(len(batch))


@contextmanager
def sending(total: int | None) -> Iterator[Callable[[int], None]]:
    """Shows people how many of so many events were sent: what is given is told each time that more were."""
    with _progress() as progress:
        task = progress.add_task(output.say("发送", "sending"), total=total)
        yield lambda more: progress.advance(task, more)


def _progress() -> Progress:
    quiet = output.current().json or not sys.stderr.isatty()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), disable=quiet, transient=True)


def summary(tally: Tally, shown: Sequence[str], nothing: str = "") -> Text:
    """The counts and the lines of the problems, for people."""
    words = {
        "received": ("已收", "received"), "accepted": ("入账", "accepted"), "duplicate": ("重复", "duplicate"),
        "equivocation": ("同号异文", "equivocation"), "waiting": ("等候", "waiting"), "quarantined": ("隔离", "quarantined"),
        "refused": ("拒收", "refused"), "valid": ("可收", "valid"),
    }  # fmt: skip
    counts = "，".join(f"{output.say(*words[status])} {count:,}" for status, count in sorted(tally.counts.items()))
    return Text("\n".join([counts or nothing or output.say("没有事件", "no events"), *shown]))


def problem_lines(tally: Tally, place: Callable[[int], str]) -> list[str]:
    """The first problems, a line each, after what is said of the place of their number; and how many more there are."""
    first = sorted(tally.problems, key=lambda one: one[0])[:SHOWN_PROBLEMS]
    lines = [f"{place(number)}{problem_line(one.get('problem', {}))}" for number, one in first]
    more = len(tally.problems) - SHOWN_PROBLEMS
    return [*lines, *([output.say(f"另有 {more} 个", f"and {more} more")] if more > 0 else [])]
