"""Reads a source's own events of one type, for a door that compares a sheet with what stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hub.fate.standing import amending, standing
from hub.pool import Pool
from schemas.registry import EventType

PAGE: Final = 2_000
_ROWS: Final = (Path(__file__).with_name("queries") / "rows_of.sql").read_text("utf-8")


def lines(pool: Pool, source: str, kind: EventType) -> Iterator[str]:
    """One JSON object a line for each event of the source and type: id, event as it stands, file, retracted, amendments."""
    for one in standing(kind, source, _records(pool, source, [kind.name, *amending(kind)])):
        yield json.dumps(one) + "\n"


def _records(pool: Pool, source: str, types: list[str]) -> Iterator[tuple[str, bytes]]:
    with pool.session() as connection, connection.cursor(name="rows_of_source") as cursor:
        cursor.itersize = PAGE
        cursor.execute(_ROWS, {"source": source, "types": types})
        for _, type_name, raw in cursor:
            yield type_name, bytes(raw)
