"""From nothing to a hub that answers: parts, database, topics, administrator. Each step does nothing where nothing is missing."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from typing import Final

import psycopg2
from psycopg2 import errors, sql
from psycopg2.extensions import parse_dsn

from hub.access.office import ensure_administrator
from hub.access.staff import WORKER
from hub.access.staffing import admit_roles, admit_users
from hub.embedded import parts
from hub.keys.erasing import follow
from hub.keys.place import key_store
from hub.keys.ring import KeysAway
from hub.pool import Pool
from hub.provision import provision
from hub.settings import ADMINISTRATOR_TOKEN, OWNER, Settings
from projections import versions
from projections.database import connect, migrate
from schemas.errors import Unavailable, shown

_ORDERLY: Final = "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"


def bring_up(settings: Settings) -> None:
    """Starts the embedded parts if there are any, then makes what the hub keeps in them.

    Raises Unavailable when a part does not answer, Inconsistent when it holds what no hub, or a hub of another layout, made.
    """
    if settings.embedded:
        parts.start(settings.folder.root)
    furnish(settings)


def furnish(settings: Settings) -> None:
    """Makes what the hub keeps in its parts, which answer already, and the key store. Raises as `bring_up`."""
    with ThreadPoolExecutor(3) as pool:
        topics = pool.submit(provision, settings.client(), settings.replicas)
        users = pool.submit(admit_users, settings.client(), settings.secret)
        for one in (pool.submit(_database, settings), topics, users):
            one.result()
    _keys(settings)


def _keys(settings: Settings) -> None:
    """The key store, and no key in it of a person of whom the ledger says that it was erased: the store may be an older copy put back.

    Without it everything else goes on; `hub doctor` says what is away.
    """
    try:
        store = key_store(settings)
        store.make()
        with closing(connect(settings.dsn(WORKER.role))) as connection:
            follow(store, connection)
    except (KeysAway, OSError, ValueError) as away:
        logging.getLogger(__name__).warning("%s", shown(str(away)))


def _database(settings: Settings) -> None:
    if settings.embedded:
        create_database(settings.dsn(OWNER))
    migrate(settings.dsn(OWNER), settings.postgres or str(settings.folder.root))
    admit_roles(settings.dsn(OWNER), settings.secret)
    # Where readers hold on for long the functions of before stay until the next start, as they did on.
    with closing(connect(settings.dsn(WORKER.role))) as worker, suppress(errors.LockNotAvailable):
        versions.renew(worker)
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
