"""Erases a person: destroys the keys, lets the ledger say so, and reports what is closed, from when on it is clean, and what was searched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from psycopg2 import extensions

from connectors.door import Door
from hub.access import facts
from hub.access.office import publish_as_administrator
from hub.keys.search import Searched, search
from hub.keys.store import DAY_MS, Grave, KeyStore, query
from schemas.days import format_instant
from schemas.errors import HubError, Problem, Refused
from schemas.text import check_text
from schemas.topics import FAMILIES

_REFERENCE: Final = FAMILIES.index("reference")
INBOX_MS: Final = DAY_MS + 10 * 60_000
"""How long after the gate's commit an inbox may still hold a record: 24 hours, and the time between two sweeps (contract.md 4)."""


@dataclass(frozen=True)
class Eraser:
    """What erasing needs: the keys, the door through which the ledger is told, and where secrets and logs lie."""

    store: KeyStore
    door: Callable[[], Door]
    folders: Sequence[Path]

    def erase(self, person: str, reason: str | None) -> dict[str, Any]:
        """Erases a person, or ends an erasure that was interrupted before the ledger was told; the report.

        Raises HubError NEVER_SEALED, ALREADY_ERASED; Refused FIELD_*; KeysAway, Unavailable: then nothing, or all but telling, is done, and
        asking again does the rest.
        """
        _check(person)
        before = self.store.grave(person)
        if before is not None and before.told:
            raise HubError(problem=Problem("ALREADY_ERASED", "/person", "", " → ".join(map(format_instant, (before.at, clean_from(before))))))
        gone = self.store.destroy(person, reason) if before is None else []
        grave = self.store.grave(person)
        if gone is None or grave is None:
            raise HubError(problem=Problem("NEVER_SEALED", "/person", "", person))
        publish_as_administrator(self.door(), [facts.erased(person, grave.reason, grave.at)])
        self.store.mark_told(person)
        return report(grave, len(gone), search([self.store.folder, *self.folders], gone))


def _check(person: str) -> None:
    problem = check_text({"format": "id"}, person)
    if problem is not None:
        raise Refused(Problem(problem.code, "/person", problem.expected, problem.got))


def follow(store: KeyStore, connection: extensions.connection, first: int = 0) -> int:
    """Destroys the keys of everybody of whom the ledger, from offset `first` on, says that he was erased and the store does not.

    Returns the offset from which to go on. Raises KeysAway.
    """
    buried = store.graves()
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(off), 0) FROM core.position WHERE family = %s", (_REFERENCE,))
        ((following,),) = cursor.fetchall()
        cursor.execute(query("erased"), {"family": _REFERENCE, "first": first, "next": following})
        for person, reason, at in cursor.fetchall():
            if person not in buried:
                store.destroy(person, reason, at, told=True)
    return int(following)


def clean_from(grave: Grave) -> int:
    """From when on (ms) nothing is left that could open what was sealed: no record of an inbox, no copy of the key store that any secret opens."""
    return max(grave.at + INBOX_MS, grave.ends)


def report(grave: Grave, keys: int, searched: Searched) -> dict[str, Any]:
    """The three stages. `keys`: how many were destroyed; `proved`: what was searched for the destroyed keys as they lay in the store."""
    return {
        "person": grave.person,
        "keys": keys,
        "closed": format_instant(grave.at),
        "clean_from": format_instant(clean_from(grave)),
        "inboxes_until": format_instant(grave.at + INBOX_MS),
        "key_copies_until": format_instant(grave.ends),
        "proved": {"files": searched.files, "octets": searched.octets, "found": list(searched.found)},
    }
