"""Native sources on the broker: each that may speak has its user, its topics and the right to write there; nobody else has any."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hub.access.kafka import PREFIX, RIGHTS, user_of
from hub.access.staffing import rights_of
from hub.doctor.patient import Patient
from schemas.errors import Problem
from schemas.topics import native_topics

_SOURCES: Final = Path(__file__).with_name("queries").joinpath("sources.sql").read_text("utf-8")


def sources(patient: Patient) -> Iterator[Problem]:
    """What is missing of a native source's user, topics and rights; what there is too much, or of a source that may not speak."""
    known = {user_of(source): (source, valid) for source, valid in patient.rows(_SOURCES)}
    speak = {user: source for user, (source, valid) in known.items() if valid}
    topics = {topic.name: PREFIX + rest for topic, rest in native_topics(patient.admin.list_topics())}
    users = {name for name in patient.admin.describe_user_scram_credentials() if name.startswith(PREFIX)}
    rules = rights_of(patient.admin, lambda user: user.startswith(PREFIX)).values()
    held = {(one.principal.removeprefix("User:"), one.operation.name, one.resource_pattern.resource_name) for one in rules}
    wanted = {(user, right.name, topic) for topic, user in topics.items() if user in speak for right in RIGHTS}
    own = {topic.name: PREFIX + rest for topic, rest in native_topics({topic for *_, topic in held})}
    gone = {(user, topic) for topic, user in own.items() if topic not in topics and user in speak}
    for user in sorted({user for user, *_ in wanted} - users):
        yield Problem("SOURCE_USER", speak[user], user)
    for user, topic in sorted(gone):
        yield Problem("SOURCE_TOPIC", speak[user], topic)
    for user, right, topic in sorted(wanted - held):
        yield Problem("SOURCE_RIGHT", speak[user], f"{right} {topic}")
    # The user of a revoked source stays, locked; what it must not have is a right.
    for user in sorted(users - known.keys()):
        yield Problem("SOURCE_SPARE", user, got="SCRAM")
    for user, right, topic in sorted(held - wanted):
        if (user, topic) not in gone:
            yield Problem("SOURCE_SPARE", user, got=f"{right} {topic}")
