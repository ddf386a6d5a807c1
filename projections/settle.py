"""Identities that are exceptions are settled apart: what stands of them on every recorded day (contract 1; SQL in `settling/`).

Most identities occur once and nothing amends them: they are plain, and their row of the ledger index is their statement.
"""

import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from psycopg2 import extensions
from psycopg2.extras import execute_values

from projections import sql
from projections.planned import PLAIN
from schemas import codec, content, form
from schemas.errors import Refused
from schemas.registry import by_name

_NOTICES: Final = uuid.UUID("6f1c7a34-3a52-5d0e-9a5b-0f0c1d5f8a21")
_ADD_DIGESTS: Final = "INSERT INTO digested (family, part, off, digest) VALUES %s"
_ADD_NOTICES: Final = "INSERT INTO core.notice (id, ident, source, event) VALUES %s"
_ADD_PATCHES: Final = "INSERT INTO patch (ident, digest, type, fields) VALUES %s"
_OF_A_STAGE: Final = ("settling", "content", "standing", "patch", "fresh_settled", "gone_settled", "came_settled")

_NOBODY_ELSE: Final = "FALSE"
_SUCCESSOR: Final = "EXISTS (SELECT 1 FROM {view}.source AS o WHERE o.source = e.source AND e.data #>> '{corrects,source}' = ANY(o.line))"
_ITSELF: Final = "b.source"
_STOOD_FOR: Final = """
CASE
    WHEN b.role = 'fix' THEN coalesce((
        SELECT o.source
        FROM {view}.source AS o
        INNER JOIN {view}.source AS d ON b.source = d.source
        CROSS JOIN LATERAL {view}.place_on(o.region, b.day) AS p
        WHERE o.source = substring(b.causation FROM '^fix:([^ ]+) ') AND p.chain @> ARRAY[d.region]
    ), b.source)
    ELSE b.source
END
"""


@dataclass(frozen=True)
class Stage:
    """The statements that settle facts about regions and sources (early), or all others, on which theirs then rest."""

    choose: str
    gather: str
    stand: str
    correct: str
    settle: str
    clear: tuple[str, ...]


@dataclass(frozen=True)
class Marking:
    """The statements that find what arrived and which identities it concerns."""

    arrived: str
    repeated: str
    differing: str
    marked: str
    mark: str
    equivocated: str
    concerned: str
    unplain: str


@dataclass(frozen=True)
class Settling:
    """The statements of this room's folder `settling/`, for one version: `finish` for a fold, `fill` for a whole build."""

    tables: str = field(metadata=PLAIN)
    marking: Marking
    rested: str
    early: Stage
    late: Stage
    finish: tuple[str, ...]
    fill: tuple[str, ...] = field(metadata=PLAIN)


def of(view: str) -> Settling:
    """The statements against one version of the views."""
    early = _stage(view, "TRUE", _NOBODY_ELSE, _ITSELF)
    late = _stage(view, "FALSE", sql.within(_SUCCESSOR, view), sql.within(_STOOD_FOR, view))
    finish = tuple(_within(name, view) for name in ("55_gone", "56_came", "57_changed", "58_remove", "59_store"))
    fill = (_within("56_came", view), _within("59_store", view))
    return Settling(_within("00_tables", view), _marking(), _text("41_rested"), early, late, finish, fill)


def _marking() -> Marking:
    return Marking(
        arrived=_text("10_arrived"), repeated=_text("20_repeated"), differing=_text("21_differing"), marked=_text("22_marked"),
        mark=_text("23_mark"), equivocated=_text("24_equivocated"), concerned=_text("30_concerned"), unplain=_text("31_unplain"),
    )  # fmt: skip


def mark(cursor: extensions.cursor, marking: Marking) -> None:
    """Find what arrived and which identities it concerns; copies get their status, and what is no longer plain is marked so.

    The partitions with news stand in `moves`.
    """
    cursor.execute(marking.arrived)
    cursor.execute(marking.repeated)
    if cursor.rowcount:
        _mark_copies(cursor, marking)
    cursor.execute(marking.concerned)
    if cursor.rowcount:
        cursor.execute(marking.unplain)


def everything(cursor: extensions.cursor) -> None:
    """Take every exception into account, as a rebuild does; all are marked already."""
    cursor.execute(_text("40_everything"))


def settle(cursor: extensions.cursor, stage: Stage, finish: Sequence[str]) -> bool:
    """Settle the identities of one stage; whether there were any. `finish` compares with what was settled before and puts what changes
    into `changed`, or fills a version that is built whole.
    """
    cursor.execute(stage.choose)
    if cursor.rowcount == 0:
        return False
    cursor.execute(stage.gather)
    cursor.execute(stage.stand)
    cursor.execute(stage.correct)
    execute_values(cursor, _ADD_PATCHES, list(_fitting(cursor.fetchall())))
    cursor.execute(stage.settle)
    for statement in finish:
        cursor.execute(statement)
    cursor.execute("; ".join(stage.clear))
    return True


def _mark_copies(cursor: extensions.cursor, marking: Marking) -> None:
    """Digests are computed only where an identity repeats with other bytes; such copies are few, so one by one."""
    cursor.execute(marking.differing)
    digests = [(family, part, off, content.digest(codec.decode(bytes(raw)))) for family, part, off, raw in cursor.fetchall()]
    if digests:
        execute_values(cursor, _ADD_DIGESTS, digests)
    cursor.execute(marking.marked)
    cursor.execute(marking.mark)
    cursor.execute(marking.equivocated)
    notices = [(notice_id(source, event), ident, source, event) for ident, source, event in cursor.fetchall()]
    if notices:
        execute_values(cursor, _ADD_NOTICES, notices)


def notice_id(source: str, event: str) -> str:
    """The id of the notice about an identity with differing contents: a UUIDv5 of source, newline, id."""
    return str(uuid.uuid5(_NOTICES, f"{source}\n{event}"))


def _fitting(corrections: list[tuple[str, bytes, str, str]]) -> Iterator[tuple[str, bytes, str, str]]:
    """The corrections whose fields the corrected event's type has; others change nothing."""
    for ident, digest, name, fields in corrections:
        changed = _amended(name, json.loads(fields))
        if changed is not None:
            yield ident, digest, name, json.dumps(changed)


def _amended(name: str, fields: dict[str, Any]) -> dict[str, Any] | None:
    kind = by_name(name)
    if kind is None:
        return None
    try:
        return form.amended(kind, fields)
    except Refused:
        return None


def _stage(view: str, early: str, successor: str, speaker: str) -> Stage:
    return Stage(
        choose=_within("50_settling", view, early=early), gather=_within("51_content", view, successor=successor),
        stand=_text("52_standing"), correct=_text("53_corrections"), settle=_within("54_settled", view, speaker=speaker),
        clear=tuple(sql.emptying(name) for name in _OF_A_STAGE),
    )  # fmt: skip


def _within(name: str, view: str, **words: str) -> str:
    return sql.within(_text(name), view, **words)


def _text(name: str) -> str:
    return sql.text("settling", name)
