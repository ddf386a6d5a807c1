"""What a source should know of its own events: read off the ledger index and the quarantine, one notice per identity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from psycopg2.extras import RealDictCursor

from connectors.receipt import Place
from hub.fate.fate import of_quarantine
from hub.fate.unjudged import sender
from hub.notices import reading
from hub.pool import Pool
from schemas.errors import Language, NotFound, Problem
from schemas.errors import to_json as problem_json

_FOLDER: Final = Path(__file__).with_name("queries")
_EQUIVOCATIONS = (_FOLDER / "equivocations.sql").read_text("utf-8")
_REGISTERED: Final = (
    "SELECT WHERE %(source)s = '//00/hub' OR EXISTS (SELECT FROM core.event WHERE object = %(source)s AND type = 'cn.npc.source.registered.v1')"
)
_ITEMS = (_FOLDER / "open_items.sql").read_text("utf-8")


@dataclass(frozen=True)
class Notice:
    """`kind`: equivocation, quarantined, waiting, or fixed when a desk published another event in its place; due_soon or overdue where `subject`
    must be answered by the day `due`, or its `step` be done, that of `about`: `id` is then the notice's own."""

    kind: str
    id: str | None
    subject: str | None
    at: datetime
    problem: Problem | None = None
    receipt: str | None = None
    copies: int | None = None
    note: str | None = None
    due: date | None = None
    step: str | None = None
    about: str | None = None


def notices_of(pool: Pool, source: str) -> list[Notice]:
    """The notices of a source, the newest first. Raises NotFound where there are none and no such source was ever registered."""
    with pool.session() as connection, connection.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(_EQUIVOCATIONS, {"source": source})
        found = [Notice("equivocation", row["id"], row["subject"], row["recorded"], Problem("EQUIVOCATION"), copies=row["copies"]) for row in cursor]
        cursor.execute(_ITEMS, {"source": source})
        found += _items(cursor.fetchall(), source)
        cursor.execute(reading.query("latest"), {"sources": reading.line(cursor, source)})
        found += [_deadline(row) for row in cursor]
        if not found:
            cursor.execute(_REGISTERED, {"source": source})
            if cursor.fetchone() is None:
                raise NotFound(source)
    return sorted(found, key=lambda one: one.at, reverse=True)


def _deadline(row: Mapping[str, Any]) -> Notice:
    kind, step, about = (*row["rule"].split(" "), None, None)[:3]
    return Notice(kind, row["id"], row["object"], row["at"], due=row["day"], step=step, about=about)


def _items(rows: list[Mapping[str, Any]], source: str) -> Iterator[Notice]:
    for row in rows:
        if sender(row["topic"], row["headers"], row["source"], source):
            fate = of_quarantine(row)
            kind = "fixed" if row["kind"] == "fix" else fate.status
            number = Place(row["topic"], row["partition"], row["offset"]).number
            yield Notice(kind, row["id"], row["subject"], row["changed"], fate.problem, number, note=row["note"])


def to_json(notice: Notice, language: Language) -> dict[str, Any]:
    """A notice as JSON; what it has not is left out."""
    members: dict[str, Any] = {
        "id": notice.id,
        "subject": notice.subject,
        "at": notice.at.isoformat(),
        "receipt": notice.receipt,
        "copies": notice.copies,
    }
    members |= {"note": notice.note, "step": notice.step, "about": notice.about}
    members["due"] = None if notice.due is None else notice.due.isoformat()
    members["problem"] = None if notice.problem is None else problem_json(notice.problem, language)
    return {"kind": notice.kind, **{name: value for name, value in members.items() if value is not None}}
