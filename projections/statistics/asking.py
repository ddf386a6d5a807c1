"""Asks the live views: one snapshot for the figures, the positions and everything that stands beside them."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from psycopg2 import extensions

from projections import overlaid
from projections.statistics.answer import Answer, Row, Term
from projections.statistics.catalogue import find
from projections.statistics.moments import Recall, cut, kept
from projections.statistics.question import Checked, Moment, Question, checked
from projections.statistics.statements import statement
from projections.statistics.terms import within_term
from schemas.days import BEIJING, day_end, format_instant
from schemas.errors import Problem, UsageError
from schemas.topics import FAMILIES, ledger

SETTLING_MS: Final = 60_000
"""As long after a moment a record may still be written with its time (contract 1, Recorded time)."""


def ask(
    connection: extensions.connection, question: Question, today: date | None = None, now: int | None = None, recall: Recall | None = None
) -> Answer:
    """The answer to a question, from the live version of the views, in one read-only snapshot.

    `today` is the Beijing day that stands for a missing `as_of`, `now` the clock in ms by which an answer is provisional; `recall` sees to the views
    as they were known at a moment that rows by recorded day do not tell (decision 0045). Raises UsageError for a question that cannot be asked (see
    `checked`), for a region that was never established, for a term whose days are not known, and for such a moment without `recall`.
    """
    sure = checked(question, today or datetime.now(BEIJING).date())
    answer = None
    while answer is None:
        with snapshot(connection) as cursor:
            seen = sight(cursor, sure)
            if seen.wanted is None:
                require_region(cursor, seen.view, sure.region)
                within, term = within_term(cursor, seen.view, sure, seen.known)
                answer = _answer(cursor, seen.view, within, seen.known, term)
        seen.see_to(recall)
    clock = time.time_ns() // 1_000_000 if now is None else now
    return replace(answer, provisional=sure.known_at is not None and sure.known_at.until > clock - SETTLING_MS)


@dataclass(frozen=True)
class Sight:
    """Where a question is answered. `view`: the schema of the views; `known`: the recorded day at whose end they are cut, null for none; `wanted`:
    the instant as at which they have to be made first, null where nothing has to."""

    view: str
    known: date | None = None
    wanted: Moment | None = None

    def see_to(self, recall: Recall | None) -> None:
        """Have the views made that are wanted. Raises UsageError where there is nobody to do it."""
        if self.wanted is None:
            return
        if recall is None:
            raise UsageError(problem=Problem("PAST_UNMADE", "/known_at", got=self.wanted.text))
        recall(self.wanted.until)


def sight(cursor: extensions.cursor, question: Checked) -> Sight:
    """Where a question is answered: by the live views, cut at a recorded day where one tells the moment, or by those of then.

    Raises UsageError for a region of which nothing was known then.
    """
    view, moment = live(cursor), question.known_at
    if moment is None:
        return Sight(view)
    known = moment.day or _day_of(cursor, view, moment)
    if known is not None:
        code = _late(cursor, view, question, known)
        if code == "REGION_NEVER_ESTABLISHED":
            raise UsageError(problem=Problem(code, "/region", got=question.region))
        if code is None:
            return Sight(view, known)
    wanted = moment if known is None else replace(moment, until=day_end(known))
    when = cut(cursor, view, wanted.until)
    found = kept(cursor, view, when)
    return Sight(view, wanted=wanted) if found is None else Sight(found, when.known)


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


def _day_of(cursor: extensions.cursor, view: str, moment: Moment) -> date | None:
    """The recorded day at whose end exactly that was known which was known at an instant; null where records came before and after on its day."""
    cursor.execute(statement("known", view), {"until": format_instant(moment.until)})
    day: date | None
    (day,) = cursor.fetchone() or (None,)
    return day


def _late(cursor: extensions.cursor, view: str, question: Checked, known: date) -> str | None:
    """Why the live views do not tell what was known by the end of a day; null where they do."""
    cursor.execute(statement("unknowable", view), parameters(question, known))
    code: str | None
    (code,) = cursor.fetchone() or (None,)
    return code


def _answer(cursor: extensions.cursor, view: str, question: Checked, known: date | None, term: Term | None) -> Answer:
    cursor.execute(statement("answer", view), parameters(question, known))
    columns = [column.name for column in cursor.description or ()]
    rows = tuple(_row(dict(zip(columns, values, strict=True)), question) for values in cursor.fetchall())
    position, last_event = _position(cursor, overlaid.below(view), question)
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
