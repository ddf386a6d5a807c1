"""Content says what an event says, not how it came (contract, section 1)."""

import json
from typing import Any

import pytest

from schemas import codec, content
from schemas.errors import Refused
from schemas.registry import FOLDER

EVENT: dict[str, Any] = json.loads((FOLDER / "examples" / "cn.npc.activity.held.v1.json").read_text("utf-8"))


def changed(**members: Any) -> dict[str, Any]:
    return {**EVENT, **members}


@pytest.mark.parametrize(
    "same",
    [
        changed(sequence="9", operator="张三", traceparent="00-a-b-01", partitionkey="x"),
        changed(dataschema="http://x", datacontenttype="application/json", recordedtime="2025-06-08T16:20:01Z"),
        changed(origin_doc={"file": "六月.xlsx", "sheet": "接待", "row": 7, "sha256": "0" * 64, "encoding": "utf-8"}),
        changed(time="2025-06-08T08:20:00Z"),
        changed(time="2025-06-08T08:20:00.000999Z"),
        changed(correlationid=None, personal=None),
        changed(data={**EVENT["data"], "station": EVENT["data"]["station"], "topic": EVENT["data"]["topic"]}),
        dict(reversed(EVENT.items())),
    ],
)
def test_what_only_tells_how_an_event_came_does_not_change_its_digest(same: dict[str, Any]) -> None:
    assert content.digest(same) == content.digest(EVENT) == content.digest(codec.decode(codec.encode(same)))


def test_absent_null_and_default_are_the_same_content() -> None:
    bare = {name: value for name, value in EVENT["data"].items() if name not in ("co_units", "topic")}
    assert content.content(changed(data=bare)) == content.content(changed(data={**bare, "co_units": [], "topic": None}))


@pytest.mark.parametrize(
    "other",
    [
        changed(time="2025-06-08T08:20:00.001Z"),
        changed(id="another"),
        changed(source="//420624/other"),
        changed(correlationid="a"),
        changed(data={**EVENT["data"], "counts": {"people": 300}}),
        changed(data={**EVENT["data"], "counts": {}}),
        changed(data={**EVENT["data"], "title": EVENT["data"]["title"] + " "}),
    ],
)
def test_what_an_event_says_changes_its_digest(other: dict[str, Any]) -> None:
    assert content.digest(other) != content.digest(EVENT)


def test_content_is_the_text_that_anybody_can_compute_again() -> None:
    """Written out by hand from RFC 8785: members sorted, no blanks, UTF-8, time in UTC milliseconds."""
    event = json.loads((FOLDER / "examples" / "cn.npc.suggestion.contacted.v1.json").read_text("utf-8"))
    assert content.content(event).decode() == (
        '{"data":{"dept":"420624-jtj","origin":"420624101"},"id":"' + event["id"] + '","level":"county","region":"420624",'
        '"source":"//420624/jyxt","specversion":"1.0","subject":"//420624/jyxt/s-12","time":"2025-06-08T08:20:00.000Z",'
        '"type":"cn.npc.suggestion.contacted.v1","unit":"420624-cwh"}'
    )
    assert len(content.digest(event)) == 32


def test_the_fields_of_a_correction_have_one_content_however_they_were_ordered() -> None:
    event = json.loads((FOLDER / "examples" / "cn.npc.activity.corrected.v1.json").read_text("utf-8"))
    turned = {**event, "data": {**event["data"], "fields": dict(reversed(event["data"]["fields"].items()))}}
    assert content.digest(turned) == content.digest(event) == content.digest(codec.decode(codec.encode(turned)))


def test_what_is_no_event_has_no_content() -> None:
    with pytest.raises(Refused):
        content.digest({**EVENT, "level": "kreis"})
