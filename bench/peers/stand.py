"""What every peer stands on: the broker and the database of an empty hub, the task's records on them, and what a peer must be told."""

from __future__ import annotations

import asyncio
import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zlib import crc32

import psycopg2
from kafka.admin import KafkaAdminClient, NewTopic
from psycopg2 import extensions
from psycopg2.extras import execute_values

from bench import federation, ground
from bench.federation import Record
from bench.peers.task import STEPS, Task
from bench.tree import Tree
from hub.settings import Settings
from hub.supervisor.bringup import create_database
from schemas.registry import by_name
from schemas.topics import ledger

TOPIC: Final = "bench.task"
PARTITIONS: Final = 4
_HERE: Final = Path(__file__).parent
_DATABASE: Final = "peers"


@dataclass(frozen=True)
class Stand:
    """One order of the task on a broker; `folder` is for what peers keep."""

    settings: Settings
    task: Task
    folder: Path

    @property
    def dsn(self) -> str:
        """The peers' database."""
        words = {**extensions.parse_dsn(self.settings.dsn()), "dbname": _DATABASE}
        return str(extensions.make_dsn(**words))

    def environment(self, group: str) -> dict[str, str]:
        """The environment in which a peer reads where everything is; `group`: its name towards the broker."""
        client, words = self.settings.client(), extensions.parse_dsn(self.dsn)
        return {
            **self.settings.environment(),
            "PEER_GROUP": group,
            "PEER_TOPIC": TOPIC,
            "PEER_FOLDER": str(self.folder),
            "PEER_KAFKA": client["bootstrap_servers"],
            "PEER_KAFKA_USER": client["sasl_plain_username"],
            "PEER_KAFKA_PASSWORD": client["sasl_plain_password"],
            "PEER_DSN": self.dsn,
            "PEER_JDBC": f"jdbc:postgresql://{words['host']}:{words['port']}/{_DATABASE}",
            "PEER_USER": words["user"],
            "PEER_PASSWORD": words["password"],
        }


def make(settings: Settings, tree: Tree, task: Task, folder: Path) -> Stand:
    """Put the task's records on the ledger, for the hub, and on a topic with the same partitions, for its peers; say what they must know."""
    ground.fill(settings, federation.framed(federation.reference(tree)))
    admin = KafkaAdminClient(**settings.client())
    admin.create_topics([NewTopic(TOPIC, PARTITIONS, 1)])
    admin.close()
    held: dict[tuple[str, int], list[Record]] = {}
    for one in task.records:
        held.setdefault((TOPIC, crc32(one.key) % PARTITIONS), []).append(one)
    on_ledger = {(ledger("suggestion"), part): records for (_, part), records in held.items()}
    asyncio.run(ground.write(settings.client(), {**held, **on_ledger}))
    _tell(task.above, folder)
    return Stand(settings, task, folder)


def _tell(above: Mapping[str, Sequence[str]], folder: Path) -> None:
    """Files: `above.csv` (town and its four regions), `steps.csv` (schema id and step), `<id>.avsc` each."""
    folder.mkdir(parents=True)
    with (folder / "above.csv").open("w", newline="") as file:
        csv.writer(file).writerows([town, *regions] for town, regions in above.items())
    with (folder / "steps.csv").open("w", newline="") as file:
        for step in STEPS:
            kind = by_name(f"cn.npc.suggestion.{step}.v1")
            assert kind is not None
            csv.writer(file).writerow([kind.schema_id, step])
            (folder / f"{kind.schema_id}.avsc").write_text(json.dumps(kind.schema, ensure_ascii=False), "utf-8")


def empty(stand: Stand, sink: bool) -> None:
    """A new database of the peers in the place of the old one; with `sink` the table of those that can only upsert rows, and its trigger."""
    connection = psycopg2.connect(stand.settings.dsn())
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {_DATABASE} WITH (FORCE)")
    connection.close()
    create_database(stand.dsn)
    connection = psycopg2.connect(stand.dsn)
    with connection, connection.cursor() as cursor:
        for name in ("tables", "sink") if sink else ("tables",):
            cursor.execute((_HERE / f"{name}.sql").read_text("utf-8"))
        execute_values(cursor, "INSERT INTO above VALUES %s", [(town, list(regions)) for town, regions in stand.task.above.items()])
    connection.close()
