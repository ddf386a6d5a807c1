"""Proofs out of tiles (RFC 6962, section 2.1), and their text (C2SP tlog-proof). Pure: `read` gives the octets of a tile by its path."""

import base64
from collections.abc import Callable, Sequence
from typing import Final

from projections.archive.verifier import HASH_BYTES, PROOF, WIDTH, over, split, subtree, tile_path

Read = Callable[[str], bytes]
_HEIGHT: Final = 8


class Tiles:
    """A tree of `size` entries as its tiles hold it. A tile is read once."""

    def __init__(self, read: Read, size: int) -> None:
        """Nothing is read yet."""
        self._read, self._size = read, size
        self._held: dict[tuple[int, int], list[bytes]] = {}

    def hashes(self, level: int, number: int) -> list[bytes]:
        """The hashes of a tile. Raises ValueError when it is not as long as the tree wants it."""
        if (level, number) not in self._held:
            width = min(WIDTH, (self._size >> _HEIGHT * level) - number * WIDTH)
            path = tile_path(level, number, width)
            found = split(self._read(path))
            if len(found) != width or len(found[-1]) != HASH_BYTES:
                raise ValueError(path)
            self._held[level, number] = found
        return self._held[level, number]

    def root(self, first: int, end: int) -> bytes:
        """The hash over the entries from `first` to before `end`, where `first` is a multiple of the power of two that spans them."""
        return over([self._perfect(low, bit)] for low, bit in _parts(first, end))

    def _perfect(self, first: int, height: int) -> bytes:
        """The hash over 2^height entries."""
        level, within = divmod(height, _HEIGHT)
        at = first >> _HEIGHT * level
        return subtree(self.hashes(level, at // WIDTH)[at % WIDTH : at % WIDTH + (1 << within)])


def _parts(first: int, end: int) -> list[tuple[int, int]]:
    """The whole subtrees of which a stretch consists, the rightmost and smallest first: first index and height."""
    found = []
    while end > first:
        height = ((end - first) & (first - end)).bit_length() - 1
        end -= 1 << height
        found.append((end, height))
    return found


def _half(number: int) -> int:
    """The largest power of two below a number of at least 2."""
    return 1 << (number - 1).bit_length() - 1


def inclusion(index: int, size: int, root: Callable[[int, int], bytes]) -> list[bytes]:
    """The path of an entry, from its sibling up. `root` gives the hash over a stretch of entries. Raises IndexError outside of the tree."""
    if not 0 <= index < size:
        raise IndexError(index)
    first, end, path = 0, size, []
    while end - first > 1:
        middle = first + _half(end - first)
        if index < middle:
            path.append(root(middle, end))
            end = middle
        else:
            path.append(root(first, middle))
            first = middle
    return path[::-1]


def consistency(old: int, size: int, root: Callable[[int, int], bytes]) -> list[bytes]:
    """What shows that the tree of `size` begins with that of `old`; nothing where that is none or all of it."""
    if not 0 <= old <= size:
        raise IndexError(old)
    first, end, whole, path = 0, size, True, []
    while old not in (0, end):
        middle = first + _half(end - first)
        if old <= middle:
            path.append(root(middle, end))
            end = middle
        else:
            path.append(root(first, middle))
            first, whole = middle, False
    if not whole:
        path.append(root(first, end))
    return path[::-1]


def text(index: int, path: Sequence[bytes], checkpoint: str, extra: bytes | None = None) -> str:
    """A `.tlog-proof`; `extra`: octets that it carries besides."""
    carried = () if extra is None else (f"extra {base64.b64encode(extra).decode()}",)
    return "\n".join((PROOF, *carried, f"index {index}", *(base64.b64encode(one).decode() for one in path), "", checkpoint))
