"""The pages for publishers are made from the schemas, or are checked against them."""

import re
from pathlib import Path
from typing import Any

import pytest

from schemas import codec, limits, registry
from schemas.cloudevents import from_structured
from schemas.errors import REASONS
from schemas.vocabulary import page

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_of_words_is_current() -> None:
    assert (DOCS / "vocabulary.md").read_text("utf-8") == page(), "run `make docs`"


def test_the_event_in_the_page_for_publishers_is_a_good_one() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", (DOCS / "publishing.md").read_text("utf-8"), re.DOTALL)
    event = from_structured(example.encode())
    assert codec.decode(codec.encode(event))["type"] == event["type"]


def test_the_codes_and_limits_in_the_page_for_publishers_are_ours() -> None:
    text = (DOCS / "publishing.md").read_text("utf-8")
    codes = set(re.findall(r"`(?!HUB_)([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`", text))
    assert len(codes) > 8
    assert codes <= set(REASONS)
    for limit in (f"{limits.RECORD_BYTES // 1024} KiB", f"{limits.BODY_EVENTS} 个事件", f"{limits.BODY_BYTES // 2**20} MiB"):
        assert limit in text
    for limit in (f"{limits.JSON_DEPTH} 层", f"{limits.IDENTIFIER_BYTES} 字节", f"{limits.ITEMS} 项"):
        assert limit in text


def holds(schema: Any, above: tuple[str, ...] = ()) -> list[Any]:
    """What arrays of a schema hold, at any depth. Raises AssertionError where a record holds itself."""
    if isinstance(schema, list):
        return [one for branch in schema for one in holds(branch, above)]
    if isinstance(schema, str):
        assert schema not in above, schema
        return []
    if schema["type"] == "array":
        return [schema["items"], *holds(schema["items"], above)]
    name = schema.get("name", "")
    return [one for field in schema.get("fields", ()) for one in holds(field["type"], (*above, name))]


@pytest.mark.parametrize("kind", registry.default().ids.values(), ids=lambda kind: kind.name)
def test_no_schema_is_recursive_and_every_item_takes_an_octet(kind: registry.EventType) -> None:
    """What decoding a record builds is bounded by its octets only if this holds (decision 0013)."""
    for items in holds(kind.schema):
        assert items not in ("null", ["null"])
        assert not isinstance(items, dict) or items["type"] != "record" or items["fields"]
