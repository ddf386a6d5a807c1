"""What the owner or an earlier release made of the views is the worker's after the next start, and the worker carries on with it."""

from __future__ import annotations

from contextlib import closing

import psycopg2

from projections import fold, versions
from projections.database import migrate
from tests.projections.play import playing

WORKER = "-c role=hub_worker"
OWNED = """
SELECT count(*) FROM (
    SELECT relowner AS owner FROM pg_class WHERE relnamespace = 'view_1'::regnamespace AND relkind IN ('r', 'v')
    UNION ALL SELECT proowner FROM pg_proc WHERE pronamespace = ANY (ARRAY['view_1'::regnamespace, 'api'::regnamespace])
    UNION ALL SELECT typowner FROM pg_type WHERE typnamespace = 'view_1'::regnamespace
    UNION ALL SELECT nspowner FROM pg_namespace WHERE nspname = 'view_1'
) AS o WHERE o.owner <> 'hub_worker'::regrole
"""


def test_a_start_gives_live_views_the_functions_of_this_release_once(database: str) -> None:
    with playing(database) as hub:
        # given live views of the same folders, whose functions another release made, and one not at all
        hub.fold()
        with hub.connection, hub.connection.cursor() as cursor:
            cursor.execute("COMMENT ON SCHEMA view_1 IS 'of another release'; DROP FUNCTION view_1.heed(integer)")
        migrate(database)
    with closing(psycopg2.connect(database, options=WORKER)) as worker:
        # when the hub starts, and starts again, then they are there the first time, and the second time there is nothing to do
        assert [versions.renew(worker), versions.renew(worker)] == [True, False]
        with worker, worker.cursor() as cursor:
            cursor.execute("SELECT to_regprocedure('view_1.heed(integer)') IS NOT NULL")
            assert cursor.fetchall() == [(True,)]
            # and where the views are of other rules, nothing is touched
            cursor.execute("COMMENT ON SCHEMA view_1 IS NULL; UPDATE core.view_version SET definition = 'of another release'")
        assert versions.renew(worker) is False


def test_views_of_the_owner_become_the_workers(database: str) -> None:
    with playing(database) as hub:
        # given views that the owner made, and a reader whose role the HTTP surface has nothing to do with yet
        hub.fold()
        ((before,),) = [tuple(row.values()) for row in hub.rows(OWNED)]
        # when the hub starts again
        migrate(database)
        # then all of them are the worker's, who makes and switches to another version, and folds it
        ((left,),) = [tuple(row.values()) for row in hub.rows(OWNED)]
        assert before > 100
        assert left == 0
    with closing(psycopg2.connect(database, options=WORKER)) as worker:
        with worker, worker.cursor() as cursor:
            made = versions.make(cursor)
            versions.switch(cursor, made)
        fold.fold_once(worker)
        with worker, worker.cursor() as cursor:
            cursor.execute("DROP SCHEMA view_1 CASCADE")
