"""Topics made once: what is missing is created, what differs stops the hub, nothing is ever changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import KafkaError, TopicAlreadyExistsError

from schemas.errors import Inconsistent, Unavailable
from schemas.topics import Topic, shared_topics


def provision(client: Mapping[str, Any], replicas: int = 1) -> list[str]:
    """Makes the shared topics that do not exist; returns their names.

    Raises Inconsistent when a topic has another number of partitions than it had for life, Unavailable when the broker does not answer.
    """
    try:
        admin = KafkaAdminClient(**client)
    except KafkaError as error:
        raise Unavailable(f"Kafka: {error}") from error
    try:
        wanted = {topic.name: topic for topic in shared_topics()}
        known = {found["name"]: len(found["partitions"]) for found in admin.describe_topics(sorted(set(admin.list_topics()) & set(wanted)))}
        check(wanted, known)
        return _create(admin, [topic for name, topic in wanted.items() if name not in known], replicas)
    except KafkaError as error:
        raise Unavailable(f"Kafka: {error}") from error
    finally:
        admin.close()


def check(wanted: Mapping[str, Topic], known: Mapping[str, int]) -> None:
    """Raises Inconsistent naming every topic whose number of partitions is not the one fixed for life."""
    wrong = [f"{name}: {count} ≠ {wanted[name].partitions}" for name, count in known.items() if count != wanted[name].partitions]
    if wrong:
        raise Inconsistent("; ".join(wrong))


def safely(replicas: int) -> dict[str, str]:
    """The settings of a topic that depend on how many copies of it there are: all but one must have a record before it is acknowledged."""
    return {"min.insync.replicas": str(max(1, replicas - 1))}


def _create(admin: KafkaAdminClient, missing: list[Topic], replicas: int) -> list[str]:
    safe = safely(replicas)
    new = [NewTopic(topic.name, topic.partitions, replicas, topic_configs={**topic.config, **safe}) for topic in missing]
    try:
        if new:
            admin.create_topics(new)
    except TopicAlreadyExistsError:
        # Another hub's process was quicker; what it made is the same.
        pass
    return [topic.name for topic in missing]
