"""The AsyncAPI document: current, whole, of the topics and types there are, and its payloads are the form that doors accept."""

import copy
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from schemas.asyncapi.document import document
from schemas.registry import FOLDER, EventType, all_types
from schemas.topics import SOURCE_HEADER, native_topic, shared_topics
from tests.schemas import asyncapi_rules

pytestmark = pytest.mark.quick
FILE = Path(__file__).parents[2] / "docs" / "asyncapi.json"
DOCUMENT = document()
CHANNELS: Mapping[str, Any] = DOCUMENT["channels"]


def references(value: Any) -> Iterator[str]:
    """Every reference in the document, except of JSON schemas' own words."""
    if isinstance(value, Mapping):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for one in value.values():
            yield from references(one)
    elif isinstance(value, list):
        for one in value:
            yield from references(one)


def resolved(reference: str) -> Any:
    """What a reference within the document stands for. Raises KeyError where nothing is."""
    found: Any = DOCUMENT
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return found


def addresses(channel: Mapping[str, Any]) -> set[str]:
    """The names of topics that an address stands for; a parameter without a list of values is left in it."""
    names = [channel["address"]]
    for name, one in channel.get("parameters", {}).items():
        names = [address.replace(f"{{{name}}}", value) for address in names for value in one.get("enum", [f"{{{name}}}"])]
    return set(names)


def test_the_file_is_current() -> None:
    assert json.loads(FILE.read_text("utf-8")) == DOCUMENT, "run `make docs`"


def without(*path: str) -> dict[str, Any]:
    """The document without the member at a path."""
    broken = copy.deepcopy(DOCUMENT)
    at: Any = broken
    for one in path[:-1]:
        at = at[one]
    del at[path[-1]]
    return broken


def with_(value: Any, *path: str) -> dict[str, Any]:
    """The document with another value at a path."""
    broken = copy.deepcopy(DOCUMENT)
    at: Any = broken
    for one in path[:-1]:
        at = at[one]
    at[path[-1]] = value
    return broken


RULES = jsonschema.Draft7Validator(asyncapi_rules.DOCUMENT)
INBOX, AVRO = ("channels", "inbox.reference"), ("components", "messages", "cn.npc.rule.set.v1.avro")


def test_the_document_keeps_the_rules_of_asyncapi_3() -> None:
    assert [(list(one.absolute_path), one.message) for one in RULES.iter_errors(DOCUMENT)] == []


@pytest.mark.parametrize(
    "broken",
    [
        with_("2.6.0", "asyncapi"),
        with_({}, "topics"),
        without("info", "title"),
        without("servers", "hub", "protocol"),
        without(*INBOX, "address"),
        with_("x", *INBOX, "adress"),
        with_(0, *INBOX, "bindings", "kafka", "partitions"),
        with_(["burn"], *INBOX, "bindings", "kafka", "topicConfiguration", "cleanup.policy"),
        with_("recieve", "operations", "receive.inbox.reference", "action"),
        with_("avro", *AVRO, "payload", "schemaFormat"),
        with_("pocket", *AVRO, "bindings", "kafka", "schemaIdLocation"),
        with_("scram", "components", "securitySchemes", "scram", "type"),
        with_("objekt", "components", "schemas", "envelope", "type"),
    ],
)
def test_a_document_that_breaks_a_rule_is_told_from_it(broken: dict[str, Any]) -> None:
    assert not RULES.is_valid(broken)


def test_every_reference_leads_somewhere() -> None:
    told = list(references(DOCUMENT))
    assert len(told) > 4 * len(all_types())
    for one in told:
        if one.startswith("#/"):
            assert resolved(one)
        else:
            assert (FILE.parent / one).is_file(), one


@pytest.mark.parametrize("kind", all_types(), ids=lambda kind: kind.name)
def test_the_avro_payload_of_a_type_is_its_newest_version(kind: EventType) -> None:
    told = DOCUMENT["components"]["messages"][f"{kind.name}.avro"]["payload"]["schema"]["$ref"]
    assert json.loads((FILE.parent / told).read_text("utf-8"))["schema_id"] == kind.schema_id


