"""Kafka Connect with Debezium's JDBC sink: a row for each suggestion and step, whose roll-ups a trigger keeps."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bench.peers import java
from bench.peers.peer import Peer
from bench.peers.stand import TOPIC, Stand
from hub.embedded.postgres import free_port

_HERE: Final = Path(__file__).parent
_MAIN: Final = "org.apache.kafka.connect.cli.ConnectStandalone"
TASKS: Final = 2
BATCH: Final = 5000


def _command(stand: Stand, group: str) -> list[str]:
    files = {"worker": _worker(stand, group), "connector": _connector(stand, group)}
    places = [_written(stand.folder / f"{group}-{name}.properties", said) for name, said in files.items()]
    return java.command((_HERE, _HERE.parent / "records"), stand.folder, _MAIN, *places, heap="1g")


def _worker(stand: Stand, group: str) -> dict[str, str]:
    told = stand.environment(group)
    jaas = "org.apache.kafka.common.security.scram.ScramLoginModule required"
    sign_in = {
        "security.protocol": "SASL_PLAINTEXT",
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.jaas.config": f'{jaas} username="{told["PEER_KAFKA_USER"]}" password="{told["PEER_KAFKA_PASSWORD"]}";',
    }
    return {
        "bootstrap.servers": told["PEER_KAFKA"],
        "listeners": f"HTTP://127.0.0.1:{free_port()}",
        "key.converter": "org.apache.kafka.connect.converters.ByteArrayConverter",
        "value.converter": "Ledger",
        "offset.storage.file.filename": str(stand.folder / f"{group}.offsets"),
        "plugin.discovery": "service_load",
        "consumer.max.poll.records": str(BATCH),
        "consumer.fetch.min.bytes": str(256 * 1024),
        "consumer.max.partition.fetch.bytes": str(4 * 1024 * 1024),
        **sign_in,
        **{f"consumer.{key}": value for key, value in sign_in.items()},
    }


def _connector(stand: Stand, group: str) -> dict[str, str]:
    told = stand.environment(group)
    return {
        "name": group,
        "connector.class": "io.debezium.connector.jdbc.JdbcSinkConnector",
        "tasks.max": str(TASKS),
        "topics": TOPIC,
        "connection.url": f"{told['PEER_JDBC']}?reWriteBatchedInserts=true",
        "connection.username": told["PEER_USER"],
        "connection.password": told["PEER_PASSWORD"],
        "connection.pool.min_size": "1",
        "connection.pool.max_size": "4",
        "insert.mode": "upsert",
        "primary.key.mode": "record_value",
        "primary.key.fields": "suggestion,step",
        "schema.evolution": "none",
        "collection.name.format": "step",
        "batch.size": str(BATCH),
        "use.reduction.buffer": "true",
        "dialect.postgres.unnest.insert.enabled": "true",
    }


def _written(path: Path, said: Mapping[str, str]) -> str:
    path.touch(mode=0o600)
    path.write_text("".join(f"{key}={value}\n" for key, value in said.items()), "utf-8")
    return str(path)


PEER: Final = Peer("debezium", _command, sink=True)
