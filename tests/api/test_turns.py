"""Who asks slow questions, and who follows, does not keep the doors from everybody else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg2
import pytest

from hub import pool
from hub.api import turns
from tests.conftest import eventually
from tests.projections.play import Playing
from tests.serving import Served, serving

MANY = 3 * pool.MOST
FIGURE = "/v1/statistics?names=regions.towns&region=00"


@pytest.fixture
def served(hub: Playing, database: str, tmp_path: Path) -> Iterator[Served]:
    del hub
    with serving(database, tmp_path) as found:
        yield found


@contextmanager
def locked(served: Served, table: str) -> Iterator[None]:
    """Whoever reads a table waits until the end of the block."""
    with psycopg2.connect(served.dsn) as connection, connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
    connection.close()


def waiting(served: Served) -> int:
    """How many sessions wait for a lock."""
    with psycopg2.connect(served.dsn) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
        ((found,),) = cursor.fetchall()
    connection.close()
    return int(found)


def test_slow_questions_leave_the_doors_open(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    # given more slow questions than there are connections
    monkeypatch.setattr(turns, "WAIT_SECONDS", 0.3)
    reader = served.reader("00")
    with ThreadPoolExecutor(MANY) as several:
        with locked(served, "core.view_version"):
            asked = [several.submit(httpx.get, served.url + FIGURE, headers=reader, timeout=30) for _ in range(MANY)]
            eventually(lambda: waiting(served) == turns.QUESTIONS)
            # then somebody else is known and answered meanwhile, and those for whom there was no turn are told so
            assert httpx.get(served.url + "/v1/statistics/names", headers=reader, timeout=5).status_code == 200
            eventually(lambda: sum(one.done() for one in asked) == MANY - turns.QUESTIONS)
        answers = sorted(one.result().status_code for one in asked)
    assert answers == [200] * turns.QUESTIONS + [503] * (MANY - turns.QUESTIONS)


def test_a_question_that_takes_too_long_is_told_so_in_the_askers_language(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "STATEMENT_TIMEOUT", "200ms")
    reader = served.reader("00")
    with locked(served, "core.view_version"):
        for language, title in (("zh", "这个问题在限定的时间内没有算完"), ("en", "the question was not answered within the time allowed")):
            given = httpx.get(f"{served.url}{FIGURE}&lang={language}", headers=reader, timeout=30)
            assert (given.status_code, given.json()["code"], given.json()["title"]) == (504, "TOOK_TOO_LONG", title)
    assert httpx.get(served.url + FIGURE, headers=reader).status_code == 200


def test_followers_leave_the_doors_open(served: Served) -> None:
    # given more followers than there are connections, who all have something to read
    reader = served.reader("00")
    with ThreadPoolExecutor(MANY) as several:
        with locked(served, "core.feed_position"):
            following = [several.submit(httpx.get, served.url + "/v1/feeds/00", headers=reader, timeout=30) for _ in range(MANY)]
            # with the one listener of them all
            eventually(lambda: waiting(served) == turns.FOLLOWERS + 1)
            # then figures are asked for meanwhile
            assert httpx.get(served.url + FIGURE, headers=reader, timeout=5).status_code == 200
            assert waiting(served) == turns.FOLLOWERS + 1
        assert {one.result().status_code for one in following} == {200}


def test_who_leaves_in_the_middle_of_a_body_is_no_fault(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    # given half a body, sent to a door that reads it whole and to one that reads it itself, when its sender is gone
    for path, headers in (("/v1/sources", {}), ("/v1/events", served.source("42"))):
        left = threading.Event()

        def half(left: threading.Event = left) -> Iterator[bytes]:
            yield b"{"
            left.set()
            raise ConnectionAbortedError

        with pytest.raises(ConnectionAbortedError), httpx.Client(base_url=served.url) as client:
            client.post(path, content=half(), headers={"content-type": "application/cloudevents+json", **headers})
        assert left.is_set()
    # then others are answered, and nothing is written of a fault
    assert httpx.get(served.url + FIGURE, headers=served.reader("00")).status_code == 200
    assert [one.getMessage() for one in caplog.records if one.exc_info] == []
