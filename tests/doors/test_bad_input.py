"""Hostile bodies at the HTTP door: each a located answer, quickly, with memory bounded, and the next request as if nothing had been."""

from __future__ import annotations

import gzip
import json
import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import psutil
import pytest
import zstandard

from connectors.http.translate import BATCH, STRUCTURED
from schemas.limits import BODY_BYTES
from tests.doors.conftest import Served
from tests.doors.events import event

SOURCE = "//420624/hostile"
MEMORY_BYTES = 200 * 1024 * 1024
GOOD = json.dumps(event(SOURCE)).encode()


def spoilt(**changes: Any) -> bytes:
    return json.dumps({**event(SOURCE), **changes}).encode()


def with_data(text: str) -> bytes:
    return GOOD.replace(b'"round": 1', text.encode("utf-8", "surrogatepass"))


HOSTILE: dict[str, tuple[str, bytes, str, str]] = {
    "arrays 100,000 deep": (STRUCTURED, b"[" * 100_000, "JSON_TOO_DEEP", ""),
    "objects 100,000 deep in a batch": (BATCH, b"[" + GOOD + b"," + b'{"a":' * 100_000 + b"]", "JSON_TOO_DEEP", "#/1"),
    "NaN": (STRUCTURED, with_data('"round": NaN'), "JSON_NUMBER", ""),
    "a number of 10^6 digits": (BATCH, b"[" + with_data('"round": ' + "1" * 10**6) + b"]", "JSON_NUMBER", "#/0"),
    "a member twice": (BATCH, b"[" + with_data('"round": 1, "round": 2') + b"]", "JSON_DUPLICATE_MEMBER", "#/0"),
    "a lone surrogate, escaped": (STRUCTURED, spoilt(unit="\ud800"), "TEXT_NOT_UTF8", "#/unit"),
    "a lone surrogate in bytes": (STRUCTURED, with_data('"due": "\ud800"'), "TEXT_NOT_UTF8", ""),
    "GBK": (STRUCTURED, GOOD.replace(b'"round": 1', '"due": "议案"'.encode("gbk")), "TEXT_NOT_UTF8", ""),
    "a replacement character": (STRUCTURED, spoilt(unit="4206\ufffd"), "TEXT_REPLACEMENT_CHARACTER", "#/unit"),
    "an event of 2 MB": (STRUCTURED, spoilt(operator="x" * 2_000_000), "RECORD_TOO_LARGE", ""),
    "an event of 2 MB in a batch": (BATCH, b"[" + GOOD + b"," + spoilt(operator="x" * 2_000_000) + b"]", "RECORD_TOO_LARGE", "#/1"),
    "a record over 60 KiB": (STRUCTURED, spoilt(origin_doc={"file": "x" * 62_000}), "RECORD_TOO_LARGE", ""),
    "a body over 8 MiB": (BATCH, b"[" + b" " * BODY_BYTES + b"]", "BODY_TOO_LARGE", ""),
    "501 events": (BATCH, b"[" + b",".join([b"{}"] * 501) + b"]", "TOO_MANY_EVENTS", ""),
    "four million empty arrays": (BATCH, b"[" + b"[]," * 2_700_000 + b"[]]", "TOO_MANY_EVENTS", ""),
    "an unknown type": (STRUCTURED, spoilt(type="cn.npc.suggestion.forgotten.v1"), "TYPE_UNKNOWN", "#/type"),
    "an unknown version": (STRUCTURED, spoilt(type="cn.npc.suggestion.assigned.v2"), "TYPE_VERSION_UNKNOWN", "#/type"),
    "another's source": (STRUCTURED, spoilt(source="//420625/jyxt"), "NOT_YOU", "#/source"),
    "a number for a level": (STRUCTURED, spoilt(level=4), "FIELD_TYPE", "#/level"),
    "a member that no schema knows": (STRUCTURED, spoilt(verified=True), "FIELD_UNKNOWN", "#/verified"),
    "a damaged id": (STRUCTURED, spoilt(subject="4.20624E+17"), "ID_DAMAGED", "#/subject"),
    "a citizen number ended by zeros": (STRUCTURED, spoilt(subject="420624197001011000"), "ID_DAMAGED", "#/subject"),
    "personal data in the clear": (STRUCTURED, spoilt(personal="张三 13800000000"), "NOT_YET_SEALED", "#/personal"),
    "personal data that ends a text": (STRUCTURED, spoilt(personal="13800000000").replace(b'"13800000000"', b"13800000000x"), "BODY_UNREADABLE", ""),
    "personal data beside GBK": (STRUCTURED, spoilt(personal="x13800000000").replace(b'"x', "张".encode("gbk")), "TEXT_NOT_UTF8", ""),
    "personal data as a long number": (BATCH, b"[" + spoilt(personal=13800000000138000000000) + b"]", "JSON_NUMBER", "#/0"),
    "a form": ("multipart/form-data; boundary=x", b"--x--", "MEDIA_TYPE", ""),
    "nothing": (STRUCTURED, b"", "BODY_UNREADABLE", ""),
    "half an event": (STRUCTURED, GOOD[:100], "BODY_UNREADABLE", ""),
}


