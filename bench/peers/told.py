"""What Python peers are told, as they read it: from the environment and the files of the stand."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import fastavro

HEADER: Final = 5


def above() -> Mapping[str, list[str]]:
    """Town → its four regions above."""
    with (Path(os.environ["PEER_FOLDER"]) / "above.csv").open(newline="") as file:
        return {town: regions for town, *regions in csv.reader(file)}


def reader() -> Callable[[bytes], tuple[str, str, str]]:
    """How a record is read: suggestion, step, town. The whole datum is decoded, with schemas parsed once, as fastavro advises."""
    folder = Path(os.environ["PEER_FOLDER"])
    with (folder / "steps.csv").open(newline="") as file:
        steps = {int(number): step for number, step in csv.reader(file)}
    schemas: dict[int, Any] = {number: fastavro.parse_schema(json.loads((folder / f"{number}.avsc").read_text("utf-8"))) for number in steps}

    def read(value: bytes) -> tuple[str, str, str]:
        number = int.from_bytes(value[1:HEADER], "big")
        datum: Any = fastavro.schemaless_reader(io.BytesIO(value[HEADER:]), schemas[number], None)
        return datum["subject"], steps[number], datum["data"]["origin"]

    return read


def sign_in() -> dict[str, str]:
    """How a Kafka client in Python signs in."""
    return {
        "bootstrap_servers": os.environ["PEER_KAFKA"],
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": os.environ["PEER_KAFKA_USER"],
        "sasl_plain_password": os.environ["PEER_KAFKA_PASSWORD"],
    }
