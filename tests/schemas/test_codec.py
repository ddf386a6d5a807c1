"""Every member of an event is checked; what is wrong is told by code, JSON pointer, expected and got."""

import copy
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import cloudevents, codec, content, registry
from schemas.errors import Refused
from schemas.limits import ITEMS, RECORD_BYTES
from schemas.sealed import LEAST, PURPOSES, to_text

FOLDER = registry.FOLDER / "examples"


def example(short: str) -> dict[str, Any]:
    event: dict[str, Any] = json.loads((FOLDER / f"cn.npc.{short}.v1.json").read_text("utf-8"))
    return event


def with_member(event: dict[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    """The event with one member set; `...` takes it away."""
    changed = copy.deepcopy(event)
    *path, last = pointer.split("/")[1:]
    holder: Any = changed
    for step in path:
        holder = holder[int(step)] if step.isdecimal() else holder[step]
    key: Any = int(last) if last.isdecimal() else last
    if value is ...:
        del holder[key]
    else:
        holder[key] = value
    return changed


WRONG: list[tuple[str, str, Any, str]] = [
    ("suggestion.assigned", "/type", ..., "FIELD_MISSING"),
    ("suggestion.assigned", "/type", 7, "FIELD_TYPE"),
    ("suggestion.assigned", "/type", "cn.npc.suggestion.vanished.v1", "TYPE_UNKNOWN"),
    ("suggestion.assigned", "/type", "cn.npc.suggestion.assigned.v2", "TYPE_VERSION_UNKNOWN"),
    ("suggestion.assigned", "/type", "hub.quarantine.v1", "TYPE_VERSION_UNKNOWN"),
    ("suggestion.assigned", "/specversion", "0.3", "SPECVERSION"),
    ("suggestion.assigned", "/id", ..., "FIELD_MISSING"),
    ("suggestion.assigned", "/id", "", "FIELD_EMPTY"),
    ("suggestion.assigned", "/id", 42, "FIELD_TYPE"),
    ("suggestion.assigned", "/id", "a b", "TEXT_CONTROL_CHARACTER"),
    ("suggestion.assigned", "/id", "a\x00", "TEXT_CONTROL_CHARACTER"),
    ("suggestion.assigned", "/id", "x" * 257, "TEXT_TOO_LONG"),
    ("suggestion.assigned", "/id", "4.20624E+17", "ID_DAMAGED"),
    ("suggestion.assigned", "/subject", "//420624/jyxt/4.20624E+17", "ID_DAMAGED"),
    ("suggestion.assigned", "/time", "2025-06-08T16:20:00", "FIELD_FORMAT"),
    ("suggestion.assigned", "/time", "2025-06-08", "FIELD_FORMAT"),
    ("suggestion.assigned", "/time", 1749370800, "FIELD_TYPE"),
    ("suggestion.assigned", "/level", "3", "FIELD_VALUE"),
    ("suggestion.assigned", "/level", 3, "FIELD_TYPE"),
    ("suggestion.assigned", "/term", 17, "FIELD_UNKNOWN"),
    ("suggestion.assigned", "/data_base64", "AA==", "FIELD_UNKNOWN"),
    ("suggestion.assigned", "/data", [], "FIELD_TYPE"),
    ("suggestion.assigned", "/data/origin", ..., "FIELD_MISSING"),
    ("suggestion.assigned", "/data/origin", None, "FIELD_MISSING"),
    ("suggestion.assigned", "/data/round", 0, "FIELD_RANGE"),
    ("suggestion.assigned", "/data/round", 2**31, "FIELD_RANGE"),
    ("suggestion.assigned", "/data/round", True, "FIELD_TYPE"),
    ("suggestion.assigned", "/data/round", 1.0, "FIELD_TYPE"),
    ("suggestion.assigned", "/data/round", "1", "FIELD_TYPE"),
    ("suggestion.assigned", "/data/due", "2025-02-30", "FIELD_FORMAT"),
    ("suggestion.assigned", "/data/departments", {}, "FIELD_TYPE"),
    ("suggestion.assigned", "/data/departments", [{"dept": "a", "role": "main"}] * (ITEMS + 1), "TOO_MANY_ITEMS"),
    ("suggestion.assigned", "/data/departments/1/role", "boss", "FIELD_VALUE"),
    ("suggestion.assigned", "/data/departments/0/dept", ..., "FIELD_MISSING"),
    ("suggestion.assigned", "/data/departments/0/chief", "x", "FIELD_UNKNOWN"),
    ("suggestion.assigned", "/operator", "坏\ufffd", "TEXT_REPLACEMENT_CHARACTER"),
    ("suggestion.replied", "/data/reply_no", "a\x1b[31m", "TEXT_CONTROL_CHARACTER"),
    ("opinion.collected", "/data/title", "\udc80", "TEXT_NOT_UTF8"),
    ("activity.held", "/data/counts/people", -1, "FIELD_RANGE"),
    ("activity.held", "/data/counts/people", 2**53, "FIELD_RANGE"),
    ("activity.held", "/data/start", "9:00", "FIELD_FORMAT"),
    ("deputy.registered", "/data/cert_no", "420624198001011000", "ID_DAMAGED"),
    ("activity.corrected", "/data/fields", "{}", "FIELD_TYPE"),
    ("activity.corrected", "/data/fields", {}, "FIELD_EMPTY"),
    ("activity.corrected", "/data/fields/time", "yesterday", "FIELD_FORMAT"),
    ("activity.corrected", "/data/fields/people", 2**60, "FIELD_RANGE"),
    ("activity.corrected", "/data/fields/title", "\ud800", "TEXT_NOT_UTF8"),
    ("activity.corrected", "/data/fields/x", float("inf"), "JSON_NUMBER"),
    ("activity.corrected", "/data/fields/x", b"1", "FIELD_TYPE"),
]


@pytest.mark.parametrize(("short", "pointer", "value", "code"), WRONG)
def test_a_wrong_member_is_answered_with_its_place(short: str, pointer: str, value: Any, code: str) -> None:
    with pytest.raises(Refused) as caught:
        codec.encode(with_member(example(short), pointer, value))
    assert (caught.value.problem.code, caught.value.problem.field) == (code, pointer)


def test_unsealed_personal_data_is_refused_and_never_shown() -> None:
    for value in ("张三 13800000000", {"name": "张三"}):
        with pytest.raises(Refused) as caught:
            codec.encode({**example("opinion.collected"), "personal": value})
        assert caught.value.problem.code == "NOT_YET_SEALED"
        assert "张三" not in repr(caught.value.problem)


def test_a_correction_brings_no_unsealed_personal_data_either() -> None:
    for fields, place in (({"personal": "张三"}, "/personal"), ({"participants": [{"personal": {"name": "张三"}}]}, "/participants/0/personal")):
        with pytest.raises(Refused) as caught:
            codec.encode(with_member(example("activity.corrected"), "/data/fields", fields))
        assert (caught.value.problem.code, caught.value.problem.field) == ("NOT_YET_SEALED", f"/data/fields{place}")
        assert "张三" not in repr(caught.value.problem)
    # empty, it says nothing
    codec.encode(with_member(example("activity.corrected"), "/data/fields", {"people": 30, "personal": None}))


def test_what_is_shown_of_a_bad_value_is_short_and_harmless() -> None:
    with pytest.raises(Refused) as caught:
        codec.encode(with_member(example("suggestion.assigned"), "/level", "x\r\n\x1b[31m" + "y" * 100_000))
    assert len(caught.value.problem.got) < 200
    assert caught.value.problem.got.isprintable()


def test_numbers_of_suggestions_and_sequences_may_be_integers() -> None:
    given_as_numbers = {**example("suggestion.registered"), "sequence": 1201}
    given_as_numbers["data"] = {**given_as_numbers["data"], "no": 12}
    decoded = codec.decode(codec.encode(given_as_numbers))
    assert (decoded["sequence"], decoded["data"]["no"]) == ("1201", "12")
    assert content.digest(given_as_numbers) == content.digest(example("suggestion.registered"))


def test_a_record_may_be_60_kib_and_no_longer() -> None:
    event = example("suggestion.fed_back")
    room = RECORD_BYTES - len(codec.encode(with_member(event, "/data/how", "")))
    # The length of a longer text takes two bytes more.
    assert len(codec.encode(with_member(event, "/data/how", "x" * (room - 2)))) == RECORD_BYTES
    with pytest.raises(Refused) as caught:
        codec.encode(with_member(event, "/data/how", "x" * (room - 1)))
    assert caught.value.problem.code == "RECORD_TOO_LARGE"


# Characters that pass every rule: no controls, blanks or marks without width, no surrogates, no U+FFFD.
LETTERS = st.characters(categories=["L", "N"], exclude_characters="\ufffd")
DATES = st.dates(min_value=date(1954, 1, 1)).map(str)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "id": st.text(LETTERS, min_size=1, max_size=60),
    "label": st.text(LETTERS, min_size=1, max_size=60),
    "text": st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufffd"), max_size=80),
    "date": DATES,
    "moment": DATES | st.just("2025-06-08T16:20:00.5+08:00"),
    "instant": st.just("2025-06-08T16:20:00Z"),
    "sha256": st.text("0123456789abcdef", min_size=64, max_size=64),
    "json": st.dictionaries(
        st.text(LETTERS, max_size=9).filter(lambda name: name != "time"),
        st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(LETTERS) | st.floats(-1e9, 1e9) | st.lists(st.text(LETTERS)),
        min_size=1,
    ),
    "sealed": st.lists(st.tuples(st.sampled_from(sorted(PURPOSES)), st.binary(min_size=LEAST, max_size=80)), min_size=1, max_size=3).map(to_text),
}


def values(field: dict[str, Any], schema: Any) -> st.SearchStrategy[Any]:
    """Good values of a member in the JSON form."""
    if isinstance(schema, list):
        return st.none() | values(field, schema[1])
    if schema == "string":
        return st.sampled_from(list(field["words"])) if "words" in field else VALUES[field["format"]]
    if schema == "boolean":
        return st.booleans()
    if schema in ("int", "long"):
        return st.integers(field.get("min", -(2**31)), 2**31 - 1 if schema == "int" else 2**53 - 1)
    if schema["type"] == "record":
        return st.fixed_dictionaries({member["name"]: values(member, member["type"]) for member in schema["fields"]})
    if schema["type"] == "array":
        return st.lists(values(field, schema["items"]), max_size=4)
    return st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat(timespec="milliseconds")).filter(_is_minute)


