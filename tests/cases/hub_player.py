"""A running hub as a player of cases: events by HTTP, questions by HTTP; the deputy tables by SQL, which is their door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote

from projections import verify, versions
from projections.database import connect
from schemas import codec, content
from tests.answers import held
from tests.cases.database_player import RECORDED
from tests.cases.playing import Event
from tests.conftest import eventually
from tests.running import RunningHub


class HubPlayer:
    """A hub that nobody else publishes to."""

    def __init__(self, hub: RunningHub) -> None:
        """Of a hub that is up."""
        self.hub = hub
        self.told: set[bytes] = set()

    def tell(self, events: Sequence[Event]) -> None:
        """Publish, under a test clock when it shows the time at which the case has each recorded."""
        clock = self.hub.settings.clock_file
        if clock is None:
            self._tell(events)
            return
        for recorded, run in groupby(events, lambda event: event.get("recordedtime", RECORDED)):
            clock.write_text(recorded)
            self._tell(list(run))

    def _tell(self, events: Sequence[Event]) -> None:
        """Sources and their first events go different ways, so an event may wait for its source: all are awaited."""
        self.hub.play(events)
        self.told |= {content.digest(event) for event in events}
        eventually(self._indexed, 60)
        eventually(self._folded, 60)

    def _indexed(self) -> bool:
        raws = self.hub.sql("SELECT DISTINCT raw FROM core.event")
        return self.told <= {content.digest(codec.decode(bytes(raw))) for (raw,) in raws}

    def _folded(self) -> bool:
        query = """
            SELECT NOT EXISTS (
                SELECT FROM core.position AS p
                CROSS JOIN core.view_version AS v
                LEFT JOIN core.view_position AS f ON v.version = f.version AND p.family = f.family AND p.part = f.part
                WHERE v.live AND p.family < 3 AND p.off > coalesce(f.off, 0)
            )
        """
        return self.hub.sql(query) == [(True,)]

    def figures(self, question: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answer of `/v1/statistics`."""
        lists = {name: ",".join(value) for name, value in question.items() if isinstance(value, list)}
        where = [f"{name}={value}" for name, value in question.get("where", {}).items()]
        plain = {name: value for name, value in question.items() if isinstance(value, str)}
        reply = held(self.hub.http.get("/v1/statistics", params={**plain, **lists, "where": where}))
        assert reply.status_code == 200, reply.text
        body: Mapping[str, Any] = reply.json()
        return body

    def listed(self, name: str, region: str) -> Sequence[str]:
        """The answer of `/v1/statistics/list`."""
        reply = held(self.hub.http.get("/v1/statistics/list", params={"names": name, "region": region}))
        assert reply.status_code == 200, reply.text
        return sorted(one["key"] for one in reply.json()["items"])

    def anomalies(self, name: str) -> Sequence[str]:
        """What the life of an object says."""
        reply = self.hub.http.get(f"/v1/matters/{quote(name)}")
        assert reply.status_code == 200, reply.text
        return [one["code"] for one in reply.json()["anomalies"]]

    def copies(self, source: str, event: str) -> int:
        """Copies that are no duplicates, as the fate of the event tells."""
        fate = self.hub.http.get("/v1/events", params={"source": source, "id": event}).json()
        return sum(copy["status"] != "duplicate" for copy in fate["copies"])

    def notices(self, source: str) -> int:
        """What the source is told."""
        return len(self.hub.http.get(f"/v1/sources/{quote(source)}/notices").json())

    def deputies(self, level: str, region: str) -> Sequence[str]:
        """The rows of `api.<level>_deputies`."""
        rows = self.hub.sql(f"SELECT person FROM api.{level}_deputies WHERE region = %(region)s ORDER BY person", {"region": region})
        return [person for (person,) in rows]

    def fingerprint(self) -> object:
        """The content fingerprints of the live views."""
        return contents(self.hub.settings.dsn())


def contents(dsn: str) -> dict[str, str]:
    """The content fingerprints of the live views of a database."""
    connection = connect(dsn)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            live = versions.live(cursor)
            assert live is not None
            return {name: one.content for name, one in verify.fingerprints(cursor, live).items()}
    finally:
        connection.close()
