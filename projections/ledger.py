"""The ledger as the index knows it: which topics, made when, and how far each must reach at least."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

from kafka import TopicPartition
from kafka.admin import KafkaAdminClient, OffsetSpec
from kafka.errors import KafkaError
from psycopg2 import extensions

from projections import database
from schemas.errors import HubError, Inconsistent, Unavailable
from schemas.topics import AUDIT, FAMILIES, LEDGER_PARTITIONS, QUARANTINE, ledger

TOPICS: Final = (*(ledger(family) for family in FAMILIES), QUARANTINE)
"""Topics by the number that `core.position.family` gives them."""

ARCHIVED: Final = (*TOPICS, AUDIT)
"""Topics of which the archive keeps logs; the last is in no index."""

_PARTITIONS: Final = {**{ledger(family): LEDGER_PARTITIONS[family] for family in FAMILIES}, QUARANTINE: 1, AUDIT: 1}
_KNOWN: Final = "SELECT family, part, topic, off FROM core.position"
_KNOW: Final = """
INSERT INTO core.position AS p (family, part, off, topic) VALUES (%s, %s, 0, %s)
ON CONFLICT (family, part) DO UPDATE SET topic = coalesce(p.topic, excluded.topic)
RETURNING p.topic
"""

Known = Mapping[tuple[int, int], tuple[str | None, int]]
"""By family and partition which topic was read, and up to where."""


class MadeAgain(Inconsistent):
    """A topic is not the one whose offsets are stored."""

    code = "TOPIC_MADE_AGAIN"


class Shorter(HubError):
    """A partition ends before the stored position: not yet recovered, or lost."""

    code = "LEDGER_SHORTER"


def check(client: Mapping[str, Any], dsn: str) -> None:
    """Compare the broker's topics with the stored positions; a topic seen for the first time is remembered.

    The positions are read before the ends: both go on meanwhile, and a position read after an end may rightly lie beyond it.
    Raises MadeAgain, Shorter, Unavailable.
    """
    connection = database.connect(dsn)
    try:
        known = _known(connection)
        made, ends = observe(client)
        with connection, connection.cursor() as cursor:
            _compare(cursor, known, made, ends)
    except KafkaError as error:
        raise Unavailable(f"Kafka {type(error).__name__}") from error
    finally:
        connection.close()


def _known(connection: extensions.connection) -> Known:
    with connection, connection.cursor() as cursor:
        cursor.execute(_KNOWN)
        return {(family, part): (topic, off) for family, part, topic, off in cursor.fetchall()}


def _compare(cursor: extensions.cursor, positions: Known, made: Mapping[str, uuid.UUID], ends: Mapping[tuple[str, int], int]) -> None:
    for place in sorted(ends):
        topic, part = place
        known, stored = positions.get((TOPICS.index(topic), part), (None, 0))
        if known is None:
            # Only now a row is written: appending, which moves these rows, is not to wait for a check.
            cursor.execute(_KNOW, (TOPICS.index(topic), part, str(made[topic])))
            ((known,),) = cursor.fetchall()
        if uuid.UUID(known) != made[topic]:
            raise MadeAgain(f"{topic} {known} → {made[topic]}")
        if ends[place] < stored:
            raise Shorter(f"{topic}/{part} {ends[place]} < {stored}")


def observe(client: Mapping[str, Any], topics: Sequence[str] = TOPICS) -> tuple[dict[str, uuid.UUID], dict[tuple[str, int], int]]:
    """Each topic's id, and the end of each partition. Raises KafkaError, Unavailable."""
    admin = KafkaAdminClient(**client)
    try:
        described = admin.describe_topics(list(topics))
        made = {one["name"]: uuid.UUID(str(one["topic_id"])) for one in described if one.get("error_code", 0) == 0}
        missing = [topic for topic in topics if topic not in made]
        if missing:
            raise Unavailable(f"Kafka {missing[0]}")
        places = [TopicPartition(topic, part) for topic in topics for part in range(_PARTITIONS[topic])]
        ends = admin.list_partition_offsets(dict.fromkeys(places, OffsetSpec.LATEST))
        return made, {(place.topic, place.partition): answer.offset for place, answer in ends.items()}
    finally:
        admin.close()
