"""What the name of an inbox topic proves: the level and family it is for, and whose it is. Pure."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from schemas.levels import LEVELS
from schemas.topics import FAMILIES, QUARANTINE, safe_name

PATTERN: Final = f"^(inbox\\.({'|'.join(LEVELS)})\\.({'|'.join(FAMILIES)})(\\.[a-z0-9-]+)?|{QUARANTINE})$"
"""The topics the gate's consumer group subscribes to: inboxes that exist and that will be made, and the quarantine, whose
one partition names the member that judges waiting records anew."""


@dataclass(frozen=True)
class Inbox:
    """An inbox topic. `owner` is the safe name of its native source, null on the topics that the doors share."""

    level: str
    family: str
    owner: str | None


@lru_cache(maxsize=65_536)
def parse(topic: str) -> Inbox | None:
    """The inbox of this name, or null when the name is none."""
    parts = topic.split(".", 3)
    if len(parts) < 3 or parts[0] != "inbox" or parts[1] not in LEVELS or parts[2] not in FAMILIES:
        return None
    return Inbox(parts[1], parts[2], parts[3] if len(parts) > 3 else None)


@lru_cache(maxsize=65_536)
def owns(owner: str, source: str) -> bool:
    """Whether the native topic of this owner is that of the source (contract.md 4: the topic is the identity)."""
    return safe_name(source) == owner
