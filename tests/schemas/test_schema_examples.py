"""Every released type has one example, and it means the same in every form."""

import json
from pathlib import Path

import pytest

from schemas import codec, content, registry
from schemas.cloudevents import from_binary, from_structured

EXAMPLES = sorted((registry.FOLDER / "examples").glob("*.json"))


def test_each_type_has_its_example_and_no_other_file_lies_there() -> None:
    assert [path.stem for path in EXAMPLES] == sorted(kind.name for kind in registry.all_types())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_means_the_same_as_json_avro_and_binary(path: Path) -> None:
    # given an example as structured JSON, as framed Avro and as headers with a value
    structured = from_structured(path.read_bytes())
    frame = codec.encode(structured)
    attributes = {name: value for name, value in structured.items() if name != "data"}
    headers = [(f"ce_{name}", str(value).encode()) for name, value in attributes.items()]
    binary = from_binary(headers, json.dumps(structured["data"]).encode())

    # when each is read
    decoded = codec.decode(frame)

    # then all have one content, and the Avro form is the same bytes again
    assert content.digest(structured) == content.digest(decoded) == content.digest(binary)
    assert codec.encode(decoded) == codec.encode(binary) == frame
    assert decoded["type"] == path.stem


def test_every_envelope_is_the_same() -> None:
    envelopes = [[field for field in kind.schema["fields"] if field["name"] != "data"] for kind in registry.all_types()]
    assert len(envelopes) > 60
    assert all(envelope == envelopes[0] for envelope in envelopes)


def test_the_avro_name_of_a_record_is_the_type() -> None:
    for kind in registry.default().ids.values():
        assert f"{kind.schema['namespace']}.{kind.schema['name']}" == kind.name
