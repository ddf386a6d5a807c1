"""The planner learns of a bulk load at once, and of a trickle seldom."""

import psycopg2

from projections.fold import fold_once
from projections.planner import GROWTH, LEAST, Planner


def test_it_is_told_after_a_bulk_and_again_after_much_more(database: str) -> None:
    # given a live version, when records are folded, then it is told at the first thousands and then at three times as many
    connection = psycopg2.connect(database)
    fold_once(connection)
    planner = Planner()
    folded = (0, LEAST - 1, 1, (GROWTH - 1) * LEAST, LEAST - 1, 1, 1)
    assert [planner.note(connection, records) for records in folded] == [False, False, True, False, False, True, False]
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relnamespace = 'view_1'::regnamespace AND relkind = 'r' AND reltuples < 0")
        assert cursor.fetchall() == [(0,)]
    connection.close()


def test_a_worker_that_starts_again_tells_nothing_that_is_known(database: str) -> None:
    # given a ledger index of which the planner was told, when a worker begins anew, then it is told only once as much again is folded
    connection = psycopg2.connect(database)
    fold_once(connection)
    with connection, connection.cursor() as cursor:
        cursor.execute("UPDATE pg_class SET reltuples = %s WHERE oid = 'core.event_plain'::regclass", (3 * LEAST,))
    planner = Planner()
    assert [planner.note(connection, records) for records in (LEAST, (3 * GROWTH - 1) * LEAST - 1, 1)] == [False, False, True]
    connection.close()


def test_sets_and_documents_are_never_sampled(database: str) -> None:
    # given a live version, when it is asked what of its tables and of the ledger index may be sampled, then no set, document or octets
    connection = psycopg2.connect(database)
    fold_once(connection)
    with connection, connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT a.attstattarget, count(*), bool_or(t.typcategory = 'A' OR t.typname IN ('jsonb', 'bytea'))
            FROM pg_attribute AS a INNER JOIN pg_class AS c ON a.attrelid = c.oid INNER JOIN pg_type AS t ON a.atttypid = t.oid
            WHERE c.relnamespace IN ('core'::regnamespace, 'view_1'::regnamespace) AND c.relkind = 'r' AND a.attnum > 0
            GROUP BY a.attstattarget ORDER BY a.attstattarget
            """
        )
        (never, numbers, sets), (little, others, any_set) = cursor.fetchall()
    assert (never, sets, little, any_set) == (0, True, 10, False)
    assert numbers < others
    connection.close()
