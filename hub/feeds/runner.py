"""Runs the stage for as long as a worker lives: holds the lock, judges what comes, opens the stage anew after an error."""

import logging
import threading
import time
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

PASS_SECONDS: Final = 5.0
"""At most so long the views are let go first where they have more than MANY records to fold: somebody waits for a figure, followers hear a little
later. Where records come without end the judge works in steps of as many as it may take, with this between them."""

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
        words = {"families": len(FAMILIES), "most": MANY}
        cursor.execute(f"PREPARE feed_news AS {statement('news')}", words)
        cursor.execute(f"PREPARE feed_waited_for AS {statement('waited_for')}", words)
    while not stopping.is_set():
        judged = 0
        if _asked(connection, "news"):
            _let_views_pass(connection, stopping)
            judged = stage.step(connection)
        if judged < MANY:
            stopping.wait(TURN_SECONDS if judged else PAUSE_SECONDS)


def _let_views_pass(connection: extensions.connection, stopping: threading.Event) -> None:
    begun = time.monotonic()
    while time.monotonic() < begun + PASS_SECONDS and _asked(connection, "waited_for") and not stopping.is_set():
        stopping.wait(TURN_SECONDS)


def _asked(connection: extensions.connection, name: str) -> bool:
    """Asked up to fifty times a second, so by a statement that is planned already and no transaction of its own."""
    with database.at_once(connection) as cursor:
        cursor.execute(f"EXECUTE feed_{name}")
        ((found,),) = cursor.fetchall()
        return bool(found)
