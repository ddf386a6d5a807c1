"""Which ledger partition a key belongs to: Kafka's own rule (murmur2), over many keys at once. Pure."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

_M: Final = np.uint32(0x5BD1E995)
_SEED: Final = np.uint32(0x9747B28C)

Words = npt.NDArray[np.uint32]


def hashes(keys: Sequence[bytes]) -> Words:
    """A number for each key: its rest by the number of partitions is the partition that every Kafka client's default
    partitioner chooses."""
    if not keys:
        return np.zeros(0, dtype=np.uint32)
    lengths = np.fromiter(map(len, keys), dtype=np.uint32, count=len(keys))
    width = int(lengths.max()) // 4 + 1
    # Zeros behind a key's end count for nothing in its last, incomplete word.
    words = np.ascontiguousarray(np.array(keys, dtype=f"S{width * 4}").view("<u4").reshape(len(keys), width).T)
    return _murmur2(words, lengths) & np.uint32(0x7FFFFFFF)


def _murmur2(words: Words, lengths: Words) -> Words:
    """The hash of each key; `words[n]` are the keys' words number n. Numbers wrap at 32 bits, as the rule wants."""
    whole, hashed = lengths // 4, np.uint32(_SEED) ^ lengths
    for place in range(int(whole.max())):
        word = words[place] * _M
        word ^= word >> np.uint32(24)
        hashed = np.where(whole > place, (hashed * _M) ^ (word * _M), hashed)
    rest = words[whole, np.arange(len(lengths))]
    hashed = np.where(lengths % 4 > 0, (hashed ^ rest) * _M, hashed)
    hashed ^= hashed >> np.uint32(13)
    hashed *= _M
    return hashed ^ (hashed >> np.uint32(15))