def test_the_channels_are_the_topics_with_their_partitions() -> None:
    # given every topic of a hub, and those of one native source
    partitions = {name: one["bindings"]["kafka"]["partitions"] for one in CHANNELS.values() for name in addresses(one)}
    wanted = {one.name: one.partitions for one in shared_topics()}
    own = {f"{name}.{{source}}": native_topic("county", "activity", "//42/x").partitions for name in wanted if name.startswith("inbox.")}
    # then each has its channel, and no channel is of anything else
    assert partitions == {**wanted, **own}


@pytest.mark.parametrize("kind", all_types(), ids=lambda kind: kind.name)
def test_every_type_comes_in_in_both_forms_and_stands_on_the_ledger_in_one(kind: EventType) -> None:
    names = {name: {one for one in channel["messages"] if one.startswith(f"{kind.name}.")} for name, channel in CHANNELS.items()}
    both = {f"{kind.name}.json", f"{kind.name}.avro"}
    assert {name: found for name, found in names.items() if found} == {
        f"inbox.{kind.family}": both,
        f"inbox.{kind.family}.own": both,
        f"ledger.{kind.family}": {f"{kind.name}.avro"},
    }


def test_the_hub_receives_what_comes_in_and_sends_the_rest() -> None:
    done = {one["channel"]["$ref"].removeprefix("#/channels/"): one["action"] for one in DOCUMENT["operations"].values()}
    assert done == {name: "receive" if name.startswith("inbox.") else "send" for name in CHANNELS}


def validator(kind: EventType) -> Any:
    return jsonschema.Draft7Validator({"$ref": f"#/components/schemas/{kind.name}", "components": DOCUMENT["components"]})


def example(kind: EventType) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "examples" / f"{kind.name}.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("kind", all_types(), ids=lambda kind: kind.name)
def test_the_payload_of_a_type_takes_its_example_and_nothing_that_lacks_a_member(kind: EventType) -> None:
    judge, event = validator(kind), example(kind)
    assert list(judge.iter_errors(event)) == []
    # when a member that must be there is not, or one is there that nobody knows, or the type is another
    (data,) = [field["type"]["fields"] for field in kind.schema["fields"] if field["name"] == "data"]
    wrong = [{**event, "type": "cn.npc.other.v1"}, {**event, "data": {**event["data"], "unheard": 1}}, {**event, "level": "village"}]
    wrong += [{name: one for name, one in event.items() if name != gone} for gone in ("id", "source", "subject", "time", "unit", "data")]
    wrong += [
        {**event, "data": {name: one for name, one in event["data"].items() if name != field["name"]}} for field in data if "default" not in field
    ]
    # then it is not of the type
    assert all(not judge.is_valid(one) for one in wrong)


def test_words_ranges_and_forms_of_texts_are_part_of_a_payload() -> None:
    kinds = {one.name.removeprefix("cn.npc."): one for one in all_types()}

    def takes(name: str, **data: Any) -> bool:
        event = copy.deepcopy(example(kinds[name]))
        return bool(validator(kinds[name]).is_valid({**event, "data": {**event["data"], **data}}))

    assert takes("suggestion.registered.v1", no=12, session=None, opinions=None)
    assert not takes("suggestion.registered.v1", no="")
    assert not takes("suggestion.registered.v1", term=0)
    assert not takes("suggestion.registered.v1", term="19")
    assert not takes("suggestion.registered.v1", kind="joint")
    assert takes("activity.announced.v1", planned="2025-06-08")
    assert takes("activity.announced.v1", planned="2025-06-08T16:20:00+08:00")
    assert not takes("activity.announced.v1", planned="6 月 8 日")


def test_who_wrote_a_record_is_a_header_of_every_event() -> None:
    messages = [one for name, one in DOCUMENT["components"]["messages"].items() if name.startswith("cn.npc.")]
    assert len(messages) == 2 * len(all_types())
    assert all(SOURCE_HEADER in one["headers"]["properties"] for one in messages)
