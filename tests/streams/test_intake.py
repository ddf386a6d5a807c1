"""Every form an inbox record may have, and every kind of bad input: a located reason each, and never an exception."""

import io
from collections.abc import Callable, Mapping

import fastavro
import pytest

from schemas import cloudevents, codec, form
from schemas.topics import SOURCE_HEADER
from streams.gate.decide import decide
from streams.gate.detain import detained, names_of, original
from streams.gate.intake import take
from streams.gate.standing import Memory
from tests.streams.world import CLOCK, COUNTY, arrival, assigned, settled

pytestmark = pytest.mark.quick
DOOR = (SOURCE_HEADER, COUNTY.encode())


def structured() -> bytes:
    return cloudevents.to_structured(assigned())


def test_framed_structured_and_binary_say_the_same() -> None:
    body = assigned()
    data = cloudevents.to_structured(body["data"])
    headers = (DOOR, *((f"ce_{name}", value.encode()) for name, value in body.items() if name != "data"))
    records = [arrival(codec.encode(body)), arrival(cloudevents.to_structured(body)), arrival(data)._replace(headers=headers)]
    taken = take(records)
    assert taken.batch.refused == []
    assert taken.frames == [codec.encode(body)] * 3
    assert decide(taken.batch, taken.carriers, settled(), CLOCK, Memory()).rulings == {}


def replaced(old: bytes, new: bytes) -> Callable[[], bytes]:
    def make() -> bytes:
        assert old in structured()
        return structured().replace(old, new)

    return make


BAD: Mapping[str, tuple[Callable[[], bytes | None], str]] = {
    "a tombstone": (lambda: None, "NOT_FRAMED"),
    "nothing": (lambda: b"", "NOT_FRAMED"),
    "text": (lambda: b"hello", "NOT_FRAMED"),
    "an unknown schema id": (lambda: b"\x00\x00\x00\x00\x07" + codec.encode(assigned())[5:], "SCHEMA_UNKNOWN"),
    "the hub's own schema": (lambda: b"\x00\x00\x00\x23\x29", "SCHEMA_UNKNOWN"),
    "truncated Avro": (lambda: codec.encode(assigned())[:-4], "AVRO_DAMAGED"),
    "trailing Avro": (lambda: codec.encode(assigned()) + b"\x00", "AVRO_TRAILING"),
    "a text of 2^40 bytes": (lambda: codec.encode(assigned())[:5] + b"\x80\x80\x80\x80\x80\x80\x01", "AVRO_BOMB"),
    "a record too large": (lambda: codec.encode(assigned()) + b"x" * 62_000, "RECORD_TOO_LARGE"),
    "depth 100,000": (replaced(b'"data":{', b'"x":' + b"[" * 100_000 + b"]" * 100_000 + b',"data":{'), "JSON_TOO_DEEP"),
    "depth 100,000 left open": (replaced(b'"data":{', b'"data":' + b"[" * 100_000), "JSON_TOO_DEEP"),
    "half a megabyte": (replaced(b'"data":{', b'"data":' + b'{"a":' * 100_000), "RECORD_TOO_LARGE"),
    "NaN": (replaced(b'"data":{', b'"x":NaN,"data":{'), "JSON_NUMBER"),
    "a million digits": (replaced(b'"data":{', b'"x":' + b"9" * 100_000 + b',"data":{'), "JSON_NUMBER"),
    "duplicate keys": (replaced(b'"data":{', b'"level":"county","data":{'), "JSON_DUPLICATE_MEMBER"),
    "a lone surrogate": (replaced(b'"420624-jtj"', b'"\\ud800"'), "TEXT_NOT_UTF8"),
    "GBK bytes": (replaced(b'"420624-jtj"', b'"' + "交通局".encode("gbk") + b'"'), "TEXT_NOT_UTF8"),
    "a replacement character": (replaced(b'"420624-jtj"', '"交\ufffd局"'.encode()), "TEXT_REPLACEMENT_CHARACTER"),
    "an 18-digit id out of Excel": (replaced(b"/s-12", b"/4.20624E+17"), "ID_DAMAGED"),
    "an unknown type": (replaced(b"assigned.v1", b"asigned.v1"), "TYPE_UNKNOWN"),
    "an unknown version": (replaced(b"assigned.v1", b"assigned.v9"), "TYPE_VERSION_UNKNOWN"),
    "an unknown member": (replaced(b'"data":{', b'"levl":"x","data":{'), "FIELD_UNKNOWN"),
    "a round of 0": (replaced(b'"data":{', b'"data":{"round":0,'), "FIELD_RANGE"),
    "another CloudEvents": (replaced(b'"1.0"', b'"0.3"'), "SPECVERSION"),
    "personal data": (replaced(b'"data":{', '"personal":"张三","data":{'.encode()), "NOT_YET_SEALED"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_a_reason_and_keeps_its_bytes(name: str) -> None:
    make, code = BAD[name]
    good, bad = arrival(codec.encode(assigned())), arrival(make(), offset=7)
    taken = take([good, bad, good])
    verdicts = decide(taken.batch, taken.carriers, settled(), CLOCK, Memory())
    assert list(verdicts.rulings) == [1]
    kept = detained(bad, verdicts.rulings[1], names_of(verdicts.rows, [1]).get(1, {}))
    assert (kept.kind, kept.code, kept.offset) == ("refused", code, 7)
    assert original(kept) == bad if name != "personal data" else kept.value is None


def test_avro_with_personal_data_is_not_kept() -> None:
    kind, datum = form.to_datum(assigned())
    out = io.BytesIO(codec.HEADER.pack(0, kind.schema_id))
    out.seek(0, io.SEEK_END)
    fastavro.schemaless_writer(out, kind.parsed, {**datum, "personal": "张三"})
    taken = take([arrival(out.getvalue())])
    assert [one.problem.code for one in taken.batch.refused] == ["NOT_YET_SEALED"]
    verdicts = decide(taken.batch, taken.carriers, settled(), CLOCK, Memory())
    kept = detained(arrival(out.getvalue()), verdicts.rulings[0], {})
    assert (kept.value, kept.headers, kept.source, kept.subject) == (None, (), COUNTY, f"{COUNTY}/s-12")


def test_what_can_be_read_of_a_bad_record_is_told() -> None:
    bad = arrival(structured().replace(b'"county"', b'"kreis"'))
    verdicts = decide(take([bad]).batch, take([bad]).carriers, settled(), CLOCK, Memory())
    kept = detained(bad, verdicts.rulings[0], {})
    assert (kept.code, kept.field) == ("FIELD_VALUE", "/level")
    assert (kept.source, kept.unit, kept.region, kept.origin) == (COUNTY, "420624-cwh", "420624", "420624101")
