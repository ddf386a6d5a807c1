"""A whole hub for a test: addresses, the administrator's token, and the few things every end-to-end test does."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

import httpx
import psycopg2

from hub.access import tokens
from hub.access.who import Principal
from hub.settings import Settings
from hub.supervisor import control
from hub.watch.positions import Observer
from schemas.errors import Unavailable
from tests.answers import held
from tests.conftest import eventually

MOST_EVENTS = 500
SETTLED_SECONDS = 60.0
Event = Mapping[str, Any]


@dataclass
class RunningHub:
    """The hub of one data folder. `tokens` holds what each registered source proves itself with."""

    settings: Settings
    endpoints: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def up(self) -> RunningHub:
        """Brings it up (again)."""
        self.endpoints = control.up(self.settings)
        return self

    def down(self) -> None:
        """Takes it down; the data stay."""
        self.close()
        control.down(self.settings)

    def close(self) -> None:
        """Gives back this test's own connections."""
        for name in ("http", "observer"):
            opened = self.__dict__.pop(name, None)
            if opened is not None:
                opened.close()

    @property
    def token(self) -> str:
        """The administrator's token."""
        return self.endpoints["token"]

    @cached_property
    def http(self) -> httpx.Client:
        """A client that asks as the administrator."""
        return httpx.Client(base_url=self.endpoints["http"], headers={"Authorization": f"Bearer {self.token}"}, timeout=60)

    @cached_property
    def observer(self) -> Observer:
        """Who looks at positions and asks the database as its owner."""
        return Observer(self.settings.client(), self.settings.dsn())

    def add_source(self, source: str, region: str, families: Sequence[str] = ("reference", "activity", "suggestion")) -> str:
        """Registers a source; returns its token, which `publish` uses from now on."""
        answer = self.http.post("/v1/sources", json={"source": source, "region": region, "families": list(families)})
        assert answer.status_code == 201, answer.text
        self.tokens[source] = str(answer.json()["token"])
        return self.tokens[source]

    def trust(self, source: str, region: str) -> str:
        """Gives a source its token without saying so on the ledger: for events that hold its registration themselves."""
        connection = psycopg2.connect(self.settings.dsn())
        try:
            with connection, connection.cursor() as cursor:
                self.tokens[source] = tokens.issue(cursor, Principal("source", source, region))
        finally:
            connection.close()
        return self.tokens[source]

    def play(self, events: Sequence[Event]) -> list[dict[str, Any]]:
        """Publishes events whose sources are registered by events among them, in their order, and waits until all is folded."""
        for event in events:
            if event["type"] == "cn.npc.source.registered.v1" and event["data"]["source"] not in self.tokens:
                self.trust(event["data"]["source"], event["data"]["region"])
        answers = [answer for _, run in groupby(events, lambda event: str(event["source"])) for answer in self.publish(run)]
        self.settle()
        return answers

    def publish(self, events: Iterable[Event], token: str | None = None) -> list[dict[str, Any]]:
        """Publishes CloudEvents through the HTTP door, those of each source with its own token; the administrator's with his.

        Returns one answer an event: in order for events of one source.
        """
        by_token: dict[str, list[Event]] = {}
        for event in events:
            by_token.setdefault(token or self.tokens.get(str(event["source"]), self.token), []).append(event)
        return [answer for mine, theirs in by_token.items() for answer in self._publish(theirs, mine)]

    def _publish(self, events: Sequence[Event], token: str) -> list[dict[str, Any]]:
        answers: list[dict[str, Any]] = []
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/cloudevents-batch+json"}
        for start in range(0, len(events), MOST_EVENTS):
            body = json.dumps(list(events[start : start + MOST_EVENTS]), ensure_ascii=False).encode()
            answer = self.http.post("/v1/events", content=body, headers=headers)
            assert answer.status_code == 202, answer.text
            answers += answer.json()
        return answers

    def settled(self, archived: bool = False) -> bool:
        """Whether everything received has been judged, and everything accepted has been folded into the live views (or archived, where asked)."""
        try:
            positions = [one for one in self.observer.positions(stamps=False) if archived or one.reader != "archive"]
        except Unavailable:
            self.close()
            return False
        readers = {one.reader for one in positions}
        return not any(one.lag for one in positions) and {"gate", "index"} <= readers and any(name.startswith("view_") for name in readers)

    def settle(self, seconds: float = SETTLED_SECONDS) -> None:
        """Waits until `settled` holds twice in a row: what the gate commits is on the ledger before the ledger's ends are asked."""
        eventually(lambda: self.settled() and self.settled(), seconds)

    def ask(self, names: str, region: str, **words: Any) -> list[dict[str, Any]]:
        """The rows of `/v1/statistics`."""
        answer = held(self.http.get("/v1/statistics", params={"names": names, "region": region, **words}))
        assert answer.status_code == 200, answer.text
        rows: list[dict[str, Any]] = answer.json()["rows"]
        return rows

    def figure(self, name: str, region: str, **words: Any) -> int | None:
        """The one figure of a statistic that is not divided."""
        ((row),) = self.ask(name, region, **words)
        n: int | None = row["n"]
        return n

    def sql(self, query: str, words: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Rows of a query that the database's owner asks."""
        connection = psycopg2.connect(self.settings.dsn())
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(query, words)
                return list(cursor.fetchall())
        finally:
            connection.close()

    def cli(self, *words: str, code: int = 0, stdin: str | None = None) -> Any:
        """What `hub WORDS… --json` says: one JSON value, or a list of them when it says several lines."""
        command = [sys.executable, "-c", "from hub.cli.main import main; main()", *words, "--json"]
        environment = {"HUB_DATA": str(self.settings.folder.root), "PATH": "/usr/bin:/bin"}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, input=stdin, check=False)
        assert done.returncode == code, done.stdout + done.stderr
        lines = [json.loads(line) for line in done.stdout.splitlines() if line]
        return lines[0] if len(lines) == 1 else lines


def hub_in(root: Path, **settings: Any) -> RunningHub:
    """The hub of a data folder, not yet up; without a worker of the archive unless asked for: most tests start a hub for what else it does."""
    return RunningHub(Settings(**{"data": root, "unarchived": True, **settings}))
