"""The named places of the gate at which a test kills it (`schemas.faults`): before and after everything that leaves a mark."""

from typing import Final

POINTS: Final = (
    "gate.assigned",
    "gate.revoked",
    "gate.taken",
    "gate.judged",
    "gate.sent",
    "gate.acked",
    "gate.committed",
    "gate.anew.sent",
    "gate.anew.acked",
)
