"""Every form an inbox record may have, and every kind of bad input: a located reason each, and never an exception."""

import gzip
import io
import re
from collections.abc import Callable, Mapping

import fastavro
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import cloudevents, codec, form
from schemas.sealed import LEAST, to_text
from schemas.topics import SOURCE_HEADER
from streams.gate.decide import decide
from streams.gate.detain import detained, names_of, original
from streams.gate.intake import in_order, take
from streams.gate.standing import Memory
from tests.streams.world import CLOCK, COUNTY, arrival, assigned, settled

pytestmark = pytest.mark.quick
DOOR = (SOURCE_HEADER, COUNTY.encode())
SEALED = to_text([("petitioner", bytes(range(LEAST + 3)))])


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


@given(st.lists(st.lists(st.integers(0, 5), max_size=8), max_size=4))
def test_facts_of_several_partitions_come_as_they_were_sent_and_each_partition_in_its_own_order(stamps: list[list[int]]) -> None:
    # Given partitions, whose senders' clocks may go back
    several = [[arrival(b"")._replace(partition=part, offset=at, timestamp=ms) for at, ms in enumerate(one)] for part, one in enumerate(stamps)]
    # When they are joined
    joined = in_order(several)
    # Then each partition stands in its own order with nothing lost, and where no clock went back all stand by time
    assert [[one for one in joined if one.partition == part] for part in range(len(several))] == several
    if all(one == sorted(one) for one in stamps):
        assert [one.timestamp for one in joined] == sorted(ms for one in stamps for ms in one)


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
    "personal data as a door takes it": (
        replaced(b'"data":{', '"personal":{"petitioner":{"person":"p","name":"张三"}},"data":{'.encode()),
        "NOT_YET_SEALED",
    ),
    "sealed personal data beside something else": (replaced(b'"data":{', b'"personal":"%b","levl":"x","data":{' % SEALED.encode()), "FIELD_UNKNOWN"),
}


NOT_KEPT = ("personal data", "personal data as a door takes it", "a text of 2^40 bytes")
"""What holds personal data, or is framed Avro that breaks off before it can be seen that it holds none."""


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_a_reason_and_keeps_its_bytes(name: str) -> None:
    make, code = BAD[name]
    good, bad = arrival(codec.encode(assigned())), arrival(make(), offset=7)
    taken = take([good, bad, good])
    verdicts = decide(taken.batch, taken.carriers, settled(), CLOCK, Memory())
    assert list(verdicts.rulings) == [1]
    kept = detained(bad, verdicts.rulings[1], names_of(verdicts.rows, [1]).get(1, {}))
    assert (kept.kind, kept.code, kept.offset) == ("refused", code, 7)
    assert original(kept) == bad if name not in NOT_KEPT else kept.value is None


def test_sealed_personal_data_passes_in_every_form() -> None:
    event = {**assigned(), "personal": SEALED}
    taken = take([arrival(codec.encode(event)), arrival(cloudevents.to_structured(event))])
    assert not decide(taken.batch, taken.carriers, settled(), CLOCK, Memory()).rulings
    assert [codec.decode(frame or b"")["personal"] for frame in taken.frames] == [SEALED] * 2


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


def spoken(old: bytes, new: bytes, name: str = "personal") -> Callable[[], bytes]:
    """A structured event with personal data and something else in it that makes it unreadable."""

    def make() -> bytes:
        whole = replaced(b'"data":{', f'"{name}":"{NUMBER}","data":{{'.encode())()
        assert old in whole
        return whole.replace(old, new)

    return make


def avro_personal(change: Callable[[bytes], bytes]) -> Callable[[], bytes]:
    def make() -> bytes:
        kind, datum = form.to_datum(assigned())
        out = io.BytesIO()
        fastavro.schemaless_writer(out, kind.parsed, {**datum, "personal": NUMBER})
        return change(codec.HEADER.pack(0, kind.schema_id) + out.getvalue())

    return make


