"""From nothing to a hub that answers: parts, database, topics, administrator. Each step does nothing where nothing is missing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import parse_dsn

from hub.access.office import ensure_administrator
from hub.access.staffing import admit_roles, admit_users
from hub.embedded import parts
from hub.pool import Pool
from hub.provision import provision
from hub.settings import ADMINISTRATOR_TOKEN, OWNER, Settings
from projections.database import migrate
from schemas.errors import Unavailable

_ORDERLY: Final = "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"


def bring_up(settings: Settings) -> None:
    """Starts the embedded parts if there are any, then makes what the hub keeps in them.

    Raises Unavailable when a part does not answer, Inconsistent when it holds what no hub, or a hub of another layout, made.
    """
    if settings.embedded:
        parts.start(settings.folder.root)
    furnish(settings)


def furnish(settings: Settings) -> None:
    """Makes what the hub keeps in its parts, which answer already. Raises as `bring_up`."""
    with ThreadPoolExecutor(3) as pool:
        topics = pool.submit(provision, settings.client(), settings.replicas)
        users = pool.submit(admit_users, settings.client(), settings.secret)
        for one in (pool.submit(_database, settings), topics, users):
            one.result()


def _database(settings: Settings) -> None:
    if settings.embedded:
        create_database(settings.dsn(OWNER))
    migrate(settings.dsn(OWNER), settings.postgres or str(settings.folder.root))
    admit_roles(settings.dsn(OWNER), settings.secret)
    pool = Pool(settings.dsn(OWNER))
    try:
        ensure_administrator(pool, settings.secret(ADMINISTRATOR_TOKEN))
    finally:
        pool.close()


def create_database(dsn: str) -> None:
    """Makes the database that the connection string names, sorted by code point, unless it exists. Raises Unavailable."""
    words = parse_dsn(dsn)
    name = words["dbname"]
    try:
        connection = psycopg2.connect(**{**words, "dbname": "postgres"})
    except psycopg2.OperationalError as error:
        raise Unavailable("PostgreSQL") from error
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
            if cursor.fetchone() is None:
                cursor.execute(sql.SQL("CREATE DATABASE {} " + _ORDERLY).format(sql.Identifier(name)))
    finally:
        connection.close()
