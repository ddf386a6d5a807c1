"""Hubs that are witnesses and nothing else: the HTTP surface on loopback, and a database each."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg2
import uvicorn

from hub.access.office import ensure_administrator
from hub.access.staff import HTTP
from hub.access.staffing import admit_roles
from hub.api.app import create
from hub.embedded.parts import Parts
from hub.embedded.postgres import free_port
from hub.pool import Pool
from hub.settings import Settings
from hub.witness.asking import Asking, Place
from projections.archive.verifier import Key, Witness
from tests.archive.made import KEY, Archive, entry
from tests.conftest import eventually

LOG = "ledger.activity/3"
ROWS = "SELECT name, size, problem, got, setback FROM core.witness ORDER BY name"
TOKEN = "administrators-token-of-the-witnesses"


@dataclass(frozen=True)
class Witnessing:
    """One of them: its address, its key, who asks it, its database as its owner sees it."""

    url: str
    witness: Witness
    http: httpx.Client
    connection: Any

    @property
    def api(self) -> str:
        """The address that is told to those who ask it."""
        return f"{self.url}/v1/witness"

    def trust(self, origin: str, key: Key) -> httpx.Response:
        return self.post("logs", {"origin": origin, "key": key.text()})

    def post(self, path: str, body: Any) -> httpx.Response:
        return self.http.post(f"{self.api}/{path}", json=body, headers={"Authorization": f"Bearer {TOKEN}"})

    def add(self, body: bytes) -> httpx.Response:
        return self.http.post(f"{self.api}/add-checkpoint", content=body)

    def sql(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        return _said(self.connection, statement, *values)


def said(dsn: str, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """What a database answers, once what was done is kept."""
    with closing(psycopg2.connect(dsn)) as connection:
        return _said(connection, statement, *values)


def _said(connection: Any, statement: str, *values: object) -> list[tuple[Any, ...]]:
    with connection, connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return list(cursor.fetchall()) if cursor.description else []


@contextmanager
def witnessing(server: Parts, databases: Callable[[], str], root: Path, names: tuple[str, ...]) -> Iterator[list[Witnessing]]:
    """Several of them, by name, on databases of one server."""
    dsns = [databases() for _ in names]
    admit_roles(dsns[0], server.folder.secret)
    with ExitStack() as stack:
        yield [stack.enter_context(_one(server, dsn, root / name, name)) for name, dsn in zip(names, dsns, strict=True)]


@contextmanager
def _one(server: Parts, dsn: str, folder: Path, name: str) -> Iterator[Witnessing]:
    where = f"host=127.0.0.1 port={server.postgres_port} dbname={dsn.rpartition('=')[2]}"
    settings = Settings(data=folder, name=name, postgres=where, kafka="127.0.0.1:9")
    settings.folder.make()
    settings.folder.secret(f"postgres-{HTTP.role}", lambda: server.folder.secret(f"postgres-{HTTP.role}"))
    pool = Pool(dsn, 1)
    ensure_administrator(pool, TOKEN)
    pool.close()
    served = uvicorn.Server(uvicorn.Config(create(settings, audited=False), host="127.0.0.1", port=(port := free_port()), log_level="warning"))
    thread = threading.Thread(target=served.run, daemon=True)
    thread.start()
    eventually(lambda: served.started)
    try:
        with httpx.Client() as http, closing(psycopg2.connect(dsn)) as connection:
            yield Witnessing(f"http://127.0.0.1:{port}", settings.cosigner.witness, http, connection)
    finally:
        served.should_exit = True
        thread.join(10)


@contextmanager
def asking(dsn: str, folder: Path) -> Iterator[None]:
    """The heads in a folder sent to the witnesses of a database."""
    asks = Asking(Place(dsn, folder, KEY), seconds=2)
    thread = threading.Thread(target=asks.run)
    thread.start()
    try:
        yield
    finally:
        asks.stopping.set()
        thread.join()


def grown(one: Archive, folder: Path, first: int, end: int) -> None:
    """More entries of the log, with a head after each."""
    for number in range(first, end):
        one.add(LOG, [entry(number)]).head()
    one.lay(folder)


def sizes(dsn: str) -> list[int]:
    return [row[1] for row in said(dsn, ROWS)]
