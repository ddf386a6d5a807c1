"""Runs the stage for as long as a worker lives: holds the lock, judges what comes, opens the stage anew after an error."""

import logging
import threading
from contextlib import closing
from typing import Final

import psycopg2
from psycopg2 import extensions

from hub.feeds.stage import LOCK, open_stage
from hub.feeds.statements import statement
from projections import database
from schemas.errors import HubError
from schemas.topics import FAMILIES

PAUSE_SECONDS: Final = 0.02
"""Between two looks at an index in which nothing is new."""

TURN_SECONDS: Final = 0.2
"""From a step that judged something to the next look: what comes meanwhile is judged together. What comes after quiet is judged at once."""

MANY: Final = 2_000
"""After so many records there are probably more: the next step does not wait."""

AGAIN_SECONDS: Final = 1.0
_LOG: Final = logging.getLogger(__name__)


def run(dsn: str, stopping: threading.Event) -> None:
    """Judge until told to stop; waits while another worker judges, and for the database when it is away."""
    while not stopping.is_set():
        try:
            with closing(psycopg2.connect(dsn, connect_timeout=5)) as connection:
                if _alone(connection):
                    _judge(connection, stopping)
        except (psycopg2.Error, HubError) as error:
            _LOG.warning("feeds: %s", error)
        stopping.wait(AGAIN_SECONDS)


def _alone(connection: extensions.connection) -> bool:
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", (LOCK,))
        ((taken,),) = cursor.fetchall()
    return bool(taken)


def _judge(connection: extensions.connection, stopping: threading.Event) -> None:
    stage = open_stage(connection)
    with connection, connection.cursor() as cursor:
        cursor.execute(f"PREPARE feed_news AS {statement('news')}", {"families": len(FAMILIES)})
    while not stopping.is_set():
        judged = stage.step(connection) if _news(connection) else 0
        if judged < MANY:
            stopping.wait(TURN_SECONDS if judged else PAUSE_SECONDS)


def _news(connection: extensions.connection) -> bool:
    """Whether there is anything to judge: asked fifty times a second, so by a statement that is planned already and no transaction of its own."""
    with database.at_once(connection) as cursor:
        cursor.execute("EXECUTE feed_news")
        ((found,),) = cursor.fetchall()
        return bool(found)
