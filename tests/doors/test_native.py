"""A native source on Kafka: its own topics, its own user, and nothing else."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

from hub.access.rights import ADMINISTRATOR
from hub.access.staffing import rights_of
from hub.embedded.kafka import IMPATIENT, client
from schemas import codec
from tests.conftest import eventually
from tests.doors.conftest import Served
from tests.doors.events import event
from tests.running import RunningHub

SOURCE = "//420624/native"


@pytest.fixture(scope="module")
def native(served: Served) -> dict[str, Any]:
    with served.client() as admin:
        given = admin.post("/v1/sources", json={"source": SOURCE, "region": "420624", "families": ["suggestion"], "kafka": True})
    assert given.status_code == 201, given.text
    found: dict[str, Any] = given.json()["kafka"]
    return found


def write(served: Served, native: dict[str, Any], topic: str, password: str = "", **patience: int) -> Any:
    sign_in = client(served.settings.bootstrap, native["user"], password or native["password"])
    producer = KafkaProducer(**sign_in, acks="all", max_block_ms=5000, **patience)
    try:
        return producer.send(topic, codec.encode(event(SOURCE)), b"k").get(timeout=10)
    finally:
        producer.close(timeout=1)


def test_it_writes_to_its_own_topics_only(served: Served, native: dict[str, Any]) -> None:
    assert all(topic.split(".")[2] == "suggestion" and topic.endswith(native["user"].removeprefix("source-")) for topic in native["topics"])
    (county,) = [topic for topic in native["topics"] if ".county." in topic]
    assert write(served, native, county).topic == county
    for other in ("inbox.county.suggestion", "ledger.suggestion", "quarantine"):
        with pytest.raises(KafkaError):
            write(served, native, other)


def test_it_reads_nothing(served: Served, native: dict[str, Any]) -> None:
    consumer = KafkaConsumer(**client(served.settings.bootstrap, native["user"], native["password"]), auto_offset_reset="earliest")
    try:
        assert "ledger.suggestion" not in consumer.topics()
        consumer.assign([TopicPartition(native["topics"][0], 0)])
        with pytest.raises(KafkaError):
            consumer.poll(5000)
    finally:
        consumer.close()


def test_rotation_and_revocation_end_the_old_password(served: Served, native: dict[str, Any]) -> None:
    topic = native["topics"][0]
    with served.client() as admin:
        rotated = admin.post(f"/v1/sources/{SOURCE}/rotate").json()["kafka"]["password"]
        with pytest.raises(KafkaError):
            write(served, native, topic, native["password"], **IMPATIENT)
        assert write(served, native, topic, rotated).topic == topic
        assert admin.post(f"/v1/sources/{SOURCE}/revoke", json={"reason": "停用"}).status_code == 200
    with pytest.raises(KafkaError):
        write(served, native, topic, rotated, **IMPATIENT)


def test_a_revoked_user_is_locked_and_not_deleted(served: Served) -> None:
    # given a native source, when it is revoked
    source = "//420624/locked"
    with served.client() as admin:
        body = {"source": source, "region": "420624", "families": ["suggestion"], "kafka": True}
        given = admin.post("/v1/sources", json=body).json()["kafka"]
        assert admin.post(f"/v1/sources/{source}/revoke", json={"reason": "停用"}).status_code == 200
    # then no rule is left to its user and its password is none, but the broker never reads a deletion when it starts again
    with closing(KafkaAdminClient(**served.settings.client())) as broker:
        assert broker.describe_user_scram_credentials([given["user"]])[given["user"]]["credential_infos"]
        assert not rights_of(broker, given["user"].__eq__)
    with pytest.raises(KafkaError):
        write(served, given, given["topics"][0], given["password"], **IMPATIENT)


def test_the_administrators_own_source_is_neither_given_a_token_nor_taken_one(served: Served) -> None:
    with served.client() as admin:
        # when the administrator's own source is to be registered, given a new token or revoked, then each is refused with a sentence
        added = admin.post("/v1/sources", json={"source": ADMINISTRATOR, "region": "00", "kafka": True})
        assert (added.status_code, added.json()["code"]) == (409, "EXISTS")
        for act in ("rotate", "revoke"):
            told = admin.post(f"/v1/sources/{ADMINISTRATOR}/{act}", json={})
            assert (told.status_code, told.json()["code"], told.json()["got"]) == (403, "FORBIDDEN", ADMINISTRATOR)
        # and none of it became a fact
        assert all(one["source"] != ADMINISTRATOR for one in admin.get("/v1/sources").json())


UNREADABLE = {"no frame": (b"hello", "NOT_FRAMED"), "nothing": (b"", "NOT_FRAMED"), "cut short": (codec.encode(event(SOURCE))[:-3], "AVRO_DAMAGED")}


def test_the_fate_of_an_unreadable_record_is_asked_by_its_place(doors_hub: RunningHub) -> None:
    # given a native source that writes what nobody can read, which has no id to ask by
    source = "//420624/unreadable"
    given = doors_hub.http.post("/v1/sources", json={"source": source, "region": "420624", "families": ["suggestion"], "kafka": True}).json()
    (topic,) = [one for one in given["kafka"]["topics"] if ".county." in one]
    producer = KafkaProducer(**client(doors_hub.settings.bootstrap, given["kafka"]["user"], given["kafka"]["password"]), acks="all")
    try:
        places = {name: producer.send(topic, value).get(timeout=30) for name, (value, _) in UNREADABLE.items()}
    finally:
        producer.close(timeout=1)
    mine = {"Authorization": f"Bearer {given['token']}"}
    for name, place in places.items():
        number = f"{place.topic}/{place.partition}/{place.offset}"

        def told(number: str = number) -> dict[str, Any]:
            answer = doors_hub.http.get(f"/v1/receipts/{number}", headers=mine)
            return dict(answer.json()) if answer.status_code == 200 else {}

        # when it asks by topic, partition and offset, then it is told that it is in quarantine and why; so is the administrator on the command line
        eventually(lambda told=told: told().get("status") == "quarantined", 60)  # type: ignore[misc]
        assert (told()["receipt"], told()["problem"]["code"]) == (number, UNREADABLE[name][1])
        assert told()["problem"]["remedy"]
        said = doors_hub.cli("fate", number)
        assert (said["status"], said["problem"]["code"]) == ("quarantined", UNREADABLE[name][1])
        # and another source is told that there is no such thing
        stranger = {"Authorization": f"Bearer {doors_hub.tokens.get('//420625/stranger') or doors_hub.add_source('//420625/stranger', '420625')}"}
        assert doors_hub.http.get(f"/v1/receipts/{number}", headers=stranger).status_code == 404
