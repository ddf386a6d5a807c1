"""What a reader may see: its own subtree, and of anything else not even that it is there."""

from contextlib import closing
from io import StringIO

import psycopg2
import pytest
from psycopg2 import errors, extensions

from projections import fold, sql, versions
from projections.api import revoke_reader
from tests.api.conftest import SIBLING_CITY, SIBLING_TOWN
from tests.api.readers import ask, reader, run, signed_in
from tests.projections.play import Playing
from tests.views.world import ACTIVITY, CITY, COUNTY, PROVINCE, TOWN


def test_a_reader_sees_its_subtree_and_a_sibling_nothing_of_it(hub: Playing, database: str) -> None:
    # Given readers of a city, of its sibling, of the county, of the province and of the nation
    seen = {}
    for region in (CITY, SIBLING_CITY, COUNTY, PROVINCE, "00", TOWN, SIBLING_TOWN):
        # When each asks for all activities of towns
        with signed_in(database, reader(hub, f"of_{region}", region)) as session:
            seen[region] = {place for (place,) in ask(session, "SELECT region FROM api.town_activities")}
    # Then each sees what lies below it
    both = {TOWN, SIBLING_TOWN}
    assert seen == {
        CITY: {TOWN},
        COUNTY: {TOWN},
        TOWN: {TOWN},
        SIBLING_CITY: {SIBLING_TOWN},
        SIBLING_TOWN: {SIBLING_TOWN},
        PROVINCE: both,
        "00": both,
    }


def test_a_region_is_no_prefix(hub: Playing, database: str) -> None:
    for prefix in ("22", "220", "2201", "22012", "220122", "22012210", "220122100", "22_1", "2201%"):
        with signed_in(database, reader(hub, f"of_{prefix}", prefix)) as session:
            rows = ask(session, "SELECT activity FROM api.town_activities WHERE region = %s", TOWN)
        assert rows == ([(ACTIVITY,)] if prefix in ("22", "2201", "220122", "220122100") else []), prefix


def test_missing_and_forbidden_are_the_same_answer(hub: Playing, database: str) -> None:
    with signed_in(database, reader(hub, "sibling", SIBLING_CITY)) as session:
        for level in ("town", "county", "city", "province", "national"):
            statement = f"SELECT * FROM api.{level}_activities WHERE activity = %s"
            assert ask(session, statement, ACTIVITY) == ask(session, statement, "//no/such/a-1") == []


ATTEMPTS = {
    "the tables themselves": "SELECT activity FROM {view}.activity WHERE chain @> ARRAY['220122']",
    "rows by a leaky condition": "SELECT activity FROM {view}.activity WHERE 1 / (length(activity) - 24) > 0 AND chain @> ARRAY['220122']",
    "a count": "SELECT 1 FROM (SELECT count(*) AS n FROM {view}.participation WHERE chain @> ARRAY['220122']) AS c WHERE n > 0",
    "a join": "SELECT a.activity FROM {view}.participation AS p JOIN {view}.activity AS a USING (activity) WHERE p.person = 'p'",
    "persons": "SELECT person FROM {view}.person WHERE person = 'p'",
    "rows to text": "SELECT a::text FROM {view}.activity AS a WHERE a::text LIKE '%%220122100%%'",
    "the objects of a figure": "SELECT key FROM {view}.contribution(ARRAY['activity'], ARRAY['220122'])",
    "presence": "SELECT key FROM {view}.presence((SELECT array_agg(c.name) FROM {view}.catalogue AS c), ARRAY['220122'])",
    "the planner's samples": "SELECT 1 FROM pg_stats WHERE schemaname = '{view}' AND tablename = 'activity'",
    "a cursor": "SELECT activity FROM api.town_activities WHERE region = '220122100'",
    "the ledger index": "SELECT object FROM core.event WHERE region = '220122100' OR object LIKE '//220122100/%%'",
}


def test_no_statement_brings_out_a_foreign_row(hub: Playing, database: str) -> None:
    (version,) = hub.rows("SELECT version FROM core.view_version WHERE live")
    with hub.connection, hub.connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with signed_in(database, reader(hub, "sibling", SIBLING_CITY)) as session:
        for name, attempt in ATTEMPTS.items():
            assert ask(session, attempt.replace("{view}", f"view_{version['version']}").replace("%%", "%")) == [], name


