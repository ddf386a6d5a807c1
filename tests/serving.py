"""The HTTP surface of a test's database: the application behind a real server, on a free port of loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import uvicorn
from psycopg2.extensions import parse_dsn

from hub.access import tokens
from hub.access.staff import HTTP
from hub.access.staffing import admit_roles
from hub.access.who import Kind, Principal
from hub.api.app import create
from hub.embedded.postgres import SUPERUSER, free_port
from hub.settings import Settings
from projections.api.readers import create_reader
from tests.conftest import eventually


@dataclass(frozen=True)
class Served:
    """A server that answers at `url`, over the database `dsn`."""

    url: str
    dsn: str
    settings: Settings

    def reader(self, region: str, name: str = "") -> dict[str, str]:
        """The headers of a reader of a region, who is registered now."""
        named = name or f"reader-{region}"
        with psycopg2.connect(self.dsn) as connection, connection.cursor() as cursor:
            create_reader(connection, named, region)
            token = tokens.issue(cursor, Principal("reader", named, region))
        connection.close()
        return {"Authorization": f"Bearer {token}"}

    def revoke(self, kind: Kind, name: str) -> None:
        """Somebody's tokens are valid no more from now on."""
        with psycopg2.connect(self.dsn) as connection, connection.cursor() as cursor:
            tokens.revoke(cursor, kind, name)
        connection.close()

    def source(self, region: str) -> dict[str, str]:
        """The headers of a source of a region."""
        with psycopg2.connect(self.dsn) as connection, connection.cursor() as cursor:
            token = tokens.issue(cursor, Principal("source", f"//{region}/s", region))
        connection.close()
        return {"Authorization": f"Bearer {token}"}


@contextmanager
def serving(dsn: str, folder: Path, port: int | None = None) -> Iterator[Served]:
    """A server for the time of the block."""
    words = parse_dsn(dsn)
    secrets = folder / "secrets"
    secrets.mkdir(parents=True)
    (secrets / f"postgres-{SUPERUSER}").write_text(words["password"])
    (secrets / "kafka-hub-admin").write_text("unused")
    admit_roles(dsn, lambda _name: words["password"])
    (secrets / f"postgres-{HTTP.role}").write_text(words["password"])
    port = port or free_port()
    where = f"host={words['host']} port={words['port']} dbname={words['dbname']}"
    settings = Settings(data=folder, http_port=port, postgres=where, kafka="127.0.0.1:1", secrets=secrets)
    application = create(settings, audited=False)
    server = uvicorn.Server(uvicorn.Config(application, host="127.0.0.1", port=port, log_level="warning", timeout_graceful_shutdown=5))
    thread = threading.Thread(target=server.run)
    thread.start()
    eventually(lambda: server.started)
    try:
        yield Served(f"http://127.0.0.1:{port}", dsn, settings)
    finally:
        application.state.bell.leave()
        server.should_exit = True
        thread.join()
