"""What the hub writes of a datum is, octet by octet, what the Avro library writes of it."""

import io
from typing import Any

import fastavro
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import form, quarantine, registry
from schemas.registry import EventType
from schemas.writing import body_of
from tests.schemas.test_codec import EVENTS


def library(kind: EventType, datum: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    fastavro.schemaless_writer(out, kind.parsed, datum)
    return out.getvalue()


def made_of(fields: list[dict[str, Any]]) -> EventType:
    """A type with these members, known to nobody."""
    schema = {"type": "record", "name": "some", "fields": fields}
    return EventType("some", "", 1, schema, 1, fastavro.parse_schema(schema, named_schemas={}))


@given(event=EVENTS)
@settings(deadline=None, max_examples=200)
def test_any_event_is_written_as_the_library_writes_it(event: dict[str, Any]) -> None:
    # given any good event, when it is written, then the octets are the library's
    kind, datum = form.to_datum(event)
    assert body_of(kind)(datum) == library(kind, dict(datum))


@given(numbers=st.lists(st.integers(-(2**63), 2**63 - 1) | st.sampled_from([63, 64, -64, -65, 2**63 - 1, -(2**63)])), octets=st.binary(max_size=300))
def test_numbers_and_octets_of_any_size(numbers: list[int], octets: bytes) -> None:
    # given numbers up to the largest and octets beyond a length of 63, when they are written, then as the library does
    kind = made_of([{"name": "numbers", "type": {"type": "array", "items": "long"}}, {"name": "octets", "type": ["null", "bytes"], "default": None}])
    datum = {"numbers": numbers, "octets": octets}
    assert body_of(kind)(datum) == library(kind, datum)


def test_members_that_are_absent_are_written_as_their_default() -> None:
    # given a datum without members that have a default, when it is written, then as the library writes it
    kind = made_of(
        [
            {"name": "count", "type": "long", "default": 7},
            {"name": "several", "type": {"type": "array", "items": "string"}, "default": []},
            {"name": "note", "type": ["null", "string"], "default": None},
        ]
    )
    assert body_of(kind)({}) == library(kind, {})


def test_every_released_schema_can_be_written() -> None:
    # given every version ever released and the hub's own records, when a writer is made, then there is nothing it does not know
    assert all(callable(body_of(kind)) for kind in (*registry.default().ids.values(), quarantine.schema()))


@pytest.mark.parametrize("unused", ["double", {"type": "map", "values": "string"}, ["string", "null"], ["null", "string", "long"]])
def test_what_no_schema_uses_is_refused_when_the_writer_is_made(unused: Any) -> None:
    # given a schema with what the hub does not use, when a writer is made, then it says so, before anything is written
    with pytest.raises(NotImplementedError):
        body_of(made_of([{"name": "member", "type": unused}]))