REFUSED = {
    "the owner's role": "SET ROLE hub_owner",
    "the group's role": "SET ROLE hub_reader",
    "the worker's role": "SET ROLE hub_worker",
    "another reader's role": "SET ROLE reader_other",
    "another session": "SET SESSION AUTHORIZATION hub_owner",
    "security off": "SET row_security TO off; SELECT * FROM {view}.activity",
    "a partition of the index": "SELECT * FROM core.event_plain",
    "settled statements": "SELECT * FROM {view}.settled",
    "all statements": "SELECT * FROM {view}.statement",
    "facts about regions": "SELECT * FROM {view}.region",
    "secrets": "SELECT * FROM auth.token",
    "other readers": "SELECT name FROM auth.reader",
    "a certificate": "SELECT cert_no FROM {view}.person",
    "a copy of the table": "COPY {view}.settled TO STDOUT",
    "a copy to a file": "COPY (SELECT 1) TO '/tmp/x'",
    "a program": "COPY (SELECT 1) TO PROGRAM 'true'",
    "a file": "SELECT pg_read_file('postgresql.conf')",
    "a function of its own": "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql RETURN 1",
    "a view of its own": "CREATE TEMPORARY VIEW v AS SELECT 1",
    "a table of its own": "CREATE TABLE api.t (a int)",
    "rows as XML": "SELECT query_to_xml('SELECT * FROM {view}.settled', TRUE, FALSE, '')",
    "a policy": "DROP POLICY reader ON {view}.activity",
    "a plan of what it may not read": "EXPLAIN SELECT * FROM {view}.settled",
    "writing": "UPDATE {view}.activity SET seen = ARRAY['2202']",
    "its own region": "UPDATE auth.reader SET region = '00'",
    "the lock of folds": f"SELECT pg_advisory_lock({fold.LOCK})",
    "the lock of folds, shared": f"SELECT pg_advisory_lock_shared({fold.LOCK})",
    "the lock of folds, if free": f"SELECT pg_try_advisory_lock({fold.LOCK})",
    "the lock of folds for a transaction": f"SELECT pg_advisory_xact_lock({fold.LOCK})",
    "the lock of rebuilds": f"SELECT pg_try_advisory_xact_lock({versions.LOCK})",
    "a large object": "SET TRANSACTION READ WRITE; SELECT lo_creat(-1)",
    "a filled large object": "SET TRANSACTION READ WRITE; SELECT lo_from_bytea(0, 'x')",
    "the server's log": "SET TRANSACTION READ WRITE; SELECT pg_logical_emit_message(FALSE, 'x', 'x')",
}
OF_THE_SERVER = ("postgres", "template1")


def test_no_way_around_is_open(hub: Playing, database: str) -> None:
    (version,) = hub.rows("SELECT version FROM core.view_version WHERE live")
    reader(hub, "other", "00")
    with signed_in(database, reader(hub, "sibling", SIBLING_CITY)) as session:
        session.set_session(readonly=False)
        for name, attempt in REFUSED.items():
            with pytest.raises((errors.InsufficientPrivilege, errors.FeatureNotSupported)) as caught:
                run(session, attempt.replace("{view}", f"view_{version['version']}"))
            assert TOWN not in str(caught.value), name


def test_no_function_that_holds_others_up_or_keeps_anything_is_open(hub: Playing, database: str) -> None:
    # Given every function of PostgreSQL that takes a lock by number or works on large objects
    named = "SELECT oid::regprocedure::text FROM pg_proc WHERE proname ~ '^(pg_(try_)?advisory_.*lock|lo_|loread$|lowrite$)' AND proname !~ 'unlock'"
    with signed_in(database, reader(hub, "sibling", SIBLING_CITY)) as session:
        # When a reader asks which there are, and which of them it may call, then it is none
        assert len(ask(session, named)) >= 30
        assert ask(session, f"{named} AND has_function_privilege(oid, 'EXECUTE')") == []


@pytest.mark.parametrize("other", OF_THE_SERVER)
def test_a_reader_enters_no_database_but_the_hub_s(hub: Playing, database: str, other: str) -> None:
    who = reader(hub, "sibling", SIBLING_CITY)
    # Given a reader who may enter the hub's database
    with signed_in(database, who) as session:
        assert ask(session, "SELECT 1") == [(1,)]
    # When it enters another of the same server, then it is refused
    refused = pytest.raises(psycopg2.OperationalError, match="permission denied for database")
    with refused, signed_in(extensions.make_dsn(database, dbname=other), who):
        pass


