"""Events come in by HTTP: who sends, in which mode, what is answered, what stands in the inbox."""

from __future__ import annotations

import gzip
import json
from typing import Any

import httpx
import pytest

from connectors.http.translate import BATCH, STRUCTURED
from schemas import codec, content
from tests.doors.conftest import Served
from tests.doors.events import event

SOURCE = "//420624/http"


@pytest.fixture(scope="session")
def token(served: Served) -> str:
    return served.add_source(SOURCE)


@pytest.fixture
def client(served: Served, token: str) -> httpx.Client:
    return served.client(token)


def post(client: httpx.Client, body: Any, media: str = BATCH, **options: Any) -> httpx.Response:
    return client.post("/v1/events", content=json.dumps(body), headers={"content-type": media}, **options)


def inbox(served: Served, receipt: str) -> Any:
    topic, partition, offset = receipt.split("/")
    return next(one for one in served.records(topic) if (one.partition, one.offset) == (int(partition), int(offset)))


def test_a_structured_event_is_acknowledged_and_stands_in_the_inbox(served: Served, client: httpx.Client) -> None:
    sent = event(SOURCE)
    given = post(client, sent, STRUCTURED)
    assert given.status_code == 202
    (item,) = given.json()
    assert (item["id"], item["status"], "problem" in item) == (sent["id"], "received", False)
    record = inbox(served, item["receipt"])
    assert record.topic == "inbox.county.suggestion"
    assert dict(record.headers) == {"hub-source": SOURCE.encode()}
    assert content.digest(codec.decode(record.value)) == content.digest(sent)


def test_a_batch_is_answered_one_by_one_in_order(client: httpx.Client) -> None:
    good, bad, other = event(SOURCE), event(SOURCE, level="parish"), event("//420624/other")
    given = post(client, [good, bad, other, good])
    assert given.status_code == 202
    assert [one["status"] for one in given.json()] == ["received", "refused", "refused", "received"]
    assert [one.get("problem", {}).get("code") for one in given.json()] == [None, "FIELD_VALUE", "NOT_YOU", None]
    assert given.json()[1]["problem"]["pointer"] == "#/level"
    assert given.json()[1]["receipt"] is None


def test_binary_mode(served: Served, client: httpx.Client) -> None:
    sent = event(SOURCE)
    headers = {f"ce-{name}": str(value) for name, value in sent.items() if name != "data"}
    given = client.post("/v1/events", content=json.dumps(sent["data"]), headers={"content-type": "application/json", **headers})
    assert given.status_code == 202, given.text
    assert content.digest(codec.decode(inbox(served, given.json()[0]["receipt"]).value)) == content.digest(sent)


def test_a_compressed_body(client: httpx.Client) -> None:
    body = gzip.compress(json.dumps([event(SOURCE)] * 500).encode())
    given = client.post("/v1/events", content=body, headers={"content-type": BATCH, "content-encoding": "gzip"})
    assert (given.status_code, len(given.json())) == (202, 500)


def test_nothing_taken_is_no_202(client: httpx.Client) -> None:
    given = post(client, [event(SOURCE, unit=""), event(SOURCE, level=4)])
    assert (given.status_code, given.headers["content-type"]) == (422, "application/problem+json")
    assert (given.json()["code"], given.json()["pointer"]) == ("FIELD_EMPTY", "#/0/unit")
    assert [one["problem"]["code"] for one in given.json()["events"]] == ["FIELD_EMPTY", "FIELD_TYPE"]


@pytest.mark.parametrize("asked", [{}, {"dry_run": "1"}, {"wait": "1"}])
def test_a_batch_of_none_is_refused_however_it_comes(client: httpx.Client, asked: dict[str, str]) -> None:
    given = post(client, [], params=asked)
    assert (given.status_code, given.json()["code"]) == (422, "FIELD_EMPTY")


def test_a_batch_of_one_is_a_list_too(client: httpx.Client) -> None:
    given = post(client, [event(SOURCE, unit="")])
    assert (given.status_code, given.json()["pointer"]) == (422, "#/0/unit")


def test_a_rehearsal_keeps_nothing(served: Served, client: httpx.Client) -> None:
    before = len(served.records("inbox.county.suggestion"))
    given = post(
        client, [event(SOURCE), event(SOURCE, time="1953-12-31T00:00:00Z"), event(SOURCE, time="2999-01-01T00:00:00Z")], params={"dry_run": "1"}
    )
    assert given.status_code == 200
    assert [(one["status"], one.get("problem", {}).get("code")) for one in given.json()] == [
        ("valid", None),
        ("refused", "TIME_TOO_OLD"),
        ("refused", "TIME_IN_FUTURE"),
    ]
    assert [one["problem"]["pointer"] for one in given.json()[1:]] == ["#/time", "#/time"]
    assert len(served.records("inbox.county.suggestion")) == before


def test_waiting_ends_with_received_when_nobody_judges(client: httpx.Client) -> None:
    given = post(client, event(SOURCE), STRUCTURED, params={"wait": "0.2"})
    assert (given.status_code, given.json()[0]["status"]) == (202, "received")


def test_an_unjudged_event_is_found_by_name_and_by_receipt_by_its_source_alone(served: Served, client: httpx.Client) -> None:
    sent = event(SOURCE)
    receipt = post(client, sent, STRUCTURED).json()[0]["receipt"]
    asked = client.get("/v1/events", params={"source": SOURCE, "id": sent["id"]})
    assert (asked.status_code, asked.json()["status"], asked.json()["receipt"]) == (200, "received", receipt)
    assert client.get(f"/v1/receipts/{receipt}").json()["id"] == sent["id"]
    stranger = served.client(served.add_source("//420625/stranger"))
    absent = stranger.get("/v1/receipts/inbox.county.suggestion/3/999999")
    for path in (f"/v1/events?source=//420624/http&id={sent['id']}", f"/v1/receipts/{receipt}"):
        given = stranger.get(path)
        assert (given.status_code, given.json()["code"]) == (absent.status_code, absent.json()["code"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer nonsense", "Basic eDp5", "Bearer \xff"])
def test_without_a_valid_token_nothing_is_answered(served: Served, authorization: str) -> None:
    given = httpx.post(f"{served.url}/v1/events", content=b"[]", headers={b"authorization": authorization.encode("latin-1")})
    assert (given.status_code, given.json()["code"], given.headers["www-authenticate"]) == (401, "UNAUTHENTICATED", "Bearer")


def test_a_reader_sends_nothing(served: Served) -> None:
    with served.client() as admin:
        token = admin.post("/v1/readers", json={"reader": "420624-eye", "region": "420624"}).json()["token"]
    given = post(served.client(token), event(SOURCE), STRUCTURED)
    assert (given.status_code, given.json()["code"]) == (403, "FORBIDDEN")
