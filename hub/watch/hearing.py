"""Keeps `core.heard` up: what came of each source, exactly once, whoever watches and however often."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import psycopg2
from psycopg2 import extensions

from schemas.errors import Unavailable
from schemas.topics import FAMILIES

LOCK: Final = 0x68656172
MOST_RECORDS: Final = 20_000
"""Records of one partition heard in one transaction."""
MOST_RANGES: Final = 1_000
_QUERIES: Final = Path(__file__).with_name("queries")
_HEAR: Final = _QUERIES.joinpath("hear.sql").read_text("utf-8")
_FORGET: Final = _QUERIES.joinpath("forget.sql").read_text("utf-8")


def hear(connection: extensions.connection, most: int = MOST_RECORDS) -> bool:
    """Hears the next records of every partition, in one transaction; returns whether there were any.

    Does nothing while another watcher is at it. Raises Unavailable.
    """
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", (LOCK,))
            if cursor.fetchall() != [(True,)]:
                return False
            cursor.execute(_HEAR, {"most": most, "families": len(FAMILIES)})
            ((partitions, sources),) = cursor.fetchall()
            if sources:
                cursor.execute(_FORGET, {"most": MOST_RANGES, "keep": MOST_RANGES // 2})
            return bool(partitions)
    except psycopg2.Error as error:
        raise Unavailable(str(error).strip()) from error
