"""A projection worker as one would write it first: it tells the group its offset, then writes; and it trusts that offset when it comes back.

`python -m tests.faults.naive SETTINGS`, a JSON of {client, dsn, marks, name}. It exists to be caught.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import psycopg2
from kafka.admin import KafkaAdminClient

from projections.inflow import GROUP, Place
from projections.ledger import TOPICS
from projections.records import Slice
from projections.settings import ProjectionSettings
from projections.worker import Worker

_TAKE = """
INSERT INTO core.position (family, part, off) VALUES (%(family)s, %(part)s, %(first)s)
ON CONFLICT (family, part) DO UPDATE SET off = excluded.off
"""


class Naive(Worker):
    """Offsets before effects, and no comparison before a position is set."""

    def _stored(self) -> Mapping[Place, int]:
        """The group's offsets; of what the hub's own worker did before, the group is told a second late."""
        before = super()._stored()
        admin = KafkaAdminClient(**self._settings.client)
        try:
            told = admin.list_group_offsets({GROUP: None})[GROUP]
            offsets = {(TOPICS.index(place.topic), place.partition): int(one.offset) for place, one in told.items()}
            return {place: max(before.get(place, 0), offsets.get(place, 0)) for place in before.keys() | offsets.keys()}
        finally:
            admin.close()

    async def _append(self, slices: list[Slice]) -> bool:
        await self._inflow.hint(slices)
        with psycopg2.connect(self._settings.dsn) as connection, connection.cursor() as cursor:
            for one in slices:
                cursor.execute(_TAKE, {"family": one.family, "part": one.part, "first": one.first})
        connection.close()
        return await super()._append(slices)


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    asyncio.run(Naive(ProjectionSettings(given["client"], given["dsn"], Path(given["marks"]), given["name"])).run())
