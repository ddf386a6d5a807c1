"""The logs of the archive, as data: another one is another line. Pure."""

from dataclasses import dataclass
from typing import Final

from projections.archive.verifier import HEADS
from projections.ledger import ARCHIVED
from schemas.topics import AUDIT, FAMILIES, LEDGER_PARTITIONS, QUARANTINE, ledger


@dataclass(frozen=True)
class Log:
    """One log: its name beneath the hub's, and the partition whose offsets are its indexes."""

    name: str
    topic: str
    part: int

    @property
    def family(self) -> int:
        """The number of its topic, as in `core.position`; behind those that the index knows, the audit log's."""
        return ARCHIVED.index(self.topic)


LOGS: Final = (
    *(Log(f"{ledger(family)}/{part}", ledger(family), part) for family in FAMILIES for part in range(LEDGER_PARTITIONS[family])),
    Log(QUARANTINE, QUARANTINE, 0),
    Log(AUDIT, AUDIT, 0),
)
NAMES: Final = (*(one.name for one in LOGS), HEADS)
