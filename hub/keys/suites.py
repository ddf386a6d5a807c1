"""The ciphers, behind one interface: AES-256-GCM, and SM4-GCM (GB/T 32907, RFC 8998) beside it. Pure but for the nonces' randomness."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE: Final = 12
TAG: Final = 16
Run = Callable[[bytes, bytes, bytes, bytes], bytes]
"""From key, nonce, text and associated data to the other text."""


class Altered(ValueError):
    """What is to be opened is not what was sealed, or belongs elsewhere, or the key is another."""


@dataclass(frozen=True)
class Suite:
    """An authenticated cipher. `number` stands in the clear in front of what it sealed; `key_bytes` is the length of its keys."""

    number: int
    name: str
    key_bytes: int
    encrypt: Run
    decrypt: Run

    def new_key(self) -> bytes:
        """A key drawn at random."""
        return secrets.token_bytes(self.key_bytes)

    def seal(self, key: bytes, plain: bytes, bound: bytes) -> bytes:
        """Nonce (12 random octets), ciphertext and tag (16). `bound` has to be the same when it is opened."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + self.encrypt(key, nonce, plain, bound)

    def open(self, key: bytes, octets: bytes, bound: bytes) -> bytes:
        """What was sealed. Raises Altered."""
        if len(octets) < NONCE + TAG or len(key) != self.key_bytes:
            raise Altered
        try:
            return self.decrypt(key, octets[:NONCE], octets[NONCE:], bound)
        except InvalidTag:
            raise Altered from None


def _aes_sealed(key: bytes, nonce: bytes, plain: bytes, bound: bytes) -> bytes:
    return AESGCM(key).encrypt(nonce, plain, bound)


def _aes_opened(key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
    return AESGCM(key).decrypt(nonce, sealed, bound)


def _sm4_sealed(key: bytes, nonce: bytes, plain: bytes, bound: bytes) -> bytes:
    run = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    run.authenticate_additional_data(bound)
    return run.update(plain) + run.finalize() + run.tag


def _sm4_opened(key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
    run = Cipher(algorithms.SM4(key), modes.GCM(nonce, sealed[-TAG:])).decryptor()
    run.authenticate_additional_data(bound)
    return run.update(sealed[:-TAG]) + run.finalize()


AES: Final = Suite(1, "aes-256-gcm", 32, _aes_sealed, _aes_opened)
SM4: Final = Suite(2, "sm4-gcm", 16, _sm4_sealed, _sm4_opened)
SUITES: Final = (AES, SM4)
BY_NUMBER: Final[Mapping[int, Suite]] = {one.number: one for one in SUITES}
BY_NAME: Final[Mapping[str, Suite]] = {one.name: one for one in SUITES}
