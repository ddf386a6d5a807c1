"""An HTTP body becomes events in any of the three modes, or is refused whole with the place of what cannot be read."""

import gzip
import json
import zlib
from typing import Any

import pytest
import zstandard

from connectors.http.translate import BATCH, PLAIN, STRUCTURED, events_of, is_batch
from connectors.http.unpack import unpacked
from connectors.translate import Outgoing, id_of, outgoing
from schemas import codec, content
from schemas.errors import Refused
from schemas.limits import BODY_BYTES, BODY_EVENTS, EVENT_JSON_BYTES
from schemas.registry import FOLDER

pytestmark = pytest.mark.quick
EVENT: dict[str, Any] = json.loads((FOLDER / "examples" / "cn.npc.suggestion.assigned.v1.json").read_bytes())
SOURCE = EVENT["source"]


def refusal(media: str, body: bytes) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        events_of([("Content-Type", media)], body)
    return caught.value.problem.code, caught.value.problem.field


def binary(event: dict[str, Any]) -> tuple[list[tuple[str, str]], bytes]:
    attributes = {name: value for name, value in event.items() if name != "data"}
    headers = [(f"ce-{name}", "".join(f"%{octet:02X}" for octet in str(value).encode())) for name, value in attributes.items()]
    return [("content-type", "application/json"), *headers], json.dumps(event["data"]).encode()


def test_the_three_modes_say_the_same() -> None:
    text = json.dumps(EVENT).encode()
    given = [
        events_of([("content-type", f"{STRUCTURED}; charset=utf-8")], text),
        events_of([("content-type", BATCH)], b"[" + text + b"]"),
        events_of(*binary(EVENT)),
        events_of([("content-type", PLAIN)], text),
        events_of([("content-type", PLAIN)], b" [" + text + b"]"),
    ]
    assert {content.digest(event) for (event,) in given} == {content.digest(EVENT)}


def test_the_record_goes_to_the_inbox_of_its_level_and_family_under_its_subject() -> None:
    record = outgoing(EVENT, SOURCE)
    assert isinstance(record, Outgoing)
    assert (record.topic, record.key.decode()) == ("inbox.county.suggestion", EVENT["subject"])
    assert record.headers == (("hub-source", SOURCE.encode()),)
    assert content.digest(codec.decode(record.value)) == content.digest(EVENT)


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({**EVENT, "source": "//420624/other"}, "NOT_YOU", "/source"),
        ({**EVENT, "level": 4}, "FIELD_TYPE", "/level"),
        ({**EVENT, "personal": "Zhang"}, "NOT_YET_SEALED", "/personal"),
        ({**EVENT, "data": {**EVENT["data"], "departments": [{"dept": "d", "role": "boss"}]}}, "FIELD_VALUE", "/data/departments/0/role"),
        ({"id": "x"}, "FIELD_MISSING", "/specversion"),
        ([], "FIELD_TYPE", ""),
        (None, "FIELD_TYPE", ""),
        ("\ud800", "FIELD_TYPE", ""),
    ],
)
def test_an_event_of_wrong_form_is_refused_at_its_field(said: object, code: str, field: str) -> None:
    with pytest.raises(Refused) as caught:
        outgoing(said, SOURCE)
    assert (caught.value.problem.code, caught.value.problem.field) == (code, field)


