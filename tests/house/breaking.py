"""Ways to break one thing of a hub and to mend it again, each with the check of `hub doctor` and the code that name it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import psycopg2
from kafka import KafkaProducer
from kafka.admin import (
    ACL,
    ACLOperation,
    ACLPermissionType,
    ConfigResource,
    KafkaAdminClient,
    ResourcePattern,
    ResourceType,
    ScramMechanism,
    UserScramCredentialDeletion,
)

from hub.access.kafka import user_of
from hub.access.staff import GATE, HTTP
from hub.access.staffing import admit_roles, admit_users, exactly, rights_of
from hub.doctor.checks import Finding, examine
from hub.doctor.patient import Patient, visited
from hub.keys.place import key_store
from hub.settings import Settings
from schemas.topics import native_inbox
from tests.cases.reading import read
from tests.conftest import eventually
from tests.running import RunningHub

NATIVE = "//420624/native"
Broken = Callable[[RunningHub], Iterator[None]]


def told(settings: Settings, change: Callable[[Patient], Patient] = lambda one: one) -> dict[str, Finding]:
    with visited(settings) as patient:
        return {one.check.name: one for one in examine(change(patient))}


@contextmanager
def administered(hub: RunningHub) -> Iterator[KafkaAdminClient]:
    with closing(KafkaAdminClient(**hub.settings.client())) as admin:
        yield admin


def configured(hub: RunningHub, topic: str, name: str, value: str) -> None:
    with administered(hub) as admin:
        admin.alter_configs([ConfigResource("TOPIC", topic, configs={name: value})])
        asked = ConfigResource("TOPIC", topic)
        eventually(lambda: admin.describe_configs([asked], config_filter="all")["topic"][topic][name]["value"] == value)


def setting(topic: str, name: str, bad: str, good: str) -> Broken:
    def broken(hub: RunningHub) -> Iterator[None]:
        configured(hub, topic, name, bad)
        yield
        configured(hub, topic, name, good)

    return broken


def said(break_it: str, mend_it: str) -> Broken:
    """Something the owner says to the database, and what takes it back."""

    def broken(hub: RunningHub) -> Iterator[None]:
        with closing(psycopg2.connect(hub.settings.dsn())) as owner:
            owner.autocommit = True
            owner.cursor().execute(break_it)
            yield
            owner.cursor().execute(mend_it)

    return broken


def spare_right(hub: RunningHub) -> Iterator[None]:
    rule = ACL(f"User:{HTTP.user}", "*", ACLOperation.WRITE, ACLPermissionType.ALLOW, ResourcePattern(ResourceType.TOPIC, "ledger.activity"))
    with administered(hub) as admin:
        admin.create_acls([rule])
        yield
        admin.delete_acls([exactly(rule)])


def missing_right(hub: RunningHub) -> Iterator[None]:
    rule = next(GATE.acls())
    with administered(hub) as admin:
        admin.delete_acls([exactly(rule)])
    yield
    admit_users(hub.settings.client(), hub.settings.secret)


def missing_user(hub: RunningHub) -> Iterator[None]:
    with administered(hub) as admin:
        admin.alter_user_scram_credentials([UserScramCredentialDeletion("hub-office", ScramMechanism.SCRAM_SHA_512)])
    yield
    admit_users(hub.settings.client(), hub.settings.secret)


def missing_role(hub: RunningHub) -> Iterator[None]:
    yield from said("ALTER ROLE hub_feeds NOLOGIN", "SELECT 1")(hub)
    admit_roles(hub.settings.dsn(), hub.settings.secret)


def open_secret(hub: RunningHub) -> Iterator[None]:
    path = hub.settings.folder.root / "secrets" / "postgres-hub_gate"
    path.chmod(0o644)
    yield
    path.chmod(0o600)


def missing_keys(hub: RunningHub) -> Iterator[None]:
    file = key_store(hub.settings).file
    file.rename(file.with_suffix(".away"))
    yield
    file.with_suffix(".away").rename(file)


def missing_epoch(hub: RunningHub) -> Iterator[None]:
    secret = key_store(hub.settings).ring.path(1)
    secret.rename(hub.settings.folder.root / "kek-away")
    yield
    (hub.settings.folder.root / "kek-away").rename(secret)


def more_partitions(hub: RunningHub) -> Iterator[None]:
    with administered(hub) as admin:
        admin.create_partitions({"notices": 2})
        yield


def missing_topic(hub: RunningHub) -> Iterator[None]:
    with administered(hub) as admin:
        admin.delete_topics(["notices"])
        yield


def past_the_gate(hub: RunningHub) -> Iterator[None]:
    with closing(KafkaProducer(**hub.settings.client(), acks="all")) as producer:
        producer.send("ledger.activity", b"no event", partition=0).get(timeout=10)
    eventually(lambda: hub.sql("SELECT 1 FROM core.unreadable"))
    yield


def quarantined(hub: RunningHub) -> Iterator[None]:
    held = next(event for event in read("01").events if event["type"] == "cn.npc.activity.held.v1")
    hub.publish([{**held, "id": "from-tomorrow", "time": "2999-01-01T00:00:00+08:00"}])
    eventually(lambda: hub.sql("SELECT 1 FROM core.quarantine"))
    yield


def of_a_source(break_it: Callable[[KafkaAdminClient, str], object]) -> Broken:
    """Something done to a native source's user on the broker; making it anew mends it."""

    def broken(hub: RunningHub) -> Iterator[None]:
        with administered(hub) as admin:
            break_it(admin, user_of(NATIVE))
        yield
        assert hub.http.post(f"/v1/sources/{NATIVE}/rotate").json()["kafka"]["password"]
        eventually(lambda: not told(hub.settings)["sources"].problems)

    return broken


