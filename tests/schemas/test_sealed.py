"""Personal data in the clear and sealed: what is well said, and what is refused without ever being shown."""

from __future__ import annotations

import json
import re
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import codec, sealed
from schemas.columns import decode_batch
from schemas.errors import Refused
from schemas.sealed import EXACT, LEAST, PERSONS, PLAIN_BYTES, PURPOSES, is_sealed, pieces_of, said_of, to_text
from tests.schemas.test_codec import example

pytestmark = pytest.mark.quick
PHONE = "13800000000"
ZHANG = {"person": "//420624/jyxt/p-7", "name": "张三", "phone": PHONE}
WRONG: dict[str, tuple[Any, str, str]] = {
    "a text": (PHONE, "NOT_YET_SEALED", "/personal"),
    "a list": ([ZHANG], "NOT_YET_SEALED", "/personal"),
    "nothing": ({}, "FIELD_EMPTY", "/personal"),
    "nobody": ({"petitioner": []}, "FIELD_EMPTY", "/personal"),
    "an unknown purpose": ({PHONE: ZHANG}, "FIELD_UNKNOWN", "/personal"),
    "no person": ({"petitioner": {"phone": PHONE}}, "FIELD_MISSING", "/personal/petitioner/person"),
    "a person that is no id": ({"petitioner": {**ZHANG, "person": f"p {PHONE}"}}, "TEXT_CONTROL_CHARACTER", "/personal/petitioner/person"),
    "nothing said": ({"petitioner": {"person": "p-1"}}, "FIELD_EMPTY", "/personal/petitioner"),
    "a number": ({"petitioner": [ZHANG, {**ZHANG, "phone": int(PHONE)}]}, "FIELD_TYPE", "/personal/petitioner/1/phone"),
    "a member that is no name": ({"contact": {**ZHANG, PHONE: "x"}}, "FIELD_FORMAT", "/personal/contact"),
    "half a character": ({"contact": {**ZHANG, "name": f"\ud800{PHONE}"}}, "TEXT_NOT_UTF8", "/personal/contact/name"),
    "too many": ({"contact": [ZHANG] * (PERSONS + 1)}, "TOO_MANY_ITEMS", "/personal"),
    "too long": ({"contact": {**ZHANG, "note": PHONE * (PLAIN_BYTES // 11)}}, "TEXT_TOO_LONG", "/personal"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_refused_at_its_place_and_never_shown(name: str) -> None:
    personal, code, field = WRONG[name]
    with pytest.raises(Refused) as caught:
        said_of(personal)
    assert (caught.value.problem.code, caught.value.problem.field) == (code, field)
    assert PHONE not in repr(caught.value.problem)


def test_persons_are_said_by_purpose() -> None:
    one, two, three = said_of({"petitioner": [ZHANG, {"person": "p-8", "name": "李四"}], "contact": ZHANG, "handler": None})
    assert [(said.purpose, said.number, said.person) for said in (one, two, three)] == [
        ("contact", 0, ZHANG["person"]), ("petitioner", 0, ZHANG["person"]), ("petitioner", 1, "p-8"),
    ]  # fmt: skip
    assert json.loads(one.text) == {"name": "张三", "phone": PHONE}


@given(st.lists(st.tuples(st.sampled_from(sorted(PURPOSES)), st.binary(min_size=LEAST, max_size=80)), min_size=1, max_size=PERSONS))
def test_a_sealed_text_says_its_octets(several: list[tuple[str, bytes]]) -> None:
    text = to_text(several)
    assert [(one.purpose, one.octets) for one in pieces_of(text)] == several
    assert [one.number for one in pieces_of(text)] == [[purpose for purpose, _ in several[:at]].count(several[at][0]) for at in range(len(several))]


GOOD = to_text([("petitioner", bytes(range(LEAST + 2)))])


@pytest.mark.parametrize(
    "text",
    [None, "", "s1", "s1.petitioner", GOOD + ".", GOOD[:-30], GOOD[:-1] + "9", GOOD.replace("s1", "s2"), GOOD.replace("petitioner", "someone"),
     GOOD + "=", "s1" + GOOD[2:] * (PERSONS + 1)],
)  # fmt: skip
def test_what_only_looks_like_it_is_not_sealed(text: str | None) -> None:
    assert is_sealed(GOOD)
    assert not is_sealed(text)


SIGNS = st.sampled_from("s1.petitionercontact-_=AQgwEIMUYckos0489 \n")


@given(
    st.lists(st.tuples(st.sampled_from(sorted(PURPOSES)), st.binary(min_size=LEAST - 3, max_size=LEAST + 6)), min_size=1, max_size=3).map(to_text),
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 2), st.text(SIGNS, max_size=3)), max_size=2),
)
def test_the_pattern_for_columns_asks_the_same(text: str, changes: list[tuple[int, int, str]]) -> None:
    # given a sealed text, or one that is too short, changed at some places
    for at, gone, instead in changes:
        text = text[: at % len(text)] + instead + text[at % len(text) + gone :] if text else instead
    # then the pattern holds of it just where it is sealed, in Python and in columns
    assert (re.fullmatch(EXACT, text) is not None) == is_sealed(text)
    assert pl.Series([text]).str.contains(f"^{EXACT}$").to_list() == [is_sealed(text)]


def test_a_sealed_text_travels_in_a_record_one_by_one_and_as_a_column() -> None:
    record = codec.encode({**example("opinion.collected"), "personal": GOOD})
    assert codec.decode(record)["personal"] == GOOD
    for number in (2, 200):
        batch = decode_batch([record] * number)
        assert not batch.refused
        assert batch.frames["cn.npc.opinion.collected.v1"]["personal"].to_list() == [GOOD] * number
    with pytest.raises(Refused):
        codec.encode({**example("opinion.collected"), "personal": sealed.said_of({"contact": ZHANG})})
