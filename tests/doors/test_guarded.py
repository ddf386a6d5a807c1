"""Hostile addresses and hostile small bodies: each a located answer before any route looks at them, for those without a token too."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from hub.api.guarded import SMALL_BYTES
from tests.doors.conftest import TOKEN, Served
from tests.doors.test_bad_input import bounded

JSON = {"content-type": "application/json"}


@pytest.fixture
def administrator(served: Served) -> Iterator[httpx.Client]:
    with served.client(TOKEN) as client:
        yield client


@pytest.mark.parametrize(
    ("address", "pointer"),
    [
        ("/v1/feeds/4206%0024", "#/path"),
        ("/v1/matters/x%00y", "#/path"),
        ("/v1/statistics?names=suggestions.consolidated&region=42%0006", "#/region"),
        ("/v1/statistics?names=suggestions.consolidated&region=42&where=kind%3D%00", "#/where"),
        ("/v1/quarantine?source=//42%00/x", "#/source"),
        ("/v1/events?source=%0d%0aset&id=1", "#/source"),
    ],
)
def test_a_control_character_in_an_address_is_located(administrator: httpx.Client, address: str, pointer: str) -> None:
    # given an address that holds a control character, when it is asked, then the answer says where, and the connection goes on
    given = administrator.get(address)
    assert (given.status_code, given.json()["code"], given.json()["pointer"]) == (422, "FIELD_FORMAT", pointer)
    assert given.text.isprintable()
    assert administrator.get("/healthz").status_code == 200


@pytest.mark.parametrize("path", ["/v1/sources", "/v1/readers", "/v1/quarantine/x/fix"])
def test_a_large_body_without_a_token_is_cut_off(served: Served, path: str) -> None:
    # given nobody's body of 64 MiB, when it is sent, then no more of it is held than a route takes
    def endless() -> Iterator[bytes]:
        for _ in range(64):
            yield bytes(1024 * 1024)

    with bounded(), httpx.Client(base_url=served.url, timeout=60) as nobody:
        try:
            given = nobody.post(path, content=endless(), headers=JSON)
            assert (given.status_code, given.json()["code"]) == (413, "BODY_TOO_LARGE")
            assert given.json()["expected"] == f"≤ {SMALL_BYTES} B"
        except (httpx.WriteError, httpx.ReadError):
            # The server had answered and closed while the rest was still being sent.
            pass


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"source": "//420625/a", "source": "//420625/b", "region": "420625"}', "JSON_DUPLICATE_MEMBER"),
        ('{"source": "//420625/a", "region": "420625", "name": "议案"}'.encode("gbk"), "TEXT_NOT_UTF8"),
        (b'{"source": ' + b"[" * 1000, "JSON_TOO_DEEP"),
        (b'{"source": "//420625/a"', "BODY_UNREADABLE"),
    ],
)
def test_a_small_body_is_read_strictly(administrator: httpx.Client, body: bytes, code: str) -> None:
    # given a body that two parsers could read differently, or none, when it is sent, then it is refused by its place
    given = administrator.post("/v1/sources", content=body, headers=JSON)
    assert (given.status_code, given.json()["code"]) == (400, code)
    assert given.json()["got"]
    assert administrator.get("/v1/sources").status_code == 200


def test_what_was_got_is_shown_without_control_characters_and_cut(administrator: httpx.Client) -> None:
    # given a day that is none and very long, when it is asked for, then as much of it is shown as people read
    given = administrator.get("/v1/statistics", params={"names": "suggestions.consolidated", "region": "42", "as_of": "二〇二五" * 1000})
    assert given.json()["pointer"] == "#/as_of"
    assert len(given.json()["got"]) <= 401
