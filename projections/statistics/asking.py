"""Asks the live views: one snapshot for the figures, the positions and everything that stands beside them."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from psycopg2 import extensions

from projections.statistics.answer import Answer, Row, Term
from projections.statistics.catalogue import find
from projections.statistics.question import Checked, Question, checked
from projections.statistics.statements import statement
from projections.statistics.terms import within_term
from schemas.days import BEIJING, beijing_day, format_instant
from schemas.errors import Problem, UsageError
from schemas.topics import FAMILIES, ledger

SETTLING_MS: Final = 60_000
"""As long after a moment a record may still be written with its time (contract 1, Recorded time)."""


def ask(connection: extensions.connection, question: Question, today: date | None = None, now: int | None = None) -> Answer:
    """The answer to a question, from the live version of the views, in one read-only snapshot.

    `today` is the Beijing day that stands for a missing `as_of`, `now` the clock in ms by which an answer is provisional. Raises UsageError
    for a question that cannot be asked (see `checked`), for a region that was never established, for a term whose days are not known, and for
    a moment of which what was known cannot be told exactly (decision 0017).
    """
    sure = checked(question, today or datetime.now(BEIJING).date())
    with snapshot(connection) as cursor:
        view = live(cursor)
        known = known_day(cursor, view, sure)
        require_knowable(cursor, view, sure, known)
        require_region(cursor, view, sure.region)
        sure, term = within_term(cursor, view, sure, known)
        answer = _answer(cursor, view, sure, known, term)
    clock = time.time_ns() // 1_000_000 if now is None else now
    return replace(answer, provisional=sure.known_at is not None and sure.known_at.until > clock - SETTLING_MS)


@contextmanager
def snapshot(connection: extensions.connection) -> Iterator[extensions.cursor]:
    """A cursor in a read-only transaction in which everything is seen as of one moment; rolled back at the end.

    Raises ValueError where the connection is in a transaction already, or commits by itself.
    """
    if connection.autocommit or connection.info.transaction_status != extensions.TRANSACTION_STATUS_IDLE:
        raise ValueError("a snapshot needs a connection of its own, without autocommit and outside a transaction")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield cursor
    finally:
        connection.rollback()


def live(cursor: extensions.cursor) -> str:
    """The schema of the live version of the views."""
    cursor.execute(statement("live_version"))
    row = cursor.fetchone()
    if row is None:
        raise UsageError(problem=Problem("NOT_YET", "/", "hub up"))
    return str(row[0])


def require_region(cursor: extensions.cursor, view: str, region: str) -> None:
    """Raises UsageError for a region that was never established."""
    cursor.execute(statement("region_known", view), {"region": region})
    (known,) = cursor.fetchone() or (False,)
    if not known:
        raise UsageError(problem=Problem("REGION_NEVER_ESTABLISHED", "/region", got=region))


def known_day(cursor: extensions.cursor, view: str, question: Checked) -> date | None:
    """The recorded day at whose end the ledger is cut, None where it is not.

    Raises UsageError for an instant before and after which records came on its day.
    """
    if question.known_at is None or question.known_at.day is not None:
        return None if question.known_at is None else question.known_at.day
    cursor.execute(statement("known", view), {"until": format_instant(question.known_at.until)})
    (day,) = cursor.fetchone() or (None,)
    if day is None:
        raise UsageError(problem=Problem("NOT_YET", "/known_at", beijing_day(question.known_at.until).isoformat(), question.known_at.text))
    found: date = day
    return found


def require_knowable(cursor: extensions.cursor, view: str, question: Checked, known: date | None) -> None:
    """Raises UsageError where what was known by the end of the day cannot be told exactly."""
    if question.known_at is None:
        return
    cursor.execute(statement("unknowable", view), parameters(question, known))
    (code,) = cursor.fetchone() or (None,)
    if code == "REGION_NEVER_ESTABLISHED":
        raise UsageError(problem=Problem(code, "/region", got=question.region))
    if code is not None:
        raise UsageError(problem=Problem(code, "/known_at", got=question.known_at.text))


def _answer(cursor: extensions.cursor, view: str, question: Checked, known: date | None, term: Term | None) -> Answer:
    cursor.execute(statement("answer", view), parameters(question, known))
    columns = [column.name for column in cursor.description or ()]
    rows = tuple(_row(dict(zip(columns, values, strict=True)), question) for values in cursor.fetchall())
    position, last_event = _position(cursor, view, question)
    codes = {question.region, *(code for row in rows for name, code in row.by.items() if code and name in ("region", "department"))}
    return Answer(
        region=question.region,
        first=question.first,
        last=question.last,
        as_of=question.as_of,
        known_at=None if question.known_at is None else question.known_at.text,
        regions="recorded" if question.regions is None else question.regions.isoformat(),
        position=position,
        disputed=_disputed(cursor, view, question, known),
        last_event=last_event,
        measures={name: _words(name) for name in question.names},
        labels=_labels(cursor, view, codes),
        rows=rows,
        term=term,
    )


def parameters(question: Checked, known: date | None) -> dict[str, object]:
    """The values that the statements of asking take; `known`: the recorded day at whose end the ledger is cut."""
    return {
        "names": list(question.names),
        "region": question.region,
        "dims": list(question.by),
        "first": question.first,
        "last": question.last,
        "filters": json.dumps(dict(question.where)),
        "cohort": question.as_of if question.cohort else None,
        "regions": question.regions,
        "known": "infinity" if known is None else known,
    }


def _row(values: Mapping[str, Any], question: Checked) -> Row:
    dimensions = dict.fromkeys((*question.by, *find(values["measure"]).implied))
    return Row(
        measure=values["measure"],
        by={one: _label(one, values) for one in dimensions},
        n=values["n"],
        of=values["of"],
        expected=values["expected"],
        heard=values["heard"],
    )


def _label(dimension: str, values: Mapping[str, Any]) -> str | None:
    value = values["place" if dimension == "region" else dimension]
    return value.strftime("%Y-%m") if isinstance(value, date) else value


def _position(cursor: extensions.cursor, view: str, question: Checked) -> tuple[dict[str, int], str | None]:
    """The next offset of each partition, and when the newest record before them was written."""
    cut = "infinity" if question.known_at is None else format_instant(question.known_at.until)
    cursor.execute(statement("position", view), {"until": cut})
    rows = cursor.fetchall()
    newest = max((recorded for *_, recorded in rows if recorded is not None), default=None)
    position = {f"{ledger(FAMILIES[family])}/{part}": offset for family, part, offset, _ in rows}
    return position, newest and format_instant(round(newest.timestamp() * 1000))


def _words(name: str) -> dict[str, object]:
    one = find(name)
    return {"zh": one.zh, "en": one.en, "unit": one.unit, "additive": one.additive}


def _disputed(cursor: extensions.cursor, view: str, question: Checked, known: date | None) -> int:
    cursor.execute(statement("disputed", view), parameters(question, known))
    (number,) = cursor.fetchone() or (0,)
    return int(number)


def _labels(cursor: extensions.cursor, view: str, codes: set[str]) -> dict[str, str]:
    cursor.execute(statement("labels", view), {"codes": sorted(codes)})
    return dict(cursor.fetchall())
