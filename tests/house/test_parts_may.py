"""Each part of a running hub signs in as itself, and cannot do what is not its work."""

from __future__ import annotations

from contextlib import closing, suppress

import psycopg2
import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ACL, ACLOperation, ACLPermissionType, KafkaAdminClient, NewTopic, ResourcePattern, ResourceType
from kafka.errors import KafkaError
from psycopg2 import sql
from psycopg2.errors import InsufficientPrivilege, ReadOnlySqlTransaction

from hub.access.staff import ARCHIVE, DEADLINES, FEEDS, GATE, HTTP, OFFICE, ROLES, USERS, WATCH, WORKER, Part
from hub.access.staffing import admit_users, exactly, known_rights
from hub.keys.place import key_store
from schemas.topics import LEDGER_PARTITIONS
from tests.conftest import eventually
from tests.running import RunningHub

WRITE_VIEW = "INSERT INTO view_1.suggestion SELECT * FROM view_1.suggestion LIMIT 0"
MAY_NOT = {
    GATE.role: ["SELECT 1 FROM core.event", "UPDATE core.position SET off = 0", "SELECT 1 FROM auth.token", "SELECT 1 FROM view_1.ancestry",
                "SELECT pg_try_advisory_lock(1)"],
    WORKER.role: ["SELECT 1 FROM auth.token", "SELECT auth.admit('reader_x', 'SCRAM-SHA-256$x')", "DROP TABLE core.event", "CREATE ROLE another",
                  "ALTER TABLE core.event DISABLE ROW LEVEL SECURITY", "CREATE TABLE core.more (n int)", "UPDATE core.feed SET place = 0"],
    ARCHIVE.role: ["SELECT 1 FROM core.event", "DELETE FROM core.archive_head", "UPDATE core.position SET off = 0", "SELECT 1 FROM auth.token",
                   "SELECT 1 FROM view_1.ancestry", "SELECT pg_try_advisory_lock(1)", "TRUNCATE core.archive_head",
                   "SELECT 1 FROM core.witness_log", "DELETE FROM core.witness", "INSERT INTO core.witness (name, key, url) VALUES ('', '', '')"],
    FEEDS.role: ["UPDATE core.event SET status = 'duplicate'", "UPDATE core.position SET off = 0", "SELECT 1 FROM auth.token", WRITE_VIEW],
    DEADLINES.role: ["SELECT 1 FROM core.event", "SELECT 1 FROM view_1.deadline", "SELECT 1 FROM auth.token", "DELETE FROM core.told",
                     "UPDATE core.told SET day = day", "UPDATE core.position SET off = 0", WRITE_VIEW, "SELECT 1 FROM view_1.step_word",
                     "SELECT 1 FROM view_1.steps('{}', '2025-01-01')", "UPDATE core.heed_position SET off = 0"],
    HTTP.role: ["UPDATE core.event SET status = 'duplicate'", "INSERT INTO core.event SELECT * FROM core.event", "DELETE FROM core.quarantine",
                "UPDATE core.position SET off = 0", "UPDATE core.feed SET place = 0", "DELETE FROM core.told",
                "SELECT 1 FROM view_1.to_tell('2025-01-01', 1)", "SELECT view_1.heed(1)", WRITE_VIEW, "DELETE FROM view_1.tally",
                "DELETE FROM core.witness_log", "DELETE FROM auth.token",
                "CREATE TABLE api.more (n int)", "CREATE TEMPORARY TABLE more (n int)", "CREATE SCHEMA more",
                "CREATE ROLE another", "ALTER ROLE hub_http BYPASSRLS", "SET ROLE hub_owner", "SET ROLE hub_worker",
                "ALTER TABLE core.event DISABLE ROW LEVEL SECURITY", "COPY core.event TO '/tmp/out'",
                "SELECT auth.admit('hub_owner', 'SCRAM-SHA-256$x')", "SELECT auth.dismiss('hub_owner')",
                "SELECT pg_try_advisory_lock(1)", "SELECT lo_creat(-1)"],
    WATCH.role: ["UPDATE core.event SET status = 'duplicate'", "UPDATE core.position SET off = 0", "SELECT 1 FROM auth.token", WRITE_VIEW],
}  # fmt: skip
MAY_NOT_WRITE = {
    GATE.user: ["inbox.town.activity", "notices"],
    WORKER.user: ["ledger.activity", "quarantine", "inbox.town.activity"],
    ARCHIVE.user: ["ledger.activity", "quarantine", "inbox.town.activity"],
    HTTP.user: ["ledger.activity", "ledger.reference", "notices", "inbox.town.activity.another"],
    WATCH.user: ["ledger.activity", "quarantine", "inbox.town.activity"],
    DEADLINES.user: ["ledger.activity", "quarantine", "inbox.town.activity"],
    OFFICE.user: ["ledger.activity", "quarantine", "inbox.town.activity"],
}
MAY_NOT_READ = {
    GATE.user: "ledger.suggestion",
    WORKER.user: "inbox.town.activity",
    ARCHIVE.user: "inbox.town.activity",
    DEADLINES.user: "ledger.reference",
    OFFICE.user: "ledger.reference",
}
MAY_NOT_JOIN = {
    GATE.user: "projection",
    WORKER.user: "gate",
    ARCHIVE.user: "projection",
    HTTP.user: "gate",
    WATCH.user: "gate",
    DEADLINES.user: "gate",
    OFFICE.user: "gate",
}