UNREAD = ("BODY_TOO_LARGE", "RECORD_TOO_LARGE", "TOO_MANY_EVENTS", "MEDIA_TYPE")
"""What is wrong with a body as a whole."""

PLACE = re.compile(r"[0-9]+:[0-9]+ ?")


@pytest.fixture(scope="module")
def client(served: Served) -> httpx.Client:
    return served.client(served.add_source(SOURCE))


@contextmanager
def bounded() -> Iterator[None]:
    """The process that serves grows by less than MEMORY_BYTES meanwhile; client and server share it, so both are held to it."""
    process, peak, ended = psutil.Process(os.getpid()), 0, threading.Event()
    before = process.memory_info().rss

    def watch() -> None:
        nonlocal peak
        while not ended.wait(0.005):
            peak = max(peak, process.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    yield
    ended.set()
    watcher.join()
    assert peak - before < MEMORY_BYTES


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_body_has_a_located_answer(client: httpx.Client, name: str) -> None:
    media, body, code, pointer = HOSTILE[name]
    with bounded():
        given = client.post("/v1/events", content=body, headers={"content-type": media})
    assert 400 <= given.status_code < 500, given.text
    assert (given.headers["content-type"], given.json()["code"], given.json().get("pointer", "")) == ("application/problem+json", code, pointer)
    assert given.json()["remedy"]
    # A text that was read so far is answered with a field, or with line and column.
    assert pointer or code in UNREAD or PLACE.match(given.json()["got"]), given.text
    assert len(given.content) < 4_000
    assert "13800000000" not in given.text
    assert client.post("/v1/events", content=GOOD, headers={"content-type": STRUCTURED}).status_code == 202


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("zstd", zstandard.compress)])
def test_a_compressed_bomb_is_refused_before_it_goes_off(client: httpx.Client, encoding: str, pack: Any) -> None:
    bomb = pack(bytes(400 * 1024 * 1024))
    with bounded():
        given = client.post("/v1/events", content=bomb, headers={"content-type": BATCH, "content-encoding": encoding})
    assert (given.status_code, given.json()["code"]) == (413, "BODY_TOO_LARGE")


def test_a_body_without_a_length_is_cut_off(client: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(64):
            yield bytes(1024 * 1024)

    with bounded():
        try:
            given = client.post("/v1/events", content=endless(), headers={"content-type": BATCH})
            assert (given.status_code, given.json()["code"]) == (413, "BODY_TOO_LARGE")
        except httpx.WriteError:
            # The server had answered and closed while the rest was still being sent.
            pass


def test_a_problem_in_the_middle_of_a_batch_does_not_keep_the_others(client: httpx.Client) -> None:
    bodies = [GOOD, spoilt(subject="4.2E+17"), GOOD, spoilt(source="//1/x"), spoilt(time="2025-02-30T00:00:00Z"), GOOD]
    given = client.post("/v1/events", content=b"[" + b",".join(bodies) + b"]", headers={"content-type": BATCH})
    assert given.status_code == 202
    assert [one.get("problem", {}).get("code") for one in given.json()] == [None, "ID_DAMAGED", None, "NOT_YOU", "FIELD_FORMAT", None]


def test_hostile_headers_of_binary_mode(client: httpx.Client) -> None:
    sent = event(SOURCE)
    headers = {f"ce-{name}": str(value) for name, value in sent.items() if name != "data"}
    data = json.dumps(sent["data"])
    for changed, code, pointer in (
        ({"ce-unit": "%FF%FE"}, "TEXT_NOT_UTF8", "#/unit"),
        ({"ce-origin_doc": "[" * 5_000}, "JSON_TOO_DEEP", ""),
        ({"ce-specversion": "0.3"}, "SPECVERSION", "#/specversion"),
        ({"ce-unheard": "x"}, "FIELD_UNKNOWN", "#/unheard"),
        ({"content-type": "text/xml"}, "FIELD_VALUE", "#/datacontenttype"),
    ):
        given = client.post("/v1/events", content=data, headers={"content-type": "application/json", **headers, **changed})
        assert (given.json()["code"], given.json().get("pointer", "")) == (code, pointer)


def test_many_hostile_bodies_at_once_leave_the_others_served(served: Served, client: httpx.Client) -> None:
    token = client.headers["authorization"].removeprefix("Bearer ")
    body = gzip.compress(b"[" + b"[]," * 2_700_000 + b"[]]")
    codes: list[int] = []

    def attack() -> None:
        with served.client(token) as mine:
            codes.extend(
                mine.post("/v1/events", content=body, headers={"content-type": BATCH, "content-encoding": "gzip"}).status_code for _ in range(4)
            )

    attackers = [threading.Thread(target=attack) for _ in range(6)]
    with bounded():
        for one in attackers:
            one.start()
        begun = time.monotonic()
        assert client.post("/v1/events", content=GOOD, headers={"content-type": STRUCTURED}).status_code == 202
        waited = time.monotonic() - begun
        for one in attackers:
            one.join()
    assert (set(codes), len(codes)) == ({413}, 24)
    assert waited < 30
