"""Kafka and PostgreSQL of one data folder, started side by side and found again after any crash."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hub.embedded import archive, kafka, postgres
from hub.embedded.folder import Folder
from hub.embedded.process import Mark, alive, end, mark, until
from schemas.errors import Unavailable

READY_SECONDS = 60
ATTEMPTS = 7
FIRST_PAUSE = 0.1
ENDINGS: Final[Mapping[str, tuple[signal.Signals, float]]] = {"kafka": (signal.SIGTERM, 20.0), "postgres": (signal.SIGINT, 30.0)}
"""How each part is asked to end, and the seconds it has: PostgreSQL's SIGINT is its fast shutdown."""
AT_ONCE: Final[Mapping[str, tuple[signal.Signals, float]]] = {"kafka": (signal.SIGKILL, 5.0), "postgres": (signal.SIGQUIT, 10.0)}
"""How they are ended whose data nobody wants: PostgreSQL's SIGQUIT writes nothing out and leaves no process and no shared memory behind."""
POSTGRES_OPTIONS = {
    "shared_buffers": "768MB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "on",
    "work_mem": "64MB",
    "maintenance_work_mem": "256MB",
    "effective_cache_size": "4GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_connections": "100",
    "log_min_messages": "warning",
    "timezone": "UTC",
}


@dataclass(frozen=True)
class Parts:
    """Addresses of the two parts, and the folder that holds their secrets."""

    folder: Folder
    kafka_port: int
    postgres_port: int

    @property
    def bootstrap(self) -> str:
        """Kafka's address."""
        return f"127.0.0.1:{self.kafka_port}"

    def dsn(self, role: str = postgres.SUPERUSER, database: str = "hub") -> str:
        """Connection string of a role, its secret taken from the folder."""
        return f"host=127.0.0.1 port={self.postgres_port} user={role} password={self.folder.secret(f'postgres-{role}')} dbname={database}"

    def client(self, user: str = kafka.ADMIN) -> dict[str, str]:
        """Sign-in of a Kafka user, its secret taken from the folder."""
        return kafka.client(self.bootstrap, user, self.folder.secret(f"kafka-{user}"))


def _ports(folder: Folder) -> dict[str, int]:
    """The ports of this folder: free ones at first, the same ones ever after."""
    path = folder.root / "ports.json"
    known = Folder.recall(folder, "../ports") if path.exists() else None
    if known is None:
        known = {name: postgres.free_port() for name in ("kafka", "controller", "postgres", "http")}
        folder.remember("../ports", known)
    return {str(name): int(port) for name, port in known.items()}


def ports(folder: Folder) -> dict[str, int]:
    """Ports by part name: kafka, controller, postgres, http."""
    return _ports(folder)


def _running(folder: Folder, name: str) -> Mark | None:
    saved = folder.recall(name)
    child = (int(saved[0]), int(saved[1])) if saved else None
    return child if alive(child) else None


def _launch(folder: Folder, name: str, launch: Callable[[], int]) -> Mark:
    child = _running(folder, name)
    if child is None:
        child = mark(launch())
        folder.remember(name, child)
    return child


def launch_postgres(parts: Parts) -> Mark:
    """Starts the server unless it runs, a new cluster first if there is none; does not wait until it answers."""
    folder = parts.folder
    if not (folder.postgres / "PG_VERSION").exists():
        postgres.create(folder.postgres, folder.secret(f"postgres-{postgres.SUPERUSER}"))
    log = folder.logs / "postgres.log"
    return _launch(folder, "postgres", lambda: postgres.launch(folder.postgres, parts.postgres_port, POSTGRES_OPTIONS, log).pid)


def launch_kafka(parts: Parts) -> Mark:
    """Starts the broker unless it runs, its log formatted first if there is none; does not wait until it answers."""
    folder, password = parts.folder, parts.folder.secret(f"kafka-{kafka.ADMIN}")
    controller = _ports(folder)["controller"]
    kafka.write_properties(folder.kafka / "server.properties", kafka.properties(folder.kafka, parts.kafka_port, controller, password))
    if not (folder.kafka / "log" / "meta.properties").exists():
        kafka.create(folder.kafka, password)
    options = [f"-XX:SharedArchiveFile={archive.place()}", "-Xshare:auto"] if archive.place().exists() else []
    return _launch(folder, "kafka", lambda: kafka.launch(folder.kafka, folder.logs / "kafka.log", options).pid)


def _start_postgres(parts: Parts) -> None:
    raise_part(lambda: launch_postgres(parts), lambda: postgres.answers(parts.dsn(database="postgres")), "postgres")


def _start_kafka(parts: Parts) -> None:
    password = parts.folder.secret(f"kafka-{kafka.ADMIN}")
    raise_part(lambda: launch_kafka(parts), lambda: kafka.answers(parts.bootstrap, password), "kafka")


def raise_part(launch: Callable[[], Mark], answers: Callable[[], bool], name: str) -> None:
    """Starts a part and waits until it answers. One that ends at once is started again: what was killed a moment ago may not be quite gone."""
    for attempt in range(ATTEMPTS):
        child: Mark | None = None
        with suppress(Unavailable):
            child = launch()
            until(answers, READY_SECONDS, name, lambda child=child: alive(child))  # type: ignore[misc]
            return
        if alive(child):
            break
        time.sleep(FIRST_PAUSE * 2**attempt)
    raise Unavailable(f"{name}: 未能启动，见其日志 did not come up, see its log")


def locate(root: Path) -> Parts:
    """The parts of a folder, running or not."""
    folder = Folder(root)
    folder.make()
    numbers = _ports(folder)
    return Parts(folder, numbers["kafka"], numbers["postgres"])


def start(root: Path) -> Parts:
    """Starts what does not run, side by side, and returns when both answer.

    Raises Unavailable when a part does not answer within a minute (its log says why), FileNotFoundError when `make install` was not run.
    """
    parts = locate(root)
    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(_start_postgres, parts), pool.submit(_start_kafka, parts)]:
            future.result()
    return parts


def stop(root: Path, endings: Mapping[str, tuple[signal.Signals, float]] = ENDINGS) -> bool:
    """Ends both parts side by side, cleanly unless told otherwise; kills what does not end within its grace. Returns whether any ran."""
    with ThreadPoolExecutor(len(endings)) as pool:
        return any(list(pool.map(lambda name: _stop_one(Folder(root), name, *endings[name]), endings)))


def _stop_one(folder: Folder, name: str, first: signal.Signals, grace: float) -> bool:
    child = _running(folder, name)
    if child is not None:
        end(child, first, grace)
    return child is not None
