"""The keys that wrap keys: one an epoch, each a file of its own among the secrets, gone when its epoch has ended."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from hub.keys.suites import AES, SM4, Suite
from schemas.errors import Unavailable, shown

PREFIX: Final = "kek-"
_SHARES: Final[Mapping[int, slice]] = {AES.number: slice(0, 32), SM4.number: slice(32, 48)}
"""Which octets of an epoch's secret are whose key: each suite is wrapped by itself, so that neither leans on the other."""
_OCTETS: Final = 48


class KeysAway(Unavailable):
    """The key store, or what opens it, is not there: personal data can neither be sealed nor opened until it is."""

    code = "KEYS_AWAY"


@dataclass(frozen=True)
class Ring:
    """The secrets of the epochs in a folder. `read`: those that one piece of work has read before; else each is read when asked for."""

    folder: Path
    read: dict[int, bytes] | None = None

    def once(self) -> Ring:
        """The same for one piece of work: no file is read twice."""
        return replace(self, read={})

    def path(self, epoch: int) -> Path:
        """The file of an epoch."""
        return self.folder / f"{PREFIX}{epoch}"

    def epochs(self) -> list[int]:
        """The epochs whose secret is there."""
        names = (path.name.removeprefix(PREFIX) for path in self.folder.glob(f"{PREFIX}*"))
        return sorted(int(name) for name in names if name.isdecimal())

    def draw(self, epoch: int) -> None:
        """A new secret, unless the epoch has one; on disk when this returns."""
        draft = self.folder / f".{PREFIX}{epoch}.{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(base64.urlsafe_b64encode(secrets.token_bytes(_OCTETS)) + b"\n")
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(draft, self.path(epoch))
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        _settle(self.folder)

    def burn(self, epoch: int) -> None:
        """Overwrites and removes the secret of an epoch. Nothing that it wrapped can be opened any more."""
        path = self.path(epoch)
        if not path.exists():
            return
        with path.open("r+b") as out:
            out.write(bytes(path.stat().st_size))
            out.flush()
            os.fsync(out.fileno())
        path.unlink()
        _settle(self.folder)

    def wrap(self, epoch: int, suite: Suite, key: bytes, owner: bytes) -> bytes:
        """A key as the store keeps it, bound to its owner. Raises KeysAway."""
        return suite.seal(self._share(epoch, suite), key, _bound(epoch, suite, owner))

    def unwrap(self, epoch: int, suite: Suite, wrapped: bytes, owner: bytes) -> bytes:
        """The key. Raises KeysAway, Altered."""
        return suite.open(self._share(epoch, suite), wrapped, _bound(epoch, suite, owner))

    def _share(self, epoch: int, suite: Suite) -> bytes:
        octets = self._secret(epoch) if self.read is None else self.read.get(epoch) or self.read.setdefault(epoch, self._secret(epoch))
        return octets[_SHARES[suite.number]]

    def _secret(self, epoch: int) -> bytes:
        path = self.path(epoch)
        try:
            octets = base64.urlsafe_b64decode(path.read_bytes().strip())
        except (OSError, ValueError) as error:
            raise KeysAway(shown(f"{path}: {type(error).__name__}")) from None
        if len(octets) != _OCTETS:
            raise KeysAway(shown(f"{path}: {len(octets)} B"))
        return octets


def _bound(epoch: int, suite: Suite, owner: bytes) -> bytes:
    return b"congress-hub key" + epoch.to_bytes(4, "big") + bytes([suite.number]) + owner


def _settle(folder: Path) -> None:
    """The folder's entries on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
