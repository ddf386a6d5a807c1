"""Rows of a view derived whole, and derived in the quick way that its folder has for plain lives."""

from psycopg2 import extensions

from projections import versions, workspace
from projections.steps import Steps
from tests.projections.play import Playing


def both_ways(hub: Playing, view: str, keys: list[str]) -> tuple[list[str], list[str], set[str]]:
    """Rows of some keys as derived whole, as they are stored, and the keys that were derived the quick way; nothing is kept."""
    with hub.connection.cursor() as cursor:
        steps, schema = _steps(cursor, view)
        cursor.execute(f"INSERT INTO touched_{view} SELECT unnest(%s)", (keys,))
        cursor.execute(steps.gone)
        cursor.execute(steps.derive)
        whole = _rows(cursor, f"SELECT f::text FROM came_{view} AS f ORDER BY {view}, known_from")
        cursor.execute(f"SELECT s::text FROM {schema}.{view} AS s WHERE {view} = ANY (%s) ORDER BY {view}, known_from", (keys,))
        stored = [row for (row,) in cursor.fetchall()]
        cursor.execute(f"DELETE FROM came_{view}")
        assert steps.plain is not None
        cursor.execute(steps.plain)
        quick = set(_rows(cursor, f"SELECT DISTINCT {view} FROM came_{view}"))
    hub.connection.rollback()
    return whole, stored, quick


def whole_and_stored(hub: Playing, view: str, key: str) -> tuple[list[str], list[str]]:
    """All rows of a view whose key is of these columns, derived whole and as they are stored; nothing is kept."""
    with hub.connection.cursor() as cursor:
        steps, schema = _steps(cursor, view)
        cursor.execute(f"INSERT INTO touched_{view} SELECT DISTINCT {key} FROM {schema}.{view}")
        cursor.execute(steps.derive)
        whole = _rows(cursor, f"SELECT f::text FROM came_{view} AS f ORDER BY 1")
        stored = _rows(cursor, f"SELECT s::text FROM {schema}.{view} AS s ORDER BY 1")
    hub.connection.rollback()
    return whole, stored


def quick_and_stored(hub: Playing, view: str, key: str) -> tuple[list[str], list[str]]:
    """Rows of a view that are made the quick way when everything arrives at once, and all rows as they are stored; nothing is kept."""
    with hub.connection.cursor() as cursor:
        steps, schema = _steps(cursor, view)
        cursor.execute(f"INSERT INTO changed SELECT s.*, 0, 0, 0 FROM {schema}.statement AS s")
        cursor.execute(f"INSERT INTO touched_{view} SELECT DISTINCT {key} FROM {schema}.{view}")
        assert steps.plain is not None
        cursor.execute(steps.plain)
        quick = _rows(cursor, f"SELECT f::text FROM came_{view} AS f ORDER BY 1")
        stored = _rows(cursor, f"SELECT s::text FROM {schema}.{view} AS s ORDER BY 1")
    hub.connection.rollback()
    return quick, stored


def _rows(cursor: extensions.cursor, question: str) -> list[str]:
    cursor.execute(question)
    return [row for (row,) in cursor.fetchall()]


def _steps(cursor: extensions.cursor, view: str) -> tuple[Steps, str]:
    live = versions.live(cursor)
    assert live is not None
    (found,) = [one for one in workspace.of(cursor, live).views if one.name == view]
    return found, live.schema
