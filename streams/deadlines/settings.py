"""What a watch of deadlines is told: where broker and database are, where it may leave its marks, how often it looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

EVERY_SECONDS: Final = 1.0
MOST: Final = 2_000
"""Notices told by one look. What there is more of is told by the next."""

OBJECTS: Final = 500
"""Objects whose steps are worked out by one look: a second."""

RECORDS: Final = 20_000
"""Records of each partition of the ledger index that one look goes through for what may have moved a step."""


@dataclass(frozen=True)
class WatchSettings:
    """One watch. `client` is how `signed` lets aiokafka sign in; `dsn` reaches the database as a role that may ask what there is to tell, and keep
    what was told.

    `name` tells workers apart; `marks` is a folder for what is true only while the worker runs; a file `test_clock` stands for the time.
    """

    client: Mapping[str, Any]
    dsn: str
    marks: Path
    name: str = "deadlines"
    test_clock: Path | None = None
    every_seconds: float = EVERY_SECONDS
    most: int = MOST
    objects: int = OBJECTS
    records: int = RECORDS

    @property
    def progress(self) -> Path:
        """The file in which the worker says how far it is."""
        return self.marks / f"{self.name}.json"
