"""Points the schema `api` at one version of the views, with row-level security on all that lies behind it."""

from dataclasses import astuple
from typing import Final

from psycopg2 import errors, extensions
from psycopg2.extras import execute_values

from projections import sql
from schemas.levels import CHINESE, LEVELS
from schemas.reasons import BROKEN, REASONS

_GRANT: Final = "GRANT SELECT ON {} TO hub_reader, hub_worker"


def install_api(connection: extensions.connection, version: int) -> None:
    """Make row-level security, functions and views over `view_<version>`, in the transaction that is open on the connection.

    A view or function that another version answers already is replaced in place, so that readers' sessions and prepared statements go
    over to the new one when the transaction commits; it is dropped first only where its columns are others.
    """
    view = f"view_{version}"
    with connection.cursor() as cursor:
        execute_values(cursor, sql.text("api/reasons", "fill"), [(code, *astuple(reason)) for code, reason in REASONS.items()])
        execute_values(cursor, sql.text("api/reasons", "basis"), [(code, *astuple(rule)) for code, rule in BROKEN.items()])
        for folder in ("api/security", "api/functions"):
            for name in sql.names(folder):
                _replace(cursor, sql.within(sql.text(folder, name), view), f"FUNCTION IF EXISTS api.{name[3:]}")
        for name in sql.names("api/common"):
            _view(cursor, sql.within(sql.text("api/common", name), view), f"api.{name[3:]}")
        for name in sql.names("api/views"):
            for level in LEVELS:
                text = sql.within(sql.text("api/views", name), view, level=level, zh=CHINESE[level])
                _view(cursor, text, f"api.{level}_{name[3:]}")


def _view(cursor: extensions.cursor, definition: str, name: str) -> None:
    _replace(cursor, definition, f"VIEW {name}")
    cursor.execute(_GRANT.format(name))


def _replace(cursor: extensions.cursor, definition: str, named: str) -> None:
    cursor.execute("SAVEPOINT replacing")
    try:
        cursor.execute(definition)
    except (errors.InvalidTableDefinition, errors.InvalidFunctionDefinition):
        cursor.execute("ROLLBACK TO SAVEPOINT replacing")
        cursor.execute(f"DROP {named}")
        cursor.execute(definition)
    cursor.execute("RELEASE SAVEPOINT replacing")
