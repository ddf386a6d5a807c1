"""Trees, tiles and proofs against RFC 6962 as it is written, at every size up to past a tile, and at sizes about the edges of the second level."""

from __future__ import annotations

import hashlib
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.archive.growing import Grown, grow
from projections.archive.proofs import Tiles, consistency, inclusion
from projections.archive.verifier import EMPTY, ENTRIES, Tree, bundled, consistent, included, leaf, tile_path, unbundle
from tests.archive.made import entry

pytestmark = pytest.mark.quick
MOST = 600
LEAVES = [leaf(entry(number)) for number in range(MOST)]


@cache
def mth(first: int, end: int) -> bytes:
    """The Merkle tree hash of the definition."""
    if end - first == 0:
        return hashlib.sha256(b"").digest()
    if end - first == 1:
        return LEAVES[first]
    half = 1 << (end - first - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + mth(first, first + half) + mth(first + half, end)).digest()


def files_at(size: int) -> dict[str, bytes]:
    """Every file ever laid of a log that has grown to a size in three steps."""
    held, files = Grown(Tree(), EMPTY, b"", b""), dict[str, bytes]()
    for first, end in ((0, size // 3), (size // 3, size // 2), (size // 2, size)):
        if end > first:
            held, more = grow(held, [entry(number) for number in range(first, end)])
            files |= more
    return files


def test_every_tree_has_the_root_of_the_definition_however_it_grew() -> None:
    # given every size, when the tree grows in two steps, then its root is the one of RFC 6962
    for size in range(MOST + 1):
        tree = Tree()
        tree.grow(LEAVES[: size // 3])
        tree.grow(LEAVES[size // 3 : size])
        assert (tree.size, tree.root) == (size, mth(0, size))
    assert mth(0, 0) == EMPTY


def test_every_inclusion_proof_out_of_tiles_holds_and_no_other_does() -> None:
    # given the tiles of a tree, when each entry is proved then its proof holds for it alone
    for size in (*range(1, 40), 255, 256, 257, 513):
        files = files_at(size)
        tiles = Tiles(files.__getitem__, size)
        for index in range(size):
            path = inclusion(index, size, tiles.root)
            assert included(index, size, LEAVES[index], path, mth(0, size))
            assert not included(index, size, LEAVES[(index + 1) % MOST], path, mth(0, size))
            assert not included(index + 1, size, LEAVES[index], path, mth(0, size))
            assert not included(index, size, LEAVES[index], [*path, EMPTY], mth(0, size))
            if path:
                assert not included(index, size, LEAVES[index], path[:-1], mth(0, size))
                assert not included(index, size, LEAVES[index], [EMPTY, *path[1:]], mth(0, size))


def test_every_consistency_proof_out_of_tiles_holds_and_no_other_does() -> None:
    for size in (*range(1, 70), 256, 257, 512, MOST):
        tiles = Tiles(files_at(size).__getitem__, size)
        for old in range(1, size + 1) if size < 70 else (1, 2, 3, 127, 255, 256, size - 1, size):
            proof = consistency(old, size, tiles.root)
            assert consistent(old, size, mth(0, old), mth(0, size), proof)
            assert not consistent(old, size, mth(0, old), EMPTY, proof)
            assert not consistent(old, size, hashlib.sha256(b"x").digest(), mth(0, size), proof)
            assert not consistent(old, size, mth(0, old), mth(0, size), [*proof, EMPTY])
            if proof:
                assert not consistent(old, size, mth(0, old), mth(0, size), proof[:-1])
    assert not consistent(5, 4, EMPTY, EMPTY, [])
    # and of the empty tree nothing is shown but that it is itself
    assert not consistent(0, 1, EMPTY, mth(0, 1), [])
    assert consistent(0, 0, EMPTY, EMPTY, [])
    assert not consistent(0, 0, mth(0, 1), mth(0, 1), [])


@given(st.integers(1, MOST), st.data())
def test_proofs_that_were_tampered_with_do_not_hold(size: int, data: st.DataObject) -> None:
    # given a proof, when any bit of any hash is another, then it shows nothing
    tiles = Tiles(files_at(size).__getitem__, size)
    index = data.draw(st.integers(0, size - 1))
    path = inclusion(index, size, tiles.root)
    if path:
        at, bit = data.draw(st.integers(0, len(path) - 1)), data.draw(st.integers(0, 255))
        flipped = (int.from_bytes(path[at]) ^ 1 << bit).to_bytes(32)
        assert not included(index, size, LEAVES[index], [*path[:at], flipped, *path[at + 1 :]], mth(0, size))


@given(st.lists(st.binary(max_size=300), max_size=50))
def test_a_bundle_is_taken_apart_into_what_it_was_made_of(entries: list[bytes]) -> None:
    made = bundled(entries)
    assert unbundle(made) == entries
    for cut in range(1, len(made), 7):
        try:
            assert unbundle(made[:cut]) == entries[: len(unbundle(made[:cut]))]
        except ValueError:
            continue


def test_paths_and_widths_are_those_of_the_specification() -> None:
    # given the example of C2SP tlog-tiles: a tree of 70,000
    assert tile_path(0, 1234067) == "tile/0/x001/x234/067"
    assert tile_path(ENTRIES, 7, 5) == "tile/entries/007.p/5"
    tree = Tree()
    full = tree.grow([LEAVES[number % MOST] for number in range(70_000)])
    partial = {(level, number): len(octets) // 32 for level, number, octets in tree.partial()}
    assert sum(level == 0 for level, _, _ in full) == 273
    assert [(level, number) for level, number, _ in full if level] == [(1, 0)]
    assert partial == {(0, 273): 112, (1, 1): 17, (2, 0): 1}
    assert {len(octets) for _, _, octets in full} == {8192}
