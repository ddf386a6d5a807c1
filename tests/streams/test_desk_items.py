"""What the desk shows of a quarantined record can always be written as JSON in UTF-8."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from hub.desk.items import to_whole
from schemas import cloudevents
from tests.streams.world import assigned

pytestmark = pytest.mark.quick


def test_half_a_character_is_shown_as_its_escape() -> None:
    # given a kept record whose text holds half a character beside a whole one
    value = cloudevents.to_structured(assigned(operator="HALF 张😀")).replace(b"HALF", b"\\ud800\\\\")
    names = (
        "code",
        "field",
        "expected",
        "got",
        "source",
        "id",
        "type",
        "subject",
        "unit",
        "region",
        "origin",
        "size",
        "key",
        "actor",
        "note",
        "kind",
    )
    item: dict[str, Any] = {**dict.fromkeys(names), "topic": "inbox.county.suggestion", "partition": 0, "offset": 7, "missing": [], "headers": []}
    now = datetime(2025, 6, 8, tzinfo=UTC)
    # when it is shown
    shown = to_whole({**item, "value": value, "received": now, "changed": now}, "zh")
    # then it can be written, the half as its escape, and the original octets are told
    assert json.loads(json.dumps(shown, ensure_ascii=False).encode())["event"]["operator"] == "\\ud800\\ 张😀"
    assert bytes.fromhex(shown["value"]) == value
