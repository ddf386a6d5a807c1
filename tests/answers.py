"""Real answers held against the OpenAPI document: what a test asked is answered as docs/openapi.json says."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

import httpx
from jsonschema import Draft202012Validator

DOCUMENT: Final[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "docs" / "openapi.json").read_text("utf-8"))


def held(answer: httpx.Response) -> httpx.Response:
    """The answer itself. Raises AssertionError where its status, its form or a member of it is not what the document tells of its question."""
    request = answer.request
    path = _path(request.url.path)
    operation = DOCUMENT["paths"][path][request.method.lower()]
    told = operation["responses"].get(str(answer.status_code)) or operation["responses"]["default"]
    media = answer.headers["content-type"].partition(";")[0]
    if media in told.get("content", {}):
        assert [one.message for one in _judge(path, request.method.lower(), answer.status_code, media).iter_errors(answer.json())] == [], path
    else:
        assert answer.status_code < 400, (path, answer.status_code, media)
    return answer


@cache
def _path(asked: str) -> str:
    """The path of the document that an address is of: one without parameters before one with."""
    fits = [one for one in DOCUMENT["paths"] if re.fullmatch(re.sub(r"\\\{\w+\\\}", "(.*)", re.escape(one)), asked)]
    found: str = min(fits, key=lambda one: (one.count("{"), -len(one)))
    return found


@cache
def _judge(path: str, method: str, status: int, media: str) -> Any:
    responses = DOCUMENT["paths"][path][method]["responses"]
    schema = (responses.get(str(status)) or responses["default"])["content"][media]["schema"]
    return Draft202012Validator({**schema, "components": DOCUMENT["components"]})
