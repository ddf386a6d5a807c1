"""Whatever goes wrong over HTTP is told as a problem document, in the asker's language."""

import asyncio
import time
from pathlib import Path
from typing import Annotated, Any, Literal

import httpx
import pytest
from pydantic import BaseModel, Field, ValidationError

from hub.api.app import create
from hub.api.problems import wrongly_used
from hub.broker import Broker
from hub.settings import Settings
from schemas.errors import Unavailable

pytestmark = pytest.mark.quick


def ask(tmp_path: Path, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    """An answer of an application whose database does not run."""
    settings = Settings(data=tmp_path)
    settings.prepare()
    app = create(settings, audited=False)

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://hub") as client:
            return await client.request(method, path, headers=headers)

    return asyncio.run(asked())


def test_the_process_answers_without_its_parts(tmp_path: Path) -> None:
    assert ask(tmp_path, "/healthz").json() == {"status": "ok"}


def test_not_ready_while_the_database_is_down(tmp_path: Path) -> None:
    given = ask(tmp_path, "/readyz")
    assert (given.status_code, given.json()["code"], given.headers["retry-after"]) == (503, "UNAVAILABLE", "2")


def test_a_problem_is_a_document_that_says_what_where_and_what_to_do(tmp_path: Path) -> None:
    given = ask(tmp_path, "/nowhere")
    assert given.headers["content-type"] == "application/problem+json"
    assert given.json()["type"] == "/problems/NOT_FOUND"
    assert given.json()["title"] == "没有找到"
    assert given.json()["remedy"] == "核对编号"
    assert (given.json()["status"], given.json()["instance"]) == (404, "/nowhere")


@pytest.mark.parametrize(
    ("path", "accept", "title"),
    [
        ("/nowhere", "en", "not found"),
        ("/nowhere", "zh-CN,zh;q=0.9,en;q=0.8", "没有找到"),
        ("/nowhere", "en-GB;q=0.9,zh;q=0.1", "not found"),
        ("/nowhere", "fr", "没有找到"),
        ("/nowhere", "en;q=broken", "没有找到"),
        ("/nowhere?lang=en", "zh", "not found"),
        ("/nowhere?lang=zh", "en", "没有找到"),
        ("/nowhere?lang=xx", "en", "not found"),
    ],
)
def test_the_asker_chooses_the_language(tmp_path: Path, path: str, accept: str, title: str) -> None:
    assert ask(tmp_path, path, **{"accept-language": accept}).json()["title"] == title


def test_a_wrong_method_is_told(tmp_path: Path) -> None:
    given = ask(tmp_path, "/healthz", "DELETE")
    assert (given.status_code, given.json()["code"]) == (405, "USED_WRONGLY")


def test_the_type_of_a_problem_can_be_read(tmp_path: Path) -> None:
    given = ask(tmp_path, "/problems/NOT_YOU").json()
    assert (given["status"], given["zh"]) == (403, "记录里写的来源不是发送者")


def test_a_broker_that_is_down_is_told_at_once(tmp_path: Path) -> None:
    broker = Broker({"bootstrap_servers": "127.0.0.1:9,127.0.0.1:10"})
    begun = time.monotonic()
    for ask_for in (broker.check, broker.door, broker.writer):
        with pytest.raises(Unavailable):
            ask_for()
    # Each at once: a client left to itself goes on asking for half a minute and more.
    assert time.monotonic() - begun < 20
    assert ask(tmp_path, "/readyz").status_code == 503


class Asked(BaseModel):
    number: Annotated[int, Field(ge=1, le=1_000)] = 1
    share: Annotated[float, Field(ge=0, le=30)] = 0
    sure: bool = False
    text: Annotated[str, Field(min_length=1)] = "x"
    words: list[str] = []
    level: Literal["town", "county"] = "town"


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("number", "many", "0 1 2 …"),
        ("number", 0, "≥ 1"),
        ("number", 2_000, "≤ 1000"),
        ("share", "half", "0.5 1 2 …"),
        ("share", 31, "≤ 30.0"),
        ("sure", "perhaps", "true / false"),
        ("text", 7, '"…"'),
        ("text", "", "≥ 1"),
        ("words", "one", "[…]"),
        ("level", "village", "= 'town' or 'county'"),
    ],
)
def test_what_a_request_should_hold_is_said_by_signs_of_no_language(name: str, value: Any, wanted: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Asked.model_validate({name: value})
    told = wrongly_used(caught.value.errors()[0])
    assert (told.code, told.field, told.expected, told.got) == ("USED_WRONGLY", f"/{name}", wanted, str(value))


class Needed(BaseModel):
    region: str


def test_a_member_that_is_missing_is_named() -> None:
    with pytest.raises(ValidationError) as caught:
        Needed.model_validate({})
    told = wrongly_used(caught.value.errors()[0])
    assert (told.code, told.field, told.expected) == ("FIELD_MISSING", "/region", "")
