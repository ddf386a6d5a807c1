"""`python -m bench.peers.faust.application`: one agent, one table; what came to the roll-ups is added to PostgreSQL a few times a second."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any

import faust
import psycopg2
from faust.auth import SASLCredentials
from faust.types import StreamT
from psycopg2.extras import execute_values

from bench.peers.stand import PARTITIONS
from bench.peers.task import STEPS
from bench.peers.told import above, reader, sign_in

_ADD = """
INSERT INTO rollup AS r (region, step, n) VALUES %s ON CONFLICT (region, step, slot) DO UPDATE SET n = r.n + excluded.n
"""
_EVERY = 0.2


def application() -> faust.App:
    """The application, with its table, its agent and its timer."""
    told, folder = sign_in(), Path(os.environ["PEER_FOLDER"])
    user, password = told["sasl_plain_username"], told["sasl_plain_password"]
    app = faust.App(
        os.environ["PEER_GROUP"],
        broker=f"kafka://{told['bootstrap_servers']}",
        broker_credentials=SASLCredentials(username=user, password=password, mechanism=told["sasl_mechanism"]),
        datadir=folder / os.environ["PEER_GROUP"],
        topic_partitions=PARTITIONS,
        stream_buffer_maxsize=131_072,
        broker_max_poll_records=5_000,
        producer_linger=0.1,
        consumer_auto_offset_reset="earliest",
        cython_optimizations=True,
        web_enabled=False,
    )
    topic = app.topic(os.environ["PEER_TOPIC"], key_type=bytes, value_type=bytes, value_serializer="raw", key_serializer="raw")
    taken = app.Table("taken", key_type=str, value_type=int, default=int, partitions=PARTITIONS)
    read, regions, connection, more = reader(), above(), psycopg2.connect(os.environ["PEER_DSN"]), Counter[tuple[str, str]]()

    async def fold(stream: StreamT[Any]) -> None:
        async for value in stream:
            suggestion, step, town = read(value)
            mark = 1 << STEPS.index(step)
            before = taken[suggestion]
            if not before & mark:
                taken[suggestion] = before | mark
                more.update([(region, step) for region in regions[town]])

    async def flush() -> None:
        if more:
            rows = [(*key, number) for key, number in sorted(more.items())]
            more.clear()
            with connection, connection.cursor() as cursor:
                execute_values(cursor, _ADD, rows, page_size=len(rows))

    app.agent(topic, name="fold")(fold)
    app.timer(_EVERY, name="flush")(flush)
    return app


if __name__ == "__main__":
    faust.Worker(application(), loglevel="WARN").execute_from_commandline()
