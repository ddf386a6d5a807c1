"""The folder of an outbox: an event a file, in the order in which they were put in; each file whole or not there, durable before it is counted.

`<number>-<identity>.json` is to be sent, `.sent` was taken by a hub; `receipts/<identity>.tlog-proof` is what came for it, and then the event goes.
`hub.vkey` is the hub's key, `seen/` the largest checkpoint of each log that was verified.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import Any, Final

from projections.archive.verifier import TIME, Wrong, proof_extra
from schemas import codec
from schemas.cloudevents import from_structured
from schemas.content import digest
from schemas.errors import HubError, Problem, Refused, shown

KEY: Final = "hub.vkey"
WAITING: Final = ".json"
SENT: Final = ".sent"
_RECEIPTS: Final = "receipts"
_SEEN: Final = "seen"
_APART: Final = "~"
"""Stands for the slash in the name of a log."""


class Busy(HubError):
    """Another process uses the outbox."""

    code = "OUTBOX_BUSY"


@dataclass(frozen=True)
class Kept:
    """An event in the outbox; `sent`: a hub has taken it before."""

    path: Path
    text: bytes
    sent: bool

    @property
    def event(self) -> dict[str, Any]:
        """The event."""
        return from_structured(self.text)


class Box:
    """One outbox. Nothing is made before something is put in."""

    def __init__(self, folder: Path) -> None:
        """Of a folder."""
        self.folder = folder
        self._paths: dict[str, Path] = {}
        self._last = 0

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Holds the outbox for this process, which alone may use it then; the lock dies with it. Raises Busy."""
        self.folder.mkdir(parents=True, exist_ok=True)
        # Personal data are sealed at the hub's door: here they are as they were said.
        self.folder.chmod(0o700)
        for one in (self.folder / _RECEIPTS, self.folder / _SEEN):
            one.mkdir(exist_ok=True)
        with (self.folder / "lock").open("a") as lock:
            try:
                flock(lock, LOCK_EX | LOCK_NB)
            except OSError:
                raise Busy(str(self.folder)) from None
            found = sorted(path for path in self.folder.iterdir() if path.suffix in (WAITING, SENT))
            self._paths = {path.stem.partition("-")[2]: path for path in found}
            self._last = max((int(path.name.partition("-")[0]) for path in found), default=0)
            yield

    def put(self, text: bytes) -> bool:
        """Keep an event; false where the same is here already, or has its receipt.

        Raises Refused for what is no event, OUTBOX_OTHER where the id stands for something else here.
        """
        event = from_structured(text)
        own = digest(event)
        known = self._known(event)
        if known is not None and known != own:
            raise Refused(Problem("OUTBOX_OTHER", "/id", "", shown(f"{event['source']} {event['id']}")))
        if known is not None:
            return False
        self._last += 1
        path = self.folder / f"{self._last:012}-{_identity(event)}{WAITING}"
        _lay(path, text)
        self._paths[_identity(event)] = path
        return True

    def kept(self) -> list[Kept]:
        """The events, in the order in which they were put in."""
        return [Kept(path, path.read_bytes(), path.suffix == SENT) for path in sorted(self._paths.values())]

    def sent(self, one: Kept) -> Kept:
        """A hub has taken the event."""
        path = one.path.with_suffix(SENT)
        one.path.replace(path)
        self._paths[_identity(one.event)] = path
        return Kept(path, one.text, True)

    def done(self, one: Kept, receipt: bytes, log: str, checkpoint: str) -> None:
        """A receipt has come and holds: it is kept, what it shows of its log too, and then the event goes."""
        _lay(self.folder / _RECEIPTS / f"{_identity(one.event)}.tlog-proof", receipt)
        _lay(self.folder / _SEEN / log.replace("/", _APART), checkpoint.encode())
        one.path.unlink()
        self._paths.pop(_identity(one.event), None)

    @property
    def key(self) -> str | None:
        """The hub's key, null before it is known."""
        path = self.folder / KEY
        return path.read_text("utf-8").strip() if path.is_file() else None

    def trust(self, key: str) -> None:
        """Know the hub by this key from now on."""
        _lay(self.folder / KEY, f"{key}\n".encode())

    def seen(self) -> Mapping[str, bytes]:
        """By log the largest checkpoint that was verified."""
        return {path.name.replace(_APART, "/"): path.read_bytes() for path in sorted((self.folder / _SEEN).iterdir())}

    def _known(self, event: Mapping[str, Any]) -> bytes | None:
        """The digest of what stands here under the event's identity."""
        name = _identity(event)
        if name in self._paths:
            return digest(from_structured(self._paths[name].read_bytes()))
        receipt = self.folder / _RECEIPTS / f"{name}.tlog-proof"
        try:
            entry = proof_extra(receipt.read_bytes()) if receipt.is_file() else None
            return None if entry is None else digest(codec.decode(entry[TIME.size :]))
        except (Wrong, Refused):
            return None


def _identity(event: Mapping[str, Any]) -> str:
    """The name of an identity as part of a file's name."""
    return hashlib.sha256(f"{event['source']}\n{event['id']}".encode()).hexdigest()[:32]


def _lay(path: Path, content: bytes) -> None:
    """Write a file whole, durable when this returns."""
    draft = path.with_name(f"{path.name}.tmp")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    number = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
