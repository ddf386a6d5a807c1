"""A hub without doors: the ledger index and the views, appended to and folded directly."""

import calendar
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from itertools import groupby
from typing import Any, Final

from projections import verify, versions
from projections.statistics import Question, ask, list_cell, to_json
from tests.cases.playing import Event
from tests.projections.play import Playing, playing

RECORDED: Final = "2026-11-30T12:00:00+08:00"
"""When events are recorded of which the case does not say it."""


class DatabasePlayer:
    """Plays to one migrated database; `stack` closes its connection."""

    def __init__(self, dsn: str, stack: ExitStack) -> None:
        self.hub: Playing = stack.enter_context(playing(dsn))

    def tell(self, events: Sequence[Event]) -> None:
        """Append the events, those recorded at one instant as one batch, and fold."""
        for recorded, run in groupby(map(behind_doors, events), lambda event: event.get("recordedtime", RECORDED)):
            self.hub.tell(*run, recorded=recorded)
        self.hub.fold()

    def figures(self, question: Mapping[str, Any]) -> Mapping[str, Any]:
        """Ask the live version."""
        return to_json(ask(self.hub.connection, as_question(question)))

    def listed(self, name: str, region: str) -> Sequence[str]:
        """What the live version opens."""
        return sorted(one.key for one in list_cell(self.hub.connection, Question((name,), region)).items)

    def anomalies(self, name: str) -> Sequence[str]:
        """What is doubtful about the object, as the anomaly tables of the levels say."""
        return [row["code"] for row in self.hub.rows("SELECT DISTINCT code FROM {view}.doubt() WHERE %s = ANY (string_to_array(object, ' '))", name)]

    def copies(self, source: str, event: str) -> int:
        """Contents by digest; records that nobody had to compare are one."""
        counted = "SELECT count(DISTINCT digest) + count(*) FILTER (WHERE digest IS NULL) AS n FROM core.event WHERE source = %s AND id = %s"
        return int(self.hub.rows(counted, source, event)[0]["n"])

    def notices(self, source: str) -> int:
        """Notices written for the source."""
        return int(self.hub.rows("SELECT count(*) AS n FROM core.notice WHERE source = %s", source)[0]["n"])

    def deputies(self, level: str, region: str) -> Sequence[str]:
        """The rows of `api.<level>_deputies`."""
        return [row["person"] for row in self.hub.rows(f"SELECT person FROM api.{level}_deputies WHERE region = %s ORDER BY person", region)]

    def fingerprint(self) -> object:
        """The content fingerprint of every view and of the cube."""
        with self.hub.connection, self.hub.connection.cursor() as cursor:
            version = versions.live(cursor)
            assert version is not None
            return {name: one.content for name, one in verify.fingerprints(cursor, version).items()}


def behind_doors(event: Event) -> Event:
    """The event without what it says of persons in the clear: here is no door that seals it, and no figure rests on it."""
    return {name: value for name, value in event.items() if name != "personal"}


def as_question(asked: Mapping[str, Any]) -> Question:
    """The question of a case as the statistics take it."""
    first = last = None
    if "month" in asked:
        year, month = (int(part) for part in asked["month"].split("-"))
        first, last = date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return Question(
        names=tuple(asked["names"]),
        region=asked["region"],
        by=tuple(asked.get("by", ())),
        first=first,
        last=last,
        as_of=date.fromisoformat(asked["as_of"]) if "as_of" in asked else None,
        where=asked.get("where", {}),
        regions=asked.get("regions", "recorded"),
        known_at=asked.get("known_at"),
    )
