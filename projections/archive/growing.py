"""Records as entries, and entries as the files by which a log grows. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from projections.archive.verifier import ASIDE, ENTRIES, TIME, WIDTH, Tree, aside_path, bundled, leaf, put_aside, tile_path

MOST: Final = 0xFFFF - TIME.size
"""Octets of a record that an entry holds: those of the ledger are shorter, of quarantine some are longer."""


@dataclass(frozen=True)
class Grown:
    """A log at some size: its tree, the entries of its partial bundle as octets, the hash of its last entry."""

    tree: Tree
    root: bytes
    bundle: bytes
    last: bytes


def entries_of(stamps: Iterable[int], values: Iterable[bytes | None]) -> tuple[list[bytes], dict[str, bytes]]:
    """The entries of records (time stamps in ms), and beneath their log the files of those that lie aside.

    Aside lie those that are too long, and those that could be taken for an entry of one that does. A record without a value is its time alone.
    """
    pack, files, entries = TIME.pack, dict[str, bytes](), []
    for stamp, value in zip(stamps, values, strict=True):
        if value is None:
            entries.append(pack(stamp))
        elif value and len(value) <= MOST and value[0] != ASIDE:
            entries.append(pack(stamp) + value)
        else:
            entry = put_aside(stamp, value)
            entries.append(entry)
            files[aside_path(entry[-32:])] = value
    return entries, files


def grow(held: Grown, entries: Sequence[bytes]) -> tuple[Grown, Mapping[str, bytes]]:
    """A log with more entries, at least one, and beneath it the files by which it grew."""
    tree, leaves = held.tree.copy(), [leaf(entry) for entry in entries]
    full = tree.grow(leaves)
    known = {(level, number, len(octets)) for level, number, octets in held.tree.partial()}
    files, bundle = _bundles(held, entries, tree.size)
    for level, number, octets in (*full, *(one for one in tree.partial() if (*one[:2], len(one[2])) not in known)):
        files[tile_path(level, number, len(octets) // 32)] = octets
    return Grown(tree, tree.root, bundle, leaves[-1]), files


def _bundles(held: Grown, entries: Sequence[bytes], size: int) -> tuple[dict[str, bytes], bytes]:
    """The bundles that are new or longer, and the octets of the partial one."""
    files, bundle, old = dict[str, bytes](), held.bundle, held.tree.size
    for start in range(-(old % WIDTH), len(entries), WIDTH):
        number = (old + start) // WIDTH
        octets = (bundle if start < 0 else b"") + bundled(entries[max(0, start) : start + WIDTH])
        width = min(WIDTH, size - number * WIDTH)
        files[tile_path(ENTRIES, number, width)] = octets
        bundle = octets if width < WIDTH else b""
    return files, bundle