def test_an_id_is_shown_only_when_it_is_one() -> None:
    said: tuple[object, ...] = (EVENT, {"id": 7}, [], {"id": "a\nb"})
    assert [id_of(one) for one in said] == [EVENT["id"], None, None, "a\\nb"]


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        (b"[" * 100_000, "JSON_TOO_DEEP", "/0"),
        (b'[{}, {"a": NaN}]', "JSON_NUMBER", "/1"),
        (b'[{}, {"a": 1, "a": 2}]', "JSON_DUPLICATE_MEMBER", "/1"),
        ('[{"title": "关于"}]'.encode("gbk"), "TEXT_NOT_UTF8", ""),
        (b"[{}, {}", "BODY_UNREADABLE", ""),
        (b"[{}, ]", "BODY_UNREADABLE", "/1"),
        (b"[{} {}]", "BODY_UNREADABLE", ""),
        (b"[{}] x", "BODY_UNREADABLE", ""),
        (b"{}", "BODY_UNREADABLE", ""),
        (b"", "BODY_UNREADABLE", ""),
        (b"[" + b"{}," * BODY_EVENTS + b"{}]", "TOO_MANY_EVENTS", ""),
        (b'[{}, {"a": "' + b"x" * EVENT_JSON_BYTES + b'"}]', "RECORD_TOO_LARGE", "/1"),
        (b"[{}, " + b"[{},{},{},{}]," * EVENT_JSON_BYTES + b"{}]", "TOO_MANY_EVENTS", ""),
        (b'[{"a": [' + b"[]," * EVENT_JSON_BYTES + b"[]]}]", "RECORD_TOO_LARGE", "/0"),
        (b"[" + b" " * (BODY_BYTES - 2) + b"]1", "BODY_TOO_LARGE", ""),
    ],
)
def test_a_batch_that_cannot_be_read_is_refused_whole_at_its_place(body: bytes, code: str, field: str) -> None:
    assert refusal(BATCH, body) == (code, field)


@pytest.mark.parametrize("media", [BATCH, PLAIN])
def test_a_batch_of_no_events_is_refused(media: str) -> None:
    assert refusal(media, b" [ ] ") == ("FIELD_EMPTY", "")


def test_a_body_is_a_batch_by_its_media_type_or_as_a_list_but_never_in_binary_mode() -> None:
    binary_headers, _ = binary(EVENT)
    assert is_batch([("content-type", BATCH)], b"{")
    assert is_batch([("content-type", PLAIN)], b" [")
    assert not is_batch([("content-type", PLAIN)], b"{")
    assert not is_batch([("content-type", STRUCTURED)], b"[")
    assert not is_batch(binary_headers, b"[1]")


def test_the_place_in_a_body_is_told_by_line_and_column() -> None:
    with pytest.raises(Refused) as caught:
        events_of([("content-type", BATCH)], b'[{},\n  {"a" 1}]')
    assert caught.value.problem.got.startswith("2:8 ")


def test_a_body_of_an_unknown_kind_is_refused() -> None:
    assert refusal("text/csv", b"a,b") == ("MEDIA_TYPE", "")


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "zstd", "identity", ""])
def test_compressed_bodies_are_unpacked(encoding: str) -> None:
    pack: dict[str, Any] = {"gzip": gzip.compress, "deflate": zlib.compress, "zstd": zstandard.compress}
    assert unpacked(encoding, pack.get(encoding, bytes)(b"[1]")) == b"[1]"


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("zstd", zstandard.compress)])
def test_a_bomb_is_refused_without_being_unpacked(encoding: str, pack: Any) -> None:
    with pytest.raises(Refused) as caught:
        unpacked(encoding, pack(bytes(200 * 1024 * 1024)))
    assert caught.value.problem.code == "BODY_TOO_LARGE"


@pytest.mark.parametrize(
    ("encoding", "body", "code"),
    [
        ("gzip", b"nonsense", "BODY_UNREADABLE"),
        ("gzip", gzip.compress(b"[1]")[:-4], "BODY_UNREADABLE"),
        ("gzip", gzip.compress(b"[1]") + b"more", "BODY_UNREADABLE"),
        ("zstd", b"nonsense", "BODY_UNREADABLE"),
        ("br", b"", "MEDIA_TYPE"),
        ("", bytes(BODY_BYTES + 1), "BODY_TOO_LARGE"),
    ],
)
def test_a_damaged_or_unknown_compression_is_refused(encoding: str, body: bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        unpacked(encoding, body)
    assert caught.value.problem.code == code


def test_what_is_no_event_and_holds_personal_data_is_not_shown() -> None:
    with pytest.raises(Refused) as caught:
        outgoing([{"personal": "13800000000"}], "//420624/jyxt")
    assert (caught.value.problem.code, caught.value.problem.got) == ("FIELD_TYPE", "")
