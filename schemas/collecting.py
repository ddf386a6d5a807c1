"""How often a worker searches its objects for circles that nobody holds."""

import gc
from typing import Final

NEW_OBJECTS: Final = 20_000
"""Between two searches. A batch is tens of thousands of records without circles: Python's 700 searched it dozens of times, which took longer
than to unpack it (2.4 us a record, 0.9 with this). Refused records, which can be large, are in no circle for long either way."""


def seldom() -> None:
    """Let this process search only after `NEW_OBJECTS`; to be said once, by the worker that has the process for itself."""
    gc.set_threshold(NEW_OBJECTS)