def _is_minute(text: str) -> bool:
    """Zones before standard time have offsets with seconds, which RFC 3339 cannot write."""
    return text[-3] == ":" and text[-6] in "+-" and "0002" < text[:4] < "9998"


EVENTS = st.sampled_from(registry.all_types()).flatmap(
    lambda kind: values({}, kind.schema).map(lambda members: {"specversion": "1.0", "type": kind.name, **members})
)


@settings(max_examples=100, deadline=None)
@given(event=EVENTS)
def test_any_good_event_has_one_content_as_json_avro_and_binary(event: dict[str, Any]) -> None:
    # given any event that keeps the rules
    frame = codec.encode(event)

    # when it travels as Avro, as structured JSON and as binary
    decoded = codec.decode(frame)
    structured = cloudevents.from_structured(cloudevents.to_structured(event))
    headers = [(f"ce_{name}", _header(value)) for name, value in event.items() if name not in ("data", "datacontenttype") and value is not None]
    binary = cloudevents.from_binary(headers, json.dumps(event["data"]).encode())

    # then it is the same event, to the byte
    assert codec.encode(decoded) == codec.encode(structured) == frame
    assert content.digest(event) == content.digest(decoded) == content.digest(structured)
    assert content.digest(binary) == content.digest(event)
    assert codec.decode(codec.encode(decoded)) == decoded


def _header(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else json.dumps(value).encode()
