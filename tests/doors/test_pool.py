"""Sessions of the database: kept, given back, in the reader's role, and found again after the server has dropped them."""

from __future__ import annotations

import threading

import psycopg2
import pytest

from hub.access import tokens, who
from hub.access.who import Principal
from hub.pool import Pool
from projections.api.readers import create_reader
from schemas.errors import NotFound, Unavailable


@pytest.fixture
def pool(database: str) -> Pool:
    return Pool(database, 2)


def one(pool: Pool, query: str) -> object:
    with pool.session() as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def test_a_session_is_committed_at_its_end_and_rolled_back_when_it_breaks(pool: Pool) -> None:
    with pool.session() as connection, connection.cursor() as cursor:
        tokens.issue(cursor, Principal("source", "//1/kept", "1"))
    with pytest.raises(psycopg2.DataError):
        one(pool, "INSERT INTO auth.token (digest, kind, name, region) VALUES (sha256('x'), 'source', 'lost', '1') RETURNING 1 / 0")
    assert one(pool, "SELECT string_agg(name, ' ') FROM auth.token") == "//1/kept"
    pool.close()


def test_a_reader_session_runs_in_its_role_reads_only_and_leaves_nothing_behind(pool: Pool) -> None:
    with pool.session() as connection:
        role = create_reader(connection, "eye", "42").role
    with pool.reader(role) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (role,)
        with pytest.raises(psycopg2.Error):
            cursor.execute("INSERT INTO auth.token (digest, kind, name, region) VALUES (sha256('x'), 'admin', 'x', '00')")
    with pytest.raises(psycopg2.Error), pool.reader(role) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM auth.token")
    assert one(pool, "SELECT current_user") != role
    with pytest.raises(NotFound), pool.reader(None):
        pass
    pool.close()


def test_no_more_connections_than_allowed(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.pool.WAIT_SECONDS", 0.05)
    with pool.session(), pool.session(), pytest.raises(Unavailable), pool.session():
        pass
    served: list[object] = []
    workers = [threading.Thread(target=lambda: served.append(one(pool, "SELECT 1"))) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert served == [1, 1]
    pool.close()


def test_after_the_server_dropped_them_one_question_fails_and_the_next_is_answered(pool: Pool, database: str) -> None:
    assert one(pool, "SELECT 1") == 1
    other = psycopg2.connect(database)
    with other, other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()")
    other.close()
    with pytest.raises((psycopg2.OperationalError, psycopg2.InterfaceError)):
        one(pool, "SELECT 1")
    assert one(pool, "SELECT 1") == 1
    pool.close()


def test_a_token_is_found_by_its_digest_until_it_is_revoked(pool: Pool) -> None:
    with pool.session() as connection, connection.cursor() as cursor:
        token = tokens.issue(cursor, Principal("source", "//1/a", "1"))
        cursor.execute("SELECT to_jsonb(token)::text FROM auth.token AS token")
        assert token not in cursor.fetchone()[0]
        assert who.find(cursor, token) == Principal("source", "//1/a", "1")
        assert who.find(cursor, token + "x") is None
        assert who.find(cursor, "\ud800") is None
        assert tokens.revoke(cursor, "source", "//1/a") == 1
    with pool.session() as connection, connection.cursor() as cursor:
        assert who.find(cursor, token) is None
    pool.close()
