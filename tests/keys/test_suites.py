"""The ciphers: their own test vectors, and what is sealed opens where it belongs and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.keys.suites import AES, NONCE, SM4, SUITES, Altered, Suite
from schemas.sealed import HEAD, Bound, associated

pytestmark = pytest.mark.quick

VECTORS = {
    # McGrew and Viega, The Galois/Counter Mode of Operation, test case 16
    AES: (
        "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
        "cafebabefacedbaddecaf888",
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b",
    ),
    # RFC 8998, A.1
    SM4: (
        "0123456789abcdeffedcba9876543210",
        "00001234567800000000abcd",
        "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa",
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec",
    ),
}
suites = st.sampled_from(SUITES)
words = st.text(max_size=12)
bounds = st.builds(Bound, words, words, words, st.sampled_from(["activity", "suggestion", "reference"]))
pieces = st.tuples(st.sampled_from(["petitioner", "contact"]), st.integers(0, 3))
ties = st.tuples(bounds, pieces, st.binary(min_size=16, max_size=16), st.binary(min_size=HEAD, max_size=HEAD))
"""All that sealed data is bound to: the event, the place in it, the pseudonym, suite and key."""


@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.name)
def test_the_published_vector_of_each_suite_holds(suite: Suite) -> None:
    key, nonce, plain, bound, sealed = map(bytes.fromhex, VECTORS[suite])
    assert suite.encrypt(key, nonce, plain, bound) == sealed
    assert suite.open(key, nonce + sealed, bound) == plain
    assert len(suite.new_key()) == suite.key_bytes == len(key)


@given(suites, st.binary(max_size=200), ties)
def test_what_is_sealed_opens_where_it_belongs(suite: Suite, plain: bytes, tie: tuple[Bound, tuple[str, int], bytes, bytes]) -> None:
    key, bound = suite.new_key(), associated(*tie)
    assert suite.open(key, suite.seal(key, plain, bound), bound) == plain
    # and no nonce is used again
    assert suite.seal(key, plain, bound)[:NONCE] != suite.seal(key, plain, bound)[:NONCE]


@given(suites, st.binary(max_size=200), ties, ties)
def test_moved_elsewhere_it_does_not_open(
    suite: Suite, plain: bytes, here: tuple[Bound, tuple[str, int], bytes, bytes], there: tuple[Bound, tuple[str, int], bytes, bytes]
) -> None:
    # given something sealed for an event, a place in it, a person, a suite and key, and any other of these
    key, other = suite.new_key(), suite.new_key()
    sealed = suite.seal(key, plain, associated(*here))
    # then what is bound is the same only where all of it is the same, and elsewhere nothing opens
    assert (associated(*here) == associated(*there)) == (here == there)
    for opened_by, tied in ((key, there), (other, here)):
        if (opened_by, tied) != (key, here):
            with pytest.raises(Altered):
                suite.open(opened_by, sealed, associated(*tied))


@given(suites, st.binary(max_size=40), st.integers(min_value=0), st.integers(0, 7))
def test_not_one_bit_can_be_changed_and_nothing_cut(suite: Suite, plain: bytes, at: int, bit: int) -> None:
    key = suite.new_key()
    sealed = bytearray(suite.seal(key, plain, b"here"))
    for shorter in (bytes(sealed[:-1]), bytes(sealed[: at % len(sealed)]), b""):
        with pytest.raises(Altered):
            suite.open(key, shorter, b"here")
    sealed[at % len(sealed)] ^= 1 << bit
    with pytest.raises(Altered):
        suite.open(key, bytes(sealed), b"here")


def test_one_suite_opens_nothing_of_the_other() -> None:
    key = AES.new_key()
    for one, other in ((AES, SM4), (SM4, AES)):
        sealed = one.seal(key[: one.key_bytes], b"plain", b"here")
        for length in {one.key_bytes, other.key_bytes}:
            with pytest.raises(Altered):
                other.open(key[:length], sealed, b"here")
