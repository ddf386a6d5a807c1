"""What a projection worker is told: where broker and database are, where it may leave its marks, how far it may run ahead."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

BATCH_RECORDS: Final = 20_000
"""Records appended in one transaction at most: enough for columns to pay, few enough that an event is seen soon."""

FETCH_BYTES: Final = 2 * 1024 * 1024
"""Octets of one partition that the consumer holds ready."""

APPEND_AHEAD: Final = 60_000
"""Records appended but not folded, beyond which appending waits: it bounds how long one fold takes."""


@dataclass(frozen=True)
class ProjectionSettings:
    """One projection worker. `client` is how kafka-python signs in; `dsn` reaches the database as a role that may make schemas.

    `name` tells workers apart and is kept over restarts. `marks` is a folder for what is true only while the worker runs.
    """

    client: Mapping[str, Any]
    dsn: str
    marks: Path
    name: str = "projection-0"
    batch_records: int = BATCH_RECORDS
    append_ahead: int = APPEND_AHEAD

    @property
    def progress(self) -> Path:
        """The file in which the worker says how far it is."""
        return self.marks / f"{self.name}.json"
