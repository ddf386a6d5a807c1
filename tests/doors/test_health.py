"""The HTTP server says that it lives whatever it is busy with: whoever watches it from outside ends it when it does not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx
import psycopg2

from hub.pool import MOST
from tests.conftest import eventually
from tests.serving import serving

QUESTIONS = 60
"""More than the server has threads for."""
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
PATIENCE_SECONDS = 2.0


def _waiting(database: str) -> int:
    """Sessions that wait for a lock."""
    with closing(psycopg2.connect(database)) as connection, connection.cursor() as cursor:
        cursor.execute(WAITING)
        return int(cursor.fetchall()[0][0])


def test_long_questions_do_not_keep_it_from_answering(database: str, tmp_path: Path) -> None:
    # given questions that all wait for the database, more of them than there are threads
    with serving(database, tmp_path) as served, ThreadPoolExecutor(QUESTIONS) as pool, closing(psycopg2.connect(database)) as holding:
        asker = served.reader("42")
        holding.cursor().execute("LOCK TABLE auth.token IN ACCESS EXCLUSIVE MODE")
        asked = [pool.submit(httpx.get, f"{served.url}/v1/statistics/names", headers=asker, timeout=60) for _ in range(QUESTIONS)]
        try:
            eventually(lambda: _waiting(database) == MOST)
            # when it is asked whether it lives
            answer = httpx.get(f"{served.url}/healthz", timeout=PATIENCE_SECONDS)
        finally:
            holding.rollback()
        # then it says so at once, and all questions are answered once the database goes on
        assert answer.json() == {"status": "ok"}
        assert {one.result().status_code for one in asked} == {200}
