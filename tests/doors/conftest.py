"""The HTTP surface as it is served: uvicorn on a free port, real Kafka and PostgreSQL behind it, no gate."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from kafka import KafkaConsumer, TopicPartition

from hub.access.office import ensure_administrator
from hub.api.app import create
from hub.embedded.parts import Parts
from hub.embedded.postgres import free_port
from hub.pool import Pool
from hub.settings import Settings
from hub.supervisor.bringup import furnish
from tests.conftest import eventually
from tests.doors.world import facts
from tests.running import RunningHub, hub_in

TOKEN = "administrators-token-of-the-tests"


@dataclass(frozen=True)
class Served:
    """A served hub: its address, its settings, its database."""

    url: str
    settings: Settings
    pool: Pool

    def client(self, token: str = TOKEN, **headers: str) -> httpx.Client:
        """An HTTP client that proves itself by a token."""
        return httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {token}", **headers}, timeout=60)

    def add_source(self, source: str, *families: str) -> str:
        """The token of a new source."""
        body: dict[str, Any] = {"source": source, "region": source.split("/")[2]}
        with self.client() as admin:
            given = admin.post("/v1/sources", json={**body, **({"families": families} if families else {})})
        assert given.status_code == 201, given.text
        return str(given.json()["token"])

    def records(self, topic: str) -> list[Any]:
        """Every record of a topic."""
        consumer = KafkaConsumer(**self.settings.client(), auto_offset_reset="earliest", enable_auto_commit=False)
        partitions = [TopicPartition(topic, one) for one in sorted(consumer.partitions_for_topic(topic) or ())]
        consumer.assign(partitions)
        ends = consumer.end_offsets(partitions)
        consumer.seek_to_beginning(*partitions)
        found: list[Any] = []

        def all_read() -> bool:
            for records in consumer.poll(200).values():
                found.extend(records)
            return bool(len(found) >= sum(ends.values()))

        eventually(all_read)
        consumer.close()
        return found


@pytest.fixture(scope="session")
def served(kafka: Parts) -> Iterator[Served]:
    """The HTTP surface of this session."""
    settings = Settings(data=kafka.folder.root)
    furnish(settings)
    pool = Pool(settings.dsn(), 4)
    ensure_administrator(pool, TOKEN)
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(create(settings), host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    eventually(lambda: server.started)
    yield Served(f"http://127.0.0.1:{port}", settings, pool)
    server.should_exit = True
    thread.join(10)
    pool.close()


@pytest.fixture(scope="package")
def doors_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A whole hub that knows the world, shared by the tests of this folder: each has sources of its own and counts what it adds."""
    hub = hub_in(Path(tmp_path_factory.mktemp("doors")))
    try:
        hub.up().publish(facts())
        hub.settle()
        yield hub
    finally:
        hub.down()
