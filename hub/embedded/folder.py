"""The data folder of an embedded hub: where each thing lies, who may read it."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECRET_BYTES = 24


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

    def secret(self, name: str) -> str:
        """The secret of that name, drawn at random when first asked for; a file of mode 0600. There are no default passwords."""
        path = self.root / "secrets" / name
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(SECRET_BYTES))
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
