"""The hub's own key, and checkpoints signed by it. Pure but for drawing a key."""

import base64
import re
import secrets
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from projections.archive.verifier import ED25519, HASH_BYTES, HEADS, Key, Note, Witness, cosigned_words
from schemas.errors import UsageError, shown

_MARK: Final = "PRIVATE+KEY"
_KEPT: Final = re.compile(r"PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+(\S+)")
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9.:-]*(?:/[a-z0-9.-]+)*")


@dataclass(frozen=True)
class Signer:
    """A hub's name and private key."""

    hub: str
    seed: bytes

    @property
    def key(self) -> Key:
        """The public half, in the name of the heads."""
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        return Key(f"{self.hub}/{HEADS}", public.public_bytes_raw())

    def checkpoint(self, log: str, size: int, root: bytes) -> str:
        """The signed head of a log; the same each time, as Ed25519 draws nothing."""
        origin = f"{self.hub}/{log}"
        body = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(body.encode())
        return f"{body}\n— {origin} {base64.b64encode(self.key.of(origin).number + signature).decode()}\n"

    def text(self) -> str:
        """The private key as it is kept, in the words of golang.org/x/mod/sumdb/note."""
        return f"{_MARK}+{self.key.name}+{self.key.number.hex()}+{base64.b64encode(ED25519 + self.seed).decode()}"


@dataclass(frozen=True)
class Cosigner:
    """A witness's name and private key: another key than that of its archive, as what is cosigned does not say whose name it is."""

    name: str
    seed: bytes

    @property
    def witness(self) -> Witness:
        """The public half."""
        return Witness(self.name, Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    def line(self, note: Note, time: int) -> str:
        """The line that says: at this time (s since 1970) no larger checkpoint of the log was known than this."""
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(cosigned_words(note.body, time))
        octets = self.witness.number + time.to_bytes(8, "big") + signature
        return f"— {self.name} {base64.b64encode(octets).decode()}\n"


def draw(hub: str = "") -> str:
    """A new private key, as it is kept, for a hub of this name; without one the name is drawn too. Raises UsageError."""
    name = hub or f"hub-{secrets.token_hex(6)}"
    if not _NAME.fullmatch(name):
        raise UsageError(f"HUB_NAME: {shown(name)}")
    return Signer(name, secrets.token_bytes(HASH_BYTES)).text()


def read(text: str) -> Signer:
    """The key that is kept. Raises UsageError when it is none; the secret is not shown."""
    found = _KEPT.fullmatch(text.strip())
    try:
        octets = base64.b64decode(found[3], validate=True) if found else b""
        signer = Signer(found[1].removesuffix(f"/{HEADS}") if found else "", octets[1:])
        good = found is not None and octets[:1] == ED25519 and (signer.key.name, signer.key.number.hex()) == (found[1], found[2])
    except ValueError:
        good = False
    if not good:
        raise UsageError("archive-key")
    return signer
