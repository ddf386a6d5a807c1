"""Keeping the inboxes short: records that the gate has committed past and that are older than a day are deleted."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from schemas.signing import signed
from schemas.topics import QUARANTINE
from streams.clock import system_ms
from streams.follower import Follower
from streams.gate.inbox import PATTERN
from streams.inflow import GROUP
from streams.settings import GateSettings

KEPT_MS: Final = 24 * 3_600_000
Offsets = Mapping[TopicPartition, int]


async def sweep(settings: GateSettings, follower: Follower, kept_ms: int = KEPT_MS) -> Offsets:
    """Delete what may go from every inbox; the new first offsets. Raises KafkaError.

    Inbox records are stamped by the broker, so their age is told by real time, whatever the gate's clock says.
    """
    admin = AIOKafkaAdminClient(**signed(settings.client), client_id=f"{settings.name}-sweeper")
    await admin.start()
    try:
        committed = await _committed(admin)
        young = await follower.first_since(list(committed), system_ms() - kept_ms)
        first = await follower.beginnings(list(committed))
        wanted = {place: RecordsToDelete(before) for place, before in clearable(committed, young, first).items()}
        return dict(await admin.delete_records(wanted)) if wanted else {}
    finally:
        await admin.close()


def clearable(committed: Offsets, young: Mapping[TopicPartition, int | None], first: Offsets) -> dict[TopicPartition, int]:
    """Up to where each partition may be deleted: not past the commit, not past the first record that is still young."""
    found = {}
    for place, offset in committed.items():
        since = young.get(place)
        before = offset if since is None else min(offset, since)
        if before > first.get(place, 0):
            found[place] = before
    return found


async def _committed(admin: Any) -> dict[TopicPartition, int]:
    """The gate's offsets in inboxes that are still there."""
    names: Sequence[str] = await admin.list_topics()
    topics = {name for name in names if name != QUARANTINE and re.fullmatch(PATTERN, name)}
    found = await admin.list_consumer_group_offsets(GROUP)
    return {place: one.offset for place, one in found.items() if place.topic in topics and one.offset >= 0}
