"""Which ledger partition a key belongs to: Kafka's own rule (murmur2), over whole columns. Pure."""

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

_M: Final = np.uint32(0x5BD1E995)
_SEED: Final = np.uint32(0x9747B28C)

Words = npt.NDArray[np.uint32]


def partitions(keys: pl.Series, count: int) -> pl.Series:
    """The partition of each key (text), as every Kafka client's default partitioner chooses it: Int32, 0 ≤ n < count."""
    octets = keys.cast(pl.Binary)
    lengths = keys.str.len_bytes().to_numpy()
    hashes = np.zeros(len(keys), dtype=np.uint32)
    for length in np.unique(lengths):
        places = np.flatnonzero(lengths == length)
        joined = b"".join(octets.gather(places).to_list())
        hashes[places] = _murmur2(np.frombuffer(joined, dtype=np.uint8).reshape(len(places), int(length)))
    return pl.Series((hashes & np.uint32(0x7FFFFFFF)) % np.uint32(count), dtype=pl.Int32)


def _murmur2(keys: npt.NDArray[np.uint8]) -> Words:
    """The hash of keys of one length, a row each. Numbers wrap at 32 bits, as the rule wants."""
    rows, length = keys.shape
    whole = length // 4
    words = np.ascontiguousarray(keys[:, : whole * 4]).view("<u4").reshape(rows, whole)
    hashed: Words = np.full(rows, _SEED ^ np.uint32(length), dtype=np.uint32)
    for place in range(whole):
        word = words[:, place] * _M
        word ^= word >> np.uint32(24)
        hashed = (hashed * _M) ^ (word * _M)
    rest = keys[:, whole * 4 :].astype(np.uint32)
    for place in reversed(range(length - whole * 4)):
        hashed ^= rest[:, place] << np.uint32(8 * place)
    if length % 4:
        hashed *= _M
    hashed ^= hashed >> np.uint32(13)
    hashed *= _M
    return hashed ^ (hashed >> np.uint32(15))
