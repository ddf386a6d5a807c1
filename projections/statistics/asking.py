"""Asks the live views: one snapshot for the figures, the positions and everything that stands beside them."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from psycopg2.extensions import TRANSACTION_STATUS_IDLE
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from projections.statistics.answer import Answer, Row
from projections.statistics.catalogue import find
from projections.statistics.question import Checked, Question, checked
from projections.statistics.statements import statement
from schemas.days import BEIJING
from schemas.errors import Problem, UsageError


def ask(connection: Connection, question: Question, today: date | None = None) -> Answer:
    """The answer to a question, from the live version of the views, in one read-only snapshot.

    `today` is the Beijing day that stands for a missing `as_of`. Raises UsageError for a question that cannot be
    asked (see `checked`) and for a region that was never established.
    """
    sure = checked(question, today or datetime.now(BEIJING).date())
    with snapshot(connection) as cursor:
        view = live(cursor)
        _known(cursor, view, sure.region)
        return _answer(cursor, view, sure)


@contextmanager
def snapshot(connection: Connection) -> Iterator[Cursor]:
    """A cursor in a read-only transaction in which everything is seen as of one moment; rolled back at the end.

    Raises ValueError where the connection is in a transaction already, or commits by itself.
    """
    if connection.autocommit or connection.info.transaction_status != TRANSACTION_STATUS_IDLE:
        raise ValueError("a snapshot needs a connection of its own, without autocommit and outside a transaction")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield cursor
    finally:
        connection.rollback()


def live(cursor: Cursor) -> str:
    """The schema of the live version of the views."""
    cursor.execute(statement("live_version"))
    row = cursor.fetchone()
    if row is None:
        raise UsageError(problem=Problem("NOT_YET", "/", "hub up"))
    return str(row[0])


def _known(cursor: Cursor, view: str, region: str) -> None:
    cursor.execute(statement("region_known", view), {"region": region})
    (known,) = cursor.fetchone() or (False,)
    if not known:
        raise UsageError(problem=Problem("REGION_NEVER_ESTABLISHED", "/region", got=region))


def _answer(cursor: Cursor, view: str, question: Checked) -> Answer:
    cursor.execute(statement("answer", view), _parameters(question))
    columns = [column.name for column in cursor.description or ()]
    rows = tuple(_row(dict(zip(columns, values, strict=True)), question) for values in cursor.fetchall())
    position, last_event = _position(cursor)
    return Answer(
        region=question.region,
        first=question.first,
        last=question.last,
        as_of=question.as_of,
        known_at=None,
        regions="recorded",
        position=position,
        disputed=_disputed(cursor, view, question),
        last_event=last_event,
        measures={name: _words(name) for name in question.names},
        rows=rows,
    )


def _parameters(question: Checked) -> dict[str, object]:
    return {
        "names": list(question.names),
        "region": question.region,
        "dims": list(question.by),
        "first": question.first,
        "last": question.last,
        "filters": json.dumps(dict(question.where)),
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


def _position(cursor: Cursor) -> dict[str, int]:
    cursor.execute(statement("position"))
    return {f"ledger.{family}/{part}": offset for family, part, offset in cursor.fetchall()}


def _words(name: str) -> dict[str, object]:
    one = find(name)
    return {"zh": one.zh, "en": one.en, "unit": one.unit, "additive": one.additive}


def _disputed(cursor: Cursor, view: str, question: Checked) -> int:
    cursor.execute(statement("disputed", view), _parameters(question))
    (number,) = cursor.fetchone() or (0,)
    return int(number)


def _labels(cursor: Cursor, view: str, codes: set[str]) -> dict[str, str]:
    cursor.execute(statement("labels", view), {"codes": sorted(codes)})
    return dict(cursor.fetchall())
