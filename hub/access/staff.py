"""The parts of a hub as broker and database know them: a Kafka user and a database role each, with what it needs and nothing else.

What a role may do in the database stands in `projections/core/63_parts.sql`; what a user may do on the broker stands here. Writing is allowed
topic by topic, never by the beginning of a name. Reading, altering and deleting imply describing; whoever may write to a topic may write
with idempotence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kafka.admin import ACL, ACLOperation, ACLPermissionType, ACLResourcePatternType, ResourcePattern, ResourceType

from schemas.levels import LEVELS
from schemas.topics import AUDIT, FAMILIES, NOTICES, QUARANTINE, inbox, ledger

_LITERAL: Final = ACLResourcePatternType.LITERAL
_LEDGERS: Final = tuple(ledger(family) for family in FAMILIES)
_INBOXES: Final = tuple(inbox(level, family) for level in LEVELS for family in FAMILIES)


@dataclass(frozen=True)
class Rule:
    """One thing a user may do: `operation` on the resource of this name, or on all whose names begin so."""

    operation: ACLOperation
    kind: ResourceType
    name: str
    pattern: ACLResourcePatternType = _LITERAL


@dataclass(frozen=True)
class Part:
    """A part of the hub: its database role, its Kafka user (each empty where it has no business) and what that user may do."""

    role: str = ""
    user: str = ""
    rules: tuple[Rule, ...] = ()

    def acls(self) -> Iterator[ACL]:
        """The rules as the broker keeps them."""
        for one in self.rules:
            yield ACL(f"User:{self.user}", "*", one.operation, ACLPermissionType.ALLOW, ResourcePattern(one.kind, one.name, one.pattern))


def _read(*topics: str) -> tuple[Rule, ...]:
    return tuple(Rule(ACLOperation.READ, ResourceType.TOPIC, name) for name in topics)


def _write(*topics: str) -> tuple[Rule, ...]:
    return tuple(Rule(ACLOperation.WRITE, ResourceType.TOPIC, name) for name in topics)


def _every_inbox(*operations: ACLOperation) -> tuple[Rule, ...]:
    """Of the shared inboxes and of every native source's."""
    return tuple(Rule(one, ResourceType.TOPIC, "inbox.", ACLResourcePatternType.PREFIXED) for one in operations)


def _group(operation: ACLOperation, name: str) -> tuple[Rule, ...]:
    return (Rule(operation, ResourceType.GROUP, name),)


_LOOKS: Final = (*_every_inbox(ACLOperation.READ), *_read(*_LEDGERS, QUARANTINE, NOTICES, AUDIT), *_group(ACLOperation.DESCRIBE, "gate"))
"""To see where every reader stands, and when the first record was written that it has not taken."""

GATE: Final = Part(
    "hub_gate",
    "hub-gate",
    (
        # It deletes from the inboxes what it has committed past.
        *_every_inbox(ACLOperation.READ, ACLOperation.DELETE),
        *_read(ledger("reference"), QUARANTINE),
        *_write(*_LEDGERS, QUARANTINE),
        *_group(ACLOperation.READ, "gate"),
    ),
)
WORKER: Final = Part("hub_worker", "hub-worker", (*_read(*_LEDGERS, QUARANTINE), *_group(ACLOperation.READ, "projection")))
ARCHIVE: Final = Part("hub_archive", "hub-archive", _read(*_LEDGERS, QUARANTINE, AUDIT))
FEEDS: Final = Part("hub_feeds")
DEADLINES: Final = Part(
    "hub_deadlines",
    "hub-deadlines",
    # It looks only when the views hold what stood on the ledger before: it asks where that ends, and reads nothing of it.
    (*_write(NOTICES), *_read(NOTICES), *(Rule(ACLOperation.DESCRIBE, ResourceType.TOPIC, name) for name in _LEDGERS)),
)
HTTP: Final = Part("hub_http", "hub-http", (*_write(*_INBOXES, QUARANTINE, AUDIT), *_LOOKS))
WATCH: Final = Part("hub_watch", "hub-watch", _LOOKS)
OFFICE: Final = Part(
    user="hub-office",
    rules=(
        *_every_inbox(ACLOperation.CREATE, ACLOperation.DESCRIBE, ACLOperation.DESCRIBE_CONFIGS),
        # Giving a source its user and its rights is altering the cluster: the broker has no smaller right for it.
        *(Rule(one, ResourceType.CLUSTER, "kafka-cluster") for one in (ACLOperation.ALTER, ACLOperation.DESCRIBE)),
    ),
)
"""In whose name the HTTP surface registers a native source, and does nothing else."""

PARTS: Final = (GATE, WORKER, ARCHIVE, FEEDS, DEADLINES, HTTP, WATCH, OFFICE)
ROLES: Final = tuple(part.role for part in PARTS if part.role)
USERS: Final = tuple(part for part in PARTS if part.user)
