"""The schema-registry protocol, asked by a client of somebody else over a real connection."""

import json
import threading
import warnings
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from schemas import codec, registry
from schemas.subjects import CONTENT_TYPE, answer

NAME = "cn.npc.suggestion.assigned.v1"
ID = registry.default().names[NAME].schema_id


def test_reading_follows_the_protocol() -> None:
    schema = registry.default().names[NAME].schema
    assert NAME in answer("/subjects").value
    assert answer(f"/subjects/{NAME}/versions").value == [1]
    assert answer(f"/subjects/{NAME}/versions/latest").value == answer(f"/subjects/{NAME}/versions/1").value
    described = answer(f"/subjects/{NAME}/versions/1").value
    assert (described["subject"], described["version"], described["id"]) == (NAME, 1, ID)
    assert json.loads(described["schema"]) == schema
    assert answer(f"/subjects/{NAME}/versions/1/schema").value == schema
    assert json.loads(answer(f"/schemas/ids/{ID}").value["schema"]) == schema
    assert answer(f"/schemas/ids/{ID}/schema").value == schema
    assert answer(f"/schemas/ids/{ID}/subjects").value == [NAME]
    assert answer(f"/schemas/ids/{ID}/versions").value == [{"subject": NAME, "version": 1}]
    assert answer("/schemas/types").value == ["AVRO"]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/subjects/nobody/versions", 40401),
        (f"/subjects/{NAME}/versions/7", 40402),
        (f"/subjects/{NAME}/versions/{'9' * 5000}", 40402),
        (f"/subjects/{NAME}/versions/0x1", 40402),
        ("/schemas/ids/1", 40403),
        (f"/schemas/ids/{'9' * 5000}", 40403),
        (f"/schemas/ids/{ID}/secrets", 404),
        ("/", 404),
        ("/subjects/../ids.json", 404),
    ],
)
def test_what_is_not_there_is_answered_as_the_protocol_says(path: str, code: int) -> None:
    given = answer(path)
    assert (given.status, given.value["error_code"]) == (404, code)


@pytest.mark.parametrize(
    ("path", "schema", "status"),
    [
        (f"/subjects/{NAME}", json.dumps(registry.default().names[NAME].schema), 200),
        (f"/subjects/{NAME}/versions", json.dumps(registry.default().names[NAME].schema), 200),
        (f"/subjects/{NAME}", json.dumps(registry.default().names["cn.npc.activity.held.v1"].schema), 404),
        (f"/subjects/{NAME}/versions", json.dumps(registry.default().names["cn.npc.activity.held.v1"].schema), 409),
        ("/subjects/mine/versions", '{"type":"record","name":"x","fields":[]}', 409),
        (f"/subjects/{NAME}", '"string"', 422),
        (f"/subjects/{NAME}", "{", 422),
        (f"/subjects/{NAME}", '{"type":"vanished"}', 422),
        ("/config", "{}", 404),
    ],
)
def test_a_known_schema_is_found_and_none_is_registered(path: str, schema: str, status: int) -> None:
    assert answer(path, json.dumps({"schema": schema}).encode()).status == status


def test_a_body_that_is_no_json_is_answered() -> None:
    assert [answer(f"/subjects/{NAME}", body).status for body in (b"", b"[]", b"\xff", b"[" * 5000)] == [422] * 4


class Served(BaseHTTPRequestHandler):
    """`answer` behind HTTP, with nothing else."""

    def do_GET(self) -> None:
        self._send(None)

    def do_POST(self) -> None:
        self._send(self.rfile.read(int(self.headers["Content-Length"])))

    def _send(self, body: bytes | None) -> None:
        given = answer(unquote(urlsplit(self.path).path), body)
        content = json.dumps(given.value).encode()
        self.send_response(given.status)
        self.send_header("Content-Type", CONTENT_TYPE)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Served) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_the_confluent_client_reads_our_records_and_writes_ones_that_we_read(url: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from confluent_kafka.schema_registry import SchemaRegistryClient, record_subject_name_strategy
        from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
        from confluent_kafka.serialization import MessageField, SerializationContext

        client = SchemaRegistryClient({"url": url})
    context = SerializationContext("inbox.county.suggestion", MessageField.VALUE)
    event = json.loads((registry.FOLDER / "examples" / f"{NAME}.json").read_text("utf-8"))
    frame = codec.encode(event)

    # given a record of ours, when their client decodes it
    read = AvroDeserializer(client)(frame, context)
    # then it has our members
    assert isinstance(read, dict)
    assert read["data"]["departments"][0] == {"dept": "420624-jtj", "role": "main"}
    assert read["time"].isoformat() == "2025-06-08T08:20:00+00:00"

    # given their client with our schema and no right to register one, when it writes what it read
    settings = {"auto.register.schemas": False, "subject.name.strategy": record_subject_name_strategy}
    writer = AvroSerializer(client, json.dumps(registry.default().names[NAME].schema), conf=settings)
    # then it is our record, to the byte
    assert writer(read, context) == frame
