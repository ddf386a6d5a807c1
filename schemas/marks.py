"""Where in a buffer of texts stands what the rule of a text forbids: asked once of the whole buffer, not of each text.

As `rules` does, a mark may doubt a good text, never pass a bad one.
"""

import re
from functools import cache, cached_property
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from schemas.limits import IDENTIFIER_BYTES, LABEL_BYTES
from schemas.text import IDENTIFIER_FORBIDDEN, LABEL_FORBIDDEN

Positions = npt.NDArray[np.int64]
Octets = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int32]

_ROUNDED: Final = 17
"""So many digits has a number that a spreadsheet rounds to zeros at its end."""

_CUT: Final = 8
_KEPT: Final = np.array([(1 << 8 * size) - 1 for size in range(_CUT + 1)], dtype=np.uint64)
"""By number of octets, those."""

_PLUS, _ZERO, _E = b"+0e"
_LOWER: Final = 0x20
_PLANE: Final = 0x10000


class Buffer:
    """Octets, and how many that a rule forbids stand before each place."""

    def __init__(self, whole: bytes) -> None:
        """Of octets; what is asked first is counted then."""
        self.octets: Octets = np.frombuffer(whole, dtype=np.uint8)
        self._whole = whole

    @cached_property
    def _identifier(self) -> Counts:
        marks = _marks(self._whole, IDENTIFIER_FORBIDDEN)
        if b"+" in self._whole:
            # A number as a spreadsheet writes it: 4.2E+17.
            plus = np.flatnonzero(self.octets == _PLUS)
            marks[plus[self.octets[plus - 1] | _LOWER == _E]] = 1
        return _counted(marks)

    @cached_property
    def _label(self) -> Counts:
        return _counted(_marks(self._whole, LABEL_FORBIDDEN))

    def identifiers(self, starts: Positions, ends: Positions) -> Mask:
        """Which of the identifiers between these places are doubted."""
        doubted = _any(self._identifier, starts, ends) | _unfit(starts, ends, IDENTIFIER_BYTES)
        zeros = np.flatnonzero(self.octets[ends - 1] == _ZERO)
        zeros = zeros[(ends - starts)[zeros] >= _ROUNDED]
        doubted[zeros] |= (self.octets[ends[zeros] - 2] == _ZERO) & (self.octets[ends[zeros] - 3] == _ZERO)
        return doubted

    def labels(self, starts: Positions, ends: Positions) -> Mask:
        """Which of the labels between these places are doubted. What they forbid identifiers forbid too."""
        suspected = _any(self._identifier, starts, ends)
        if suspected.any():
            suspected = _any(self._label, starts, ends)
        return suspected | _unfit(starts, ends, LABEL_BYTES)

    @cached_property
    def _prose(self) -> Counts:
        return _counted((self.octets == 0).view(np.uint8))

    def prose(self, starts: Positions, ends: Positions) -> Mask:
        """Which of the free texts between these places are doubted: those with a NUL, which identifiers forbid too."""
        suspected = _any(self._identifier, starts, ends)
        return _any(self._prose, starts, ends) if suspected.any() else suspected

    def others(self, words: tuple[str, ...], starts: Positions, ends: Positions) -> Mask:
        """Which of the texts between these places are none of the words."""
        sizes, known = ends - starts, np.zeros(len(starts), dtype=np.bool_)
        texts = [self._cut(starts, sizes, at) for at in range(0, max(map(len, words)), _CUT)]
        for word in (word.encode() for word in words):
            same = sizes == len(word)
            for place, text in enumerate(texts):
                same &= text == int.from_bytes(word[place * _CUT : (place + 1) * _CUT], "little")
            known |= same
        return ~known

    def _cut(self, starts: Positions, sizes: Positions, at: int) -> npt.NDArray[np.uint64]:
        """Of every text the octets from the place `at` on, as many as a number holds; those behind its end are zero."""
        found: npt.NDArray[np.uint64] = self._numbers[np.minimum(starts + at, len(self._numbers) - 1)]
        return found & _KEPT[np.clip(sizes - at, 0, _CUT)]

    @cached_property
    def _numbers(self) -> npt.NDArray[np.uint64]:
        """At every place the octets that follow, as one number."""
        return np.ndarray(len(self._whole) - _CUT + 1, dtype="<u8", buffer=self._whole, strides=(1,))


class _Forbidden(NamedTuple):
    first: bytes
    """By octet: 1 where it is forbidden, 2 where it begins a character that may be."""

    pairs: npt.NDArray[np.uint8]
    """By the first two octets of such a character: 1 where one that is forbidden begins like this."""


@cache
def _forbidden(pattern: str) -> _Forbidden:
    """What a set of characters forbids, all of them below 2^16."""
    first, pairs = bytearray(256), np.zeros((256, 256), dtype=np.uint8)
    known = re.compile(pattern)
    for octets in (chr(code).encode("utf-8", "surrogatepass") for code in range(_PLANE) if known.match(chr(code))):
        if len(octets) == 1:
            first[octets[0]] = 1
        else:
            first[octets[0]], pairs[octets[0], octets[1]] = 2, 1
    return _Forbidden(bytes(first), pairs)


def _marks(whole: bytes, pattern: str) -> Octets:
    """1 at every octet that is forbidden, or begins what is."""
    forbidden = _forbidden(pattern)
    octets = np.frombuffer(whole, dtype=np.uint8)
    marks = np.frombuffer(bytearray(whole.translate(forbidden.first)), dtype=np.uint8)
    begun = np.flatnonzero(marks == 2)
    following = octets[np.minimum(begun + 1, len(octets) - 1)]
    marks[begun] = forbidden.pairs[octets[begun], following]
    return marks


def _counted(marks: Octets) -> Counts:
    """How many marks stand before each place."""
    counted = np.empty(len(marks) + 1, dtype=np.int32)
    counted[0] = 0
    np.cumsum(marks, dtype=np.int32, out=counted[1:])
    return counted


def _any(counted: Counts, starts: Positions, ends: Positions) -> Mask:
    found: Mask = counted[starts] != counted[ends]
    return found


def _unfit(starts: Positions, ends: Positions, most: int) -> Mask:
    sizes = ends - starts
    unfit: Mask = (sizes < 1) | (sizes > most)
    return unfit
