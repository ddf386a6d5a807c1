"""What a gate worker is told: where broker and database are, where it may leave its marks."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

BATCH_RECORDS: Final = 40_000
"""Records judged together: enough for columns to pay, few enough that a batch takes half a second."""

BATCH_BYTES: Final = 16 * 1024 * 1024
"""Octets of values judged together; a batch beyond is cut. It bounds what translated JSON may take."""

FETCH_BYTES: Final = 2 * 1024 * 1024
"""Octets of one partition that the consumer holds ready, at most."""

FETCH_LEAST: Final = 64 * 1024
HELD_BYTES: Final = 128 * 1024 * 1024
"""Octets that the consumer holds ready of all partitions together, unless they are so many that FETCH_LEAST exceeds it."""

DELIVERY_MS: Final = 15_000
"""A batch of writes is given up after so long, and so is one request: together the 30 s of the contract."""


@dataclass(frozen=True)
class GateSettings:
    """One gate worker. `client` is how `signed` lets aiokafka sign in; `dsn` reaches the database whose clock and positions are compared.

    `name` tells workers apart and is kept over restarts. `marks` is a folder for what is true only while the worker runs.
    Without `dsn` nothing is compared: for tools and tests without a database. `archive` is the folder in which every log has its checkpoint.
    """

    client: Mapping[str, Any]
    marks: Path
    name: str = "gate-0"
    dsn: str | None = None
    test_clock: Path | None = None
    batch_records: int = BATCH_RECORDS
    batch_bytes: int = BATCH_BYTES
    archive: Path | None = None

    @property
    def progress(self) -> Path:
        """The file in which the worker says how far it is."""
        return self.marks / f"{self.name}.json"