def no_user(admin: KafkaAdminClient, user: str) -> None:
    admin.alter_user_scram_credentials([UserScramCredentialDeletion(user, ScramMechanism.SCRAM_SHA_512)])


def no_right(admin: KafkaAdminClient, user: str) -> None:
    rules = rights_of(admin, user.__eq__).values()
    admin.delete_acls([exactly(next(one for one in rules if one.operation == ACLOperation.WRITE))])


def no_topic(admin: KafkaAdminClient, user: str) -> None:
    del user
    admin.delete_topics([native_inbox("county", "activity", NATIVE)])


def spare_of_a_source(hub: RunningHub) -> Iterator[None]:
    pattern = ResourcePattern(ResourceType.TOPIC, "ledger.activity")
    rule = ACL(f"User:{user_of(NATIVE)}", "*", ACLOperation.WRITE, ACLPermissionType.ALLOW, pattern)
    with administered(hub) as admin:
        admin.create_acls([rule])
        yield
        admin.delete_acls([exactly(rule)])


def head_gone(hub: RunningHub) -> Iterator[None]:
    path = hub.settings.folder.archive / "ledger.suggestion/7/checkpoint"
    path.rename(path.with_name("aside"))
    yield
    path.with_name("aside").rename(path)


def another_head(hub: RunningHub) -> Iterator[None]:
    path = hub.settings.folder.archive / "ledger.suggestion/7/checkpoint"
    before = path.read_bytes()
    path.write_bytes(before.replace(b"47DEQpj8", b"57DEQpj8"))
    yield
    path.write_bytes(before)


FAULTS: dict[str, tuple[Broken, str, str]] = {
    "a secret others may read": (open_secret, "folder", "FOLDER_OPEN"),
    "the key store away": (missing_keys, "keys", "KEYS_AWAY"),
    "what opens the key store away": (missing_epoch, "keys", "KEYS_AWAY"),
    "late stamps refused": (setting("ledger.activity", "message.timestamp.after.max.ms", "3600000", str(2**63 - 1)), "settings", "TOPIC_SETTING"),
    "early stamps refused": (setting("ledger.activity", "message.timestamp.before.max.ms", "3600000", str(2**63 - 1)), "settings", "TOPIC_SETTING"),
    "a ledger that forgets": (setting("ledger.suggestion", "retention.ms", "86400000", "-1"), "settings", "TOPIC_SETTING"),
    "a ledger that compacts": (setting("quarantine", "cleanup.policy", "compact", "delete"), "settings", "TOPIC_SETTING"),
    "small messages": (setting("ledger.reference", "max.message.bytes", "1000", "1048588"), "settings", "TOPIC_SETTING"),
    "more copies wanted than there are": (setting("notices", "min.insync.replicas", "2", "1"), "settings", "TOPIC_SETTING"),
    "a right too many": (spare_right, "rights", "RIGHT_SPARE"),
    "a right too few": (missing_right, "rights", "RIGHT_MISSING"),
    "a user gone": (missing_user, "users", "USER_MISSING"),
    "a native source's user gone": (of_a_source(no_user), "sources", "SOURCE_USER"),
    "a native source's right gone": (of_a_source(no_right), "sources", "SOURCE_RIGHT"),
    "a native source's topic gone": (of_a_source(no_topic), "sources", "SOURCE_TOPIC"),
    "a native source that may write the ledger": (spare_of_a_source, "sources", "SOURCE_SPARE"),
    "a native source's topic that forgets": (
        setting(native_inbox("county", "activity", NATIVE), "retention.ms", "86400000", "-1"),
        "settings",
        "TOPIC_SETTING",
    ),
    "a role that cannot sign in": (missing_role, "roles", "ROLE_MISSING"),
    "a role too mighty": (said("ALTER ROLE hub_http SUPERUSER", "ALTER ROLE hub_http NOSUPERUSER"), "roles", "ROLE_MIGHTY"),
    "a role past row security": (said("ALTER ROLE hub_watch BYPASSRLS", "ALTER ROLE hub_watch NOBYPASSRLS"), "roles", "ROLE_MIGHTY"),
    "row security not forced": (
        said("ALTER TABLE view_1.matter NO FORCE ROW LEVEL SECURITY", "ALTER TABLE view_1.matter FORCE ROW LEVEL SECURITY"),
        "row-security",
        "ROWS_UNGUARDED",
    ),
    "row security off": (
        said("ALTER TABLE core.quarantine DISABLE ROW LEVEL SECURITY", "ALTER TABLE core.quarantine ENABLE ROW LEVEL SECURITY"),
        "row-security",
        "ROWS_UNGUARDED",
    ),
    "views of an earlier release": (
        said("ALTER FUNCTION view_1.heed(integer) RENAME TO later", "ALTER FUNCTION view_1.later(integer) RENAME TO heed"),
        "watched",
        "WATCH_LACKS",
    ),
    "a head of the archive gone": (head_gone, "archive", "ARCHIVE_DAMAGED"),
    "another head of the archive": (another_head, "archive", "ARCHIVE_FORKED"),
    "a record written past the gate": (past_the_gate, "unreadable", "UNREADABLE_HELD"),
    "a record in quarantine": (quarantined, "quarantine", "QUARANTINE_HOLDS"),
    "partitions added": (more_partitions, "topics", "TOPIC_PARTITIONS"),
    "a topic deleted": (missing_topic, "topics", "TOPIC_MISSING"),
}
"""What is broken, and the check and code that name it. Those that cannot be mended stand last."""
