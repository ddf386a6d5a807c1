"""Archives of ledgers that were told events, without broker: entries as the keeper makes them, and figures published of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from projections import database
from projections.archive.growing import entries_of
from projections.archive.logs import LOGS
from projections.archive.verifier import HEADS
from projections.figures import manifest, replay
from projections.figures.definition import definition
from projections.figures.manifest import Head, Manifest, Publisher
from projections.statistics import Question, ask
from schemas import codec
from schemas.days import parse_instant
from tests.archive.made import Archive
from tests.projections.play import Event, place

OFFICE = Publisher("//00/hub", "", "00-hub", "national", "00")
_NAMES = {(one.family, one.part): one.name for one in LOGS}


@dataclass
class Ledger:
    """A ledger that lies in an archive alone."""

    archive: Archive = field(default_factory=Archive)

    def tell(self, *events: Event, recorded: str) -> Ledger:
        """Events, all recorded at one instant, and a head that covers them."""
        stamp = parse_instant(recorded)
        for event in events:
            entries, _ = entries_of([stamp], [codec.encode(event)])
            self.archive.add(_NAMES[place(event, None)], entries)
        self.archive.head()
        return self

    @property
    def head(self) -> Head:
        """The head of now."""
        grown = self.archive.grown[HEADS]
        return Head(f"{self.archive.signer.hub}/{HEADS}", grown.tree.size - 1, grown.root.hex())

    def count(self, folder: Path, dsn: str) -> None:
        """Make views of all that there is, in a database that is empty or goes on."""
        words = {"dsn": dsn, "archive": str(folder), "key": self.archive.signer.key.text(), "head": self.head.index, "position": None}
        replay.do({**words, "do": "make"})

    def publish(self, folder: Path, dsn: str, asked: Question, number: int, **other: Callable[[Any], Any]) -> Manifest:
        """Publish the figures of now at the stroke of an hour; `other`: what is made of members that are true. The archive lies in the
        folder, and `dsn` is an empty database to count in."""
        self.count(self.archive.lay(folder), dsn)
        head, published = self.head, f"2026-01-{number:02}T12:00:00Z"
        with closing(database.connect(dsn)) as connection:
            answer = ask(connection, asked, date(2026, 1, number))
        who = replace(OFFICE, event=f"published-{number}")
        made = manifest.of(answer, asked, who, f"//00/hub/figure-{number}", "2025 年工作报告", published, head, definition())
        told = replace(made, **{name: change(getattr(made, name)) for name, change in other.items()})
        told = replace(told, result=manifest.result(told.rows, told.disputed))
        self.tell(manifest.event(told, who), recorded=published)
        self.archive.lay(folder)
        return told


def registered(id: str, number: int, day: str) -> Mapping[str, Any]:
    """Another suggestion of the first case's county."""
    return {
        "specversion": "1.0",
        "id": id,
        "source": "//420624/jyxt",
        "type": "cn.npc.suggestion.registered.v1",
        "subject": f"//420624/jyxt/s-{number}",
        "time": f"{day}T09:00:00+08:00",
        "unit": "420624-cwh",
        "level": "county",
        "region": "420624",
        "data": {"origin": "420624101", "term": 17, "session": 4, "no": str(number), "kind": "own", "title": "关于村道的建议"},
    }
