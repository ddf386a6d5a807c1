"""What the broker says of itself: version, clock, topics and their settings, users and their rights."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any, Final

from kafka import KafkaProducer
from kafka.admin import ConfigResource, NewTopic
from kafka.errors import KafkaError

from hub.access.staff import USERS
from hub.access.staffing import known_rights
from hub.doctor.patient import Patient
from hub.embedded.jars import ROOT
from hub.provision import safely
from schemas.errors import Problem
from schemas.topics import Topic, native_topics, shared_topics

SKEW_SECONDS: Final = 5.0
PROBE: Final = "hub.doctor"
"""A topic made for one record that the broker stamps, and deleted again."""
LEVELS: Final = {"4.4.0": 33}
"""The newest `metadata.version` that a release of Kafka knows: no request tells the release itself."""


def version(patient: Patient) -> Iterator[Problem]:
    """The broker is of the release in the lock, or a newer one."""
    locked = ROOT[2]
    known = patient.admin.describe_features()["metadata.version"]["supported"][1]
    if known < LEVELS[locked]:
        yield Problem("VERSION_PART", "Kafka", f"≥ {locked} (metadata.version {LEVELS[locked]})", f"metadata.version {known}")


def clock(patient: Patient) -> Iterator[Problem]:
    """The broker's clock agrees with this machine's: it stamps one record."""
    made = NewTopic(PROBE, 1, 1, topic_configs={"message.timestamp.type": "LogAppendTime", "retention.ms": "60000"})
    try:
        patient.admin.create_topics([made])
        with closing(KafkaProducer(**patient.settings.client(), acks="all", max_block_ms=10_000)) as producer:
            before = patient.now()
            stamp = producer.send(PROBE, b"?", partition=0).get(timeout=10).timestamp / 1000
            after = patient.now()
    except KafkaError as error:
        yield Problem("PART_SILENT", "Kafka", got=type(error).__name__)
        return
    finally:
        patient.admin.delete_topics([PROBE])
    yield from skew("Kafka", before, stamp, after)


def skew(part: str, before: float, stamp: float, after: float) -> Iterator[Problem]:
    """A part's clock, read between two looks at this machine's (seconds)."""
    off = stamp - after if stamp > after else min(0.0, stamp - before)
    if abs(off) > SKEW_SECONDS:
        told = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(stamp))
        yield Problem("CLOCK_SKEW", part, f"± {SKEW_SECONDS:.0f} s", f"{off:+.0f} s ({told})")


def topics(patient: Patient) -> Iterator[Problem]:
    """Every shared topic is there, and it and every native source's has the partitions it has for life."""
    known = _known(patient)
    for topic in _wanted(patient):
        if topic.name not in known:
            yield Problem("TOPIC_MISSING", topic.name)
        elif known[topic.name] != topic.partitions:
            yield Problem("TOPIC_PARTITIONS", topic.name, str(topic.partitions), str(known[topic.name]))


def settings(patient: Patient) -> Iterator[Problem]:
    """Every topic of the hub keeps, takes and stamps records as it must."""
    known = _known(patient)
    mine = [topic for topic in _wanted(patient) if topic.name in known]
    told = patient.admin.describe_configs([ConfigResource("TOPIC", topic.name) for topic in mine], config_filter="all")["topic"]
    for topic in mine:
        safe = safely(patient.settings.replicas) if topic in shared_topics() else {}
        for name, wanted in {**topic.config, **safe}.items():
            found = str(told[topic.name][name]["value"])
            if found != wanted:
                yield Problem("TOPIC_SETTING", f"{topic.name} {name}", wanted, found)


def _wanted(patient: Patient) -> list[Topic]:
    """The shared topics, and those of native sources that there are."""
    return [*shared_topics(), *(topic for topic, _ in native_topics(patient.admin.list_topics()))]


def _known(patient: Patient) -> dict[str, int]:
    wanted = {topic.name for topic in _wanted(patient)} & set(patient.admin.list_topics())
    described: list[dict[str, Any]] = patient.admin.describe_topics(sorted(wanted)) if wanted else []
    return {one["name"]: len(one["partitions"]) for one in described}


def users(patient: Patient) -> Iterator[Problem]:
    """Every part of the hub has its user."""
    names = [part.user for part in USERS]
    told = patient.admin.describe_user_scram_credentials(names)
    for name in names:
        if not told[name]["credential_infos"]:
            yield Problem("USER_MISSING", name)


def rights(patient: Patient) -> Iterator[Problem]:
    """The users of the hub may do what they must, and nothing more."""
    wanted = {rule_key(one) for part in USERS for one in part.acls()}
    known = {rule_key(one) for one in known_rights(patient.admin).values()}
    for code, rules in (("RIGHT_MISSING", wanted - known), ("RIGHT_SPARE", known - wanted)):
        for user, operation, kind, name, pattern in sorted(rules):
            yield Problem(code, user, got=f"{operation} {kind} {name}{'*' if pattern == 'PREFIXED' else ''}")


def rule_key(rule: Any) -> tuple[str, str, str, str, str]:
    """A right in words: user, operation, kind, name, pattern."""
    pattern = rule.resource_pattern
    return (
        rule.principal.removeprefix("User:"),
        rule.operation.name,
        pattern.resource_type.name,
        pattern.resource_name,
        pattern.pattern_type.name,
    )
