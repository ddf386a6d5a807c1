"""`python -m bench.peers.naive.consumer PAGE`: poll, decode, upsert PAGE rows a statement, commit the transaction, then the group's offsets."""

from __future__ import annotations

import os
import sys

import psycopg2
from kafka import KafkaConsumer
from psycopg2.extras import execute_values

from bench.peers.told import reader, sign_in

_ONE = "INSERT INTO step (suggestion, step, town) VALUES (%s, %s, %s) ON CONFLICT (suggestion, step) DO UPDATE SET town = excluded.town"
_MANY = "INSERT INTO step (suggestion, step, town) VALUES %s ON CONFLICT (suggestion, step) DO UPDATE SET town = excluded.town"


def main(page: int) -> None:
    """For ever."""
    read, connection = reader(), psycopg2.connect(os.environ["PEER_DSN"])
    polled = {"max_poll_records": max(500, page), "auto_offset_reset": "earliest", "enable_auto_commit": False}
    consumer = KafkaConsumer(os.environ["PEER_TOPIC"], group_id=os.environ["PEER_GROUP"], **polled, **sign_in())
    while True:
        rows = [read(one.value) for several in consumer.poll(timeout_ms=500).values() for one in several]
        if not rows:
            continue
        with connection, connection.cursor() as cursor:
            if page == 1:
                for row in rows:
                    cursor.execute(_ONE, row)
            else:
                execute_values(cursor, _MANY, rows, page_size=page)
        consumer.commit()


if __name__ == "__main__":
    main(int(sys.argv[1]))
