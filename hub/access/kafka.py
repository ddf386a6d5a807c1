"""A native source on Kafka: inbox topics of its own, a SCRAM user, and the right to write there and nothing else."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from kafka.admin import (
    ACL,
    ACLFilter,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    KafkaAdminClient,
    NewTopic,
    ResourcePattern,
    ResourcePatternFilter,
    ResourceType,
    ScramMechanism,
    UserScramCredentialUpsertion,
)
from kafka.errors import KafkaError, TopicAlreadyExistsError

from hub.access.staffing import HEEDED_SECONDS, rights_of, rule_key, rules
from hub.embedded.process import until
from schemas.errors import Unavailable, shown
from schemas.topics import Topic, native_topic, native_topics, safe_name

PASSWORD_BYTES: Final = 24
RIGHTS: Final = (ACLOperation.WRITE, ACLOperation.DESCRIBE)
_ANYTHING: Final = ResourcePatternFilter(ResourceType.TOPIC, None, ACLResourcePatternType.ANY)
PREFIX: Final = "source-"
"""How the names of native sources' users begin."""


@dataclass(frozen=True)
class Native:
    """What a native source needs; `password` is kept nowhere."""

    user: str
    password: str
    topics: Sequence[str]


def user_of(source: str) -> str:
    """The name of a source's Kafka user."""
    return PREFIX + safe_name(source)


def register(client: Mapping[str, Any], source: str, levels: Sequence[str], families: Sequence[str], replicas: int = 1) -> Native:
    """Make what a native source needs, and give it a new password. Safe to repeat. Raises Unavailable."""
    topics = [native_topic(level, family, source) for level in levels for family in families]
    with _admin(client) as admin:
        return Native(user_of(source), _furnish(admin, source, topics, replicas), [topic.name for topic in topics])


def rotate(client: Mapping[str, Any], source: str, replicas: int = 1) -> str | None:
    """A new password for a native source, null when it is none; what it lacks of user, topics and rights is made again. Raises Unavailable."""
    with _admin(client) as admin:
        names = {*admin.list_topics(), *(rule.resource_pattern.resource_name for rule in rights_of(admin, user_of(source).__eq__).values())}
        topics = [topic for topic, rest in native_topics(names) if rest == safe_name(source)]
        return _furnish(admin, source, topics, replicas) if topics or _exists(admin, source) else None


def _furnish(admin: KafkaAdminClient, source: str, topics: Sequence[Topic], replicas: int) -> str:
    """Topics that are missing, a new password, and the right to write; the password, when the broker goes by all of it."""
    known = set(admin.list_topics())
    missing = [NewTopic(one.name, one.partitions, replicas, topic_configs=dict(one.config)) for one in topics if one.name not in known]
    try:
        if missing:
            admin.create_topics(missing)
    except TopicAlreadyExistsError:
        # Somebody else was quicker with the same.
        pass
    password = _new_password(admin, source)
    _allow(admin, source, [topic.name for topic in topics])
    return password


def revoke(client: Mapping[str, Any], source: str) -> None:
    """Lock a native source's user and take it its rights; its topics stay, for they may hold what the gate has not judged. Raises Unavailable."""
    with _admin(client) as admin:
        if _exists(admin, source):
            # Never deleted: a broker of 4.4.0 that reads a deletion while it starts can forget every user, its own among them.
            _new_password(admin, source)
        admin.delete_acls([ACLFilter(f"User:{user_of(source)}", "*", ACLOperation.ANY, ACLPermissionType.ANY, _ANYTHING)])


def _exists(admin: KafkaAdminClient, source: str) -> bool:
    user = user_of(source)
    return bool(admin.describe_user_scram_credentials([user])[user]["credential_infos"])


def _new_password(admin: KafkaAdminClient, source: str) -> str:
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    _scram(admin, UserScramCredentialUpsertion(user_of(source), ScramMechanism.SCRAM_SHA_512, password))
    return password


def _scram(admin: KafkaAdminClient, change: Any) -> None:
    failed = [error for error in admin.alter_user_scram_credentials([change]).values() if error]
    if failed:
        raise Unavailable(shown(f"Kafka {failed[0]}"))


def _allow(admin: KafkaAdminClient, source: str, topics: Sequence[str]) -> None:
    principal = f"User:{user_of(source)}"
    patterns = [ResourcePattern(ResourceType.TOPIC, topic) for topic in topics]
    wanted = [ACL(principal, "*", right, ACLPermissionType.ALLOW, pattern) for pattern in patterns for right in RIGHTS]
    failed = admin.create_acls(wanted)["failed"]
    if failed:
        raise Unavailable(shown(f"Kafka {failed[0]}"))
    # What the controller has written down reaches the broker a little later: passwords first, then rules.
    mine, keys = ACLFilter(principal, None, ACLOperation.ANY, ACLPermissionType.ANY, _ANYTHING), {rule_key(one) for one in wanted}
    until(lambda: keys <= rules(admin, mine).keys(), HEEDED_SECONDS, "Kafka")


@contextmanager
def _admin(client: Mapping[str, Any]) -> Iterator[KafkaAdminClient]:
    try:
        admin = KafkaAdminClient(**client)
    except KafkaError as error:
        raise Unavailable(f"Kafka {type(error).__name__}") from None
    try:
        yield admin
    except KafkaError as error:
        raise Unavailable(f"Kafka {type(error).__name__}") from None
    finally:
        admin.close()
