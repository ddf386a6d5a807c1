"""A released schema stays what it is; its successor may only add what may be absent."""

import copy
import io
import json
import shutil
from pathlib import Path
from typing import Any

import fastavro
import pytest

from schemas import codec, columns, registry
from schemas.compatibility import breaks, essence
from schemas.errors import Inconsistent, Refused

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parents[1] / "golden" / "schemas.json").read_text("utf-8"))
HELD = "cn.npc.activity.held.v1"


def test_every_released_id_is_still_the_same_schema() -> None:
    """An id is for ever: readers keep the schema that they once fetched under it."""
    assert {number: essence(kind.schema) for number, kind in registry.default().ids.items()} == {
        int(number): schema for number, schema in GOLDEN.items()
    }, "a schema changed: give the new one a new version and id; new ones go into tests/golden/schemas.json"


def test_every_newest_version_may_follow_each_released_one() -> None:
    for number, released in GOLDEN.items():
        name = registry.default().ids[int(number)].name
        assert breaks(released, registry.default().names[name].schema) == []


def changed(**members: Any) -> dict[str, Any]:
    """The schema of HELD with members of `data` replaced, added or (with None) taken away."""
    schema = copy.deepcopy(dict(registry.default().names[HELD].schema))
    data = schema["fields"][-1]["type"]
    fields = {field["name"]: field for field in data["fields"]}
    for name, member in members.items():
        fields[name] = member and {**fields.get(name, {"name": name}), **member}
    data["fields"] = [field for field in fields.values() if field]
    return schema


OPTIONAL = {"type": ["null", "string"], "default": None, "format": "label", "title": "天气", "doc": "当天的天气"}


@pytest.mark.parametrize(
    "good",
    [
        changed(weather=OPTIONAL),
        changed(guests={"type": {"type": "array", "items": "string"}, "default": [], "format": "id", "title": "来宾", "doc": "来宾"}),
        changed(kind={"words": {**registry.default().names[HELD].schema["fields"][-1]["type"]["fields"][1]["words"], "hotline": "热线"}}),
        changed(topic={"title": "题目", "doc": "改了说明"}),
    ],
)
def test_what_may_be_absent_may_come(good: dict[str, Any]) -> None:
    assert breaks(registry.default().names[HELD].schema, good) == []


@pytest.mark.parametrize(
    "bad",
    [
        changed(weather={"type": "string", "format": "label", "title": "天气", "doc": "天气"}),
        changed(topic=None),
        changed(topic={"type": "string"}),
        changed(topic={"format": "id"}),
        changed(topic={"words": {"a": "甲"}}),
        changed(topic={"default": ""}),
        changed(kind={"words": {"visit": "走访"}}),
        changed(kind={"type": ["null", "string"], "default": None}),
        changed(counts={"type": "long"}),
        changed(co_units={"type": {"type": "array", "items": "long"}}),
        changed(title=None, subject_title=OPTIONAL),
        {**changed(), "name": "v2"},
        {**changed(), "family": "suggestion"},
        {**changed(), "fields": list(reversed(changed()["fields"]))},
    ],
)
def test_whatever_else_changes_is_refused(bad: dict[str, Any]) -> None:
    assert breaks(registry.default().names[HELD].schema, bad)


@pytest.fixture
def next_year(tmp_path: Path) -> registry.Registry:
    """The registry of a later release: HELD has gained a member, its first version is kept."""
    for path in registry.FOLDER.glob("*.avsc"):
        shutil.copy(path, tmp_path)
    later = {**changed(weather=OPTIONAL), "version": 2, "schema_id": 2999}
    (tmp_path / f"{HELD}.2.avsc").write_text(json.dumps(later), "utf-8")
    return registry.load(tmp_path)


def test_two_schemas_of_one_id_are_refused_by_name(tmp_path: Path) -> None:
    # given a second file of the same type, version and id
    for name in (HELD, f"{HELD}.2"):
        shutil.copy(registry.FOLDER / f"{HELD}.avsc", tmp_path / f"{name}.avsc")
    number = registry.default().names[HELD].schema_id
    # when both are read, then it is said what is there twice
    with pytest.raises(Inconsistent, match=f"schema_id {number}, {HELD} version 1$"):
        registry.load(tmp_path)


@pytest.mark.parametrize("each", [20, columns.ONE_BY_ONE + 1])
def test_records_of_both_versions_stand_in_one_frame(next_year: registry.Registry, each: int) -> None:
    # given records of this year and of the next, mixed, few or many of each
    event = json.loads((registry.FOLDER / "examples" / f"{HELD}.json").read_text("utf-8"))
    old = codec.encode(event)
    newest = next_year.names[HELD]
    datum = codec.read(registry.default().names[HELD], old[codec.HEADER.size :])
    datum["data"]["weather"] = "晴"
    new = codec.frame(newest, datum)
    values = [old, new] * each + [old[:-1]]

    # when a reader of next year decodes them
    batch = columns.decode_batch(values, next_year)

    # then all stand in one frame, the older ones without the new member
    frame = batch.frames[HELD]
    assert frame["row"].to_list() == list(range(2 * each))
    assert frame["data"].struct.field("weather").to_list() == [None, "晴"] * each
    assert frame["data"].struct.field("participants").list.len().to_list() == [2] * 2 * each
    assert [refusal.row for refusal in batch.refused] == [2 * each]

    # and a reader of this year says of the newer ones which schema it lacks
    today = columns.decode_batch(values)
    assert {(refusal.problem.code, refusal.problem.got) for refusal in today.refused if refusal.row % 2} == {("SCHEMA_UNKNOWN", "2999")}
    with pytest.raises(Refused):
        codec.decode(new)


def _released() -> list[Any]:
    """Every released schema of an event that is not the newest of its type, beside the newest."""
    known = registry.default()
    pairs = [(kind, known.names[kind.name]) for kind in known.ids.values() if kind.name.startswith("cn.npc.")]
    return [pytest.param(older, newest, id=f"{older.name} {older.version}") for older, newest in pairs if older.version < newest.version]


@pytest.mark.parametrize(("older", "newest"), _released())
def test_a_reader_of_an_older_release_takes_what_a_newer_one_wrote(older: registry.EventType, newest: registry.EventType) -> None:
    # given the example of a type, written by the newest schema
    event = json.loads((registry.FOLDER / "examples" / f"{newest.name}.json").read_text("utf-8"))
    written = codec.encode(event)[codec.HEADER.size :]
    # when somebody reads it who knows the older one and, as every Avro reader, is given the schema it was written by
    read: Any = fastavro.schemaless_reader(io.BytesIO(written), dict(newest.schema), dict(older.schema))
    # then he has every member that he knows, as it was written, and is not disturbed by those that he does not know
    whole: Any = fastavro.schemaless_reader(io.BytesIO(written), dict(newest.schema), None)
    assert read == _known(older.schema, whole)


def _known(schema: Any, datum: Any) -> Any:
    """What a schema has a place for."""
    if not isinstance(datum, dict) or not isinstance(schema, dict) or schema.get("type") != "record":
        return datum
    return {field["name"]: _known(field["type"], datum[field["name"]]) for field in schema["fields"]}
