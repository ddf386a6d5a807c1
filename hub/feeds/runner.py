"""Runs the stage for as long as a worker lives: holds the lock, judges what comes, opens the stage anew after an error."""

import logging
import threading
from contextlib import closing
from typing import Final

import psycopg2
from psycopg2 import extensions

from hub.feeds.stage import LOCK, open_stage
from schemas.errors import HubError

PAUSE_SECONDS: Final = 0.02
"""Between two looks at an index in which nothing is new."""

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
    while not stopping.is_set():
        if not stage.step(connection):
            stopping.wait(PAUSE_SECONDS)
