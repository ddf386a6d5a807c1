"""What the SQL of a statistic's folder says of a region as of a day, beside what the engine answers."""

from collections.abc import Sequence
from datetime import date

from psycopg2 import extensions

from projections import versions
from projections.statistics import Question, ask, catalogue, formula_sql
from projections.statistics.statements import within

IN_THE_OFFICE = {
    *(
        f"suggestions.{name}"
        for name in ("due", "on_time", "late", "overdue", "due_unknown", "under_deadline", "not_yet_due", "satisfaction_attitude")
    ),
    *(f"departments.{name}" for name in ("due", "on_time", "late", "overdue")),
    "promises.evaluated",
    "suggestions.repeated",
}
"""What the demo never tells of: rules of deadlines, grades of attitude and of promises, what is repeated. tests/views/test_formulas.py does."""
UNDER_RULES = {name for name, one in catalogue().items() if one.answered == "rows"}
"""Nor of duty rules. tests/statistics/test_duty.py does."""


def differing(connection: extensions.connection, region: str, day: date) -> tuple[dict[str, tuple[int, int]], set[str]]:
    """Statistics whose SQL says something else than the engine, both numbers; and those of which there is anything to count."""
    names = tuple(catalogue())
    engine = dict.fromkeys(names, 0)
    for row in ask(connection, Question(names, region, as_of=day, last=day)).rows:
        engine[row.measure] += row.n or 0
    connection.rollback()
    plain = dict(zip(names, _said(connection, names, region, day), strict=True))
    return {name: (plain[name], engine[name]) for name in names if plain[name] != engine[name]}, {name for name in names if plain[name]}


def _said(connection: extensions.connection, names: Sequence[str], region: str, day: date) -> list[int]:
    with connection, connection.cursor() as cursor:
        return [said(cursor, name, region, day) for name in names]


def said(cursor: extensions.cursor, name: str, region: str, day: date) -> int:
    """What the SQL of a statistic's folder says."""
    live = versions.live(cursor)
    assert live is not None
    text = formula_sql(name).replace("%", "%%").replace(":region", "%(region)s").replace(":as_of", "%(day)s::date")
    cursor.execute(within(text, live.schema), {"region": region, "day": day})
    ((number,),) = cursor.fetchall()
    return int(number)
