"""A follower of a played database: judges what was told, then reads feeds as doors do."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from hub.feeds import items, reading
from hub.feeds.cursor import Cursor, decode
from hub.feeds.reading import Wish
from hub.feeds.stage import Stage, open_stage
from tests.projections.play import ADMINISTRATOR, Event, Playing, fact, federation, playing

LINE = ("42", "4206", "420624", "420624101", "420624102", "4207", "420701", "420701101")
TOWN, COUNTY, CITY, PROVINCE = "420624101", "420624", "4206", "42"
SIBLING, OTHER_CITY, OTHER_TOWN = "420624102", "4207", "420701101"

_SAID: dict[str, dict[str, Any]] = {"assigned": {"departments": [{"dept": "d", "role": "main"}]}, "replied": {"dept": "d"}}


@dataclass
class Follower:
    """Reads feeds of one database."""

    played: Playing
    stage: Stage

    def judge(self, most: int = 20_000) -> None:
        """Judge everything told so far."""
        while self.stage.step(self.played.connection, most):
            pass

    def read(self, region: str, after: Cursor | None = None, limit: int = 1000, types: tuple[str, ...] | None = None) -> list[dict[str, Any]]:
        """The next batch of a feed."""
        wish = Wish(region, after or Cursor(), limit, types)
        with self.played.connection, self.played.connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            return [json.loads(text) for texts in items.texts(reading.read(cursor, wish).slots) for text in texts]

    def feed(self, region: str, limit: int = 1000) -> list[dict[str, Any]]:
        """The whole feed, batch by batch, as a follower who keeps the last cursor reads it."""
        found: list[dict[str, Any]] = []
        while batch := self.read(region, decode(found[-1]["cursor"]) if found else None, limit):
            found += batch
        return found

    def ids(self, region: str) -> list[str]:
        """Ids of the whole feed in order, `late:` before those that came late."""
        return [("late:" if one.get("late") else "") + one["id"] for one in self.feed(region)]


@contextmanager
def following(dsn: str) -> Iterator[Follower]:
    """A migrated database with nothing judged."""
    with playing(dsn) as played:
        yield Follower(played, open_stage(played.connection))


def world() -> list[Event]:
    """Two towns of one county, and a town of another city, each with a unit and a source; ids are `region-<code>` and so on."""
    regions: list[Event] = [{**one, "id": f"region-{one['subject']}"} for one in federation(*LINE)]
    sources: list[Event] = [source(code) for code in LINE]
    return [*regions, *(unit(code) for code in LINE), *sources]


def source(code: str) -> Event:
    """The registration of the source of a region."""
    said = {"source": f"//{code}/s", "region": code, "families": ["reference", "activity", "suggestion"]}
    return {**fact("source.registered", f"//{code}/s", said), "id": f"source-{code}"}


def level(code: str) -> str:
    """The level of a region by the length of its code."""
    return {2: "province", 4: "city", 6: "county", 9: "town"}[len(code)]


def unit(code: str, **data: Any) -> Event:
    """The registration of the unit of a region, known from 2000 on."""
    said: dict[str, Any] = {
        "unit": f"{code}-u",
        "name": "机关",
        "kind": "standing_committee",
        "level": level(code),
        "region": code,
        "valid_from": "2000-01-01",
    }
    return {**fact("unit.registered", f"{code}-u", {**said, **data}), "id": f"unit-{code}"}


def suggestion(event: str, by: str, origin: str, kind: str = "assigned", **data: Any) -> Event:
    """A fact about a suggestion, stated by the unit of a region; `event` is its id and names the suggestion."""
    return {
        "specversion": "1.0", "id": event, "source": f"//{by}/s",
        "type": f"cn.npc.suggestion.{kind}.v1", "subject": f"//{by}/s/{event}",
        "time": "2025-06-08T16:20:00+08:00", "unit": f"{by}-u", "level": level(by), "region": by,
        "data": {"origin": origin, **_SAID.get(kind, {}), **data},
    }  # fmt: skip


__all__ = ["ADMINISTRATOR", "CITY", "COUNTY", "LINE", "OTHER_CITY", "OTHER_TOWN", "PROVINCE", "SIBLING", "TOWN", "Follower", "following"]