def test_an_owner_who_is_no_superuser_closes_what_is_its_own(database: str) -> None:
    # Given a database that belongs to a plain role, and lets everybody in
    name = extensions.parse_dsn(database)["dbname"]
    with closing(psycopg2.connect(database)) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE ROLE plain_owner")
        cursor.execute(f"ALTER DATABASE {name} OWNER TO plain_owner; GRANT CONNECT ON DATABASE {name} TO PUBLIC; SET LOCAL ROLE plain_owner")
        # When it makes what it may, as at every start
        for file in ("63_taken", "64_database"):
            cursor.execute(sql.text("core", file))
        # Then nothing fails, and its database is closed
        cursor.execute("SELECT has_database_privilege('public', current_database(), 'CONNECT, TEMPORARY')")
        assert cursor.fetchall() == [(False,)]


def test_a_copy_of_the_rows_has_only_its_own(hub: Playing, database: str) -> None:
    (version,) = hub.rows("SELECT version FROM core.view_version WHERE live")
    with signed_in(database, reader(hub, "sibling", SIBLING_CITY)) as session, session.cursor() as cursor:
        copied = StringIO()
        cursor.copy_expert(f"COPY (SELECT activity FROM view_{version['version']}.activity) TO STDOUT", copied)
    assert copied.getvalue() == f"//{SIBLING_TOWN}/zxt/a-1\n"


def test_an_explained_plan_names_no_foreign_value(hub: Playing, database: str) -> None:
    with hub.connection, hub.connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with signed_in(database, reader(hub, "sibling", SIBLING_CITY)) as session:
        plan = "\n".join(line for (line,) in ask(session, "EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM api.town_activities WHERE title <> ''"))
    assert "Filter" in plan
    assert not any(word in plan for word in (TOWN, ACTIVITY))


def test_a_plan_made_for_one_role_is_not_used_for_another(hub: Playing) -> None:
    # Given a session of the hub that takes on the role of one reader after another, with one prepared statement
    roles = [reader(hub, f"of_{region}", region).role for region in (CITY, SIBLING_CITY)]
    with hub.connection.cursor() as cursor:
        cursor.execute("SET plan_cache_mode TO force_generic_plan; PREPARE asked AS SELECT region FROM api.town_activities")
        found = []
        for role in (*roles, *roles):
            cursor.execute(f"SET ROLE {role}")
            cursor.execute("EXECUTE asked")
            found.append(cursor.fetchall())
            cursor.execute("RESET ROLE")
    hub.connection.rollback()
    assert found == [[(TOWN,)], [(SIBLING_TOWN,)]] * 2


def test_the_owner_without_superpowers_is_held_by_it_too(hub: Playing) -> None:
    tables = hub.rows(
        "SELECT c.oid::regclass::text AS name FROM pg_class AS c JOIN pg_attribute AS a ON c.oid = a.attrelid AND a.attname = 'seen'"
        " WHERE c.relkind = 'r' AND c.relnamespace = '{view}'::regnamespace AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
    )
    assert tables == []
    kept = ("core.event", "core.event_plain", "core.event_other", "core.quarantine")
    assert all(
        hub.rows("SELECT relrowsecurity AND relforcerowsecurity AS held FROM pg_class WHERE oid = %s::regclass", name) == [{"held": True}]
        for name in kept
    )


def test_a_reader_is_no_more_once_revoked(hub: Playing, database: str) -> None:
    who = reader(hub, "gone", CITY)
    with signed_in(database, who) as session:
        assert ask(session, "SELECT count(*) FROM api.town_activities") == [(1,)]
        # When it is revoked while it is signed in
        with hub.connection:
            assert revoke_reader(hub.connection, "gone")
            assert not revoke_reader(hub.connection, "nobody")
        # Then its session ends, and it cannot sign in again
        with pytest.raises(psycopg2.OperationalError):
            ask(session, "SELECT count(*) FROM api.town_activities")
    with pytest.raises(psycopg2.OperationalError), signed_in(database, who):
        pass


def test_a_new_password_replaces_the_old(hub: Playing, database: str) -> None:
    old, new = reader(hub, "of city 市", CITY), reader(hub, "of city 市", CITY)
    assert old.role == new.role
    with pytest.raises(psycopg2.OperationalError), signed_in(database, old):
        pass
    with signed_in(database, new) as session:
        assert ask(session, "SELECT count(*) FROM api.town_activities") == [(1,)]
