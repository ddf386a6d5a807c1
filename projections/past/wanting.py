"""Has the views of moments past made by a worker, which alone may make schemas."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

from psycopg2 import extensions

from projections.past.keeping import CHANNEL
from projections.statistics.moments import Recall
from schemas.days import format_instant
from schemas.errors import Problem, Unavailable, UsageError

LOOK_SECONDS: Final = 0.03
WAIT_SECONDS: Final = 55.0
"""Less than what a question may take at all; what is not made by then is made for who asks again."""

_WANT: Final = """
INSERT INTO core.past (until) VALUES (%(until)s)
ON CONFLICT (until) DO UPDATE SET wanted = clock_timestamp(), failed = NULL;
SELECT pg_notify(%(channel)s, '')
"""
_MADE: Final = "SELECT made >= wanted, failed FROM core.past WHERE until = %s"

Session = Callable[[], AbstractContextManager[extensions.connection]]


def want(session: Session) -> Recall:
    """Asks by sessions of the surface, each given back at once."""

    def see_to(until: int) -> None:
        with session() as connection, connection.cursor() as cursor:
            cursor.execute(_WANT, {"until": format_instant(until), "channel": CHANNEL})
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            with session() as connection, connection.cursor() as cursor:
                cursor.execute(_MADE, (format_instant(until),))
                made, failed = cursor.fetchone() or (False, None)
            if failed is not None:
                raise UsageError(problem=Problem("PAST_UNMADE", "/known_at", got=failed))
            if made:
                return
            if time.monotonic() > deadline:
                raise Unavailable("projection")
            time.sleep(LOOK_SECONDS)

    return see_to