@pytest.fixture(scope="module")
def hub(first_case: RunningHub) -> RunningHub:
    """The hub of others too: nothing is changed here but rights, which are given back."""
    return first_case


@pytest.mark.parametrize(("role", "statement"), [(role, one) for role, several in MAY_NOT.items() for one in several])
def test_a_role_is_refused_what_is_not_its_work(hub: RunningHub, role: str, statement: str) -> None:
    # given a part's role, when it does what is not its work, then it is refused
    with closing(psycopg2.connect(hub.settings.dsn(role))) as connection, connection.cursor() as cursor, pytest.raises(InsufficientPrivilege):
        cursor.execute(statement)


def test_no_role_comes_at_the_keys_of_personal_data(hub: RunningHub) -> None:
    # given the key store and what wraps its keys, which are files and no tables
    store = key_store(hub.settings)
    for role in (*ROLES, "reader_administrator"):
        with closing(psycopg2.connect(hub.settings.dsn(role if role in ROLES else HTTP.role))) as connection, connection.cursor() as cursor:
            # when any part's role, or that of a reader, has the server read them, then it is refused
            for path in (store.file, store.ring.path(1)):
                cursor.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
                with pytest.raises(InsufficientPrivilege):
                    cursor.execute("SELECT pg_read_binary_file(%s)", (str(path),))
                connection.rollback()


def test_no_part_is_more_than_a_plain_role(hub: RunningHub) -> None:
    # given the attributes of the parts' roles
    rows = hub.sql("SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_roles WHERE rolname = ANY(%s)", (list(ROLES),))  # type: ignore[arg-type]
    # then none is a superuser or makes roles or databases; only the worker, who writes rows by COPY, stands outside row-level security
    assert len(rows) == len(ROLES) == 7
    assert not [row for row in rows if any(row[1:4])]
    assert [row[0] for row in rows if row[4]] == [WORKER.role]


def test_the_parts_are_signed_in_as_themselves(hub: RunningHub) -> None:
    # given a hub at work
    hub.ask("activities.held", "00")
    hub.close()
    # when the database is asked who is signed in, then it is the parts, and nobody as the owner but this test
    asked = "SELECT DISTINCT usename::text FROM pg_stat_activity WHERE datname = 'hub' AND pid <> pg_backend_pid() AND usename IS NOT NULL"
    assert eventually(lambda: {name for (name,) in hub.sql(asked)} == set(ROLES))


