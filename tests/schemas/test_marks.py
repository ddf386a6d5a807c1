"""What a text's rule forbids is marked wherever it stands in a buffer; good texts are not doubted."""

import re

import numpy as np
import pytest

from schemas.marks import Buffer
from schemas.text import IDENTIFIER_FORBIDDEN, LABEL_FORBIDDEN

pytestmark = pytest.mark.quick

CHARACTERS = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000]


def laid(texts: list[str]) -> tuple[Buffer, np.ndarray, np.ndarray]:
    """Texts one after another, where they begin and where they end."""
    octets = [text.encode() for text in texts]
    ends = np.cumsum([len(one) for one in octets])
    return Buffer(b"".join(octets)), ends - np.array([len(one) for one in octets]), ends


def test_every_forbidden_character_is_marked() -> None:
    # given identifiers and labels, each with one character of the plane
    buffer, starts, ends = laid([f"a{character}z" for character in CHARACTERS])

    # when they are looked at, then those with a forbidden one are doubted
    for pattern, doubted in ((IDENTIFIER_FORBIDDEN, buffer.identifiers(starts, ends)), (LABEL_FORBIDDEN, buffer.labels(starts, ends))):
        forbidden = np.array([re.match(pattern, character) is not None for character in CHARACTERS])
        assert doubted[forbidden].all()
        # and few others: those that begin with the same two octets
        assert doubted.sum() - forbidden.sum() < 400


def test_what_labels_forbid_identifiers_forbid() -> None:
    # the marks of labels are only counted where those of identifiers are found
    assert all(re.match(IDENTIFIER_FORBIDDEN, character) for character in CHARACTERS if re.match(LABEL_FORBIDDEN, character))


def test_good_texts_are_not_doubted() -> None:
    # given what systems write
    identifiers = ["//420624/jyxt/s-12", "420624-cwh", "0195f2c4-7c1e-7d35-9a53-0c5a6b6f2e11", "1000", "议案+1", "x" * 256, "字" * 85]
    labels = ["满意", "城建 环保", "a+b", "交通·道路", "x" * 256]

    # when they are looked at, then none is doubted
    assert not Buffer.identifiers(*laid(identifiers)).any()
    assert not Buffer.labels(*laid(labels)).any()


@pytest.mark.parametrize("text", ["", "x" * 257, "字" * 86, "4.20624E+17", "//420624/jyxt/4e+9", "420624198001010000"])
def test_damaged_identifiers_are_doubted(text: str) -> None:
    # given one between two good ones, when they are looked at, then it alone is doubted
    assert Buffer.identifiers(*laid(["420624", text, "420625"])).tolist() == [False, True, False]


WORDS = ("town", "county", "national", "reception", "special_inspection_of_a_law")


def test_only_the_words_are_words() -> None:
    # given words, and what begins like one, ends like one, or is none
    texts = [*WORDS, "", "tow", "towns", "nationa", "nationax", "receptiox", "receptio", "special_inspection_of_a_lax", "县", "x" * 300]

    # when they are looked at, then all but the words are doubted
    buffer, starts, ends = laid([*texts, "what follows the last record"])
    assert buffer.others(WORDS, starts[:-1], ends[:-1]).tolist() == [text not in WORDS for text in texts]


def test_a_nul_is_marked_in_a_free_text() -> None:
    assert Buffer.prose(*laid(["第一行\n第二行", "a\x00b", "好"])).tolist() == [False, True, False]
