"""Identities that are exceptions are settled apart: what stands of them on every recorded day (contract 1; SQL in `settling/`).

Most identities occur once and nothing amends them: they are plain, and their row of the ledger index is their statement.
"""

import json
import uuid
from collections.abc import Iterator, Sequence
from typing import Any, Final

from psycopg2 import extensions
from psycopg2.extras import execute_values

from projections import routine, soundness, sql
from schemas import codec, content, form
from schemas.errors import Refused
from schemas.registry import by_name

_NOTICES: Final = uuid.UUID("6f1c7a34-3a52-5d0e-9a5b-0f0c1d5f8a21")
_ADD_DIGESTS: Final = "INSERT INTO digested (family, part, off, digest) VALUES %s"
_ADD_NOTICES: Final = "INSERT INTO core.notice (id, ident, source, event) VALUES %s"
_ADD_PATCHES: Final = "INSERT INTO patch (ident, digest, type, fields) VALUES %s"
_ADD_UNFIT: Final = "INSERT INTO unfit (ident, digest, type) VALUES %s"
_ADD_SUSPECTS: Final = "INSERT INTO suspect (ident) VALUES %s"
_ADD_CONTRADICTED: Final = "INSERT INTO contradicted (ident) VALUES %s"
_MARKING: Final = (
    (10, "arrived"), (11, "amending"), (20, "repeated"), (21, "differing"), (22, "marked"), (23, "mark"), (24, "equivocated"),
    (30, "concerned"), (31, "unplain"), (32, "apart"),
)  # fmt: skip
_STAGE: Final = ((50, "choose"), (51, "gather"), (52, "stand"), (53, "correct"), (54, "settle"))
_DOUBT: Final = ((58, "unfit"), (59, "misfit"), (60, "resettled"), (61, "amended"))
_OF_A_STAGE: Final = ("settling", "content", "standing", "patch", "fresh_settled", "gone_settled", "came_settled")
FINISH: Final = ("55_gone", "56_came", "57_changed", "58_remove", "59_store")
"""Compare with what was settled before, and put what changes into `changed`."""

FILL: Final = ("56_came", "59_store")
"""Put it into a version that is built whole."""

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


def make(cursor: extensions.cursor, view: str) -> None:
    """Make the tables and routines that settle what a fold finds, on this connection for one version."""
    fill(cursor, view, FINISH, routine.WAYS)
    marking = {name: _text(f"{place}_{name}") for place, name in _MARKING}
    for name in ("mark", "concern"):
        routine.make(cursor, name, view, marking)
    routine.make(cursor, "rest", view, {"rested": _text("41_rested")})


def fill(cursor: extensions.cursor, view: str, finish: Sequence[str] = FILL, ways: Sequence[str] = (routine.ANEW,)) -> None:
    """Make the tables and routines that settle what is marked already, as in a version that is built whole."""
    cursor.execute(_within("00_tables", view))
    routine.make(cursor, "unsound", view, {"unsound": _within("62_unsound", view), "clear": sql.emptying("contradicted")}, ways)
    end = [_within(name, view) for name in finish]
    doubt = {name: _within(f"{place}_{name}", view) for place, name in _DOUBT}
    clear = [sql.emptying(name) for name in _OF_A_STAGE]
    for stage, early, successor, speaker in (("early", "TRUE", _NOBODY_ELSE, _ITSELF), ("late", "FALSE", _SUCCESSOR, _STOOD_FOR)):
        words = {"early": early, "successor": sql.within(successor, view), "speaker": sql.within(speaker, view)}
        statements = {name: _within(f"{place}_{name}", view, **words) for place, name in _STAGE}
        for name in ("learn", "settle"):
            routine.make(cursor, name, view, {**statements, **doubt, "finish": end, "clear": clear}, ways, stage=stage)


def mark(cursor: extensions.cursor, way: str) -> None:
    """Find what arrived and which identities it concerns; copies get their status, what is no longer plain is marked so, and all other
    plain statements have changed. The partitions with news stand in `moves`.

    Digests are computed only where an identity repeats with other bytes; such copies are few, so one by one.
    """
    copies = routine.call(cursor, "mark", way)
    if copies:
        execute_values(cursor, _ADD_DIGESTS, [(family, part, off, content.digest(codec.decode(bytes(raw)))) for family, part, off, raw in copies])
    equivocated = routine.call(cursor, "concern", way)
    if equivocated:
        execute_values(cursor, _ADD_NOTICES, [(notice_id(source, event), ident, source, event) for ident, source, event in equivocated])


def everything(cursor: extensions.cursor) -> None:
    """Take every exception into account, as a rebuild does; all are marked already."""
    cursor.execute(_text("40_everything"))


def settle(cursor: extensions.cursor, stage: str, way: str) -> None:
    """Settle the identities of one stage, where there are any: facts about regions and sources (early), or all others, on which theirs then
    rest (late).
    """
    learnt = routine.call(cursor, f"learn_{stage}", way)
    if not learnt:
        return
    corrections = [one for one in learnt if one[0] is not None]
    patches = list(_fitting(corrections))
    if patches:
        execute_values(cursor, _ADD_PATCHES, patches)
    if len(patches) < len(corrections):
        fitting = {(ident, bytes(digest), name) for ident, digest, name, _ in patches}
        execute_values(cursor, _ADD_UNFIT, {(ident, bytes(digest), name) for ident, digest, name, _ in corrections} - fitting)
    suspects = {ident for ident, _, name, fields in patches if soundness.may_contradict(name, json.loads(fields))}
    if suspects:
        execute_values(cursor, _ADD_SUSPECTS, [(ident,) for ident in suspects])
    amended = routine.call(cursor, f"settle_{stage}", way)
    if amended:
        _keep_contradictions(cursor, amended, way)


def _keep_contradictions(cursor: extensions.cursor, amended: Sequence[tuple[str, str]], way: str) -> None:
    found = soundness.contradicting([json.loads(event) for event, _ in amended])
    if found:
        execute_values(cursor, _ADD_CONTRADICTED, [(amended[place][1],) for place in sorted(found)])
        routine.call(cursor, "unsound", way)


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


def _within(name: str, view: str, **words: str) -> str:
    return sql.within(_text(name), view, **words)


def _text(name: str) -> str:
    return sql.text("settling", name)