NUMBER = "13800000000"
UNREAD: Mapping[str, Callable[[], bytes]] = {
    "cut off within it": lambda: spoken(b"", b"")()[: spoken(b"", b"")().index(b"138") + 11],
    "a bare word behind it": spoken(b'"13800000000"', b'"13800000000"x'),
    "GBK": spoken(b'"420624-jtj"', '"交通局"'.encode("gbk")),
    "GBK beside it": spoken(b'"13800000000"', '"张13800000000"'.encode("gbk")),
    "a number too long": spoken(b'"13800000000"', b"1380000000013800000000"),
    "a bad escape": spoken(b'"13800000000"', b'"\\x13800000000"'),
    "twice": spoken(b'"data":{', b'"personal":null,"data":{'),
    "no CloudEvents": spoken(b'"specversion":"1.0"', b'"a":1'),
    "an array": lambda: b"[" + spoken(b"", b"")() + b"]",
    "an escaped name": spoken(b'"420624-jtj"', b"x", "\\u0070ersonal"),
    "an escape in capitals": spoken(b'"420624-jtj"', b"x", "pers\\u006Fnal"),
    "too large": lambda: spoken(b'"420624-jtj"', b'"' + b"x" * 300_000 + b'"')(),
    **{code: lambda code=code: spoken(b"", b"")().decode().encode(code) for code in ("utf-16", "utf-16-be", "utf-16-le", "utf-32-be", "utf-32-le")},  # type: ignore[misc]
    "packed": lambda: gzip.compress(spoken(b"", b"")()),
    "Avro cut short": avro_personal(lambda one: one[:-4]),
    "Avro with more behind it": avro_personal(lambda one: one + b"x" * 62_000),
    "Avro of an unknown schema": avro_personal(lambda one: b"\x00\x00\x00\x00\x07" + one[5:]),
    "Avro that is no UTF-8 there": avro_personal(lambda one: one.replace(b"138", b"\xff38")),
}


@pytest.mark.parametrize("name", UNREAD)
def test_nothing_is_kept_or_shown_of_what_cannot_be_read_and_may_hold_personal_data(name: str) -> None:
    # given an unreadable record with personal data in it
    bad = arrival(UNREAD[name]())
    # when it is refused
    verdicts = decide(take([bad]).batch, take([bad]).carriers, settled(), CLOCK, Memory())
    kept = detained(bad, verdicts.rulings[0], {})
    # then its length is told, and nothing of what it holds
    assert (kept.value, kept.headers, kept.size) == (None, (), len(bad.value or b""))
    assert re.fullmatch(r"([0-9]+:[0-9]+)?", kept.got or "")
    assert "3800000" not in repr(kept)


@pytest.mark.parametrize("escape", [b'"personal":null,', b'"personal" : null ,', b'"x":"\\u5efa\\u8bae\\n",', '"x":"建议",'.encode("gbk")])
def test_what_cannot_be_read_and_names_no_personal_data_is_kept(escape: bytes) -> None:
    bad = arrival(replaced(b'"data":{', escape + b'"data":{')()[:-5])
    verdicts = decide(take([bad]).batch, take([bad]).carriers, settled(), CLOCK, Memory())
    assert original(detained(bad, verdicts.rulings[0], {})) == bad


def test_personal_data_in_a_header_is_not_kept_beside_a_frame_or_a_text() -> None:
    for value in (codec.encode(assigned(time="2099-01-01T00:00:00Z")), structured().replace(b'"county"', b'"kreis"')):
        bad = arrival(value)._replace(headers=(DOOR, ("CE_Personal", b"13800000000")))
        verdicts = decide(take([bad]).batch, take([bad]).carriers, settled(), CLOCK, Memory())
        kept = detained(bad, verdicts.rulings[0], names_of(verdicts.rows, [0]).get(0, {}))
        assert (kept.value, kept.headers) == (value, (DOOR,))


def test_what_can_be_read_of_a_bad_record_is_told() -> None:
    bad = arrival(structured().replace(b'"county"', b'"kreis"'))
    verdicts = decide(take([bad]).batch, take([bad]).carriers, settled(), CLOCK, Memory())
    kept = detained(bad, verdicts.rulings[0], {})
    assert (kept.code, kept.field) == ("FIELD_VALUE", "/level")
    assert (kept.source, kept.unit, kept.region, kept.origin) == (COUNTY, "420624-cwh", "420624", "420624101")
