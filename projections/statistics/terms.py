"""The term of a congress as a period: its days as they were known, or the reason why they are not."""

from dataclasses import replace
from datetime import date

from psycopg2 import extensions

from projections.statistics.answer import Term
from projections.statistics.question import Checked
from projections.statistics.statements import statement
from schemas.errors import Problem, UsageError


def within_term(cursor: extensions.cursor, view: str, question: Checked, known: date | None) -> tuple[Checked, Term | None]:
    """The question with the days of the term that it asks about, if it does, and that term.

    `known`: the recorded day at whose end the ledger is cut. A term that has not ended lasts to `as_of`. Raises UsageError where nobody said when
    the term began (with the terms that are known), or when the next one did.
    """
    if question.term is None:
        return question, None
    term = _found(cursor, view, question, known)
    last = term.last or question.as_of
    if not question.cohort:
        last = min(last, question.as_of)
    return replace(question, first=term.first, last=last), term


def _found(cursor: extensions.cursor, view: str, question: Checked, known: date | None) -> Term:
    cursor.execute(statement("terms", view), {"region": question.region, "known": "infinity" if known is None else known})
    rows = cursor.fetchall()
    for unit, number, first, last, followed_by in rows:
        if number == question.term:
            if last is None and followed_by is not None:
                raise UsageError(problem=Problem("TERM_END_UNKNOWN", "/term", f"{unit}: {number + 1}", str(number)))
            return Term(number, unit, first, last)
    known_terms = ", ".join(f"{number} ({first}, {unit})" for unit, number, first, *_ in rows)
    raise UsageError(problem=Problem("TERM_UNKNOWN", "/term", known_terms or "term.opened", str(question.term)))
