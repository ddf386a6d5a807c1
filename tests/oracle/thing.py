"""One thing that is counted."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Thing:
    """`n` of a measure. `place`: region and day by which it lies; `allocated`: where it was put after a split; `entered`: when it began to count,
    where cohorts are asked; `level`: what a mandate says of its congress."""

    measure: str
    key: tuple[Any, ...]
    place: tuple[str, date]
    n: int = 1
    kind: str = ""
    category: str = ""
    department: str = ""
    role: str = ""
    grade: str = ""
    allocated: str | None = None
    entered: date | None = None
    level: str | None = None