def test_what_readers_may_not_see_the_http_role_sees_in_their_role_only(hub: RunningHub) -> None:
    # given rows of a version, and figures of it
    ((rows,),) = hub.sql("SELECT count(*) FROM view_1.suggestion")
    with closing(psycopg2.connect(hub.settings.dsn(HTTP.role))) as connection, connection.cursor() as cursor:
        # when the role of the HTTP surface looks by itself, and in the administrator's role
        cursor.execute("SELECT count(*) FROM view_1.suggestion")
        alone = cursor.fetchone()
        cursor.execute("SET LOCAL ROLE reader_administrator")
        cursor.execute("SELECT count(*) FROM view_1.suggestion")
        within = cursor.fetchone()
        # then it sees no row, and all of them; and in a reader's role it can write nothing either
        assert rows > 0
        assert (alone, within) == ((0,), (rows,))
        with pytest.raises((InsufficientPrivilege, ReadOnlySqlTransaction)):
            cursor.execute("UPDATE auth.reader SET region = '00'")


@pytest.mark.parametrize(("user", "topic"), [(user, one) for user, several in MAY_NOT_WRITE.items() for one in several])
def test_a_user_is_refused_other_topics(hub: RunningHub, user: str, topic: str) -> None:
    # given a part's Kafka user
    producer = KafkaProducer(**hub.settings.client(user), acks="all", max_block_ms=3000)
    try:
        # when it writes to a topic that is not its own, then it is refused
        with pytest.raises(KafkaError):
            producer.send(topic, b"?", partition=0).get(timeout=10)
    finally:
        producer.close(timeout=1)


@pytest.mark.parametrize(("user", "topic"), MAY_NOT_READ.items())
def test_a_user_does_not_read_what_it_has_no_use_for(hub: RunningHub, user: str, topic: str) -> None:
    # given a topic in which there is something to read
    told = {"auto_offset_reset": "earliest", "enable_auto_commit": False}
    with closing(KafkaConsumer(**hub.settings.client(), **told)) as admin, closing(KafkaConsumer(**hub.settings.client(user), **told)) as consumer:
        for one in (admin, consumer):
            one.assign([TopicPartition(topic, part) for part in range(LEDGER_PARTITIONS.get(topic.removeprefix("ledger."), 4))])
        assert eventually(lambda: admin.poll(100))
        # when a part reads it whose work it is not, then it gets nothing: it may not even see the topic, or is refused
        with suppress(KafkaError):
            assert consumer.poll(1000) == {}


@pytest.mark.parametrize(("user", "group"), MAY_NOT_JOIN.items())
def test_a_user_does_not_move_the_offsets_of_another(hub: RunningHub, user: str, group: str) -> None:
    with closing(KafkaConsumer(**hub.settings.client(user), group_id=group, enable_auto_commit=False)) as consumer:
        consumer.subscribe(["ledger.reference", "inbox.town.activity", "quarantine"])
        with pytest.raises(KafkaError):
            consumer.poll(5000)


@pytest.mark.parametrize("part", USERS, ids=[part.user for part in USERS])
def test_no_user_makes_or_deletes_what_the_hub_rests_on(hub: RunningHub, part: Part) -> None:
    with closing(KafkaAdminClient(**hub.settings.client(part.user))) as admin:
        with pytest.raises(KafkaError):
            admin.create_topics([NewTopic("more", 1, 1)])
        with pytest.raises(KafkaError):
            admin.delete_topics(["ledger.reference"])


def test_rights_that_were_added_or_lost_are_put_right(hub: RunningHub) -> None:
    # given a hub whose gate was allowed more than its work, and its worker less

    client = hub.settings.client()
    pattern = ResourcePattern(ResourceType.TOPIC, "notices")
    spare = ACL(f"User:{GATE.user}", "*", ACLOperation.WRITE, ACLPermissionType.ALLOW, pattern)
    with closing(KafkaAdminClient(**client)) as admin:
        before = known_rights(admin)
        lost = next(one for one in before.values() if one.principal == f"User:{WORKER.user}")
        admin.delete_acls([exactly(lost)])
        admin.create_acls([spare])
        eventually(lambda: {one.principal for one in known_rights(admin).values() if one.resource_pattern == pattern})
        # when the hub's parts are admitted again, as at every start
        admit_users(client, hub.settings.secret)
        # then the rights are those written down
        assert known_rights(admin).keys() == before.keys()
