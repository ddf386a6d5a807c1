"""The OpenAPI document: current, valid, of the routes there are; who may ask and how problems are told stand in it."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from hub.api.app import create
from hub.api.document import bare, text
from hub.settings import Settings
from tests.answers import held

pytestmark = pytest.mark.quick
FILE = Path(__file__).parents[2] / "docs" / "openapi.json"
DOCUMENT: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
OPEN = {"/problems/{code}", "/healthz", "/readyz", "/v1/templates", "/v1/templates/{name}",
        "/v1/checkpoint", "/v1/archive/{path}", "/.well-known/hub-keys", "/v1/witness", "/v1/witness/add-checkpoint"}  # fmt: skip
"""What anybody may ask, besides the schema registry."""


def operations() -> dict[tuple[str, str], Any]:
    return {(method, path): one for path, several in DOCUMENT["paths"].items() for method, one in several.items()}


def test_the_file_is_current() -> None:
    assert FILE.read_text("utf-8") == text(bare()), "run `make docs`"


def test_it_is_valid_openapi_3_1_and_a_document_that_is_not_is_told_from_it() -> None:
    assert DOCUMENT["openapi"].startswith("3.1.")
    assert list(OpenAPIV31SpecValidator(DOCUMENT).iter_errors()) == []
    # when a response says nothing of itself
    broken = json.loads(json.dumps(DOCUMENT))
    del broken["paths"]["/v1/events"]["post"]["responses"]["default"]["description"]
    # then the validator sees it
    assert list(OpenAPIV31SpecValidator(broken).iter_errors()) != []


def test_an_answer_that_is_not_as_the_document_tells_is_told_from_it() -> None:
    asked = httpx.Request("GET", "http://hub/v1/regions/find?text=x")
    region = {"region": "42", "name": "湖北省", "kind": "province", "level": "province", "congress": True, "parent": "00", "chain": ["42", "00"]}
    whole = {**region, "valid_from": "2020-01-01", "valid_to": None}
    assert held(httpx.Response(200, json=[whole], request=asked)).json() == [whole]
    for wrong in (region, {**whole, "congress": "yes"}, {**whole, "more": 1}):
        with pytest.raises(AssertionError):
            held(httpx.Response(200, json=[wrong], request=asked))
    with pytest.raises(AssertionError):
        held(httpx.Response(404, json={"code": "NOT_FOUND"}, request=asked, headers={"content-type": "application/problem+json"}))


def test_the_names_of_operations_are_different() -> None:
    names = [one["operationId"] for one in operations().values()]
    assert len(set(names)) == len(names) > 20


def test_every_operation_tells_problems_as_rfc_9457_and_who_may_ask() -> None:
    for (_, path), one in operations().items():
        assert list(one["responses"]["default"]["content"]) == ["application/problem+json"]
        assert "422" not in one["responses"]
        registry = path.startswith(("/subjects", "/schemas", "/config"))
        assert ("security" not in one) == (path in OPEN or registry), path


def test_what_a_hub_serves_is_the_same_document(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    settings.prepare()
    assert create(settings).openapi() == DOCUMENT
