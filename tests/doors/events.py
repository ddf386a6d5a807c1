"""Events as a county system sends them."""

from __future__ import annotations

import json
from typing import Any

from schemas.ids import uuid7
from schemas.registry import FOLDER

EXAMPLE: dict[str, Any] = json.loads((FOLDER / "examples" / "cn.npc.suggestion.assigned.v1.json").read_bytes())


def event(source: str, **changes: Any) -> dict[str, Any]:
    """An assignment, with a new id, of a source of 420624."""
    return {**EXAMPLE, "id": uuid7(), "source": source, "subject": f"{source}/s-1", **changes}
