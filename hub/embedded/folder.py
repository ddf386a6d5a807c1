"""The data folder of an embedded hub: where each thing lies, who may read it."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import get_ident
from typing import Any

SECRET_BYTES = 24


def token() -> str:
    """A password drawn at random."""
    return secrets.token_urlsafe(SECRET_BYTES)


def _draw(path: Path, new: Callable[[], str]) -> None:
    """A new secret, whole or not at all; where another process was quicker its secret stays."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{get_ident()}")
    draft.touch(mode=0o600)
    try:
        draft.write_text(new())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


@dataclass(frozen=True)
class Folder:
    """`HUB_DATA` of one hub. Nothing is created until asked for."""

    root: Path

    @property
    def kafka(self) -> Path:
        """The broker's log and properties."""
        return self.root / "kafka"

    @property
    def postgres(self) -> Path:
        """The cluster."""
        return self.root / "postgres"

    @property
    def archive(self) -> Path:
        """The ledger as open logs (docs/auditing.md)."""
        return self.root / "archive"

    @property
    def run(self) -> Path:
        """What is true only while the hub runs: endpoints, process ids, heartbeats."""
        return self.root / "run"

    @property
    def logs(self) -> Path:
        """One file a process."""
        return self.root / "logs"

    def make(self) -> None:
        """Creates the folder and its parts, closed to other users."""
        for path in (self.root, self.run, self.logs, self.root / "secrets", self.kafka):
            path.mkdir(parents=True, exist_ok=True)
        (self.root / "secrets").chmod(0o700)

    def secret(self, name: str, new: Callable[[], str] = token) -> str:
        """The secret of that name, drawn by `new` when first asked for; a file of mode 0600. There are no default passwords."""
        path = self.root / "secrets" / name
        if not path.exists():
            _draw(path, new)
        return path.read_text()

    def remember(self, name: str, value: Any) -> None:
        """Writes a small JSON file of `run`, whole or not at all."""
        path = self.run / f"{name}.json"
        draft = path.with_suffix(".tmp")
        draft.write_text(json.dumps(value, ensure_ascii=False))
        draft.replace(path)

    def recall(self, name: str) -> Any:
        """What `remember` wrote last, None if nothing."""
        path = self.run / f"{name}.json"
        return json.loads(path.read_text()) if path.exists() else None
