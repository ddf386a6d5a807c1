"""The cursor of a feed: the next offset of every ledger partition, opaque to whoever keeps it. Pure.

It names its ledger by the digest of the first reference record, so that a cursor of another hub is told from one that is
ahead of an index being filled again.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from schemas.topics import FAMILIES, LEDGER_PARTITIONS

Partition = tuple[int, int]
"""(place of the family in schemas.topics.FAMILIES, partition)."""

PARTITIONS: Final[tuple[Partition, ...]] = tuple((family, part) for family, name in enumerate(FAMILIES) for part in range(LEDGER_PARTITIONS[name]))
REFERENCE: Final = PARTITIONS.index((0, 0))
UNNAMED: Final = bytes(4)
"""The name of a ledger that has no reference record yet."""

_FORM: Final = 1
_PLACES: Final[dict[Partition, int]] = {one: place for place, one in enumerate(PARTITIONS)}
_LARGEST: Final = 1 << 63


@dataclass(frozen=True)
class Cursor:
    """`ledger` is four octets that name it, `offsets` the next offset of each of PARTITIONS."""

    ledger: bytes = UNNAMED
    offsets: tuple[int, ...] = (0,) * len(PARTITIONS)

    def at(self, partition: Partition) -> int:
        """The next offset of a partition."""
        return self.offsets[_PLACES[partition]]

    def moved(self, partition: Partition, offset: int) -> "Cursor":
        """The cursor with the next offset of one partition changed."""
        place = _PLACES[partition]
        return replace(self, offsets=(*self.offsets[:place], offset, *self.offsets[place + 1 :]))

    def since(self, before: "Cursor") -> list[tuple[int, int, int, int]]:
        """(family, partition, first offset, next offset) of what lies between an earlier cursor and this one."""
        ends = zip(PARTITIONS, before.offsets, self.offsets, strict=True)
        return [(*partition, first, following) for partition, first, following in ends if first < following]

    def joined(self, other: "Cursor") -> "Cursor":
        """The cursor that is behind both."""
        return replace(self, offsets=tuple(map(max, self.offsets, other.offsets)))


def encode(cursor: Cursor) -> str:
    """The cursor as text of letters, digits, `-` and `_`."""
    return packed(_FORM, cursor.ledger, cursor.offsets)


def decode(text: str) -> Cursor:
    """The cursor of a text that `encode` made. Raises ValueError for any other text."""
    ledger, numbers = unpacked(_FORM, text)
    if len(numbers) != len(PARTITIONS):
        raise ValueError(text)
    return Cursor(ledger, numbers)


def packed(form: int, ledger: bytes, numbers: Iterable[int]) -> str:
    """The name of a ledger and some numbers as text that tells which form of cursor it is."""
    octets = bytes([form]) + ledger + b"".join(map(_varint, numbers))
    return urlsafe_b64encode(octets).decode().rstrip("=")


def unpacked(form: int, text: str) -> tuple[bytes, tuple[int, ...]]:
    """The name and the numbers of a text that `packed` made of this form. Raises ValueError for any other text."""
    if not text.isascii():
        raise ValueError(text)
    octets = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    ledger, numbers = octets[1:5], tuple(_numbers(octets[5:]))
    if octets[:1] != bytes([form]) or packed(form, ledger, numbers) != text:
        raise ValueError(text)
    return ledger, numbers


@lru_cache(maxsize=4096)
def _varint(number: int) -> bytes:
    octets = bytearray()
    while number >= 0x80:
        octets.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes((*octets, number))


def _numbers(octets: bytes) -> Iterator[int]:
    number, shift = 0, 0
    for octet in octets:
        number |= (octet & 0x7F) << shift
        if number >= _LARGEST:
            raise ValueError(octets)
        if octet & 0x80:
            shift += 7
        else:
            yield number
            number, shift = 0, 0
