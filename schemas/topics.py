"""Topics as data: names, partitions, configuration. Partition counts are fixed for life: positions are offsets."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from schemas.errors import UsageError
from schemas.levels import LEVELS
from schemas.limits import QUARANTINE_BYTES

FAMILIES: Final = ("reference", "activity", "suggestion")
LEDGER_PARTITIONS: Final[Mapping[str, int]] = {"reference": 1, "activity": 8, "suggestion": 8}
INBOX_PARTITIONS: Final = 4
QUARANTINE: Final = "quarantine"
NOTICES: Final = "notices"
AUDIT: Final = "audit"
"""Who asked, changed, exported, erased: the hub's own audit log."""

SOURCE_HEADER: Final = "hub-source"

_KEPT: Final[Mapping[str, str]] = {
    "cleanup.policy": "delete",
    "retention.ms": "-1",
    "retention.bytes": "-1",
    "message.timestamp.type": "CreateTime",
    # The recorded time is the gate's to judge: a broker would refuse what lies an hour ahead of its own clock.
    "message.timestamp.before.max.ms": str(2**63 - 1),
    "message.timestamp.after.max.ms": str(2**63 - 1),
    "unclean.leader.election.enable": "false",
    # A record may be 60 KiB; a batch of them may be as large as a broker's default message.
    "max.message.bytes": "1048588",
}
_INBOX: Final[Mapping[str, str]] = {
    "cleanup.policy": "delete",
    # The hub deletes what the gate has committed past; the broker by itself deletes nothing.
    "retention.ms": "-1",
    "retention.bytes": "-1",
    "message.timestamp.type": "LogAppendTime",
    "max.message.bytes": "1048588",
}
_NATIVE: Final = re.compile(rf"inbox\.(?:{'|'.join(LEVELS)})\.(?:{'|'.join(FAMILIES)})\.(.+)")


@dataclass(frozen=True)
class Topic:
    """A topic to be made: its name, its number of partitions and its configuration in Kafka's own words."""

    name: str
    partitions: int
    config: Mapping[str, str]


def ledger(family: str) -> str:
    """Name of the ledger topic of a family."""
    return f"ledger.{family}"


def inbox(level: str, family: str) -> str:
    """Name of the inbox topic that the doors share."""
    return f"inbox.{level}.{family}"


def native_inbox(level: str, family: str, source: str) -> str:
    """Name of the inbox topic of one native source."""
    return f"{inbox(level, family)}.{safe_name(source)}"


def safe_name(source: str) -> str:
    """A source's name as part of a topic's name: readable, and different for different sources.

    Kafka allows letters, digits, '.', '_' and '-', and confuses '.' with '_'. The readable part may be shared by two
    names, the hash of the whole name after it is not (64 bits; `check_distinct` refuses what chance would still do).
    """
    readable = re.sub(r"[^a-z0-9]+", "-", source.lower()).strip("-")[:40]
    return f"{readable}-{hashlib.sha256(source.encode()).hexdigest()[:16]}".lstrip("-")


def check_distinct(sources: Iterable[str]) -> None:
    """Raises UsageError when two different sources would share a topic."""
    taken: dict[str, str] = {}
    for source in sources:
        other = taken.setdefault(safe_name(source), source)
        if other != source:
            raise UsageError(f"{source} / {other}: {safe_name(source)}")


def shared_topics() -> tuple[Topic, ...]:
    """Every topic that exists in each hub, native sources' own excepted."""
    ledgers = [Topic(ledger(family), LEDGER_PARTITIONS[family], _KEPT) for family in FAMILIES]
    inboxes = [Topic(inbox(level, family), INBOX_PARTITIONS, _INBOX) for level in LEVELS for family in FAMILIES]
    own = (Topic(QUARANTINE, 1, {**_KEPT, "max.message.bytes": str(QUARANTINE_BYTES + 64 * 1024)}), Topic(NOTICES, 1, _KEPT), Topic(AUDIT, 1, _KEPT))
    return (*ledgers, *own, *inboxes)


def native_topics(names: Iterable[str]) -> list[tuple[Topic, str]]:
    """Of some topics those that are a native source's own, as they must be, each with the source's name made safe."""
    found = [(name, _NATIVE.fullmatch(name)) for name in names]
    return [(Topic(name, 1, _INBOX), match[1]) for name, match in found if match]


def native_topic(level: str, family: str, source: str) -> Topic:
    """The inbox topic of one native source, to be made with a write ACL for it alone."""
    return Topic(native_inbox(level, family, source), 1, _INBOX)
