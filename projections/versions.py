"""Versions of all views, each in a schema of its own."""

import hashlib
import importlib
import importlib.util
from dataclasses import dataclass
from functools import cache
from typing import Final

from psycopg2 import extensions
from psycopg2.extras import execute_values

from projections import folders, sql
from projections.statistics.install import install
from schemas.errors import Inconsistent
from schemas.reasons import BROKEN, REASONS

LOCK: Final = 0x726562
"""The advisory lock of whoever makes a version beside the live one, switches, or puts versions back."""

_LIVE: Final = "SELECT version, definition FROM core.view_version WHERE live"
_NEXT: Final = "SELECT coalesce(max(version), 0) + 1 FROM core.view_version"
_ADD: Final = "INSERT INTO core.view_version (version, definition) VALUES (%s, %s)"
_ASKED_BY: Final = "SELECT obj_description(to_regnamespace(%s), 'pg_namespace')"
"""The functions and views of which release readers ask a version by stands beside it."""

_PATIENCE: Final = "SET LOCAL lock_timeout TO '10s'"
_SWITCH: Final = """
UPDATE core.view_version SET live = FALSE WHERE live AND version <> %(version)s;
UPDATE core.view_version SET live = TRUE, switched = clock_timestamp() WHERE version = %(version)s;
"""


class OtherRules(Inconsistent):
    """A version was made from other folders than this code has."""

    code = "VERSION_OTHER"


@dataclass(frozen=True)
class Version:
    """One version; `schema` is its schema in the database."""

    number: int
    definition: str

    @property
    def schema(self) -> str:
        """`view_<n>`."""
        return f"view_{self.number}"


def live(cursor: extensions.cursor) -> Version | None:
    """The version that readers see; null in a new database."""
    cursor.execute(_LIVE)
    found = cursor.fetchone()
    return None if found is None else Version(*found)


def make(cursor: extensions.cursor) -> Version:
    """A new version with nothing in it, at the beginning of every partition; nobody reads it yet."""
    cursor.execute(_NEXT)
    ((number,),) = cursor.fetchall()
    version = Version(number, folders.definition())
    cursor.execute(sql.within("CREATE SCHEMA {view}", version.schema))
    for name in sql.names("version"):
        cursor.execute(sql.within(sql.text("version", name), version.schema))
    execute_values(cursor, sql.within("INSERT INTO {view}.measure (measure, family, slot) VALUES %s", version.schema), folders.slots())
    for view in folders.views():
        for part in ("table", "functions", "cells"):
            if part in view.parts:
                cursor.execute(sql.within(view.parts[part], version.schema))
    # The functions of asking may name tables of views that another release has.
    cursor.execute("SET LOCAL check_function_bodies TO off")
    install(cursor, version.schema)
    cursor.execute("CALL core.sample(%s)", (version.schema,))
    cursor.execute(_ADD, (version.number, version.definition))
    return version


def switch(cursor: extensions.cursor, version: Version) -> None:
    """Make a version the one that readers see, in the transaction of the cursor."""
    cursor.execute(_SWITCH, {"version": version.number})
    _let_ask(cursor, version)


def _let_ask(cursor: extensions.cursor, version: Version) -> None:
    if importlib.util.find_spec("projections.api") is not None:
        importlib.import_module("projections.api").install_api(cursor.connection, version.number)
        cursor.execute(sql.within("COMMENT ON SCHEMA {view} IS %s", version.schema), (asking(),))


def renew(connection: extensions.connection) -> bool:
    """Give the live views the functions of this code where another release did that last; whether anything was done. Nothing is where
    somebody makes or switches versions at this moment, who gives them their own, and where the views are of other folders: what asks them
    is not sure to fit before a rebuild. Commits. Raises psycopg2.errors.LockNotAvailable when readers do not let go for long.
    """
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", (LOCK,))
        ((mine,),) = cursor.fetchall()
        version = live(cursor) if mine else None
        if version is None or not made_here(version) or _asked_by(cursor, version) == asking():
            return False
        cursor.execute(_PATIENCE)
        _let_ask(cursor, version)
        return True


@cache
def asking() -> str:
    """SHA-256 of everything by which readers ask a version of the views: views and functions of `api`, and functions beside the views."""
    digest = hashlib.sha256()
    for folder in ("api/common", "api/functions", "api/reasons", "api/security", "api/views"):
        for name in sql.names(folder):
            digest.update(f"{folder} {name}\n{sql.text(folder, name)}\n".encode())
    digest.update(repr((REASONS, BROKEN)).encode())
    return digest.hexdigest()


def _asked_by(cursor: extensions.cursor, version: Version) -> str:
    cursor.execute(_ASKED_BY, (version.schema,))
    ((said,),) = cursor.fetchall()
    return str(said or "")


def made_here(version: Version) -> bool:
    """Whether a version was made from the folders of this code, so that this code can fold it."""
    return version.definition == folders.definition()


def of_this_code(version: Version) -> Version:
    """The version, if it was made from these folders. Raises OtherRules when it must be rebuilt first."""
    if not made_here(version):
        raise OtherRules(version.schema)
    return version
