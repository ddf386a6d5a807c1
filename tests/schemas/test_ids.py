"""Identifiers: their forms, and the marks that a spreadsheet leaves on them."""

import re
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.ids import damaged, row_id, uuid7
from schemas.limits import IDENTIFIER_BYTES
from schemas.text import IDENTIFIER_FORBIDDEN, check_text


def test_uuid7_is_of_version_7_and_grows_with_time() -> None:
    made = [uuid7(stamp) for stamp in (0, 1, 1_749_370_800_000, 2**48 - 1)]
    assert made == sorted(made)
    assert {uuid.UUID(one).version for one in made} == {7}
    assert {uuid.UUID(one).variant for one in made} == {uuid.RFC_4122}
    assert int(uuid7(1_749_370_800_000).replace("-", "")[:12], 16) == 1_749_370_800_000
    assert len({uuid7(5) for _ in range(1000)}) == 1000


def test_a_row_has_the_same_id_in_every_hub_and_another_for_another_key() -> None:
    assert row_id("//420624/jyxt", "activity.held", "7") == "0aff91fc-db58-8bbf-902c-3112430e5a6f"
    others = {row_id(*key) for key in (("a", "b", "c"), ("a", "b", "d"), ("a", "bc", ""), ("a\nb", "c", ""), ("a", "b", "c\n"))}
    assert len(others) == 5
    assert {uuid.UUID(one).version for one in others} == {8}


@pytest.mark.parametrize("text", ["4.20624E+17", "4.20624e+17", "4E+17", "//420624/jyxt/4.20624E+17", "420624198001011000", "p-420624198001010000"])
def test_what_a_spreadsheet_spoilt_is_seen(text: str) -> None:
    assert damaged(text)


@pytest.mark.parametrize(
    "text",
    [
        "420624",
        "420624198001011231",
        "420624198001269000",  # the zeros are its own: the check digit fits
        "100000000000000000",
        "//420624/jyxt/20250608000000000",
        "1790000000000000000",
        "A4E+17B",
        "s-12",
        "0195f2c4-7c1e-7d35-9a53-0c5a6b6f2e11",
    ],
)
def test_good_identifiers_are_left_alone(text: str) -> None:
    assert not damaged(text)


@given(st.text("aZ0019.:/_-+eE \x00\x7f路\u200b", max_size=70) | st.from_regex(r"[/-]?420624(19|20)[0-9]{6}[0-9]0{3}", fullmatch=True))
def test_an_identifier_that_is_taken_at_a_look_is_one_that_every_rule_takes(value: str) -> None:
    looked = check_text({"format": "id"}, value)
    sound = bool(value) and len(value.encode()) <= IDENTIFIER_BYTES and "\x00" not in value and not re.search(IDENTIFIER_FORBIDDEN, value)
    assert (looked is None) == (sound and not damaged(value))
    # Asked again it is the same: short ones are remembered.
    assert check_text({"format": "id"}, value) == looked
