"""A client of somebody else reads our topics: the Confluent consumer's deserializer, over the served schema registry."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from confluent_kafka import Consumer, TopicPartition
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext

from connectors.http.translate import STRUCTURED
from schemas.registry import FOLDER, all_types
from tests.doors.conftest import Served
from tests.doors.events import event
from tests.running import RunningHub

SOURCE = "//420624/confluent"


def test_the_confluent_client_decodes_what_we_published(served: Served) -> None:
    sent = event(SOURCE)
    with served.client(served.add_source(SOURCE)) as client:
        receipt = client.post("/v1/events", content=json.dumps(sent), headers={"content-type": STRUCTURED}).json()[0]["receipt"]
    topic, partition, offset = receipt.split("/")
    (record,) = [one for one in served.records(topic) if (one.partition, one.offset) == (int(partition), int(offset))]
    read = AvroDeserializer(SchemaRegistryClient({"url": served.url}))
    datum: Any = read(record.value, SerializationContext(topic, MessageField.VALUE))
    assert (datum["id"], datum["subject"], datum["unit"]) == (sent["id"], sent["subject"], sent["unit"])
    assert datum["data"]["departments"] == sent["data"]["departments"]
    assert datum["time"].isoformat() == "2025-06-08T08:20:00+00:00"


def test_the_confluent_client_consumes_the_ledger(doors_hub: RunningHub) -> None:
    # given an event that the gate has written to the ledger
    source = "//420624/confluent-2"
    doors_hub.add_source(source, "420624")
    sent = event(source)
    doors_hub.publish([sent])
    doors_hub.settle()
    (copy,) = doors_hub.http.get("/v1/events", params={"source": source, "id": sent["id"]}).json()["copies"]
    # when Confluent's own consumer reads the record there, and its deserializer asks the registry that the hub names
    consumer = Consumer({**_signed_in(doors_hub), "group.id": "confluent", "enable.auto.commit": False})
    consumer.assign([TopicPartition(copy["topic"], copy["partition"], copy["offset"])])
    record = consumer.poll(30)
    consumer.close()
    assert record is not None
    assert record.error() is None
    read = AvroDeserializer(SchemaRegistryClient({"url": doors_hub.endpoints["registry"]}))
    datum: Any = read(record.value(), SerializationContext(copy["topic"], MessageField.VALUE))
    # then it is the event, under its subject
    assert (copy["topic"], record.key()) == ("ledger.suggestion", sent["subject"].encode())
    assert (datum["source"], datum["id"], datum["data"]["departments"]) == (source, sent["id"], sent["data"]["departments"])


def _signed_in(hub: RunningHub) -> dict[str, str]:
    """The hub's own sign-in, in librdkafka's words."""
    known = hub.settings.client()
    return {
        "bootstrap.servers": known["bootstrap_servers"], "security.protocol": known["security_protocol"],
        "sasl.mechanism": known["sasl_mechanism"], "sasl.username": known["sasl_plain_username"], "sasl.password": known["sasl_plain_password"],
    }  # fmt: skip


def test_every_released_schema_is_served_under_its_id(served: Served) -> None:
    released = [json.loads(path.read_text("utf-8")) for path in FOLDER.glob("cn.npc.*.avsc")]
    assert {kind.schema_id for kind in all_types()} <= {one["schema_id"] for one in released}
    for one in released:
        given = httpx.get(f"{served.url}/schemas/ids/{one['schema_id']}")
        assert given.headers["content-type"].startswith("application/vnd.schemaregistry.v1+json")
        assert json.loads(given.json()["schema"]) == one


@pytest.mark.parametrize(("path", "status"), [("/schemas/ids/7", 404), ("/subjects/none/versions", 404), ("/schemas/ids/x/../..", 404)])
def test_what_is_not_there_is_answered_in_the_protocols_own_words(served: Served, path: str, status: int) -> None:
    assert httpx.get(f"{served.url}{path}").status_code == status


def test_nothing_can_be_registered(served: Served) -> None:
    given = httpx.post(f"{served.url}/subjects/cn.npc.new.v1/versions", json={"schema": '"string"'})
    assert (given.status_code, given.json()["error_code"]) == (409, 409)
