"""Tells a life from one snapshot: found and read in the reader's role, judged as the hub."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from psycopg2 import extensions, sql
from psycopg2.extras import RealDictCursor

from hub.life.verdict import verdict
from projections.sql import within
from projections.statistics.asking import live
from schemas.days import format_instant
from schemas.errors import REASONS, Language, NotFound, shown
from schemas.reasons import BROKEN

CONDITIONS: Final = ("counting", "replied", "completed", "implemented", "planned", "unrated", "supervised", "published", "resolved")
KINDS: Final = {"suggestion": "matter", "activity": "activity", "opinion": "opinion"}
"""What an event is about, by the second word of its type."""

_SPAN: Final = re.compile(r"[\[(]([^,]*),([^\])]*)[\])]")
_EVENT: Final = ("source", "id", "type", "object", "time", "unit", "level", "region", "origin", "data")


@dataclass(frozen=True)
class Sight:
    """Who looks: the database role, and the language in which it is told."""

    role: str | None
    language: Language = "zh"


@cache
def query(name: str) -> str:
    """The file `queries/<name>.sql`."""
    return files("hub.life").joinpath("queries", f"{name}.sql").read_text("utf-8")


def life(connection: extensions.connection, sight: Sight, asked: str) -> dict[str, Any]:
    """The life of a matter (by the id of any of its suggestions, or a legal number), of an activity or an opinion.

    What was wholly retracted has `retracted`: by whom, when and why each of its events was. Raises NotFound for what is not there and for what
    the role may not see. The transaction is the caller's to end.
    """
    with connection.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        view = _live(connection)
        with as_role(cursor, sight.role):
            cursor.execute(within(query("find"), view), {"asked": asked})
            found = cursor.fetchone()
            places = _places(cursor, [asked] if found is None else _objects(found))
            doubts = [] if found is None else _doubts(cursor, view, found)
        records = _records(cursor, view, places)
        if found is None:
            head = _retracted(asked, _records(cursor, view, _places(cursor, [asked])) if places else ())
        else:
            found["said"]["anomalies"] = sorted({*found["said"]["anomalies"], *doubts})
            head = _summary(found, sight.language)
        cursor.execute(within(query("labels"), view), {"codes": _codes({} if found is None else found["said"], records)})
        labels = {row["code"]: row["name"] for row in cursor.fetchall()}
    return {**head, "events": [_told(one, sight.language) for one in records], "labels": labels}


def _doubts(cursor: RealDictCursor, view: str, found: Mapping[str, Any]) -> list[str]:
    named = found["said"].get("members", [])
    cursor.execute(within(query("doubts"), view), {"suggestions": named, "objects": named or [found["id"]]})
    return [row["code"] for row in cursor.fetchall()]


def _places(cursor: RealDictCursor, objects: Sequence[str]) -> list[tuple[int, int, int]]:
    cursor.execute(query("visible"), {"objects": objects})
    return [(row["family"], row["part"], row["off"]) for row in cursor.fetchall()]


def _records(cursor: RealDictCursor, view: str, places: Sequence[tuple[int, int, int]]) -> list[dict[str, Any]]:
    cursor.execute(within(query("records"), view), {name: [one[at] for one in places] for at, name in enumerate(("family", "part", "off"))})
    return [dict(row) for row in cursor.fetchall()]


def _retracted(asked: str, whole: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What there is to say of an object of which nothing stands any more, by all its records. Raises NotFound where anything stands, or nothing
    was retracted: then the views have it, or have not got so far."""
    said = [one for one in whole if not one["amends"] and one["type"].split(".")[2] in KINDS]
    by = [one for one in whole if one["type"].endswith(".retracted.v1") and verdict(one).counts]
    if not said or not by or any(verdict(one).why != "LIFE_RETRACTED" for one in said if one["status"] != "duplicate"):
        raise NotFound(shown(asked))
    told = [{**{name: one[name] for name in ("source", "id", "unit")}, **_when(one), "reason": one["data"].get("reason")} for one in by]
    kind = KINDS[said[0]["type"].split(".")[2]]
    return {"kind": kind, "id": asked, "retracted": told, "state": {}, "departments": [], "disputed": 0, "anomalies": []}


def _live(connection: extensions.connection) -> str:
    with connection.cursor() as cursor:
        return live(cursor)


@contextmanager
def as_role(cursor: extensions.cursor, role: str | None) -> Iterator[None]:
    """What is asked in the block is answered as far as a reader's role may see it. Raises NotFound for who has none."""
    if role is None:
        raise NotFound
    cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
    yield
    cursor.execute("RESET ROLE")


def _objects(found: Mapping[str, Any]) -> list[str]:
    said = found["said"]
    return [*said["members"], *said["opinions"]] if found["kind"] == "matter" else [found["id"]]


def _codes(said: Mapping[str, Any], records: Sequence[Mapping[str, Any]]) -> list[str]:
    codes = {said.get("origin"), *(said.get("chain") or ()), *(said.get("departments") or ())}
    codes |= {record[name] for record in records for name in ("unit", "region", "origin")}
    return sorted(code for code in codes if code)


def _summary(found: Mapping[str, Any], language: Language) -> dict[str, Any]:
    said: Mapping[str, Any] = found["said"]
    told = {
        name: said[name]
        for name in ("title", "origin", "region", "category", "own_category", "members", "opinions", "suggestions", "host_unit")
        if said.get(name)
    }
    state = {name: spans(said[name]) for name in CONDITIONS if name in said}
    assigned = zip(said.get("departments") or (), said.get("roles") or (), said.get("stays") or (), strict=True)
    return {
        "kind": found["kind"],
        "id": found["id"],
        **told,
        "day": said["day"],
        "chain": said["chain"],
        "state": state,
        "departments": [{"dept": dept, "role": role, "stood": spans(stay)} for dept, role, stay in assigned],
        "disputed": len(said["disputes"]),
        "anomalies": [anomaly(code, language) for code in said["anomalies"]],
    }


def anomaly(code: str, language: Language) -> dict[str, str]:
    """An anomaly with its sentence, what to do, and the rule that it breaks."""
    reason = REASONS.get(code)
    if reason is None:
        return {"code": code}
    words = (reason.zh, reason.do_zh) if language == "zh" else (reason.en, reason.do_en)
    rule = BROKEN.get(code)
    broken = {} if rule is None else {"rule": rule.zh if language == "zh" else rule.en, "basis": rule.source}
    return {"code": code, "sentence": words[0], "remedy": words[1], **broken}


def spans(multirange: str) -> list[list[str | None]]:
    """A multirange of days as [[first day, first day after it, or null], …]."""
    return [[first or None, last or None] for first, last in _SPAN.findall(multirange)]


def _told(record: Mapping[str, Any], language: Language) -> dict[str, Any]:
    event = {("subject" if name == "object" else name): record[name] for name in _EVENT if record[name] is not None}
    found = verdict(record)
    reason = REASONS[found.why]
    return {**event, **_when(record), "counts": found.counts, "why": found.why, "sentence": reason.zh if language == "zh" else reason.en}


def _when(record: Mapping[str, Any]) -> dict[str, str]:
    return {name: format_instant(round(record[name].timestamp() * 1000)) for name in ("time", "recorded")}
