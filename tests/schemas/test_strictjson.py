"""JSON that two readers could read differently, or that would cost much, is refused at once and with its place."""

import gc
import json
import time

import pytest

from schemas import codec, strictjson
from schemas.cloudevents import form_of, from_binary, from_structured, parse_json, to_structured
from schemas.errors import Refused
from schemas.limits import EVENT_JSON_BYTES, JSON_DEPTH
from schemas.registry import FOLDER
from schemas.strictjson import parse_items

EVENT = (FOLDER / "examples" / "cn.npc.suggestion.assigned.v1.json").read_bytes()


def with_data(text: str) -> bytes:
    return b'{"specversion":"1.0","data":' + text.encode("utf-8", "surrogatepass") + b"}"


HOSTILE = {
    "arrays nested 100,000 deep": (b"[" * 100_000, "JSON_TOO_DEEP"),
    "closed arrays nested 100,000 deep": (b"[" * 100_000 + b"]" * 100_000, "JSON_TOO_DEEP"),
    "objects nested 40,000 deep": (b'{"a":' * 40_000, "JSON_TOO_DEEP"),
    "one level too deep": (b"[" * (JSON_DEPTH + 2) + b"]" * (JSON_DEPTH + 2), "JSON_TOO_DEEP"),
    "an integer of 10^6 digits": (with_data("1" * 10**6), "JSON_NUMBER"),
    "a negative integer of 20 digits": (with_data("-" + "1" * 20), "JSON_NUMBER"),
    "a decimal of 10^6 digits": (with_data("0." + "1" * 10**6), "JSON_NUMBER"),
    "a power of ten that is infinite": (with_data("1e999"), "JSON_NUMBER"),
    "NaN": (with_data("NaN"), "JSON_NUMBER"),
    "Infinity": (with_data("-Infinity"), "JSON_NUMBER"),
    "a member twice": (with_data('{"dept":"a","dept":"b"}'), "JSON_DUPLICATE_MEMBER"),
    "a member twice, once escaped": (with_data('{"dept":"a","\\u0064ept":"b"}'), "JSON_DUPLICATE_MEMBER"),
    "GBK": ('{"title":"关于道路"}'.encode("gbk"), "TEXT_NOT_UTF8"),
    "a lone surrogate as bytes": (with_data('"\ud800"'), "TEXT_NOT_UTF8"),
    "an overlong slash": (with_data('"') + b"\xc0\xaf", "TEXT_NOT_UTF8"),
    "UTF-16": ('{"a":1}'.encode("utf-16"), "TEXT_NOT_UTF8"),
    "two values": (b"{} {}", "BODY_UNREADABLE"),
    "single quotes": (b"{'a':1}", "BODY_UNREADABLE"),
    "a trailing comma": (b'{"a":1,}', "BODY_UNREADABLE"),
    "a line end in a text": (b'{"a":"\n"}', "BODY_UNREADABLE"),
    "nothing": (b"", "BODY_UNREADABLE"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_json_is_refused_by_code_within_50_ms(name: str) -> None:
    body, code = HOSTILE[name]
    # What other tests left behind is not swept up on this one's time.
    gc.collect()
    begun = time.process_time()
    with pytest.raises(Refused) as caught:
        parse_json(body, most=2 * 10**6)
    assert caught.value.problem.code == code
    assert time.process_time() - begun < 0.05


WANTED = {
    "": '{ [ " 0-9 - true false null',
    "{'a'": '"…":',
    '{"a" 1}': ":",
    '{"a":1 2}': ", ] }",
    '{"a': '"…"',
    '["a\nb"]': r"\n \t \u0000",
    '["\\x"]': r"\" \\ \/ \b \f \n \r \t \u0000",
    '["\\uzzzz"]': r"\" \\ \/ \b \f \n \r \t \u0000",
    "{} {}": "EOF",
}


@pytest.mark.parametrize("text", WANTED)
def test_what_json_would_have_there_is_said_by_signs_of_no_language(text: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_json(text.encode())
    assert caught.value.problem.expected == WANTED[text]


def test_a_comma_before_the_end_is_said_by_signs_too() -> None:
    # Python 3.13 says that the comma is one too many, those before it what should follow the comma.
    with pytest.raises(Refused) as caught:
        parse_json(b'{"a":1,}')
    assert caught.value.problem.expected in ('"…":', "] }")


PLACED = {
    "a number that is none": (b'{"a": 1,\n "NaN": "NaN, \\" 1e999", "b": [true, NaN]}', "2:38 NaN"),
    "an integer too long": (b"[\n1,\n  " + b"1" * 30 + b"]", "3:3 111"),
    "an infinite power of ten": (b'[{"a": 1.5},\n1e999]', "2:1 1e999"),
    "a member twice": (b'{"a": {"b": 1}, "c": [{"b": 2}],\n "a": "b", "\\u0062": 0, "b": 1}', "2:2 a"),
    "a member twice in the inner object": (b'{"a": {"b": 1, "c": {"b": 3},\n  "b": 2}, "a": 1}', "2:3 b"),
    "too deep": (b"[\n" + b"[" * (JSON_DEPTH + 1) + b"]" * (JSON_DEPTH + 2), f"2:{JSON_DEPTH + 1}"),
    "GBK": (b'{"a": 1,\n "b": "' + "关于".encode("gbk") + b'"}', "2:8 "),
    "no JSON": (b'{"a": 1,\n b}', "2:2 b}"),
}


@pytest.mark.parametrize("name", PLACED)
def test_a_refusal_says_line_and_column(name: str) -> None:
    # given a text over several lines, when it is refused, then line and column of what is wrong are said, alone or as an item of a batch
    body, place = PLACED[name]
    with pytest.raises(Refused) as caught:
        parse_json(body)
    assert caught.value.problem.got.startswith(place)
    with pytest.raises(Refused) as caught:
        parse_items(b"[0,\n" + body + b"]", 10)
    line, _, rest = place.partition(":")
    assert caught.value.problem.got.startswith(f"{int(line) + 1}:{rest}")


def test_an_event_of_2_mb_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(Refused) as caught:
        from_structured(b'{"title":"' + b"x" * 2_000_000 + b'"}')
    assert caught.value.problem.code == "RECORD_TOO_LARGE"
    assert caught.value.problem.expected == f"≤ {EVENT_JSON_BYTES} B"


def test_the_deepest_json_allowed_is_read() -> None:
    assert parse_json(b"[" * (JSON_DEPTH + 1) + b"]" * (JSON_DEPTH + 1)) is not None


def test_an_escaped_lone_surrogate_is_refused_at_its_field() -> None:
    event = from_structured(EVENT.replace(b'"420624-jtj"', b'"\\ud800"'))
    with pytest.raises(Refused) as caught:
        codec.encode(event)
    assert (caught.value.problem.code, caught.value.problem.field) == ("TEXT_NOT_UTF8", "/data/departments/0/dept")


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert from_structured(b"\xef\xbb\xbf" + EVENT) == from_structured(EVENT)


def test_an_event_says_that_it_is_cloudevents() -> None:
    with pytest.raises(Refused) as caught:
        from_structured(b'{"id":"1"}')
    assert (caught.value.problem.code, caught.value.problem.field) == ("FIELD_MISSING", "/specversion")
    with pytest.raises(Refused) as caught:
        from_structured(b"[]")
    assert caught.value.problem.code == "FIELD_TYPE"


def test_structured_text_is_read_back_as_written() -> None:
    assert from_structured(to_structured(from_structured(EVENT))) == from_structured(EVENT)


def binary() -> tuple[list[tuple[str, bytes]], bytes]:
    event = json.loads(EVENT)
    data = json.dumps(event.pop("data")).encode()
    return [(f"ce_{name}", str(value).encode()) for name, value in event.items()], data


def test_binary_headers_are_read_in_any_case_with_their_content_type() -> None:
    headers, data = binary()
    read = from_binary([*((name.upper(), value) for name, value in headers), ("Content-Type", b"application/json"), ("trace", b"\xff")], data)
    assert read == {**from_structured(EVENT), "datacontenttype": "application/json"}


@pytest.mark.parametrize(
    ("header", "code", "field"),
    [
        (("ce_id", b"again"), "JSON_DUPLICATE_MEMBER", "/id"),
        (("ce_operator", "张三".encode("gbk")), "TEXT_NOT_UTF8", "/operator"),
        (("content-type", b"application/xml"), "FIELD_VALUE", "/datacontenttype"),
        (("ce_origin_doc", b"{"), "BODY_UNREADABLE", ""),
    ],
)
def test_bad_binary_headers_are_refused(header: tuple[str, bytes], code: str, field: str) -> None:
    headers, data = binary()
    with pytest.raises(Refused) as caught:
        from_binary([*headers, header], data)
    assert (caught.value.problem.code, caught.value.problem.field) == (code, field)


def test_a_binary_record_without_value_lacks_its_data() -> None:
    with pytest.raises(Refused) as caught:
        codec.encode(from_binary(binary()[0], None))
    assert (caught.value.problem.code, caught.value.problem.field) == ("FIELD_MISSING", "/data")


def test_the_form_of_a_record_is_told_by_headers_and_first_byte() -> None:
    headers, data = binary()
    assert form_of(headers, data) == "binary"
    assert form_of([], b"\x00\x00\x00\x0b\xb8") == "avro"
    assert form_of([], b"\xef\xbb\xbf\n {") == "structured"
    assert [form_of([], value) for value in (None, b"", b"hello", b"Obj\x01")] == ["unknown"] * 4


ITEMS = (
    "1",
    "12e3",
    "-7",
    '""',
    '"路"',
    "null",
    "{}",
    '{"a":[1,{"b":"}"}]}',
    '{"a":1,"a":2}',
    "[1,]",
    "nul",
    "NaN",
    "[" * 40 + "]" * 40,
    '"\n"',
    "1" * 30,
)


@pytest.mark.parametrize("short", [1, 2, 5, 9, 60])
def test_an_item_is_read_or_refused_alike_wherever_its_first_piece_ends(short: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def said(body: str) -> object:
        try:
            return parse_items(body.encode(), 9, most_item=35)
        except Refused as refused:
            return refused.problem

    bodies = [f"[{one}{other}{end}" for one in ITEMS for other in ("", " , 17", f",{one} ", "  ") for end in ("]", "", "] x")]
    expected = [said(body) for body in bodies]
    monkeypatch.setattr(strictjson, "SHORT", 0)
    assert [said(body) for body in bodies] == expected
    monkeypatch.setattr(strictjson, "SHORT", short)
    assert [said(body) for body in bodies] == expected
