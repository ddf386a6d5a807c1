"""Checkpoints, keys and proofs as texts: those of the specifications are read, and nothing that differs from what was signed is."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.archive import proofs, signing
from projections.archive.proofs import Tiles, inclusion
from projections.archive.signing import Signer, draw
from projections.archive.verifier import Wrong, check_proof, notes, read_checkpoint, read_key
from schemas.errors import UsageError
from tests.archive.made import KEY, NAMES, SIGNER, Archive, entry

pytestmark = pytest.mark.quick
EXAMPLE = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
"""The verifier key of the example in C2SP signed-note."""
LOG = "ledger.activity/3"
SIGNED = SIGNER.checkpoint(LOG, 3, bytes(32))


def test_a_verifier_key_is_the_one_of_the_specification() -> None:
    assert read_key(EXAMPLE).text() == EXAMPLE
    for wrong in ("", "a+b", EXAMPLE.replace("530d", "530e"), EXAMPLE[:-4], EXAMPLE.replace("+Aeky", "+Beky"), "ü " + EXAMPLE):
        with pytest.raises(Wrong, match="verifier key"):
            read_key(wrong)


def test_a_key_is_drawn_once_and_kept_with_its_name() -> None:
    first, second = draw("hub.example"), draw("hub.example")
    assert first != second
    assert signing.read(first).text() == first
    assert signing.read(first).hub == "hub.example"
    assert signing.read(draw()).hub.startswith("hub-")
    for wrong in ("a b", "A", "a+b", "/a", "é"):
        with pytest.raises(UsageError):
            draw(wrong)
    for kept in ("", "PRIVATE+KEY+x", first[:-4], first.replace("hub.example", "hub.other"), first.replace("+A", "+B", 1)):
        with pytest.raises(UsageError):
            signing.read(kept)


def test_a_checkpoint_is_read_and_is_that_of_its_log() -> None:
    found = read_checkpoint(SIGNED.encode(), KEY, f"hub.example/{LOG}")
    assert (found.origin, found.size, found.root, found.text) == (f"hub.example/{LOG}", 3, bytes(32), SIGNED)
    with pytest.raises(Wrong, match="another log"):
        read_checkpoint(SIGNED.encode(), KEY, "hub.example/heads")


def test_every_bit_of_a_checkpoint_counts() -> None:
    # given a checkpoint, when any bit of it is another, or any end of it is cut off, then it is refused
    octets = SIGNED.encode()
    for at in range(len(octets)):
        for bit in range(8):
            with pytest.raises(Wrong):
                read_checkpoint(octets[:at] + bytes([octets[at] ^ 1 << bit]) + octets[at + 1 :], KEY)
        with pytest.raises(Wrong):
            read_checkpoint(octets[:at], KEY)


def test_signatures_of_others_are_passed_over_and_never_taken_for_the_hubs() -> None:
    # given a witness's line beside the hub's
    witness = Signer("witness.example", bytes(32))
    line = witness.checkpoint(LOG, 3, bytes(32)).splitlines(keepends=True)[-1]
    assert read_checkpoint((SIGNED + line).encode(), KEY).size == 3
    # when it stands alone, or the same key signs in another hub's name, then nothing is believed
    body = SIGNED.rpartition("— ")[0]
    for forged in (body + line, witness.checkpoint(LOG, 3, bytes(32)), Signer("hub.example", bytes(32)).checkpoint(LOG, 3, bytes(32))):
        with pytest.raises(Wrong, match="signature"):
            read_checkpoint(forged.encode(), KEY)
    # nor when the hub's line is there twice, the second time broken
    name, _, octets = SIGNED.splitlines()[-1].removeprefix("— ").rpartition(" ")
    broken = base64.b64decode(octets)[:-1] + b"\x00"
    with pytest.raises(Wrong, match="signature"):
        read_checkpoint((SIGNED + f"— {name} {base64.b64encode(broken).decode()}\n").encode(), KEY)


@given(st.binary(max_size=300))
def test_whatever_comes_as_a_checkpoint_is_refused_in_order(octets: bytes) -> None:
    with pytest.raises(Wrong):
        read_checkpoint(octets, KEY)
    with pytest.raises(Wrong):
        check_proof(octets, b"", KEY)


def test_a_head_is_taken_apart_into_its_checkpoints() -> None:
    archive = Archive().add(LOG, [entry(1)])
    texts = [archive.said[name].encode() for name in NAMES]
    assert notes(b"".join(texts)) == texts
    assert notes(b"") == []


def test_a_proof_is_checked_by_its_entry_and_key_alone() -> None:
    # given the proof of an entry
    archive = Archive().add(LOG, [entry(number) for number in range(300)])
    tiles = Tiles(lambda path: archive.files[f"{LOG}/{path}"], 300)
    text = proofs.text(71, inclusion(71, 300, tiles.root), archive.said[LOG]).encode()
    assert check_proof(text, entry(71), KEY).size == 300
    assert check_proof(text.replace(b"index", b"extra AAAA\nindex", 1), entry(71), KEY).size == 300
    # when the entry, the index, a line, the end or the checkpoint is another, then it shows nothing
    stale = archive.said[LOG]
    other = Archive(Signer("hub.other", bytes(32))).add(LOG, [entry(number) for number in range(300)]).said[LOG]
    lines = text.split(b"\n")
    forged = [
        (text, entry(72)), (text.replace(b"index 71", b"index 72"), entry(71)), (text.replace(b"index 71", b"index 071"), entry(71)),
        (b"\n".join([*lines[:3], *lines[4:]]), entry(71)), (text[:200], entry(71)), (text.replace(b"@v1", b"@v2"), entry(71)),
        (text.replace(stale.encode(), other.encode()), entry(71)), (text.replace(stale.encode(), SIGNED.encode()), entry(71)),
    ]  # fmt: skip
    for octets, shown in forged:
        with pytest.raises(Wrong):
            check_proof(octets, shown, KEY)
