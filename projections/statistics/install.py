"""Makes the functions that answer questions in one version of the views."""

from collections.abc import Iterator
from typing import Final

from psycopg2 import extensions
from psycopg2.extras import execute_values

from projections import overlaid
from projections.statistics.catalogue import Statistic, catalogue, days_sql, presence_sql
from projections.statistics.statements import definitions, statement, within

_COLUMNS: Final = (
    "name", "zh", "en", "unit", "additive", "reach", "answered", "span", "object", "dimensions", "implied", "rate_of", "of_state", "rests",
)  # fmt: skip


_OF_MATTER: Final = """r.suggestion = ANY (ARRAY(
    SELECT unnest(m.members) FROM {view}.matter AS m
    WHERE m.known_from <= known AND (m.known_to IS NULL OR m.known_to > known)
    AND (m.matter = a.object OR cardinality(m.members) > 1 AND m.members @> ARRAY[a.object])
    AND NOT EXISTS (SELECT FROM {view}.allocation AS b WHERE b.object = ANY (m.members) AND (b.time, b.source, b.id) > (a.time, a.source, a.id))
))"""
"""Rows of suggestions that are of the allocated matter, unless the matter was allocated anew."""

_ALLOTTED: Final = {
    "activity": "r.activity = a.object",
    "participation": "r.activity = a.object",
    "yield": "r.activity = a.object",
    "opinion": "r.opinion = a.object",
    "matter": """(r.matter = a.object OR cardinality(r.members) > 1 AND r.members @> ARRAY[a.object])
AND NOT EXISTS (SELECT FROM {view}.allocation AS b WHERE b.object = ANY (r.members) AND (b.time, b.source, b.id) > (a.time, a.source, a.id))""",
    "evaluation": _OF_MATTER,
    "deadline": _OF_MATTER,
    "recurrence": _OF_MATTER,
}
"""Which rows an allocated object means, by table."""


def install(cursor: extensions.cursor, view: str) -> None:
    """Create the catalogue and the `stat…` functions in the schema `view`, whose row tables and cube exist already."""
    for definition in definitions("tables", view):
        cursor.execute(definition)
    cursor.execute(_presence(view))
    for made in _from_rows(cursor, view):
        cursor.execute(made)
    cursor.execute(_reckoned(view))
    for definition in definitions("duties", view):
        cursor.execute(definition)
    for definition in definitions("functions", view):
        cursor.execute(definition)
    execute_values(cursor, statement("fill_catalogue", view), [_values(one) for one in catalogue().values()])


def _presence(view: str) -> str:
    """One function over the distinct statistics, a branch for each."""
    distinct = [name for name, one in catalogue().items() if one.answered == "distinct"]
    branch = "IF '{name}' = ANY (wanted) THEN RETURN QUERY SELECT '{name}', p.* FROM (\n{sql}) AS p; END IF;"
    branches = [branch.format(name=name, sql=presence_sql(name)) for name in distinct]
    return within(statement("presence", view).replace("{branches}", "\n".join(branches)), view)


def _reckoned(view: str) -> str:
    """One function over the statistics that are counted from rows; what was not asked is not even planned, and what is required and what of it is
    met are worked out once when both are asked."""
    branches = [_reckoned_branch(name, one) for name, one in catalogue().items() if one.answered == "rows" and one.rate_of is None]
    return within(statement("reckoned", view).replace("{branches}", "\n".join(branches)), view)


def _reckoned_branch(required: str, one: Statistic) -> str:
    days = {required: "required"} | {name: "met" for name, other in catalogue().items() if other.answered == "rows" and other.rate_of == required}
    return (
        statement("reckoned_branch")
        .replace("{names}", ", ".join(f"'{name}'" for name in days))
        .replace("{values}", ", ".join(f"('{name}', r.{column})" for name, column in days.items()))
        .replace("{ruled}", " AND ruled" if "rule" in one.rests else "")
        .replace("{sql}", days_sql(required).rstrip())
    )


def _from_rows(cursor: extensions.cursor, view: str) -> Iterator[str]:
    """The functions over all tables of rows: what they contribute, what behind them is disputed, what of them is implausible."""
    cursor.execute(statement("row_tables"), {"view": overlaid.below(view)})
    tables = cursor.fetchall()
    counting = [table for table in tables if table[2]]
    linked = "suggestion" in {table for table, *_ in tables}
    if linked:
        yield statement("amendments", view)
        yield statement("reforms", view)
    yield _allotted("allotted", counting, view)
    yield _allotted("allotment", counting, view)
    first_hand = [table for table in tables if table[0] != "matter"]
    # Figures rest on no other rows, and every branch is planned in each question.
    counted = {table for one in catalogue().values() for table in (one.object, *one.rests)}
    disputed = [table for table in tables if table[0] in counted]
    for name, chosen in (("contribution", counting), ("dispute", disputed), ("doubt", first_hand)):
        branch = statement(f"{name}_branch", view)
        branches = [_branch(branch, table, key) for table, key, _ in chosen]
        if name == "doubt" and linked:
            branches += [statement(f"doubt_{one}", view) for one in ("link", "merger", "amendment", "region")]
        empty = statement(f"{name}_none")
        yield within(statement(name, view).replace("{branches}", "\nUNION ALL\n".join(branches) or empty), view)


def _allotted(name: str, counting: list[tuple[str, list[str], bool]], view: str) -> str:
    branch = statement(f"{name}_branch", view)
    branches = [_branch(branch.replace("{allotted}", _ALLOTTED[table]), table, key) for table, key, _ in counting if table in _ALLOTTED]
    return within(statement(name, view).replace("{branches}", "\nUNION ALL\n".join(branches) or statement(f"{name}_none")), view)


def _branch(text: str, table: str, key: list[str]) -> str:
    return text.replace("{table}", table).replace("{key}", ", ".join(f"r.{column}" for column in key))


def _values(one: Statistic) -> tuple[object, ...]:
    values = (getattr(one, column) for column in _COLUMNS)
    plain = tuple(list(value) if isinstance(value, tuple) else value for value in values)
    return (*plain, one.formula["zh"], one.formula["en"])
