"""Hands the streams over to a running hub, each system through its own door."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from connectors.csv.template import filled
from hub.cli.client import Client
from hub.demo import frames, native
from hub.demo.native import Delivery
from hub.demo.packing import Load
from hub.demo.pen import Family, Sent, System
from hub.demo.places import level
from hub.embedded import kafka
from hub.settings import Settings
from schemas.errors import HubError, Problem, shown
from schemas.limits import BODY_EVENTS
from schemas.registry import by_name
from schemas.topics import native_inbox

AT_ONCE: Final = 6
Door = Callable[[System, Sequence[Sent]], None]
_COMMAND: Final = [sys.executable, "-c", "from hub.cli.main import main; main()"]


@dataclass(frozen=True)
class Access:
    """What a registered system proves itself with; `client` signs in to Kafka, null for a system that is not native."""

    token: str
    client: Mapping[str, Any] | None


class Handover:
    """The doors of one running hub, and the systems that were registered there."""

    def __init__(self, settings: Settings, addresses: Mapping[str, str]) -> None:
        """Of a hub that is up; `addresses` as `hub up` tells them."""
        self._settings = settings
        self._url = addresses["http"]
        self._administrator = Client(settings, self._url, addresses["token"])
        self._known: dict[System, Access] = {}

    def state(self, facts: Sequence[Sent]) -> None:
        """The administrator's own facts, judged before this returns. Raises HubError with the first problem."""
        _batches(self._administrator, facts, wait="30")

    def register(self, systems: Iterable[System]) -> None:
        """Register systems, several at a time."""
        several = list(systems)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            self._known.update(zip(several, pool.map(self._register, several), strict=True))

    def _register(self, system: System) -> Access:
        told = {"source": system.source, "region": system.region, "families": list(system.families), "name": system.name}
        answer = self._administrator.post("/v1/sources", {**told, "kafka": system.door == "kafka"})
        signed = answer.get("kafka")
        client = kafka.client(self._settings.bootstrap, signed["user"], signed["password"]) if signed else None
        return Access(answer["token"], client)

    def deliver(self, load: Load) -> None:
        """What is ready: first the commands, side by side, for `hub import` awaits the verdict on its rows and is not to stand behind
        all the rest; then the native systems; beside them who posts. Raises when a door refuses something."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            commands = [pool.submit(run, system, sent) for run, system, sent in self._commands(load.others)]
            posting = [pool.submit(self._post, system, sent) for system, sent in load.others.items() if system.door == "http"]
            for command in commands:
                command.result()
            native.deliver([self._delivery(system, records) for system, records in load.native.items()])
            for one in posting:
                one.result()

    def _commands(self, others: Mapping[System, Sequence[Sent]]) -> Iterator[tuple[Door, System, Sequence[Sent]]]:
        """What is handed over by a command of its own: a file of events, or the sheet of one type."""
        for system, sent in others.items():
            if system.door == "cli":
                yield self._publish, system, sent
            elif system.door == "csv":
                for name in dict.fromkeys(one.type for one in sent):
                    yield self._import, system, [one for one in sent if one.type == name]

    def _delivery(self, system: System, records: Mapping[Family, native.Records]) -> Delivery:
        client = self._known[system].client
        assert client is not None  # noqa: S101 - registered as native
        return Delivery(client, {native_inbox(level(system.region), family, system.source): several for family, several in records.items()})

    def _post(self, system: System, sent: Sequence[Sent]) -> None:
        _batches(Client(self._settings, self._url, self._known[system].token), sent)

    def _publish(self, system: System, sent: Sequence[Sent]) -> None:
        lines = "".join(json.dumps(frames.cloudevent(one), ensure_ascii=False) + "\n" for one in sent)
        self._command(system, "publish", "events.jsonl", lines.encode())

    def _import(self, system: System, sent: Sequence[Sent]) -> None:
        kind = by_name(sent[0].type)
        assert kind is not None  # noqa: S101 - a released type
        sheet = filled(kind, [(one.row, frames.cloudevent(one)) for one in sent])
        self._command(system, "import", f"{kind.name}.csv", sheet)

    def _command(self, system: System, command: str, file: str, content: bytes) -> None:
        """Run a command of `hub` as the system's own people would. Raises HubError with what it said when it refuses."""
        environment = {**os.environ, "HUB_DATA": str(self._settings.folder.root), "HUB_URL": self._url, "HUB_TOKEN": self._known[system].token}
        with TemporaryDirectory() as folder:
            path = Path(folder) / file
            path.write_bytes(content)
            ended = subprocess.run([*_COMMAND, command, str(path), "--json"], env=environment, capture_output=True, text=True)
        if ended.returncode:
            raise HubError(shown(f"hub {command}: {(ended.stderr or ended.stdout)[-500:]}"))


def _batches(client: Client, sent: Sequence[Sent], **parameters: str) -> None:
    """Post events in whole batches. Raises HubError with the first problem."""
    for at in range(0, len(sent), BODY_EVENTS):
        body = json.dumps([frames.cloudevent(one) for one in sent[at : at + BODY_EVENTS]], ensure_ascii=False).encode()
        for answer in client.send(body, list(parameters.items())):
            if "problem" in answer and answer["status"] not in ("waiting", "equivocation", "duplicate"):
                found = answer["problem"]
                raise HubError(problem=Problem("BROKEN", found.get("pointer", ""), found.get("expected", ""), f"{answer['id']} {found.get('code')}"))
