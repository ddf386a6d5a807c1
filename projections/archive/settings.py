"""What the worker of the archive is told: where broker, database and folder are, and in whose name it signs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from projections.archive.signing import Signer


@dataclass(frozen=True)
class ArchiveSettings:
    """One archive. `client` is how kafka-python signs in; `marks` a folder for what is true only while the worker runs;
    `head_seconds` lie between two heads of all logs at least."""

    client: Mapping[str, Any]
    dsn: str
    folder: Path
    marks: Path
    signer: Signer = field(repr=False)
    head_seconds: float
    name: str = "archive"

    @property
    def progress(self) -> Path:
        """The file in which the worker says how far it is."""
        return self.marks / f"{self.name}.json"
