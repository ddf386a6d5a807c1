"""Identities that are exceptions are settled apart: what stands of them on every recorded day (contract 1; SQL in `settling/`).

Most identities occur once and nothing amends them: they are plain, and their row of the ledger index is their statement.
"""

import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from psycopg2 import extensions
from psycopg2.extras import execute_values

from projections import sql
from schemas import codec, content, form
from schemas.errors import Refused
from schemas.registry import by_name

_NOTICES: Final = uuid.UUID("6f1c7a34-3a52-5d0e-9a5b-0f0c1d5f8a21")
_ADD_DIGESTS: Final = "INSERT INTO digested (family, part, off, digest) VALUES %s"
_ADD_NOTICES: Final = "INSERT INTO core.notice (id, ident, source, event) VALUES %s"
_ADD_PATCHES: Final = "INSERT INTO patch (ident, digest, type, fields) VALUES %s"
_CLEAR: Final = "; ".join(
    # Names of our own tables.
    f"DELETE FROM pg_temp.{name}"  # noqa: S608
    for name in ("settling", "content", "standing", "patch", "fresh_settled", "gone_settled", "came_settled")
)

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
    settle: str


@dataclass(frozen=True)
class Settling:
    """The statements of this room's folder `settling/`, for one version: `finish` for a fold, `fill` for a whole build."""

    tables: str
    early: Stage
    late: Stage
    finish: tuple[str, ...]
    fill: tuple[str, ...]


def of(view: str) -> Settling:
    """The statements against one version of the views."""
    early = _stage(view, "TRUE", _NOBODY_ELSE, _ITSELF)
    late = _stage(view, "FALSE", sql.within(_SUCCESSOR, view), sql.within(_STOOD_FOR, view))
    finish = tuple(_within(name, view) for name in ("55_gone", "56_came", "57_changed", "58_remove", "59_store"))
    fill = (_within("56_came", view), _within("59_store", view))
    return Settling(_within("00_tables", view), early, late, finish, fill)


def mark(cursor: extensions.cursor, places: Sequence[tuple[int, int, int, int]]) -> None:
    """Find what arrived and which identities it concerns; copies get their status, and what is no longer plain is marked so.

    `places`: family, partition, next offset to fold, end, of each partition with news.
    """
    cursor.execute(sql.of_places(_text("10_arrived"), "arrived", places))
    cursor.execute(_text("20_repeated"))
    if cursor.rowcount:
        _mark_copies(cursor)
    cursor.execute(_text("30_concerned"))
    if cursor.rowcount:
        cursor.execute(_text("31_unplain"))


def everything(cursor: extensions.cursor) -> None:
    """Take every exception into account, as a rebuild does; all are marked already."""
    cursor.execute(_text("40_everything"))


def rested(cursor: extensions.cursor) -> None:
    """Take into account what rests on the sources and regions that have changed in this batch."""
    cursor.execute(_text("41_rested"))


def settle(cursor: extensions.cursor, stage: Stage, finish: Sequence[str]) -> None:
    """Settle the identities of one stage. `finish` compares with what was settled before and puts what changes into `changed`,
    or fills a version that is built whole.
    """
    cursor.execute(stage.choose)
    if cursor.rowcount == 0:
        return
    cursor.execute(stage.gather)
    cursor.execute(_text("52_standing"))
    cursor.execute(_text("53_corrections"))
    execute_values(cursor, _ADD_PATCHES, list(_fitting(cursor.fetchall())))
    cursor.execute(stage.settle)
    for statement in finish:
        cursor.execute(statement)
    cursor.execute(_CLEAR)


def _mark_copies(cursor: extensions.cursor) -> None:
    """Digests are computed only where an identity repeats with other bytes; such copies are few, so one by one."""
    cursor.execute(_text("21_differing"))
    digests = [(family, part, off, content.digest(codec.decode(bytes(raw)))) for family, part, off, raw in cursor.fetchall()]
    if digests:
        execute_values(cursor, _ADD_DIGESTS, digests)
    cursor.execute(_text("22_marked"))
    cursor.execute(_text("23_mark"))
    cursor.execute(_text("24_equivocated"))
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
        _within("50_settling", view, early=early), _within("51_content", view, successor=successor), _within("54_settled", view, speaker=speaker)
    )


def _within(name: str, view: str, **words: str) -> str:
    return sql.within(_text(name), view, **words)


def _text(name: str) -> str:
    return sql.text("settling", name)
