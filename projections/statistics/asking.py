"""Asks the live views: one snapshot for the figures, the positions and everything that stands beside them."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from psycopg2 import extensions

from projections.statistics.answer import Answer, Row
from projections.statistics.catalogue import find
from projections.statistics.question import Checked, Question, checked
from projections.statistics.statements import statement
from schemas.days import BEIJING, format_instant
from schemas.errors import Problem, UsageError
from schemas.topics import FAMILIES, ledger


def ask(connection: extensions.connection, question: Question, today: date | None = None) -> Answer:
    """The answer to a question, from the live version of the views, in one read-only snapshot.

    `today` is the Beijing day that stands for a missing `as_of`. Raises UsageError for a question that cannot be
    asked (see `checked`) and for a region that was never established.
    """
    sure = checked(question, today or datetime.now(BEIJING).date())
    with snapshot(connection) as cursor:
        view = live(cursor)
        require_region(cursor, view, sure.region)
        return _answer(cursor, view, sure)


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


def _answer(cursor: extensions.cursor, view: str, question: Checked) -> Answer:
    cursor.execute(statement("answer", view), parameters(question))
    columns = [column.name for column in cursor.description or ()]
    rows = tuple(_row(dict(zip(columns, values, strict=True)), question) for values in cursor.fetchall())
    position, last_event = _position(cursor, view)
    codes = {question.region, *(code for row in rows for name, code in row.by.items() if code and name in ("region", "department"))}
    return Answer(
        region=question.region,
        first=question.first,
        last=question.last,
        as_of=question.as_of,
        known_at=None,
        regions="recorded" if question.regions is None else question.regions.isoformat(),
        position=position,
        disputed=_disputed(cursor, view, question),
        last_event=last_event,
        measures={name: _words(name) for name in question.names},
        labels=_labels(cursor, view, codes),
        rows=rows,
    )


def parameters(question: Checked) -> dict[str, object]:
    """The values that the statements of asking take."""
    return {
        "names": list(question.names),
        "region": question.region,
        "dims": list(question.by),
        "first": question.first,
        "last": question.last,
        "filters": json.dumps(dict(question.where)),
        "cohort": question.as_of if question.cohort else None,
        "regions": question.regions,
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


def _position(cursor: extensions.cursor, view: str) -> tuple[dict[str, int], str | None]:
    """The next offset of each partition, and when the newest record before them was written."""
    cursor.execute(statement("position", view))
    rows = cursor.fetchall()
    newest = max((recorded for *_, recorded in rows if recorded is not None), default=None)
    position = {f"{ledger(FAMILIES[family])}/{part}": offset for family, part, offset, _ in rows}
    return position, newest and format_instant(round(newest.timestamp() * 1000))


def _words(name: str) -> dict[str, object]:
    one = find(name)
    return {"zh": one.zh, "en": one.en, "unit": one.unit, "additive": one.additive}


def _disputed(cursor: extensions.cursor, view: str, question: Checked) -> int:
    cursor.execute(statement("disputed", view), parameters(question))
    (number,) = cursor.fetchone() or (0,)
    return int(number)


def _labels(cursor: extensions.cursor, view: str, codes: set[str]) -> dict[str, str]:
    cursor.execute(statement("labels", view), {"codes": sorted(codes)})
    return dict(cursor.fetchall())
